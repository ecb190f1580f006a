/* oxlint-disable oxc/no-async-endpoint-handlers -- this is Fastify, which awaits its handlers */
import type { App } from '../App.ts';
import { originOf } from '../originOf.ts';
import { clientOf, requireScope } from '../requireScope.ts';
import {
  createdTransactionSchema,
  failures,
  idParams,
  passcodeCheckBody,
  passcodeCheckSchema,
  transactionBody,
  transactionHeaders,
  transactionSchema,
  waitQuery,
} from '../schemas.ts';
import type { GetServices } from '../Services.ts';

/** What a relying application asks for: sign-in transactions and passcode checks. */
export function relyingRoutes(app: App, services: GetServices): void {
  const preHandler = requireScope(services, 'relying');
  const common = { tags: ['sign-in'], security: [{ apiKey: [] }] };

  app.post(
    '/v1/transactions',
    {
      preHandler,
      schema: {
        ...common,
        summary: 'Ask a subscriber',
        description:
          'Refused with `asked-too-often` and the header `Retry-After` when the subscriber was asked too often of late without approving.',
        headers: transactionHeaders,
        body: transactionBody,
        response: { 201: createdTransactionSchema, ...failures },
      },
    },
    async (request, reply) => {
      const { subscriber, application, origin, message } = request.body;
      const signIn = { subscriber, application, origin: originOf(origin), message };
      const created = await services().transactions.create(clientOf(request).id, signIn, request.headers['idempotency-key']);
      return await reply.code(201).send(created);
    },
  );

  app.get(
    '/v1/transactions/:id',
    {
      preHandler,
      schema: {
        ...common,
        summary: 'The outcome; with `wait`, as soon as there is one',
        params: idParams,
        querystring: waitQuery,
        response: { 200: transactionSchema, ...failures },
      },
    },
    async (request) => {
      return await services().transactions.wait(clientOf(request).id, request.params.id, request.query.wait * 1000);
    },
  );

  app.post(
    '/v1/transactions/:id/cancel',
    {
      preHandler,
      schema: { ...common, summary: 'Withdraw the question', params: idParams, response: { 200: transactionSchema, ...failures } },
    },
    async (request) => {
      return await services().transactions.cancel(clientOf(request).id, request.params.id);
    },
  );

  app.post(
    '/v1/passcodes/check',
    {
      preHandler,
      schema: {
        ...common,
        summary: 'Check a passcode and use it up',
        body: passcodeCheckBody,
        response: { 200: passcodeCheckSchema, ...failures },
      },
    },
    async (request) => {
      return await services().passcodes.check(request.body.subscriber, request.body.passcode);
    },
  );
}
