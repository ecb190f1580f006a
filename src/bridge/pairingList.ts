import type { ErrorCode } from './errors.ts';

/*
 * What a page sees of many pairings in one go. Never a key.
 */

/** Lines of one list, and its characters. */
export const MOST_LINES = 1_000;
export const MOST_LIST_CHARACTERS = 1024 * 1024;

/** `duplicate`: the account is here already, or further up in the list. */
export type PairingLineState = 'waiting' | 'pairing' | 'paired' | 'failed' | 'duplicate';

export interface PairingLineView {
  /** Where it stands in the list, from 1. */
  number: number;
  /** What the list calls it, or whose account it has become; may be empty. */
  name: string;
  host: string;
  state: PairingLineState;
  /** Why it failed. */
  error?: ErrorCode;
}

export type PairingLineCounts = Record<PairingLineState, number>;

/** One of those that a list wants to pair with. */
export interface PairingHostView {
  host: string;
  lines: number;
  /** Of the verifier, where a link or an earlier pairing names it, or once it was asked. */
  fingerprint?: string;
  /** The fingerprint was known before anybody was asked. */
  pinned: boolean;
  insecure: boolean;
}

/** Where the one list of the moment stands. The lines themselves are asked for by `pairings:lines`. */
export type PairingListView =
  | { step: 'none' }
  /** Nothing has been sent yet: the person confirms the hosts first. */
  | { step: 'review'; counts: PairingLineCounts; hosts: PairingHostView[] }
  /** Some hosts are not known by any link: the person compares their fingerprints. */
  | { step: 'compare'; counts: PairingLineCounts; hosts: PairingHostView[] }
  | {
      step: 'running';
      counts: PairingLineCounts;
      /** No further line is begun. */ stopping: boolean;
      /** The verifier wants a pause. */ throttled: boolean;
    }
  /** Some lines wait; `problem` is what has kept them from going on, absent when the person stopped. */
  | { step: 'stopped'; counts: PairingLineCounts; problem?: ErrorCode }
  | { step: 'done'; counts: PairingLineCounts };
