import { subscriberNameSchema } from '../../protocol/text.ts';
import { VerifierError } from '../VerifierError.ts';
import { Lanes } from './Lanes.ts';
import type { IssuedPairingKey, PairingKeys } from './PairingKeys.ts';

/** What may be wrong with one line of a list: what issuing one key is refused with. */
export const LINE_ERRORS = ['malformed', 'not-found', 'disabled'] as const;
export type LineError = (typeof LINE_ERRORS)[number];

/** Each line repeats the name that it answers. */
export type PairingKeyLine =
  | {
      readonly subscriber: string;
      readonly link: string;
      readonly key?: string | undefined;
      readonly id: string;
      readonly expiresAt: number;
    }
  | { readonly subscriber: string; readonly error: LineError };

/**
 * A typed key's slow hash takes one of the four threads that Node has for such work. Two stay free for whoever signs in
 * or pairs meanwhile.
 */
const LANES = 2;
/** Lists under way at once; a further one comes later. */
const MOST_LISTS = 4;
const RETRY_AFTER_SECONDS = 10;

const lineErrors: ReadonlySet<string> = new Set(LINE_ERRORS);

/** Pairing keys for whole lists of subscribers, each by the rules for one. */
export class PairingKeyLists {
  readonly #keys: Pick<PairingKeys, 'issue'>;
  readonly #lanes = new Lanes(LANES);
  #underWay = 0;

  constructor(keys: Pick<PairingKeys, 'issue'>) {
    this.#keys = keys;
  }

  /**
   * A link and a typed key for each name, one line a name, in their order. A name that stands there twice gets two. What is wrong with one line
   * costs the others nothing.
   * @param list with `confirm: false` links alone, each of which is enough to pair
   * @param signal ends the work when nobody waits for it any more
   * @throws VerifierError throttled; unavailable when it was ended
   */
  async issue(
    clientId: string,
    list: { subscribers: readonly string[]; confirm: boolean },
    signal: AbortSignal,
  ): Promise<PairingKeyLine[]> {
    if (this.#underWay >= MOST_LISTS)
      throw new VerifierError('throttled', 'Other lists of pairing keys are under way. Try again later.', RETRY_AFTER_SECONDS);
    this.#underWay += 1;
    try {
      return await this.#lanes.map(list.subscribers, async (name) => {
        if (signal.aborted) throw new VerifierError('unavailable', 'Nobody waited for the keys any more.');
        return await this.#line(clientId, name, list.confirm);
      });
    } finally {
      this.#underWay -= 1;
    }
  }

  async #line(clientId: string, subscriber: string, confirm: boolean): Promise<PairingKeyLine> {
    if (!subscriberNameSchema.safeParse(subscriber).success) return { subscriber, error: 'malformed' };
    try {
      return lineOf(subscriber, await this.#keys.issue(clientId, subscriber, confirm ? 'both' : 'link', undefined, confirm));
    } catch (error) {
      if (error instanceof VerifierError && isLineError(error.code)) return { subscriber, error: error.code };
      throw error;
    }
  }
}

function lineOf(subscriber: string, { id, link = '', typedKey, expiresAt }: IssuedPairingKey): PairingKeyLine {
  return { subscriber, link, ...(typedKey !== undefined && { key: typedKey }), id, expiresAt };
}

function isLineError(code: string): code is LineError {
  return lineErrors.has(code);
}
