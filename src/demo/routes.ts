import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { describeBrowser } from './describeBrowser.ts';
import { APPLICATIONS, SAMPLE_PLACES, SUBSCRIBER } from './organisation.ts';
import { pairPage } from './pages/pairPages.ts';
import { outcomePage, signInPage, waitingPage } from './pages/signInPages.ts';
import { isFormToken, type Session, type Sessions } from './Sessions.ts';
import { type IssuedKey, type Origin, type VerifierApi, VerifierApiError } from './VerifierApi.ts';

const POLL_SECONDS = 20;
const tokenField = z.object({ token: z.string().max(64) });
const signInForm = z.object({
  application: z.enum(APPLICATIONS.map((application) => application.id)),
  place: z.enum(['here', ...SAMPLE_PLACES.map((place) => place.id)]),
});
const passcodeForm = z.object({
  passcode: z
    .string()
    .max(16)
    .transform((text) => text.replaceAll(/\s/g, ''))
    .pipe(z.string().regex(/^\d{6}$/)),
});
const signInParams = z.object({ id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) });
const signInQuery = z.object({ status: z.string().max(16), received: z.enum(['true', 'false']) });
const pairQuery = z.object({ since: z.string().regex(/^[a-z:-]{1,64}$/) });

const WORDS: Record<string, string> = {
  'no-account': 'No computer of yours can be asked. Pair one first.',
  'asked-too-often': 'You were asked too often in a short time. Wait some minutes, or use a passcode.',
  'too-many-open': 'There are open requests already. Answer or cancel them first.',
  disabled: 'Too many wrong answers. An administrator must unlock you.',
  refused: 'That passcode is not right, or was used before.',
  conflict: 'This pairing does not wait any more.',
  throttled: 'Too many attempts. Wait a moment.',
  unreachable: 'The verifier does not answer. Try again in a moment.',
};

/** The organisation's pages. Forms are taken from these pages alone: same site, and with the session's token. */
export function addRoutes(app: FastifyInstance, api: VerifierApi, sessions: Sessions): void {
  const page = async (reply: FastifyReply, text: string): Promise<FastifyReply> =>
    await reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(text);

  /** A form's handler: checks the token, says in words what the verifier refused, and goes to the page it names. */
  const onForm = (path: string, back: string, act: (request: FastifyRequest, session: Session) => Promise<string>): void => {
    app.post(path, async (request, reply) => {
      const session = sessions.of(request, reply);
      const given = tokenField.safeParse(request.body);
      if (!given.success || !isFormToken(session, given.data.token))
        return await reply.code(403).send('This form is too old. Go back and load the page again.');
      try {
        return await reply.redirect(await act(request, session), 303);
      } catch (error) {
        if (!(error instanceof VerifierApiError || error instanceof z.ZodError)) throw error;
        session.notice = error instanceof z.ZodError ? 'Please type the six digits.' : (WORDS[error.code] ?? 'That did not work.');
        return await reply.redirect(back, 303);
      }
    });
  };

  app.get('/', async (request, reply) => {
    const session = sessions.of(request, reply);
    return await page(reply, signInPage(session.formToken, takeNotice(session)));
  });

  onForm('/sign-in', '/', async (request, session) => {
    const { application: id, place } = signInForm.parse(request.body);
    const application = APPLICATIONS.find((one) => one.id === id);
    const address = SAMPLE_PLACES.find((one) => one.id === place)?.address;
    const created = await api.ask(SUBSCRIBER.name, id, originOf(request, address), application?.message);
    session.signIns.set(created.id, { ...created, application: application?.name ?? id });
    return `/sign-in/${created.id}`;
  });

  app.get('/sign-in/:id', async (request, reply) => {
    const session = sessions.of(request, reply);
    const signIn = session.signIns.get(signInParams.parse(request.params).id);
    if (signIn === undefined) return await reply.redirect('/', 303);
    const state = await api.signIn(signIn.id, 0);
    return await page(
      reply,
      state.status === 'open' ? waitingPage(session.formToken, signIn, state, Date.now()) : outcomePage(state.status, signIn.application),
    );
  });

  app.get('/sign-in/:id/changed', async (request, reply) => {
    const signIn = sessions.of(request, reply).signIns.get(signInParams.parse(request.params).id);
    if (signIn === undefined) return { changed: true };
    const shown = signInQuery.parse(request.query);
    // The verifier's long poll ends with the outcome; that a computer has the request shows a little later.
    const state = await api.signIn(signIn.id, shown.received === 'true' ? POLL_SECONDS : 1);
    return { changed: state.status !== shown.status || String(state.received) !== shown.received };
  });

  onForm('/sign-in/:id/cancel', '/', async (request, session) => {
    const signIn = session.signIns.get(signInParams.parse(request.params).id);
    if (signIn === undefined) return '/';
    await api.cancel(signIn.id);
    return `/sign-in/${signIn.id}`;
  });

  onForm('/passcode', '/', async (request, session) => {
    const { passcode } = passcodeForm.parse(request.body);
    if (await api.checkPasscode(SUBSCRIBER.name, passcode)) return '/signed-in';
    session.notice = WORDS['refused'] ?? '';
    return '/';
  });

  app.get('/signed-in', async (_request, reply) => await page(reply, outcomePage('approved', undefined)));

  app.get('/pair', async (request, reply) => {
    const session = sessions.of(request, reply);
    session.pairing ??= await api.issueKey(SUBSCRIBER.name, originOf(request, undefined));
    const pairing = await api.pairing(session.pairing.id).catch(forgetUnknown(session));
    if (pairing === undefined) return await reply.redirect('/pair', 303);
    return await page(reply, pairPage(session.formToken, session.pairing, pairing, takeNotice(session), Date.now()));
  });

  app.get('/pair/changed', async (request, reply) => {
    const { pairing: key } = sessions.of(request, reply);
    const { since } = pairQuery.parse(request.query);
    if (key === undefined) return { changed: true };
    const now = await api.pairing(key.id, since, POLL_SECONDS);
    return { changed: since !== now.state && since !== `${now.state}:${now.requestState ?? ''}` };
  });

  onForm('/pair/passcode', '/pair', async (request, session) => {
    const { passcode } = passcodeForm.parse(request.body);
    await api.confirmPairing(current(session).id, passcode);
    return '/pair';
  });
  onForm('/pair/request', '/pair', async (_request, session) => {
    await api.askToPairAgain(current(session).id);
    return '/pair';
  });
  onForm('/pair/new', '/pair', async (_request, session) => {
    delete session.pairing;
    return await Promise.resolve('/pair');
  });
}

function takeNotice(session: Session): string | undefined {
  const { notice } = session;
  delete session.notice;
  return notice;
}

function current(session: Session): IssuedKey {
  if (session.pairing === undefined) throw new VerifierApiError('conflict');
  return session.pairing;
}

/** A verifier that was set up anew knows nothing of the key that this session holds. */
function forgetUnknown(session: Session): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof VerifierApiError && error.code === 'not-found')) throw error;
    delete session.pairing;
    return undefined;
  };
}

function originOf(request: FastifyRequest, address: string | undefined): Origin {
  const client = describeBrowser(request.headers['user-agent']);
  const peer = request.socket.remoteAddress?.replace(/^::ffff:/, '');
  const from = address ?? peer;
  return { ...(from !== undefined && { address: from }), ...(client !== undefined && { client }) };
}
