import { eq } from 'drizzle-orm';
import { LIMITS } from '../../protocol/limits.ts';
import type { Sealer } from '../keys/Sealer.ts';
import { ACCOUNT_POLICY } from '../policy/accountPolicy.ts';
import { randomId } from '../randomId.ts';
import { planMatch } from '../requests/matching.ts';
import { numberPlace } from '../requests/numberPlace.ts';
import type { RequestWriter } from '../requests/RequestWriter.ts';
import { pairingKeys, requests, transactions } from '../store/schema.ts';
import type { AttachableAccount } from '../socket/Whereabouts.ts';
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
  async ask(tx: Tx, key: typeof pairingKeys.$inferSelect, account: AttachableAccount, deviceAddress: string | undefined): Promise<void> {
    const { match, number = '' } = planMatch('entry');
    const nowMs = this.#clock.nowMs();
    const id = randomId();
    const transaction = {
      id,
      clientId: key.clientId,
      subscriberId: key.subscriberId,
      kind: 'pairing',
      status: 'open',
      matchType: 'entry',
      weakestMatch: 'entry',
      sealedNumber: this.#sealer.seal(numberPlace(id), number),
      createdAt: nowMs,
      expiresAt: (seconds(nowMs) + LIMITS.requestMaximumLifetimeSeconds) * 1000,
    } as const;
    await tx.insert(transactions).values(transaction);
    const place = await this.#writer.place(key.origin?.address);
    const client = key.origin?.client;
    const origin = place === undefined && client === undefined ? undefined : { ...place, ...(client !== undefined && { client }) };
    const located = await this.#writer.locate(tx, account, origin, deviceAddress);
    const planned = { ...located, match, userVerification: ACCOUNT_POLICY.userVerification };
    await tx.insert(requests).values(await this.#writer.write(planned, { transaction, application: this.#organisationName, origin }));
    await tx.update(pairingKeys).set({ transactionId: id }).where(eq(pairingKeys.id, key.id));
  }
}
