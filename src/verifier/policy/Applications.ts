import { eq } from 'drizzle-orm';
import { LIMITS } from '../../protocol/limits.ts';
import { applications } from '../store/schema.ts';
import type { Database } from '../store/Store.ts';
import { VerifierError } from '../VerifierError.ts';

export type Application = typeof applications.$inferSelect;
export type ApplicationSettings = Omit<Application, 'id'>;

export const APPLICATION_DEFAULTS = {
  match: 'entry',
  userVerification: 'preferred',
  lifetimeSeconds: LIMITS.requestLifetimeSeconds,
} as const;

/** What people sign in to, each with its policy. */
export class Applications {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async put(id: string, values: ApplicationSettings): Promise<Application> {
    await this.#db
      .insert(applications)
      .values({ id, ...values })
      .onConflictDoUpdate({ target: applications.id, set: values });
    return { id, ...values };
  }

  async list(): Promise<Application[]> {
    return await this.#db.select().from(applications).orderBy(applications.id);
  }

  /** @throws VerifierError not-found */
  async get(id: string): Promise<Application> {
    const [row] = await this.#db.select().from(applications).where(eq(applications.id, id));
    if (row === undefined) throw new VerifierError('not-found', 'There is no such application.');
    return row;
  }
}
