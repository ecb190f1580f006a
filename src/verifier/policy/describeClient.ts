import Bowser from 'bowser';
import { shownName } from './shownName.ts';

/** "Firefox on Windows" from a User-Agent, for the person who is asked. Undefined when it says nothing. */
export function describeClient(userAgent: string): string | undefined {
  const { browser, os } = Bowser.parse(userAgent === '' ? ' ' : userAgent);
  return shownName([browser.name, os.name].filter((name) => name !== undefined && name !== '').join(' on '));
}
