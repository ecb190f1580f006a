import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../src/bridge/errors.ts';
import { LANGUAGES } from '../../../src/bridge/language.ts';
import { catalogues } from '../../../src/renderer/i18n/catalogues.ts';
import { en } from '../../../src/renderer/i18n/en.ts';

const renderer = resolve(import.meta.dirname, '../../../src/renderer');
const english: Record<string, string> = en;
const keys = Object.keys(english);
const others = LANGUAGES.filter((language) => language !== 'en');
const loaded = new Map<string, Readonly<Record<string, string>>>();
for (const language of LANGUAGES) loaded.set(language, await catalogues[language]());

function messagesOf(language: string): Readonly<Record<string, string>> {
  const messages = loaded.get(language);
  if (messages === undefined) throw new Error(`no ${language}`);
  return messages;
}

function sources(): string {
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !LANGUAGES.some((language) => name.endsWith(`${language}.ts`) && /[/\\][a-z]{2}\.ts$/.test(name)),
  );
  return files.map((name) => readFileSync(join(renderer, name), 'utf8')).join('\n');
}

function isNamed(source: string, key: string): boolean {
  if (source.includes(`'${key}'`)) return true;
  // Keys put together at run time: `outcome.${outcome}.text`. Their completeness is checked by the compiler.
  const patterns = Array.from(source.matchAll(/`([a-zA-Z]+\.[^`\s]*\$\{[^`]+)`/g), ([, template = '']) => template);
  return patterns.some((template) =>
    new RegExp(
      `^${template
        .replace(/\$\{[^}]*\}/g, '§')
        .replace(/[.]/g, '\\.')
        .replace(/§/g, '[A-Za-z0-9-]+')}$`,
    ).test(key),
  );
}

/** What stands after an opening brace and is a name: `{count, plural, one {# key} …}` → `count`. */
function argumentsOf(message: string): string[] {
  return [...new Set(Array.from(message.matchAll(/\{(\w+)[,}]/g), ([, name = '']) => name))].toSorted();
}

/** The forms of each plural in a message: `one`, `other`, without exact numbers such as `=0`. */
function formsOf(message: string): string[][] {
  return Array.from(message.matchAll(/, plural, ((?:\S+ \{[^{}]*\} ?)+)\}/g), ([, branches = '']) =>
    Array.from(branches.matchAll(/(\S+) \{/g), ([, form = '']) => form).filter((form) => !form.startsWith('=')),
  );
}

describe.each(LANGUAGES)('the messages in %s', (language) => {
  const messages = messagesOf(language);

  it('are the same ones', () => {
    expect(Object.keys(messages).toSorted()).toEqual(keys.toSorted());
  });

  it('fill in the same values', () => {
    for (const key of keys) expect(argumentsOf(messages[key] ?? ''), key).toEqual(argumentsOf(english[key] ?? ''));
  });

  it('tell apart the numbers that the language tells apart', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    for (const key of keys) {
      const forms = formsOf(messages[key] ?? '');
      expect(forms.length, key).toBe(Array.from((english[key] ?? '').matchAll(/, plural, /g)).length);
      for (const found of forms) expect(found.toSorted(), key).toEqual(wanted);
    }
  });

  it('are written in a syntax that can be read', () => {
    const intl = createIntl({
      locale: language,
      messages,
      onError: (error) => {
        throw error;
      },
    });
    for (const id of keys) {
      for (const count of [0, 1, 2, 7, 11, 100, 1_000_000]) {
        const values = Object.fromEntries(argumentsOf(messages[id] ?? '').map((name) => [name, count]));
        expect(intl.formatMessage({ id }, values), id).not.toMatch(/[{}#]/);
      }
    }
  });

  it('explain every error: what happened, and what to do', () => {
    for (const code of ERROR_CODES) {
      expect(messages[`error.${code}`], code).toMatch(/\S/);
      expect(messages[`error.${code}.do`], code).toMatch(/[.。]$/);
    }
  });

  it('say nothing empty, and use typographic apostrophes that ICU does not read as quotes', () => {
    for (const [key, message] of Object.entries(messages)) {
      expect(message.trim(), key).toBe(message);
      expect(message, key).toMatch(/\S/);
      expect(message, key).not.toContain("'");
    }
  });
});

/** Names, signs, and words that are the same in two languages. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: [
    'activity.filterOrganisation',
    'pin.label',
    'protection.pin',
    'settings.passcodes',
    'settings.version',
    'time.minutes',
    'time.seconds',
  ],
  ar: ['settings.version'],
  fr: [
    'activity.filterOrganisation',
    'mute.quarter-hour',
    'protection.title',
    'requests.aspect.application',
    'settings.notifications',
    'settings.version',
    'time.minutes',
    'time.seconds',
  ],
  es: ['settings.version', 'time.minutes', 'time.seconds'],
  ja: ['settings.version'],
};

describe.each(others)('the translation into %s', (language) => {
  const messages = messagesOf(language);

  it('translates what is not a name or a sign', () => {
    const same = keys.filter((key) => english[key] === messages[key]);
    expect(same.toSorted()).toEqual(SAME[language]);
  });

  it('keeps what is typed and read letter by letter', () => {
    const literals =
      /deskfob:\/\/(?:pair)?|anna@verify\.example\.com|K7QF-9M2X-4T8W|XXXX-XXXX-XXXX|Touch ID|Windows Hello|GNOME Keyring|KWallet/g;
    for (const key of keys) expect((messages[key] ?? '').match(literals), key).toEqual((english[key] ?? '').match(literals));
  });
});

it('no message is there that no screen shows', () => {
  const source = sources();
  expect(keys.filter((key) => !isNamed(source, key))).toEqual([]);
});
