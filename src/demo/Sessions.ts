import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CreatedSignIn, IssuedKey } from './VerifierApi.ts';

/** What the demo remembers of one browser. */
export interface Session {
  /** Sent with every form, so that no other site can post in this browser's name. */
  readonly formToken: string;
  /** Sign-ins that this browser asked for. */
  readonly signIns: Map<string, CreatedSignIn & { application: string }>;
  pairing?: IssuedKey;
  /** Said once on the next page. */
  notice?: string;
}

const COOKIE = 'acme_session';
const MOST_SESSIONS = 1000;

/** Sessions in memory: the demo forgets them when it ends. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  of(request: FastifyRequest, reply: FastifyReply): Session {
    const id = new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_-]{43})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1];
    const known = id === undefined ? undefined : this.#sessions.get(id);
    if (known !== undefined) return known;
    const fresh: Session = { formToken: randomBytes(32).toString('base64url'), signIns: new Map() };
    const freshId = randomBytes(32).toString('base64url');
    this.#sessions.set(freshId, fresh);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MOST_SESSIONS && oldest !== undefined) this.#sessions.delete(oldest);
    void reply.header('set-cookie', `${COOKIE}=${freshId}; HttpOnly; SameSite=Strict; Path=/`);
    return fresh;
  }
}

export function isFormToken(session: Session, given: string): boolean {
  const [a, b] = [Buffer.from(session.formToken), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
