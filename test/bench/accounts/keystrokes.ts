import type { Page } from 'playwright-core';
import type { OrdinaryAccount } from './ordinaryAccounts.ts';

/** What a key leaves in the field, and what of the list the person then sees. */
interface Expected {
  readonly value: string;
  /** Names of the accounts that are found, from the top; undefined where there is no list. */
  readonly names: readonly string[] | undefined;
}

/** Fewer cards in sight than this are not the list, unless it has no more. */
const IN_SIGHT = 6;

/**
 * Types a text into the field that has the focus and deletes it again, key by key as a person does.
 * @param accounts that the field searches, in their order
 * @returns for each key the ms from the browser's time stamp of the key until what it leads to is painted: the second frame after the
 * field and every card in sight say so
 */
export async function typeAndDelete(page: Page, text: string, accounts?: readonly OrdinaryAccount[]): Promise<number[]> {
  const letters = Array.from(text);
  const values = [...letters.keys()].map((at) => letters.slice(0, at + 1).join(''));
  const keys = [
    ...letters.map((letter, at) => [letter, values[at] ?? ''] as const),
    ...values.toReversed().map((_, at) => ['Backspace', values.at(-2 - at) ?? ''] as const),
  ];
  const measured: number[] = [];
  for (const [key, value] of keys) measured.push(await press(page, key, { value, names: accounts && namesFound(accounts, value) }));
  return measured;
}

async function press(page: Page, key: string, expected: Expected): Promise<number> {
  const painted = await page.evaluateHandle(watchKey, { ...expected, inSight: IN_SIGHT });
  await page.keyboard.press(key);
  return await painted.evaluate(async ({ ms }) => await ms);
}

function namesFound(accounts: readonly OrdinaryAccount[], query: string): string[] {
  const words = query.split(' ').filter((word) => word !== '');
  return accounts
    .filter(({ issuer, label }) => words.every((word) => `${issuer} ${label}`.includes(word)))
    .slice(0, 60)
    .map(({ issuer }) => issuer);
}

/** Runs in the page. The promise is held in an object, because it is waited for later. */
function watchKey({ value, names, inSight }: Expected & { inSight: number }): { ms: Promise<number> } {
  const isThere = (): boolean => {
    const field = document.activeElement;
    if (!(field instanceof HTMLInputElement) || field.value !== value) return false;
    if (names === undefined) return true;
    const shown = [...document.querySelectorAll('[data-testid="otp-account"] strong')].map((name) => name.textContent);
    return shown.length >= Math.min(inSight, names.length) && shown.every((name) => names.slice(0, shown.length).includes(name));
  };
  const ms = new Promise<number>((resolve) => {
    const look = (sinceMs: number): void => {
      requestAnimationFrame(() => {
        if (isThere()) requestAnimationFrame(() => resolve(performance.now() - sinceMs));
        else look(sinceMs);
      });
    };
    addEventListener('keydown', ({ timeStamp }) => look(timeStamp), { once: true, capture: true });
  });
  return { ms };
}
