/* oxlint-disable oxc/no-async-endpoint-handlers -- this is Fastify, which awaits its handlers */
import type { App } from '../App.ts';
import { originOf } from '../originOf.ts';
import { clientOf, requireScope } from '../requireScope.ts';
import {
  failures,
  idParams,
  issuedPairingKeySchema,
  nameParams,
  pairingKeyBody,
  pairingKeyListBody,
  pairingKeyListSchema,
  pairingPasscodeBody,
  pairingSchema,
  pairingWaitQuery,
} from '../schemas.ts';
import type { GetServices } from '../Services.ts';
import { untilGone } from '../untilGone.ts';

/** What the authenticated session of a subscriber, or an agent, needs to pair a device. */
export function pairingRoutes(app: App, services: GetServices): void {
  const preHandler = requireScope(services, 'admin');
  const common = { tags: ['pairing'], security: [{ apiKey: [] }] };

  app.post(
    '/v1/subscribers/:name/pairing-keys',
    {
      preHandler,
      schema: {
        ...common,
        summary: 'Issue a pairing key; it is shown this once',
        params: nameParams,
        body: pairingKeyBody,
        response: { 201: issuedPairingKeySchema, ...failures },
      },
    },
    async (request, reply) => {
      const issued = await services().pairingKeys.issue(
        clientOf(request).id,
        request.params.name,
        request.body.kind,
        originOf(request.body.origin),
      );
      return await reply.code(201).header('cache-control', 'no-store').send(issued);
    },
  );
  app.post(
    '/v1/pairing-keys',
    {
      preHandler,
      schema: {
        ...common,
        summary: 'Issue pairing keys for a list of subscribers; they are shown this once',
        description:
          'A link and a typed key for each, by the rules for one. A line that gets none says why and costs the others nothing. The hash of a typed key is slow on purpose: 100 keys cost about 1.5 s of processor time and 500 about 8 s, on two cores at most; on two busy cores 100 took 5 s. More than four lists at once are `throttled`. When the call fails as a whole, or its reply is lost, keys that were issued by then expire unused.',
        body: pairingKeyListBody,
        response: { 200: pairingKeyListSchema, ...failures },
      },
    },
    async (request, reply) => {
      const results = await services().pairingKeyLists.issue(clientOf(request).id, request.body, untilGone(reply));
      return await reply.header('cache-control', 'no-store').send({ results });
    },
  );
  app.get(
    '/v1/pairing-keys/:id',
    {
      preHandler,
      schema: {
        ...common,
        summary: 'How the pairing stands; with `wait` and `since`, as soon as it differs',
        params: idParams,
        querystring: pairingWaitQuery,
        response: { 200: pairingSchema, ...failures },
      },
    },
    async (request) => {
      const { wait, since } = request.query;
      const client = clientOf(request).id;
      if (since === undefined) return await services().confirmation.read(client, request.params.id);
      return await services().confirmation.wait(client, request.params.id, since, wait * 1000);
    },
  );
  app.post(
    '/v1/pairing-keys/:id/request',
    {
      preHandler,
      schema: {
        ...common,
        summary: 'Ask the device again, with a new number',
        params: idParams,
        response: { 200: pairingSchema, ...failures },
      },
    },
    async (request) => {
      return await services().confirmation.askAgain(clientOf(request).id, request.params.id);
    },
  );
  app.post(
    '/v1/pairing-keys/:id/passcode',
    {
      preHandler,
      schema: {
        ...common,
        summary: 'Complete with the passcode that the app shows',
        params: idParams,
        body: pairingPasscodeBody,
        response: { 200: pairingSchema, ...failures },
      },
    },
    async (request) => {
      return await services().confirmation.confirmByPasscode(clientOf(request).id, request.params.id, request.body.passcode);
    },
  );
}
