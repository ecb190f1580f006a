import { PIN_SHORTEST } from '../../../bridge/protection.ts';

/** What guessers try first, beside what the rules below find. Lower case. */
const COMMON = new Set([
  'password',
  'passwort',
  'password1',
  'passw0rd',
  'qwerty',
  'qwertz',
  'azerty',
  'qwerty123',
  'qwertyuiop',
  'asdfgh',
  'asdfghjkl',
  'letmein',
  'welcome',
  'willkommen',
  'iloveyou',
  'deskfob',
  'secret',
  'geheim',
  'admin123',
  'abc123',
  '1q2w3e4r',
  '147258',
  '159753',
  '741852',
  '258456',
  '147852',
  '852456',
  '123654',
  '123321',
  '123789',
  '789456',
  '112233',
  '223344',
  '332211',
]);

/** In this form a PIN is compared, so that the same typed text is the same PIN on every keyboard. */
export function normalised(pin: string): string {
  return pin.normalize('NFKC');
}

/** Why this cannot become the PIN; undefined when it can. Six digits or more, or a passphrase. */
export function pinProblem(pin: string): 'pin-short' | 'pin-weak' | undefined {
  const text = Array.from(normalised(pin).toLowerCase());
  if (text.length < PIN_SHORTEST) return 'pin-short';
  const isWeak = isRepeated(text) || isRow(text, 1) || isRow(text, -1) || COMMON.has(text.join(''));
  return isWeak ? 'pin-weak' : undefined;
}

/** `000000`, `121212`, `123123`: one part of at most half its length, again and again. */
function isRepeated(text: readonly string[]): boolean {
  for (let part = 1; part <= text.length / 2; part += 1) {
    if (text.length % part === 0 && text.every((character, index) => character === text[index % part])) return true;
  }
  return false;
}

/** `123456`, `987654`, `abcdef`, `567890`: each character follows the one before. */
function isRow(text: readonly string[], step: number): boolean {
  return text.every((character, index) => index === 0 || follows(text[index - 1] ?? '', character, step));
}

function follows(before: string, character: string, step: number): boolean {
  const [from, to] = [before.codePointAt(0) ?? 0, character.codePointAt(0) ?? 0];
  if (to - from === step) return true;
  // The row of keys goes on from 9 to 0.
  return (step === 1 && before === '9' && character === '0') || (step === -1 && before === '0' && character === '9');
}
