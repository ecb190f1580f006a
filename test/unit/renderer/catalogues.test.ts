import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../../src/bridge/errors.ts';
import { de } from '../../../src/renderer/i18n/de.ts';
import { en } from '../../../src/renderer/i18n/en.ts';

const renderer = resolve(import.meta.dirname, '../../../src/renderer');
const english: Record<string, string> = en;
const german: Record<string, string> = de;
const keys = Object.keys(english);

function sources(): string {
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !/[/\\](en|de)\.ts$/.test(name),
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
        .replace(/§/g, '[A-Za-z-]+')}$`,
    ).test(key),
  );
}

/** What stands after an opening brace and is a name: `{count, plural, one {# key} …}` → `count`. */
function argumentsOf(message: string): string[] {
  return [...new Set(Array.from(message.matchAll(/\{(\w+)[,}]/g), ([, name = '']) => name))].toSorted();
}

describe('message catalogues', () => {
  it('have the same messages', () => {
    expect(Object.keys(german).toSorted()).toEqual(keys.toSorted());
  });

  it('fill in the same values in every language', () => {
    for (const key of keys) expect(argumentsOf(german[key] ?? ''), key).toEqual(argumentsOf(english[key] ?? ''));
  });

  it('are written in a syntax that can be read', () => {
    for (const [locale, messages] of Object.entries({ en: english, de: german })) {
      const intl = createIntl({
        locale,
        messages,
        onError: (error) => {
          throw error;
        },
      });
      for (const id of keys) {
        const values = Object.fromEntries(argumentsOf(messages[id] ?? '').map((name) => [name, 2]));
        expect(intl.formatMessage({ id }, values), id).not.toMatch(/[{}#]/);
      }
    }
  });

  it('hold no message that no screen shows', () => {
    const source = sources();
    expect(keys.filter((key) => !isNamed(source, key))).toEqual([]);
  });

  it('explain every error: what happened, and what to do', () => {
    for (const code of ERROR_CODES) {
      for (const catalogue of [english, german]) {
        expect(catalogue[`error.${code}`], code).toMatch(/\S/);
        expect(catalogue[`error.${code}.do`], code).toMatch(/[.]$/);
      }
    }
  });

  it('say nothing empty, and use typographic apostrophes that ICU does not read as quotes', () => {
    for (const catalogue of [english, german]) {
      for (const [key, message] of Object.entries(catalogue)) {
        expect(message.trim(), key).toBe(message);
        expect(message, key).toMatch(/\S/);
        expect(message, key).not.toContain("'");
      }
    }
  });

  it('translate what is not a name or a sign', () => {
    const same = keys.filter((key) => english[key] === german[key]);
    expect(same.toSorted()).toEqual([
      'settings.language.de',
      'settings.language.en',
      'settings.passcodes',
      'settings.version',
      'time.minutes',
      'time.seconds',
    ]);
  });
});
