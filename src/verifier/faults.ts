/** Places at which a test may stop, delay or kill the verifier. */
export type FaultPoint =
  'transaction:created' | 'transaction:committed' | 'request:sent' | 'request:received' | 'answer:arrived' | 'answer:settled';
export type Faults = (point: FaultPoint) => void | Promise<void>;

export const noFaults: Faults = () => {};
