import type { z } from 'zod';
import { isLoopbackHost } from '../../protocol/issuer.ts';
import { delegationSchema } from '../../protocol/messages/metadata.ts';
import { pairingRefusalSchema } from '../../protocol/messages/pairing.ts';
import { delegationUrl, issuerOfHost, type SignInName } from '../../protocol/signInName.ts';
import { IntentError } from '../errors/IntentError.ts';
import type { HttpClient } from '../network/HttpClient.ts';
import { NetworkError } from '../network/NetworkError.ts';
import type { KnownVerifier } from '../verifiers/KnownVerifier.ts';
import { VerifierError } from '../verifiers/VerifierError.ts';

const REFUSALS: Record<z.infer<typeof pairingRefusalSchema>['error'], IntentError['code']> = {
  refused: 'pairing-refused',
  throttled: 'pairing-throttled',
  malformed: 'verifier-invalid',
  unsupported: 'verifier-unsupported',
  unavailable: 'pairing-interrupted',
};

/** The two questions that pairing asks over HTTP. */
export class PairingClient {
  readonly #http: HttpClient;
  readonly #development: boolean;

  /** @param development whether http to this computer itself is allowed */
  constructor(http: HttpClient, development: boolean) {
    this.#http = http;
    this.#development = development;
  }

  /** @throws VerifierError insecure-verifier: plain http is for loopback under the development flag alone */
  checkSecure(issuer: string): void {
    const { protocol, hostname } = new URL(issuer);
    if (protocol === 'https:' || (this.#development && isLoopbackHost(hostname))) return;
    throw new VerifierError('insecure-verifier', 'The verifier does not use an encrypted connection.');
  }

  /**
   * The issuer for a sign-in name: the one its host names, or else the host itself.
   * @throws NetworkError, VerifierError
   */
  async issuerFor({ host }: SignInName): Promise<string> {
    const own = issuerOfHost(host);
    this.checkSecure(own);
    const reply = await this.#http.get(delegationUrl(host));
    if (reply.status === 404) return own;
    const delegation = delegationSchema.safeParse(parseJson(reply.body));
    if (reply.status !== 200 || !delegation.success) throw new VerifierError('verifier-not-found', 'No verifier answers there.');
    this.checkSecure(delegation.data.issuer);
    return delegation.data.issuer;
  }

  /**
   * Sends the encrypted proof; resolves to the signed account.
   * @throws IntentError pairing-refused, pairing-throttled, pairing-interrupted, verifier-invalid, verifier-unsupported; NetworkError certificate
   */
  async redeem(verifier: KnownVerifier, body: string): Promise<string> {
    const reply = await this.#post(verifier.metadata.pairing, body);
    if (reply.status === 200) return reply.body.trim();
    if (reply.status === 429) throw new IntentError('pairing-throttled');
    if (reply.status >= 500) throw new IntentError('pairing-interrupted');
    const refusal = pairingRefusalSchema.safeParse(parseJson(reply.body));
    throw new IntentError(refusal.success ? REFUSALS[refusal.data.error] : 'verifier-invalid');
  }

  async #post(url: string, body: string): Promise<{ status: number; body: string }> {
    try {
      return await this.#http.post(url, 'application/jose', body);
    } catch (error) {
      // Lost on the way there or back, nobody knows: the same proof may be sent again.
      if (error instanceof NetworkError && error.code !== 'certificate') throw new IntentError('pairing-interrupted');
      throw error;
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
