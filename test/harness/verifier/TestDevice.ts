import { randomBytes } from 'node:crypto';
import { decryptWith, encryptFor } from '../../../src/protocol/jwe.ts';
import { signMessage, signProof, verifyMessage } from '../../../src/protocol/jws.ts';
import { generateKey, type PrivateJwk, publicJwk, thumbprint } from '../../../src/protocol/keys.ts';
import { metadataUrl } from '../../../src/protocol/issuer.ts';
import { messageHash } from '../../../src/protocol/messageHash.ts';
import type { Answer, Decision } from '../../../src/protocol/messages/answer.ts';
import type { UserVerificationMethod } from '../../../src/protocol/messages/common.ts';
import { type Metadata, verifyMetadata } from '../../../src/protocol/messages/metadata.ts';
import { accountGrantSchema, accountSecretSchema, type PairingProof } from '../../../src/protocol/messages/pairing.ts';
import { type AuthenticationRequest, requestSchema } from '../../../src/protocol/messages/request.ts';
import { passcodeOfStep, type PasscodeParameters, stepAt } from '../../../src/protocol/passcode.ts';
import { parsePairingLink } from '../../../src/protocol/pairingLink.ts';

const id = (): string => randomBytes(16).toString('base64url');

export interface PairingReply {
  status: number;
  text: string;
}

/** A device that speaks the protocol by the book, written against the schemas alone. For tests of the verifier only. */
export class TestDevice {
  readonly deviceKey: PrivateJwk;
  readonly encryptionKey: PrivateJwk;
  readonly metadata: Metadata;
  accountId = '';
  passcodes: PasscodeParameters | undefined;

  private constructor(metadata: Metadata, deviceKey: PrivateJwk, encryptionKey: PrivateJwk) {
    this.metadata = metadata;
    this.deviceKey = deviceKey;
    this.encryptionKey = encryptionKey;
  }

  static async make(issuer: string, jkt?: string): Promise<TestDevice> {
    const jws = await (await fetch(metadataUrl(issuer))).text();
    const { metadata } = await verifyMetadata(jws, { issuer, ...(jkt !== undefined && { jkt }) });
    return new TestDevice(metadata, await generateKey('ES256'), await generateKey('ECDH-ES'));
  }

  /** A device that has redeemed the key of a link; its account waits. */
  static async paired(link: string): Promise<TestDevice> {
    const { issuer, jkt, key } = parsePairingLink(link);
    const device = await TestDevice.make(issuer, jkt);
    const reply = await device.post(await device.pairingMessage(key));
    if (reply.status !== 200) throw new Error(`pairing answered ${reply.status} ${reply.text}`);
    await device.take(reply.text);
    return device;
  }

  get issuer(): string {
    return this.metadata.iss;
  }

  /** The proof, and the same encrypted to the verifier. */
  async pairingProof(key: string, changes: Partial<PairingProof> = {}): Promise<string> {
    const payload: PairingProof = {
      v: 1,
      aud: this.issuer,
      jti: id(),
      key,
      encryptionKey: publicJwk(this.encryptionKey),
      device: { name: "Anna's computer", platform: 'linux', osVersion: 'Debian 12', appVersion: '0.1.0' },
      ...changes,
    };
    return await signProof('deskfob-pairing+jwt', payload, this.deviceKey);
  }

  async encrypted(proof: string): Promise<string> {
    const [recipient] = this.metadata.keys.enc;
    if (recipient === undefined) throw new Error('no encryption key');
    return await encryptFor(recipient, proof);
  }

  async pairingMessage(key: string, changes: Partial<PairingProof> = {}): Promise<string> {
    return await this.encrypted(await this.pairingProof(key, changes));
  }

  async post(body: string): Promise<PairingReply> {
    const response = await fetch(this.metadata.pairing, { method: 'POST', headers: { 'content-type': 'application/jose' }, body });
    return { status: response.status, text: await response.text() };
  }

  /** Reads the verifier's grant as an app would. */
  async take(jws: string): Promise<void> {
    const grant = await verifyMessage('deskfob-account+jwt', jws, accountGrantSchema, (kid) => this.signingKey(kid));
    if (grant.aud !== (await thumbprint(this.deviceKey))) throw new Error('the grant is for another device');
    this.accountId = grant.account.id;
    this.passcodes = accountSecretSchema.parse(JSON.parse(await decryptWith([this.encryptionKey], grant.secret))).passcode;
  }

  async signingKey(kid: string): Promise<Metadata['identity'] | undefined> {
    for (const key of this.metadata.keys.sig) if ((await thumbprint(key)) === kid) return key;
    return undefined;
  }

  passcodeAt(ms: number): string {
    if (this.passcodes === undefined) throw new Error('not paired');
    return passcodeOfStep(this.passcodes, stepAt(this.passcodes, ms));
  }

  async attachProof(nonce: string, seq: number): Promise<string> {
    return await signMessage('deskfob-attach+jwt', { v: 1, iss: this.accountId, aud: this.issuer, nonce, seq }, this.deviceKey);
  }

  async readRequest(jws: string): Promise<AuthenticationRequest> {
    return await verifyMessage('deskfob-request+jwt', jws, requestSchema, (kid) => this.signingKey(kid));
  }

  /** Signs an answer to the request of these bytes. */
  async answer(requestJws: string, decision: Decision, number?: string, changes: Partial<Answer> = {}): Promise<string> {
    const request = await this.readRequest(requestJws);
    const uv: UserVerificationMethod = 'none';
    const payload: Answer = {
      v: 1,
      iss: this.accountId,
      aud: this.issuer,
      jti: id(),
      request: request.jti,
      requestHash: messageHash(requestJws),
      decision,
      ...(number !== undefined && { number }),
      uv,
      ...changes,
    };
    return await signMessage('deskfob-answer+jwt', payload, this.deviceKey);
  }

  async removal(): Promise<string> {
    return await signMessage('deskfob-removal+jwt', { v: 1, iss: this.accountId, aud: this.issuer, jti: id() }, this.deviceKey);
  }

  async mute(untilMs: number): Promise<string> {
    return await signMessage(
      'deskfob-mute+jwt',
      { v: 1, iss: this.accountId, aud: this.issuer, jti: id(), until: Math.floor(untilMs / 1000) },
      this.deviceKey,
    );
  }
}
