import { errorCodeOf } from '../errors/errorCodeOf.ts';

/** Told the code of what failed while nobody was waiting for it. Never content. */
export type LogFailure = (what: string, code: string) => void;

/** Starts work that nobody waits for; its failure is logged by code and never becomes an unhandled rejection. */
export function inBackground(what: string, work: Promise<unknown>, log: LogFailure): void {
  work.catch((error: unknown) => log(what, errorCodeOf(error)));
}
