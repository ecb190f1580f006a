import { and, asc, eq, lt } from 'drizzle-orm';
import { matchingStep, type PasscodeParameters, passcodeParametersSchema } from '../../protocol/passcode.ts';
import type { Account } from '../accounts/Accounts.ts';
import type { Sealer } from '../keys/Sealer.ts';
import { ACCOUNT_POLICY } from '../policy/accountPolicy.ts';
import type { SecurityLog } from '../SecurityLog.ts';
import { accounts } from '../store/schema.ts';
import type { Database, Tx } from '../store/Store.ts';
import { checkEnabled, type Subscribers } from '../subscribers/Subscribers.ts';
import type { Clock } from '../time/Clock.ts';

export type PasscodeCheck = { valid: true; account: string } | { valid: false };

const seedPlace = (accountId: string) => ({ table: 'accounts', row: accountId, column: 'sealed_seed' });

/** Time-based one-time passwords (RFC 6238): each step counts once, failures are counted per subscriber. */
export class Passcodes {
  readonly #db: Database;
  readonly #subscribers: Subscribers;
  readonly #sealer: Sealer;
  readonly #security: SecurityLog;
  readonly #clock: Clock;

  constructor(db: Database, subscribers: Subscribers, sealer: Sealer, security: SecurityLog, clock: Clock) {
    this.#db = db;
    this.#subscribers = subscribers;
    this.#sealer = sealer;
    this.#security = security;
    this.#clock = clock;
  }

  sealParameters(accountId: string, parameters: PasscodeParameters): string {
    return this.#sealer.seal(seedPlace(accountId), JSON.stringify(parameters));
  }

  /** Checks against every active account of the subscriber. @throws VerifierError not-found, disabled */
  async check(subscriberName: string, passcode: string): Promise<PasscodeCheck> {
    const { id } = await this.#subscribers.get(subscriberName);
    if (!ACCOUNT_POLICY.passcodes) return { valid: false };
    return await this.#db.transaction(async (tx) => {
      checkEnabled(await this.#subscribers.lock(tx, id));
      for (const account of await tx
        .select()
        .from(accounts)
        .where(and(eq(accounts.subscriberId, id), eq(accounts.status, 'active')))
        .orderBy(asc(accounts.id))) {
        if (await this.accept(tx, account, passcode)) {
          await this.#subscribers.resetFailures(tx, id);
          return { valid: true, account: account.id };
        }
      }
      await this.fail(tx, id);
      return { valid: false };
    });
  }

  /** Uses the passcode up: true once for each time step, one step of leeway to either side. */
  async accept(tx: Tx, account: Account, passcode: string): Promise<boolean> {
    const parameters = passcodeParametersSchema.parse(JSON.parse(this.#sealer.open(seedPlace(account.id), account.sealedSeed)));
    const step = matchingStep(parameters, passcode, this.#clock.nowMs());
    if (step === undefined) return false;
    const [accepted] = await tx
      .update(accounts)
      .set({ lastStep: step })
      .where(and(eq(accounts.id, account.id), lt(accounts.lastStep, step)))
      .returning({ id: accounts.id });
    return accepted !== undefined;
  }

  async fail(tx: Tx, subscriberId: string): Promise<void> {
    if (await this.#subscribers.countFailure(tx, subscriberId)) this.#security.note('subscriber-disabled', { subscriber: subscriberId });
  }
}
