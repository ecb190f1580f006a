import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { z } from 'zod';
import { errorSchema } from '../http/schemas.ts';
import { type AdminFile, readAdminFile } from './adminFile.ts';
import { CliError } from './CliError.ts';

/** Talks to the verifier that runs on a data folder, over its public HTTP API. */
export class AdminClient {
  readonly #admin: AdminFile;

  constructor(admin: AdminFile) {
    this.#admin = admin;
  }

  /** @throws CliError when no verifier has run on that folder */
  static async of(dataFolder: string): Promise<AdminClient> {
    const admin = await readAdminFile(dataFolder);
    if (admin === undefined)
      throw new CliError(
        `There is no readable admin.json in ${dataFolder}. Start the verifier on that folder first, or name its folder with --data.`,
      );
    return new AdminClient(admin);
  }

  /** @throws CliError with the verifier's own sentence, or when it does not answer */
  async call<S extends z.ZodType>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, schema: S, body?: object): Promise<z.infer<S>> {
    const { status, text } = await this.#send(method, path, body === undefined ? undefined : JSON.stringify(body));
    const json: unknown = text === '' ? null : JSON.parse(text);
    if (status < 300) return schema.parse(json);
    const refusal = errorSchema.safeParse(json);
    throw new CliError(
      refusal.success
        ? `${refusal.data.message ?? 'The verifier refused.'} (${refusal.data.error})`
        : `The verifier answered with status ${status}.`,
    );
  }

  async #send(method: string, path: string, body: string | undefined): Promise<{ status: number; text: string }> {
    const { url, apiKey, certificate, servername } = this.#admin;
    const headers = {
      authorization: `Bearer ${apiKey}`,
      ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
    const trust =
      certificate === undefined
        ? {}
        : { ca: certificate, allowPartialTrustChain: true, ...(servername !== undefined && isIP(servername) === 0 && { servername }) };
    const outgoing = (url.startsWith('https:') ? httpsRequest : httpRequest)(url + path, { method, headers, ...trust }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', reject);
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const down = error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET';
      reject(
        new CliError(
          down
            ? `The verifier does not run: nothing answers at ${url}. Start it first.`
            : `The verifier at ${url} cannot be reached (${error.code ?? error.message}).`,
        ),
      );
    });
    outgoing.end(body);
    return await promise;
  }
}
