import { randomBytes } from 'node:crypto';
import { and, eq, lte } from 'drizzle-orm';
import { LIMITS } from '../../protocol/limits.ts';
import { encodePairingKey, groupPairingKey, PAIRING_KEY_CHARACTERS, type PairingKeyKind } from '../../protocol/pairingKey.ts';
import { formatPairingLink } from '../../protocol/pairingLink.ts';
import { randomId } from '../randomId.ts';
import type { Changes } from '../store/Changes.ts';
import { pairingKeys } from '../store/schema.ts';
import { checkEnabled, noSuchSubscriber, type Subscribers } from '../subscribers/Subscribers.ts';
import type { Clock } from '../time/Clock.ts';
import type { PairingHashes } from './PairingHashes.ts';

export interface IssuedPairingKey {
  id: string;
  /** `deskfob://pair?…`, also the content of the QR code. */
  link?: string;
  signInName: string;
  /** Grouped, for a person to type together with the sign-in name. */
  typedKey?: string;
  /** NumericDate */
  expiresAt: number;
  /** Thumbprint of the verifier's identity key. */
  jkt: string;
}

/** Issues pairing keys. They are shown once, here; only hashes stay. */
export class PairingKeys {
  readonly #changes: Changes;
  readonly #subscribers: Subscribers;
  readonly #hashes: PairingHashes;
  readonly #verifier: { issuer: string; jkt: string };
  readonly #clock: Clock;

  constructor(changes: Changes, subscribers: Subscribers, hashes: PairingHashes, verifier: { issuer: string; jkt: string }, clock: Clock) {
    this.#changes = changes;
    this.#subscribers = subscribers;
    this.#hashes = hashes;
    this.#verifier = verifier;
    this.#clock = clock;
  }

  /**
   * @param needsConfirmation otherwise the key alone is enough to pair
   * @throws VerifierError not-found, disabled
   */
  async issue(
    clientId: string,
    subscriberName: string,
    kind: PairingKeyKind | 'both',
    origin: { address?: string; client?: string } | undefined,
    needsConfirmation = true,
  ): Promise<IssuedPairingKey> {
    const subscriber = checkEnabled(await this.#subscribers.get(subscriberName));
    const link = kind === 'typed' ? undefined : freshKey('link');
    const typed = kind === 'link' ? undefined : freshKey('typed');
    const { issuer, jkt } = this.#verifier;
    const nowMs = this.#clock.nowMs();
    const expiresAt = nowMs + LIMITS.pairingKeyLifetimeSeconds * 1000;
    const id = randomId();
    const values = {
      id,
      subscriberId: subscriber.id,
      clientId,
      state: 'unused' as const,
      linkHash: link === undefined ? null : this.#hashes.ofLinkKey(link),
      typedHash: typed === undefined ? null : await this.#hashes.ofTypedKey(subscriber.name, typed),
      needsConfirmation,
      origin: origin ?? null,
      createdAt: nowMs,
      expiresAt,
    };
    try {
      await this.#changes.db.insert(pairingKeys).values(values);
    } catch (error) {
      // Removed while the slow hash was made.
      throw isOrphan(error) ? noSuchSubscriber() : error;
    }
    return {
      id,
      ...(link !== undefined && { link: formatPairingLink({ issuer, key: link, jkt }) }),
      signInName: `${subscriber.name}@${new URL(issuer).host}`,
      ...(typed !== undefined && { typedKey: groupPairingKey(typed) }),
      expiresAt: Math.floor(expiresAt / 1000),
      jkt,
    };
  }

  /** Unused keys past their time, so that a page that waits learns it. */
  async expireUnused(): Promise<void> {
    const late = and(eq(pairingKeys.state, 'unused'), lte(pairingKeys.expiresAt, this.#clock.nowMs()));
    await this.#changes.run(async ({ tx, announce }) => {
      const expired = { state: 'expired', linkHash: null, typedHash: null } as const;
      for (const { id } of await tx.update(pairingKeys).set(expired).where(late).returning({ id: pairingKeys.id }))
        announce(`pairing:${id}`);
    });
  }
}

/** PostgreSQL's word for a row that refers to one that is not there. */
function isOrphan(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if ('code' in cause && cause.code === '23503') return true;
  return false;
}

function freshKey(kind: PairingKeyKind): string {
  return encodePairingKey(kind, randomBytes(PAIRING_KEY_CHARACTERS[kind]));
}
