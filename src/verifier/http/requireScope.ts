import type { FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import { VerifierError } from '../VerifierError.ts';
import type { ApiClient, Scope } from './ApiKeys.ts';
import type { GetServices } from './Services.ts';

const clients = new WeakMap<FastifyRequest, ApiClient>();

/** Lets a request through when its bearer token has the scope; `admin` may do all that `relying` may. */
export function requireScope(services: GetServices, scope: Scope): preHandlerAsyncHookHandler {
  return async (request) => {
    const token = /^Bearer ([A-Za-z0-9_-]{1,128})$/.exec(request.headers.authorization ?? '')?.[1];
    const client = token === undefined ? undefined : await services().apiKeys.find(token);
    if (client === undefined) throw new VerifierError('unauthorised', 'A valid API key is needed.');
    if (scope === 'admin' && client.scope !== 'admin') throw new VerifierError('forbidden', 'This API key may not do that.');
    clients.set(request, client);
  };
}

/** Whoever {@link requireScope} let through. */
export function clientOf(request: FastifyRequest): ApiClient {
  const client = clients.get(request);
  if (client === undefined) throw new VerifierError('unauthorised', 'A valid API key is needed.');
  return client;
}
