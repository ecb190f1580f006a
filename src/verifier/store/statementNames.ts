import { createHash } from 'node:crypto';

/** More different statements than the verifier has; what comes beyond is planned each time. */
const MOST_NAMES = 300;
const CAN_BE_PREPARED = /^\s*(select|insert|update|delete|with)\b/i;

/**
 * Names for statements that are worth keeping prepared. PostgreSQL parses and plans an unnamed statement anew each time,
 * which for ours takes longer than carrying it out. The texts hold no values, so there are as many as the code has queries.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();

  /** The same for the same text; undefined for what stays unnamed. */
  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_NAMES || !CAN_BE_PREPARED.test(text)) return known;
    const name = `deskfob_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
    this.#names.set(text, name);
    return name;
  }
}
