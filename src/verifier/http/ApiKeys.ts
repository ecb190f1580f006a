import { hash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { randomId } from '../randomId.ts';
import { apiKeys } from '../store/schema.ts';
import type { SharedCache } from '../store/SharedCache.ts';
import type { Clock } from '../time/Clock.ts';
import { VerifierError } from '../VerifierError.ts';

export type Scope = 'relying' | 'admin';

/** Who calls the API. */
export interface ApiClient {
  id: string;
  name: string;
  scope: Scope;
}

/**
 * Keys of relying applications and administrators: 256 random bits, shown once, kept as SHA-256. That needs no slow hash,
 * and a look-up by hash tells nothing by its time.
 */
export class ApiKeys {
  readonly #cache: SharedCache<ApiClient>;
  readonly #clock: Clock;

  /** @param cache by hash of the key */
  constructor(cache: SharedCache<ApiClient>, clock: Clock) {
    this.#cache = cache;
    this.#clock = clock;
  }

  /** @returns the key itself, for the only time @throws VerifierError exists */
  async create(name: string, scope: Scope): Promise<string> {
    const key = freshKey();
    const values = { id: randomId(), name, scope, hash: hashOf(key), createdAt: this.#clock.nowMs() };
    const made = await this.#cache.change(
      async ({ tx }) => await tx.insert(apiKeys).values(values).onConflictDoNothing().returning({ id: apiKeys.id }),
    );
    if (made.length === 0) throw new VerifierError('exists', 'There is an API key of that name already.');
    return key;
  }

  /** The key of the local administrator: `known` if it still counts, otherwise a new one in its place. */
  async ensure(name: string, scope: Scope, known: string | undefined): Promise<string> {
    const client = known === undefined ? undefined : await this.find(known);
    if (known !== undefined && client?.name === name && client.scope === scope) return known;
    const key = freshKey();
    const hash = hashOf(key);
    // Same id: what the earlier key asked for stays readable to the new one.
    await this.#cache.change(
      async ({ tx }) =>
        await tx
          .insert(apiKeys)
          .values({ id: randomId(), name, scope, hash, createdAt: this.#clock.nowMs() })
          .onConflictDoUpdate({ target: apiKeys.name, set: { hash, scope } }),
    );
    return key;
  }

  async find(key: string): Promise<ApiClient | undefined> {
    const hash = hashOf(key);
    const columns = { id: apiKeys.id, name: apiKeys.name, scope: apiKeys.scope };
    return await this.#cache.get(hash, async (db) => (await db.select(columns).from(apiKeys).where(eq(apiKeys.hash, hash)))[0]);
  }
}

function freshKey(): string {
  return `dfk_${randomBytes(32).toString('base64url')}`;
}

function hashOf(key: string): string {
  return hash('sha256', key, 'base64url');
}
