import { messageHash } from '../../protocol/messageHash.ts';
import type { UserVerificationRequirement } from '../../protocol/messages/common.ts';
import type { AuthenticationRequest, Match, Origin, Place } from '../../protocol/messages/request.ts';
import type { GeoLookup } from '../geo/GeoLookup.ts';
import type { VerifierKeys } from '../keys/VerifierKeys.ts';
import { randomId } from '../randomId.ts';
import { requests } from '../store/schema.ts';
import type { Tx } from '../store/Store.ts';
import { type Clock, seconds } from '../time/Clock.ts';
import { nearness } from './nearness.ts';

export interface RequestContent {
  transactionId: string;
  kind: 'sign-in' | 'pairing';
  applicationName: string;
  message?: string | undefined;
  origin?: Origin | undefined;
  match: Match;
  userVerification: UserVerificationRequirement;
  /** NumericDate */
  exp: number;
}

/** Writes one signed request to one account. Everything the person will see is inside the signature. */
export class RequestWriter {
  readonly #keys: VerifierKeys;
  readonly #geo: GeoLookup;
  readonly #issuer: string;
  readonly #clock: Clock;
  readonly #addressOf: (accountId: string) => string | undefined;

  /** @param addressOf peer address of the socket that an account is attached on now */
  constructor(keys: VerifierKeys, geo: GeoLookup, issuer: string, clock: Clock, addressOf: (accountId: string) => string | undefined) {
    this.#keys = keys;
    this.#geo = geo;
    this.#issuer = issuer;
    this.#clock = clock;
    this.#addressOf = addressOf;
  }

  /** @param address canonical */
  async place(address: string | undefined): Promise<Place | undefined> {
    return address === undefined ? undefined : { address, ...(await this.#geo.placeOf(address)) };
  }

  /** @param hereAddress where the device is, when its socket does not say */
  async write(tx: Tx, accountId: string, content: RequestContent, hereAddress?: string): Promise<void> {
    const here = await this.place(this.#addressOf(accountId) ?? hereAddress);
    const id = randomId();
    const payload: AuthenticationRequest = {
      v: 1,
      iat: seconds(this.#clock.nowMs()),
      jti: id,
      iss: this.#issuer,
      aud: accountId,
      exp: content.exp,
      kind: content.kind,
      application: { name: content.applicationName },
      ...(content.message !== undefined && { message: content.message }),
      ...(content.origin !== undefined && { origin: content.origin }),
      ...(here !== undefined && { here }),
      ...nearness(content.origin, here),
      match: content.match,
      userVerification: content.userVerification,
    };
    const jws = await this.#keys.sign('deskfob-request+jwt', payload);
    await tx
      .insert(requests)
      .values({ id, transactionId: content.transactionId, accountId, open: true, jws, hash: await messageHash(jws) });
  }
}
