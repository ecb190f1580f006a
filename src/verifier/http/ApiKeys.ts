import { createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { randomId } from '../randomId.ts';
import { apiKeys } from '../store/schema.ts';
import type { Database } from '../store/Store.ts';
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
  readonly #db: Database;
  readonly #clock: Clock;

  constructor(db: Database, clock: Clock) {
    this.#db = db;
    this.#clock = clock;
  }

  /** @returns the key itself, for the only time @throws VerifierError exists */
  async create(name: string, scope: Scope): Promise<string> {
    const key = freshKey();
    const values = { id: randomId(), name, scope, hash: hashOf(key), createdAt: this.#clock.nowMs() };
    const made = await this.#db.insert(apiKeys).values(values).onConflictDoNothing().returning({ id: apiKeys.id });
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
    await this.#db
      .insert(apiKeys)
      .values({ id: randomId(), name, scope, hash, createdAt: this.#clock.nowMs() })
      .onConflictDoUpdate({ target: apiKeys.name, set: { hash, scope } });
    return key;
  }

  async find(key: string): Promise<ApiClient | undefined> {
    const [row] = await this.#db
      .select({ id: apiKeys.id, name: apiKeys.name, scope: apiKeys.scope })
      .from(apiKeys)
      .where(eq(apiKeys.hash, hashOf(key)));
    return row;
  }
}

function freshKey(): string {
  return `dfk_${randomBytes(32).toString('base64url')}`;
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
