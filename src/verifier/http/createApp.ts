import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import { fastify, type FastifyBaseLogger, LogController } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import helmet from 'helmet';
import { LIMITS } from '../../protocol/limits.ts';
import { networkOf } from '../geo/address.ts';
import { VerifierError } from '../VerifierError.ts';
import type { App } from './App.ts';
import { handleError } from './handleError.ts';
import { adminRoutes } from './routes/adminRoutes.ts';
import { pairingRoutes } from './routes/pairingRoutes.ts';
import { delegationRoute, protocolRoutes } from './routes/protocolRoutes.ts';
import { relyingRoutes } from './routes/relyingRoutes.ts';
import type { GetServices } from './Services.ts';

export interface AppOptions {
  logger: FastifyBaseLogger;
  /** PEM; without it the server speaks plain http and listens on loopback only. */
  tls?: { cert: string; key: string };
  /** Path of the issuer, or '' */
  prefix: string;
  requestsPerMinute: number;
}

const VERSION = '1.0.0';

/** The HTTP server with all its routes, not yet listening. */
export async function createApp(options: AppOptions, services: GetServices): Promise<App> {
  const { tls } = options;
  const app: App = fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own for each request would be made before the request is even looked at; the lines name it themselves.
    childLoggerFactory: (logger) => logger,
    bodyLimit: LIMITS.frameBytes,
    forceCloseConnections: true,
    serverFactory: (handler) =>
      tls === undefined ? createHttpServer(handler) : createHttpsServer({ ...tls, minVersion: 'TLSv1.2' }, handler),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(handleError);
  app.setNotFoundHandler(async () => {
    throw new VerifierError('not-found', 'There is nothing here.');
  });
  // Paths as declared, never as asked: what stands in an address stays out of the log.
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        reqId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
  const setSecurityHeaders = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    hsts: tls !== undefined,
  });
  // With the reply and not before the request is looked at: by then whoever is asked has been asked.
  app.addHook('onSend', (request, reply, _payload, done) =>
    setSecurityHeaders(request.raw, reply.raw, (error) => (error instanceof Error ? done(error) : done())),
  );
  await app.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: '1 minute',
    // Said to who exceeds the limit, and not to everybody.
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    keyGenerator: (request) => networkOf(services().proxies.addressOf(request.raw) ?? '::'),
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Deskfob verifier',
        version: VERSION,
        description: 'Pairing and sign-in with the Deskfob authenticator. Times are seconds since 1970 (RFC 7519 NumericDate).',
      },
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (root) => delegationRoute(root.withTypeProvider<ZodTypeProvider>(), services));
  await app.register(
    async (scope) => {
      const typed = scope.withTypeProvider<ZodTypeProvider>();
      protocolRoutes(typed, services);
      relyingRoutes(typed, services);
      pairingRoutes(typed, services);
      adminRoutes(typed, services);
    },
    { prefix: options.prefix },
  );
  return app;
}
