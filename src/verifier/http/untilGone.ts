import type { FastifyReply } from 'fastify';

/**
 * Aborts when the caller hangs up before it has its reply, for work that is not worth doing for nobody. Fastify's own
 * `request.signal` follows the request, which has been read to its end long before.
 */
export function untilGone({ raw }: Pick<FastifyReply, 'raw'>): AbortSignal {
  const controller = new AbortController();
  const look = (): void => {
    if (!raw.writableFinished) controller.abort();
  };
  if (raw.destroyed) look();
  else raw.once('close', look);
  return controller.signal;
}
