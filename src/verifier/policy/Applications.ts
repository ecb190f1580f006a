import { eq } from 'drizzle-orm';
import { applications } from '../store/schema.ts';
import type { SharedCache } from '../store/SharedCache.ts';
import type { Database } from '../store/Store.ts';
import { VerifierError } from '../VerifierError.ts';
import { checkPolicyTable } from './policyTable.ts';

export type Application = typeof applications.$inferSelect;
export type ApplicationSettings = Omit<Application, 'id'>;

/** What people sign in to, each with its policy. */
export class Applications {
  readonly #db: Database;
  readonly #cache: SharedCache<Application>;

  constructor(db: Database, cache: SharedCache<Application>) {
    this.#db = db;
    this.#cache = cache;
  }

  /** @throws VerifierError weaker-when-farther */
  async put(id: string, values: ApplicationSettings): Promise<Application> {
    checkPolicyTable(values.policy);
    await this.#cache.change(
      async ({ tx }) =>
        await tx
          .insert(applications)
          .values({ id, ...values })
          .onConflictDoUpdate({ target: applications.id, set: values }),
    );
    return { id, ...values };
  }

  async list(): Promise<Application[]> {
    return await this.#db.select().from(applications).orderBy(applications.id);
  }

  /** @throws VerifierError not-found */
  async get(id: string): Promise<Application> {
    const row = await this.#cache.get(id, async (db) => (await db.select().from(applications).where(eq(applications.id, id)))[0]);
    if (row === undefined) throw new VerifierError('not-found', 'There is no such application.');
    return row;
  }
}
