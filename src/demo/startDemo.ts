import { fastify } from 'fastify';
import helmet from 'helmet';
import { z } from 'zod';
import { client } from './client.ts';
import { APPLICATIONS, SUBSCRIBER } from './organisation.ts';
import { addRoutes } from './routes.ts';
import { Sessions } from './Sessions.ts';
import { STYLE } from './style.ts';
import { VerifierApi, VerifierApiError } from './VerifierApi.ts';

export interface DemoOptions {
  verifierUrl: string;
  /** Scope `admin`, since the page issues pairing keys. */
  apiKey: string;
  /** 0 lets the system choose. */
  port: number;
}

export interface RunningDemo {
  url: string;
  close(): Promise<void>;
}

/**
 * Starts the demo organisation on loopback. Makes sure that its subscriber and applications exist.
 * @throws VerifierApiError; an Error with code EADDRINUSE when the port is taken
 */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const api = new VerifierApi(options.verifierUrl, options.apiKey);
  await api.ensureSubscriber(SUBSCRIBER.name, SUBSCRIBER.displayName);
  for (const { id, name, match, userVerification } of APPLICATIONS) await api.putApplication(id, { name, match, userVerification });

  const app = fastify({ forceCloseConnections: true, bodyLimit: 16_384 });
  const setSecurityHeaders = helmet({
    hsts: false,
    frameguard: { action: 'deny' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
  });
  app.addHook('onSend', (request, reply, _payload, done) =>
    setSecurityHeaders(request.raw, reply.raw, (error) => (error instanceof Error ? done(error) : done())),
  );
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.addHook('onRequest', async (request, reply) => {
    const site = request.headers['sec-fetch-site'];
    if (request.method !== 'GET' && site !== undefined && site !== 'same-origin')
      await reply.code(403).send('Forms are taken from this site only.');
  });
  app.setErrorHandler(async (error, _request, reply) => {
    if (error instanceof z.ZodError) return await reply.code(400).send({ error: 'malformed' });
    const code = error instanceof VerifierApiError ? 502 : 500;
    return await reply
      .code(code)
      .type('text/plain; charset=utf-8')
      .send(code === 502 ? 'The verifier does not answer at the moment. Try again.' : 'Something went wrong.');
  });
  app.get('/demo.css', async (_request, reply) => await reply.type('text/css').send(STYLE));
  app.get('/demo.js', async (_request, reply) => await reply.type('text/javascript').send(`(${client.toString()})();\n`));
  addRoutes(app, api, new Sessions());
  await app.listen({ host: '127.0.0.1', port: options.port });
  const address = app.server.address();
  const port = address !== null && typeof address === 'object' ? address.port : options.port;
  return { url: `http://localhost:${port}`, close: async () => await app.close() };
}
