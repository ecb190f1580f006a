import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { and, eq, gt, or } from 'drizzle-orm';
import { Secret } from 'otpauth';
import { encryptFor } from '../../protocol/jwe.ts';
import { verifyProof } from '../../protocol/jws.ts';
import { agreementKey, type PublicJwk, publicJwk, thumbprint } from '../../protocol/keys.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { messageHash } from '../../protocol/messageHash.ts';
import { type AccountGrant, type AccountSecret, type PairingProof, pairingProofSchema } from '../../protocol/messages/pairing.ts';
import type { PasscodeParameters } from '../../protocol/passcode.ts';
import { normalizePairingKey } from '../../protocol/pairingKey.ts';
import type { Faults } from '../faults.ts';
import type { VerifierKeys } from '../keys/VerifierKeys.ts';
import type { Passcodes } from '../passcodes/Passcodes.ts';
import { ACCOUNT_POLICY } from '../policy/accountPolicy.ts';
import { randomId } from '../randomId.ts';
import type { SecurityLog } from '../SecurityLog.ts';
import type { Change, Changes } from '../store/Changes.ts';
import { accounts, pairingKeys, subscribers } from '../store/schema.ts';
import { type Clock, seconds } from '../time/Clock.ts';
import { VerifierError } from '../VerifierError.ts';
import type { PairingAttempts } from './PairingAttempts.ts';
import type { PairingHashes } from './PairingHashes.ts';
import type { PairingRequests } from './PairingRequests.ts';

/*
 * Goal: a pairing key becomes one account for one device, once; whoever guesses learns nothing, not even by time.
 * Attacker: anybody who reaches the endpoint, and the network, which may have seen the encrypted proof and repeat it: it
 * gets the reply again, which only the device can open.
 */

/** No refusal is faster than this, in ms; longer than everything that differs between two refusals. */
const REFUSAL_MS = 250;

interface Parts {
  changes: Changes;
  keys: VerifierKeys;
  hashes: PairingHashes;
  attempts: PairingAttempts;
  requests: PairingRequests;
  passcodes: Passcodes;
  security: SecurityLog;
  issuer: string;
  clock: Clock;
  faults: Faults;
}

interface Proven {
  payload: PairingProof;
  jwk: PublicJwk;
  jkt: string;
  /** Of the proof's bytes. */
  hash: string;
}

export class Redemption {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * @param body compact JWE of the proof; `address` canonical, of the peer
   * @returns compact JWS `deskfob-account+jwt`
   * @throws VerifierError refused (whatever is wrong with key or name), throttled; ProtocolError when unreadable
   */
  async redeem(body: string, address: string): Promise<string> {
    const { attempts, security } = this.#parts;
    const startedMs = performance.now();
    if (!attempts.allowsFrom(address)) throw this.#throttled();
    const proven = await this.#prove(body);
    const { name } = proven.payload;
    if (!attempts.allowsFor(name)) throw this.#throttled();
    const reply = await this.#redeemProven(proven, address);
    if (reply === undefined) {
      security.note('pairing-refused');
      await delay(Math.max(REFUSAL_MS - (performance.now() - startedMs), 0));
      throw new VerifierError('refused', 'The pairing was refused.');
    }
    attempts.succeeded(address, name);
    return reply;
  }

  async #prove(body: string): Promise<Proven> {
    const proof = await this.#parts.keys.decrypt(body);
    const { payload, jwk } = await verifyProof('deskfob-pairing+jwt', proof, pairingProofSchema);
    if (payload.aud !== this.#parts.issuer) throw new VerifierError('malformed', 'The proof is meant for another verifier.');
    await agreementKey(payload.encryptionKey);
    return { payload, jwk: publicJwk(jwk), jkt: await thumbprint(jwk), hash: messageHash(proof) };
  }

