import * as http from 'node:http';
import * as https from 'node:https';
import { LIMITS } from '../../protocol/limits.ts';
import { asNetworkError, NetworkError } from './NetworkError.ts';

export interface HttpReply {
  status: number;
  body: string;
}

export interface HttpClientOptions {
  /** Longest time for one answer. */
  patienceMs?: number | undefined;
  /** Nothing is sent before, nor made ready to be sent. */
  after?: Promise<void> | undefined;
}

const PATIENCE_MS = 15_000;

/** The few requests that the app makes: bounded in time and size, no redirects, by the given agent (the system's proxy). */
export class HttpClient {
  readonly #agent: http.Agent;
  readonly #patienceMs: number;
  readonly #after: Promise<void>;

  constructor(agent: http.Agent, { patienceMs = PATIENCE_MS, after = Promise.resolve() }: HttpClientOptions = {}) {
    this.#agent = agent;
    this.#patienceMs = patienceMs;
    this.#after = after;
  }

  /** @throws NetworkError */
  async get(url: string): Promise<HttpReply> {
    return await this.#send(url, 'GET');
  }

  /** @throws NetworkError */
  async post(url: string, contentType: string, body: string): Promise<HttpReply> {
    return await this.#send(url, 'POST', contentType, body);
  }

  async #send(url: string, method: string, contentType?: string, body?: string): Promise<HttpReply> {
    await this.#after;
    const { request } = url.startsWith('https:') ? https : http;
    const headers = { accept: 'application/jose, application/json', ...(contentType !== undefined && { 'content-type': contentType }) };
    const { promise, resolve, reject } = Promise.withResolvers<HttpReply>();
    const outgoing = request(url, { method, headers, agent: this.#agent }, (reply) => {
      readBody(reply).then((text) => resolve({ status: reply.statusCode ?? 0, body: text }), reject);
    });
    const timer = setTimeout(() => outgoing.destroy(new NetworkError('slow', 'The verifier took too long to answer.')), this.#patienceMs);
    outgoing.on('error', reject);
    outgoing.end(body);
    try {
      return await promise;
    } catch (error) {
      outgoing.destroy();
      throw asNetworkError(error);
    } finally {
      clearTimeout(timer);
    }
  }
}

async function readBody(reply: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LIMITS.frameBytes) throw new NetworkError('too-large', 'The answer of the verifier is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
