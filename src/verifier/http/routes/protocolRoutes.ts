import { z } from 'zod';
import { LIMITS } from '../../../protocol/limits.ts';
import { delegationSchema } from '../../../protocol/messages/metadata.ts';
import { type PairingRefusal, pairingRefusalSchema } from '../../../protocol/messages/pairing.ts';
import type { ApiErrorCode } from '../../VerifierError.ts';
import { STATUS } from '../../VerifierError.ts';
import type { App } from '../App.ts';
import { describeError } from '../describeError.ts';
import { translate } from '../handleError.ts';
import type { GetServices } from '../Services.ts';

const jose = z.string().max(LIMITS.frameBytes);

/** What the authenticator itself asks for; see docs/protocol.md. */
export function protocolRoutes(app: App, services: GetServices): void {
  app.get(
    '/.well-known/deskfob',
    { schema: { tags: ['protocol'], summary: 'Signed metadata of the verifier', produces: ['application/jose'], response: { 200: jose } } },
    async (_request, reply) => {
      reply.type('application/jose').serializer(String).header('cache-control', 'no-cache');
      return await reply.send(await services().metadata.current());
    },
  );

  app.addContentTypeParser('application/jose', { parseAs: 'string', bodyLimit: LIMITS.frameBytes }, (_request, body, done) =>
    done(null, body),
  );

  app.post(
    '/v1/pairing',
    {
      schema: {
        tags: ['protocol'],
        summary: 'Redeem a pairing key',
        consumes: ['application/jose'],
        produces: ['application/jose'],
        body: jose,
        response: { 200: jose, '4xx': pairingRefusalSchema, '5xx': pairingRefusalSchema },
      },
      errorHandler: (error, request, reply) => {
        const { code } = translate(error);
        if (code === 'internal') request.log.error({ reqId: request.id, failure: describeError(error) }, 'a pairing failed');
        const refusal = refusalOf(code);
        void reply.code(STATUS[refusal]).type('application/json').send({ error: refusal });
      },
    },
    async (request, reply) => {
      const { redemption, proxies } = services();
      const grant = await redemption.redeem(request.body.trim(), proxies.addressOf(request.raw) ?? '::');
      reply.type('application/jose').serializer(String).header('cache-control', 'no-store');
      return await reply.send(grant);
    },
  );
}

/** For the host itself, above any path of the issuer. */
export function delegationRoute(app: App, services: GetServices): void {
  app.get(
    '/.well-known/deskfob-issuer',
    { schema: { tags: ['protocol'], summary: 'Which issuer speaks for this host', response: { 200: delegationSchema } } },
    async () => ({ v: 1 as const, issuer: services().issuer }),
  );
  app.get(
    '/healthz',
    {
      schema: { tags: ['operation'], summary: 'Whether the verifier runs', response: { 200: z.object({ status: z.literal('ok') }) } },
      config: { rateLimit: false },
    },
    async () => ({ status: 'ok' as const }),
  );
}

function refusalOf(code: ApiErrorCode): PairingRefusal {
  if (code === 'too-large') return 'malformed';
  const known = pairingRefusalSchema.shape.error.safeParse(code);
  return known.success ? known.data : 'unavailable';
}
