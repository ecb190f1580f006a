import { messageHash } from '../../protocol/messageHash.ts';
import type { AuthenticationRequest, Origin, Place } from '../../protocol/messages/request.ts';
import type { GeoLookup } from '../geo/GeoLookup.ts';
import type { VerifierKeys } from '../keys/VerifierKeys.ts';
import { randomId } from '../randomId.ts';
import type { AttachableAccount, Whereabouts } from '../socket/Whereabouts.ts';
import type { requests } from '../store/schema.ts';
import type { Executor } from '../store/Store.ts';
import { type Clock, seconds } from '../time/Clock.ts';
import type { TrustedProxies } from '../TrustedProxies.ts';
import { nearness } from './nearness.ts';
import type { LocatedAccount, PlannedRequest } from './planRequests.ts';
import type { Transaction } from './TransactionView.ts';

export interface RequestContent {
  transaction: Pick<Transaction, 'id' | 'kind' | 'expiresAt'>;
  /** Name to show. */
  application: string;
  message?: string | undefined;
  origin?: Origin | undefined;
}

export type NewRequest = typeof requests.$inferInsert;

/** Writes one signed request to one account. Everything the person will see is inside the signature. */
export class RequestWriter {
  readonly #keys: VerifierKeys;
  readonly #geo: GeoLookup;
  readonly #issuer: string;
  readonly #clock: Clock;
  readonly #whereabouts: Whereabouts;
  readonly #proxies: TrustedProxies;

  constructor(keys: VerifierKeys, geo: GeoLookup, issuer: string, clock: Clock, whereabouts: Whereabouts, proxies: TrustedProxies) {
    this.#keys = keys;
    this.#geo = geo;
    this.#issuer = issuer;
    this.#clock = clock;
    this.#whereabouts = whereabouts;
    this.#proxies = proxies;
  }

  /**
   * @param address canonical; one of our own proxies' is nobody's: taken for the person's, it would put everybody in one place
   */
  async place(address: string | undefined): Promise<Place | undefined> {
    if (address === undefined || this.#proxies.include(address)) return undefined;
    return { address, ...(await this.#geo.placeOf(address)) };
  }

  /** @param hereAddress where the device is, when its socket does not say */
  async locate<A extends AttachableAccount>(
    db: Executor,
    account: A,
    origin: Origin | undefined,
    hereAddress?: string,
  ): Promise<LocatedAccount<A>> {
    const here = await this.place((await this.#whereabouts.addressOf(db, account)) ?? hereAddress);
    return { account, here, nearness: nearness(origin, here) };
  }

  /** @returns the row, not stored yet */
  async write(planned: PlannedRequest, content: RequestContent): Promise<NewRequest> {
    const { account, here, match, userVerification } = planned;
    const id = randomId();
    const { transaction } = content;
    const payload: AuthenticationRequest = {
      v: 1,
      iat: seconds(this.#clock.nowMs()),
      jti: id,
      iss: this.#issuer,
      aud: account.id,
      exp: transaction.expiresAt / 1000,
      kind: transaction.kind,
      application: { name: content.application },
      ...(content.message !== undefined && { message: content.message }),
      ...(content.origin !== undefined && { origin: content.origin }),
      ...(here !== undefined && { here }),
      ...planned.nearness,
      match,
      userVerification,
    };
    const jws = await this.#keys.sign('deskfob-request+jwt', payload);
    const about = { transactionId: transaction.id, accountId: account.id, expiresAt: transaction.expiresAt };
    return { id, ...about, open: true, jws, hash: messageHash(jws), matchType: match.type, userVerification };
  }
}
