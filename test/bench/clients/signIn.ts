import { APPLICATION } from '../servers/seedPeople.ts';

/** What a relying application sends when somebody signs in. */
export function signInOf(subscriber: string) {
  return { subscriber, application: APPLICATION, origin: { address: '203.0.113.7', client: 'Firefox on Windows' } };
}
