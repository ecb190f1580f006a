import { z } from 'zod';

/* The verifier's public HTTP API, as any relying application may use it. Only what the demo needs is described here. */

const refusalSchema = z.object({ error: z.string() });
const statusSchema = z.enum(['open', 'approved', 'denied', 'mismatch', 'reported', 'expired', 'cancelled']);
const createdSchema = z.object({
  id: z.string(),
  expiresAt: z.number(),
  match: z.object({ type: z.enum(['entry', 'choice', 'none']), number: z.string().optional() }),
});
const transactionSchema = z.object({ status: statusSchema, expiresAt: z.number(), received: z.boolean() });
const issuedSchema = z.object({ id: z.string(), link: z.string(), signInName: z.string(), typedKey: z.string(), expiresAt: z.number() });
const pairingSchema = z.object({
  state: z.enum(['unused', 'waiting', 'active', 'expired', 'declined']),
  device: z.object({ name: z.string(), platform: z.string(), thumbprint: z.string() }).optional(),
  number: z.string().optional(),
  requestState: statusSchema.optional(),
  expiresAt: z.number(),
});

export type SignInStatus = z.infer<typeof statusSchema>;
export type CreatedSignIn = z.infer<typeof createdSchema>;
export type SignInState = z.infer<typeof transactionSchema>;
export type IssuedKey = z.infer<typeof issuedSchema>;
export type Pairing = z.infer<typeof pairingSchema>;

export interface Origin {
  address?: string;
  client?: string;
}

/** What the verifier refused with, or `unreachable`. */
export class VerifierApiError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`The verifier answered ${code}.`);
    this.name = 'VerifierApiError';
    this.code = code;
  }
}

export class VerifierApi {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** Adds the subscriber unless it is there. */
  async ensureSubscriber(name: string, displayName: string): Promise<void> {
    try {
      await this.#call('POST', '/v1/subscribers', z.unknown(), { name, displayName });
    } catch (error) {
      if (!(error instanceof VerifierApiError && error.code === 'exists')) throw error;
    }
  }

  async putApplication(id: string, values: { name: string; match: string; userVerification: string }): Promise<void> {
    await this.#call('PUT', `/v1/applications/${id}`, z.unknown(), values);
  }

  async ask(subscriber: string, application: string, origin: Origin, message: string | undefined): Promise<CreatedSignIn> {
    return await this.#call('POST', '/v1/transactions', createdSchema, {
      subscriber,
      application,
      origin,
      ...(message !== undefined && { message }),
    });
  }

  async signIn(id: string, waitSeconds: number): Promise<SignInState> {
    return await this.#call('GET', `/v1/transactions/${id}?wait=${waitSeconds}`, transactionSchema);
  }

  async cancel(id: string): Promise<void> {
    await this.#call('POST', `/v1/transactions/${id}/cancel`, z.unknown());
  }

  async checkPasscode(subscriber: string, passcode: string): Promise<boolean> {
    return (await this.#call('POST', '/v1/passcodes/check', z.object({ valid: z.boolean() }), { subscriber, passcode })).valid;
  }

  async issueKey(subscriber: string, origin: Origin): Promise<IssuedKey> {
    return await this.#call('POST', `/v1/subscribers/${subscriber}/pairing-keys`, issuedSchema, { kind: 'both', origin });
  }

  /** @param since what the page shows already; then it answers when that is no longer so, or after `waitSeconds` */
  async pairing(id: string, since?: string, waitSeconds = 0): Promise<Pairing> {
    const query = since === undefined ? '' : `?since=${since}&wait=${waitSeconds}`;
    return await this.#call('GET', `/v1/pairing-keys/${id}${query}`, pairingSchema);
  }

  async askToPairAgain(id: string): Promise<void> {
    await this.#call('POST', `/v1/pairing-keys/${id}/request`, z.unknown());
  }

  async confirmPairing(id: string, passcode: string): Promise<void> {
    await this.#call('POST', `/v1/pairing-keys/${id}/passcode`, z.unknown(), { passcode });
  }

  async #call<S extends z.ZodType>(method: string, path: string, schema: S, body?: object): Promise<z.infer<S>> {
    const response = await fetch(this.#url + path, {
      method,
      headers: { authorization: `Bearer ${this.#key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch(() => {
      throw new VerifierApiError('unreachable');
    });
    const json: unknown = await response.json().catch(() => undefined);
    if (response.ok) return schema.parse(json);
    const refusal = refusalSchema.safeParse(json);
    throw new VerifierApiError(refusal.success ? refusal.data.error : 'unreachable');
  }
}
