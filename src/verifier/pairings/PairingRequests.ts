import { eq } from 'drizzle-orm';
import { LIMITS } from '../../protocol/limits.ts';
import type { Sealer } from '../keys/Sealer.ts';
import { ACCOUNT_POLICY } from '../policy/accountPolicy.ts';
import { randomId } from '../randomId.ts';
import { planMatch } from '../requests/matching.ts';
import { numberPlace } from '../requests/numberPlace.ts';
import type { RequestWriter } from '../requests/RequestWriter.ts';
import { pairingKeys, transactions } from '../store/schema.ts';
import type { Tx } from '../store/Store.ts';
import { type Clock, seconds } from '../time/Clock.ts';

/** The request by which a waiting account is confirmed: always six digits to type, five minutes. */
export class PairingRequests {
  readonly #writer: RequestWriter;
  readonly #sealer: Sealer;
  readonly #organisationName: string;
  readonly #clock: Clock;

  constructor(writer: RequestWriter, sealer: Sealer, organisationName: string, clock: Clock) {
    this.#writer = writer;
    this.#sealer = sealer;
    this.#organisationName = organisationName;
    this.#clock = clock;
  }

  /** @param deviceAddress where the device redeemed its key, for the place of a device that has no socket yet */
  async ask(tx: Tx, key: typeof pairingKeys.$inferSelect, accountId: string, deviceAddress: string | undefined): Promise<void> {
    const plan = planMatch('entry');
    const nowMs = this.#clock.nowMs();
    const exp = seconds(nowMs) + LIMITS.requestMaximumLifetimeSeconds;
    const id = randomId();
    await tx.insert(transactions).values({
      id,
      clientId: key.clientId,
      subscriberId: key.subscriberId,
      kind: 'pairing',
      status: 'open',
      matchType: 'entry',
      sealedNumber: this.#sealer.seal(numberPlace(id), plan.number ?? ''),
      userVerification: ACCOUNT_POLICY.userVerification,
      createdAt: nowMs,
      expiresAt: exp * 1000,
    });
    const place = await this.#writer.place(key.origin?.address);
    const client = key.origin?.client;
    const origin = place === undefined && client === undefined ? undefined : { ...place, ...(client !== undefined && { client }) };
    const content = {
      transactionId: id,
      kind: 'pairing',
      applicationName: this.#organisationName,
      origin,
      match: plan.match,
      userVerification: ACCOUNT_POLICY.userVerification,
      exp,
    } as const;
    await this.#writer.write(tx, accountId, content, deviceAddress);
    await tx.update(pairingKeys).set({ transactionId: id }).where(eq(pairingKeys.id, key.id));
  }
}
