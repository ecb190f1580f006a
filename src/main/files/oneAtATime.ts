/**
 * Asks the person one thing at a time: a page that asks and asks fills no screen with dialogs.
 * @returns `ask`, which answers undefined while it is still being answered
 */
export function oneAtATime<A extends unknown[], R>(ask: (...given: A) => Promise<R>): (...given: A) => Promise<R | undefined> {
  let isAsking = false;
  return async (...given) => {
    if (isAsking) return undefined;
    isAsking = true;
    try {
      return await ask(...given);
    } finally {
      isAsking = false;
    }
  };
}
