import type { IncomingMessage, ServerResponse } from 'node:http';
import { decryptWith, encryptFor } from '../../../../src/protocol/jwe.ts';
import { verifyProof } from '../../../../src/protocol/jws.ts';
import { type PrivateJwk, type PublicJwk, publicJwk, thumbprint } from '../../../../src/protocol/keys.ts';
import { pairingProofSchema, type PairingProof } from '../../../../src/protocol/messages/pairing.ts';
import { KEYS, metadata, NOW, SECRET } from '../../../vectors/samples.ts';
import { sign } from './signing.ts';
import { bodyOf, webServer } from './webServer.ts';

/** `lose`: the reply is lost after the proof has arrived. */
type Next = 'grant' | 'lose' | { status: number; body: string };

/** An organisation that people can pair with, on a real port of this computer. What it does next can be set. */
export class PairingOrganisation {
  issuer = '';
  readonly asked: string[] = [];
  readonly proofs: string[] = [];
  readonly bodies: string[] = [];
  identity: PrivateJwk = KEYS.identity;
  next: Next | ((proof: PairingProof) => Next) = 'grant';
  delegation: { status: number; body: string } = { status: 404, body: '' };
  grantChange: object | ((proof: PairingProof) => object) = {};
  grantKey: PrivateJwk = KEYS.signing;
  secret: unknown = SECRET;
  /** Waited for before a reply to a proof. */
  hold: Promise<void> = Promise.resolve();

  static async start(): Promise<PairingOrganisation> {
    const organisation = new PairingOrganisation();
    organisation.issuer = await webServer((request, reply) => {
      organisation.#answer(request, reply).catch((error: unknown) => reply.writeHead(500).end(String(error)));
    });
    return organisation;
  }

  /** `host:port` */
  get host(): string {
    return new URL(this.issuer).host;
  }

  async #answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    this.asked.push(`${request.method} ${request.url}`);
    if (request.url === '/.well-known/deskfob') reply.end(await this.#metadata());
    else if (request.url === '/.well-known/deskfob-issuer') reply.writeHead(this.delegation.status).end(this.delegation.body);
    else await this.#pair(await bodyOf(request), reply);
  }

  async #metadata(): Promise<string> {
    const { issuer } = this;
    return await sign(
      'deskfob-metadata+jwt',
      {
        ...metadata,
        iss: issuer,
        socket: `${issuer.replace('http', 'ws')}/s`,
        pairing: `${issuer}/pair`,
        identity: publicJwk(this.identity),
      },
      this.identity,
    );
  }

  async #pair(body: string, reply: ServerResponse): Promise<void> {
    this.bodies.push(body);
    const proof = await decryptWith([KEYS.encryption], body);
    this.proofs.push(proof);
    const { payload, jwk } = await verifyProof('deskfob-pairing+jwt', proof, pairingProofSchema);
    await this.hold;
    const next = typeof this.next === 'function' ? this.next(payload) : this.next;
    if (next === 'lose') reply.destroy();
    else if (next === 'grant') reply.end(await this.#grant(payload, jwk));
    else reply.writeHead(next.status).end(next.body);
  }

  async #grant(proof: PairingProof, jwk: PublicJwk): Promise<string> {
    const payload = {
      v: 1,
      iss: this.issuer,
      aud: await thumbprint(jwk),
      jti: proof.jti,
      iat: NOW,
      account: { id: 'acct_new', subscriber: proof.name ?? 'anna', displayName: 'Anna Weber' },
      secret: await encryptFor(proof.encryptionKey, JSON.stringify(this.secret)),
      policy: { userVerification: 'preferred', passcodes: true },
      ...(typeof this.grantChange === 'function' ? this.grantChange(proof) : this.grantChange),
    };
    return await sign('deskfob-account+jwt', payload, this.grantKey);
  }
}
