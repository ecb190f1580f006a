/**
 * A hook called at named points of durable work ('vault:before-rename', 'journal:after-append', ...).
 * The product passes none; a crash test passes one that kills its own process there, or throws.
 */
export type Faults = (point: string) => void | Promise<void>;

export const noFaults: Faults = () => {};
