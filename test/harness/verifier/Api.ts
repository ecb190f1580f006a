import type { z } from 'zod';
import type {
  accountSchema,
  applicationBody,
  createdTransactionSchema,
  issuedPairingKeySchema,
  pairingSchema,
  passcodeCheckSchema,
  subscriberSchema,
  transactionBody,
  transactionSchema,
} from '../../../src/verifier/http/schemas.ts';

export interface Answered<T = unknown> {
  status: number;
  body: T;
}

/** The public HTTP API, as a relying application calls it. */
export class Api {
  readonly url: string;
  readonly #key: string | undefined;

  constructor(url: string, key: string | undefined) {
    this.url = url;
    this.#key = key;
  }

  as(key: string | undefined): Api {
    return new Api(this.url, key);
  }

  async call<T = { error?: string }>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered<T>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.#key !== undefined && { authorization: `Bearer ${this.#key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  }

  async addSubscriber(name: string, displayName = name): Promise<void> {
    await this.#good<z.infer<typeof subscriberSchema>>('POST', '/v1/subscribers', { name, displayName });
  }

  async subscriber(name: string): Promise<z.infer<typeof subscriberSchema>> {
    return await this.#good('GET', `/v1/subscribers/${name}`);
  }

  async setApplication(id: string, body: z.input<typeof applicationBody>): Promise<void> {
    await this.#good('PUT', `/v1/applications/${id}`, body);
  }

  async pairingKey(
    name: string,
    body: object = {},
  ): Promise<{ id: string; link: string; signInName: string; typedKey: string; jkt: string; expiresAt: number }> {
    const issued = await this.#good<z.infer<typeof issuedPairingKeySchema>>('POST', `/v1/subscribers/${name}/pairing-keys`, body);
    return { ...issued, link: issued.link ?? '', typedKey: issued.typedKey ?? '' };
  }

  async pairing(id: string, query = ''): Promise<z.infer<typeof pairingSchema>> {
    return await this.#good('GET', `/v1/pairing-keys/${id}${query}`);
  }

  async ask(body: z.input<typeof transactionBody>): Promise<z.infer<typeof createdTransactionSchema>> {
    return await this.#good('POST', '/v1/transactions', body);
  }

  async transaction(id: string, query = ''): Promise<z.infer<typeof transactionSchema>> {
    return await this.#good('GET', `/v1/transactions/${id}${query}`);
  }

  async passcode(subscriber: string, passcode: string): Promise<z.infer<typeof passcodeCheckSchema>> {
    return await this.#good('POST', '/v1/passcodes/check', { subscriber, passcode });
  }

  async accounts(): Promise<z.infer<typeof accountSchema>[]> {
    return await this.#good('GET', '/v1/accounts');
  }

  async #good<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answered = await this.call<T>(method, path, body);
    if (answered.status >= 300) throw new Error(`${method} ${path} answered ${answered.status} ${JSON.stringify(answered.body)}`);
    return answered.body;
  }
}