  async #redeemProven(proven: Proven, address: string): Promise<string | undefined> {
    const { changes, hashes, security, clock, faults } = this.#parts;
    const { key, name } = proven.payload;
    // A typed key goes with a name and a link's goes without; the other way round there is nothing to find.
    const typed = normalizePairingKey('typed', key) === key;
    if (typed !== (name !== undefined)) return undefined;
    const hash = name === undefined ? hashes.ofLinkKey(key) : await hashes.ofTypedKey(name, key);
    const matches = name === undefined ? eq(pairingKeys.linkHash, hash) : and(eq(pairingKeys.typedHash, hash), eq(subscribers.name, name));
    const result = await changes.run(async (change) => {
      const { tx } = change;
      const usable = or(and(eq(pairingKeys.state, 'unused'), gt(pairingKeys.expiresAt, clock.nowMs())), eq(pairingKeys.state, 'waiting'));
      const [found] = await tx
        .select({ key: pairingKeys, subscriber: subscribers })
        .from(pairingKeys)
        .innerJoin(subscribers, eq(pairingKeys.subscriberId, subscribers.id))
        .where(and(matches, usable, eq(subscribers.disabled, false)))
        // The same proof at the same moment waits here, and finds the reply.
        .for('update', { of: pairingKeys });
      if (found === undefined) return undefined;
      if (found.key.state === 'waiting') {
        const same = found.key.proofHash === proven.hash && found.key.thumbprint === proven.jkt;
        return same && found.key.reply !== null ? { reply: found.key.reply } : undefined;
      }
      return await this.#grant(change, found, proven, address);
    });
    if (result !== undefined && 'accountId' in result) {
      await faults('pairing:granted');
      security.note('pairing-redeemed', { account: result.accountId, pairingKey: result.pairingKeyId });
    }
    return result?.reply;
  }

  async #grant(
    { tx, announce }: Change,
    found: { key: typeof pairingKeys.$inferSelect; subscriber: typeof subscribers.$inferSelect },
    proven: Proven,
    address: string,
  ): Promise<{ reply: string; accountId: string; pairingKeyId: string } | undefined> {
    const { clock, passcodes, requests } = this.#parts;
    const { payload, jwk, jkt, hash } = proven;
    // A device key is fresh for every pairing; one that is known already is refused like anything else.
    const known = await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.thumbprint, jkt));
    if (known.length > 0) return undefined;
    const nowMs = clock.nowMs();
    const accountId = randomId();
    const parameters: PasscodeParameters = {
      secret: new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer }).base32,
      algorithm: 'SHA1',
      digits: 6,
      period: 30,
    };
    const reply = await this.#reply(proven, accountId, found.subscriber, parameters);
    const used = { state: 'waiting', proofHash: hash, reply, accountId, device: payload.device, thumbprint: jkt } as const;
    const [won] = await tx
      .update(pairingKeys)
      .set(used)
      .where(and(eq(pairingKeys.id, found.key.id), eq(pairingKeys.state, 'unused')))
      .returning();
    if (won === undefined) return undefined;
    await tx.insert(accounts).values({
      id: accountId,
      subscriberId: found.subscriber.id,
      status: 'waiting',
      deviceKey: jwk,
      thumbprint: jkt,
      device: payload.device,
      sealedSeed: passcodes.sealParameters(accountId, parameters),
      createdAt: nowMs,
      waitingUntil: nowMs + LIMITS.waitingAccountLifetimeSeconds * 1000,
    });
    if (won.needsConfirmation) await requests.ask(tx, won, { id: accountId, attachment: null, address: null }, address);
    announce(`pairing:${won.id}`);
    return { reply, accountId, pairingKeyId: won.id };
  }

  async #reply(
    proven: Proven,
    accountId: string,
    subscriber: { name: string; displayName: string },
    parameters: PasscodeParameters,
  ): Promise<string> {
    const { keys, issuer, clock } = this.#parts;
    const secret: AccountSecret = { passcode: parameters };
    const grant: AccountGrant = {
      v: 1,
      iss: issuer,
      aud: proven.jkt,
      jti: proven.payload.jti,
      iat: seconds(clock.nowMs()),
      account: { id: accountId, subscriber: subscriber.name, displayName: subscriber.displayName },
      secret: await encryptFor(proven.payload.encryptionKey, JSON.stringify(secret)),
      policy: ACCOUNT_POLICY,
    };
    return await keys.sign('deskfob-account+jwt', grant);
  }

  #throttled(): VerifierError {
    this.#parts.security.note('pairing-throttled');
    return new VerifierError('throttled', 'Too many attempts. Try again later.');
  }
}
