/** Places at which a test may stop, delay or kill the verifier. */
export const FAULT_POINTS = [
  /** Read and signed, not written yet. */
  'transaction:created',
  /** In the database, told to nobody. */
  'transaction:committed',
  'request:sent',
  'request:received',
  'answer:arrived',
  /** In the database, told to nobody. */
  'answer:settled',
  'event:sent',
  /** A pairing key was used up and its account made; the reply is not on its way. */
  'pairing:granted',
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];
export type Faults = (point: FaultPoint) => void | Promise<void>;

export const noFaults: Faults = () => {};
