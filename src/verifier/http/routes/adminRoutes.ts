/* oxlint-disable oxc/no-async-endpoint-handlers -- this is Fastify, which awaits its handlers */
import { z } from 'zod';
import { policyTable } from '../../policy/policyTable.ts';
import { seconds } from '../../time/Clock.ts';
import { VerifierError } from '../../VerifierError.ts';
import type { App } from '../App.ts';
import { requireScope } from '../requireScope.ts';
import {
  accountQuery,
  accountSchema,
  apiKeyBody,
  apiKeySchema,
  applicationBody,
  applicationSchema,
  failures,
  idParams,
  nameParams,
  subscriberBody,
  subscriberSchema,
} from '../schemas.ts';
import type { GetServices } from '../Services.ts';
import { accountView, applicationView, subscriberView } from './views.ts';

/** What an administrator asks for. */
export function adminRoutes(app: App, services: GetServices): void {
  const preHandler = requireScope(services, 'admin');
  const common = { tags: ['administration'], security: [{ apiKey: [] }] };
  const gone = z.null().describe('done');

  app.post(
    '/v1/subscribers',
    {
      preHandler,
      schema: { ...common, summary: 'Add a subscriber', body: subscriberBody, response: { 201: subscriberSchema, ...failures } },
    },
    async (request, reply) => {
      return await reply.code(201).send(subscriberView(await services().subscribers.add(request.body.name, request.body.displayName)));
    },
  );
  app.get(
    '/v1/subscribers',
    { preHandler, schema: { ...common, summary: 'All subscribers', response: { 200: z.array(subscriberSchema), ...failures } } },
    async () => (await services().subscribers.list()).map(subscriberView),
  );
  app.get(
    '/v1/subscribers/:name',
    { preHandler, schema: { ...common, summary: 'One subscriber', params: nameParams, response: { 200: subscriberSchema, ...failures } } },
    async (request) => subscriberView(await services().subscribers.get(request.params.name)),
  );
  app.delete(
    '/v1/subscribers/:name',
    {
      preHandler,
      schema: { ...common, summary: 'Remove a subscriber with all accounts', params: nameParams, response: { 204: gone, ...failures } },
    },
    async (request, reply) => {
      const { id } = await services().subscribers.get(request.params.name);
      await services().accounts.removeSubscriber(id);
      return await reply.code(204).send(null);
    },
  );
  app.post(
    '/v1/subscribers/:name/unlock',
    {
      preHandler,
      schema: {
        ...common,
        summary: 'Lift the lock after too many wrong answers',
        params: nameParams,
        response: { 200: subscriberSchema, ...failures },
      },
    },
    async (request) => {
      return subscriberView(await services().subscribers.unlock(request.params.name));
    },
  );

  app.get(
    '/v1/applications',
    { preHandler, schema: { ...common, summary: 'All applications', response: { 200: z.array(applicationSchema), ...failures } } },
    async () => (await services().applications.list()).map(applicationView),
  );
  app.put(
    '/v1/applications/:id',
    {
      preHandler,
      schema: {
        ...common,
        summary: 'Register or change an application with its policy',
        params: idParams,
        body: applicationBody,
        response: { 200: applicationSchema, ...failures },
      },
    },
    async (request) => {
      const { name, match, userVerification, policy, lifetimeSeconds } = request.body;
      const table = policyTable({ match, userVerification }, policy);
      return applicationView(await services().applications.put(request.params.id, { name, policy: table, lifetimeSeconds }));
    },
  );

  app.get(
    '/v1/accounts',
    {
      preHandler,
      schema: { ...common, summary: 'Accounts', querystring: accountQuery, response: { 200: z.array(accountSchema), ...failures } },
    },
    async (request) => {
      return (await services().accounts.list(request.query.subscriber)).map(({ account, subscriber }) => accountView(account, subscriber));
    },
  );
  app.delete(
    '/v1/accounts/:id',
    { preHandler, schema: { ...common, summary: 'Remove an account', params: idParams, response: { 204: gone, ...failures } } },
    async (request, reply) => {
      const removed = await services().accounts.remove(request.params.id, 'administrator');
      if (!removed) throw new VerifierError('not-found', 'There is no such account.');
      services().security.note('account-removed', { account: request.params.id, by: 'administrator' });
      return await reply.code(204).send(null);
    },
  );

  app.post(
    '/v1/api-keys',
    {
      preHandler,
      schema: {
        ...common,
        summary: 'Create an API key; it is shown this once',
        body: apiKeyBody,
        response: { 201: apiKeySchema, ...failures },
      },
    },
    async (request, reply) => {
      const { name, scope } = request.body;
      if (name === 'local-administrator') throw new VerifierError('exists', 'That name is taken.');
      const key = await services().apiKeys.create(name, scope);
      services().security.note('api-key-created', { scope, at: String(seconds(Date.now())) });
      return await reply.code(201).send({ name, scope, key });
    },
  );
}
