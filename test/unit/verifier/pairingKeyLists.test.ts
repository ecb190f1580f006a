import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CliError } from '../../../src/verifier/cli/CliError.ts';
import { keyTableRow } from '../../../src/verifier/cli/keyTable.ts';
import { MOST_NAMES, parseNames, readNames } from '../../../src/verifier/cli/readNames.ts';
import { Lanes } from '../../../src/verifier/pairings/Lanes.ts';
import { type PairingKeyLine, PairingKeyLists } from '../../../src/verifier/pairings/PairingKeyLists.ts';
import type { IssuedPairingKey } from '../../../src/verifier/pairings/PairingKeys.ts';
import { VerifierError } from '../../../src/verifier/VerifierError.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('lanes', () => {
  it('never do more at once than they are, over all lists, and keep the order of each list', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }), { maxLength: 4 }),
        async (most, lists) => {
          const lanes = new Lanes(most);
          let busy = 0;
          let busiest = 0;
          const work = async (ticks: number): Promise<number> => {
            busy += 1;
            busiest = Math.max(busiest, busy);
            for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
            busy -= 1;
            return ticks;
          };
          expect(await Promise.all(lists.map(async (list) => await lanes.map(list, work)))).toEqual(lists);
          expect(busiest).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are all used', async () => {
    let busiest = 0;
    let busy = 0;
    await new Lanes(3).map(numbers(9), async () => {
      busiest = Math.max(busiest, (busy += 1));
      await delay(1);
      busy -= 1;
    });
    expect(busiest).toBe(3);
  });

  it('let a short list through before the end of a long one', async () => {
    const lanes = new Lanes(2);
    const done: string[] = [];
    const work = async (name: string): Promise<void> => {
      await delay(1);
      done.push(name);
    };
    const long = lanes.map(
      numbers(40).map(() => 'long'),
      work,
    );
    await lanes.map(['short', 'short'], work);
    expect(done.length).toBeLessThan(10);
    await long;
    expect(done).toHaveLength(42);
  });

  it('begin nothing after a failure, and are free again', async () => {
    const lanes = new Lanes(2);
    const begun: number[] = [];
    const failing = lanes.map(numbers(50), async (index) => {
      begun.push(index);
      await delay(1);
      if (index === 3) throw new Error('disk full');
    });
    await expect(failing).rejects.toThrow('disk full');
    await delay(20);
    expect(begun.length).toBeLessThan(7);
    expect(await lanes.map(numbers(5), async (index) => await Promise.resolve(index))).toEqual(numbers(5));
  });
});

describe('pairing keys for a list', () => {
  const issued = (name: string): IssuedPairingKey => ({
    id: `id-${name}`,
    link: `deskfob://pair?${name}`,
    typedKey: 'K7QF-9M2X-4T8W',
    signInName: `${name}@x`,
    expiresAt: 600,
    jkt: 'x',
  });
  const never = new AbortController().signal;

  it('fail as a whole when what fails is no fault of a line', async () => {
    const lists = new PairingKeyLists({ issue: async () => await Promise.reject(new VerifierError('unavailable', 'x')) });
    await expect(lists.issue('client', { subscribers: ['anna'], confirm: true }, never)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('are made for four lists at once; a fifth may come again later', async () => {
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const lists = new PairingKeyLists({
      issue: async (_client, name) => {
        await gate;
        return issued(name);
      },
    });
    const four = numbers(4).map(async () => await lists.issue('client', { subscribers: ['anna'], confirm: true }, never));
    await expect(lists.issue('client', { subscribers: ['anna'], confirm: true }, never)).rejects.toMatchObject({
      code: 'throttled',
      retryAfterSeconds: 10,
    });
    open();
    expect(await Promise.all(four)).toHaveLength(4);
    expect(await lists.issue('client', { subscribers: ['anna'], confirm: true }, never)).toHaveLength(1);
  });

  it('are made no longer once nobody waits for them', async () => {
    const gone = new AbortController();
    let made = 0;
    const lists = new PairingKeyLists({
      issue: async (_client, name) => {
        made += 1;
        if (made === 10) gone.abort();
        return await Promise.resolve(issued(name));
      },
    });
    const names = numbers(100).map((index) => `test${index}`);
    await expect(lists.issue('client', { subscribers: names, confirm: true }, gone.signal)).rejects.toMatchObject({ code: 'unavailable' });
    expect(made).toBeLessThan(13);
  });
});

describe('a list of names', () => {
  it.each([
    ['one a line', 'anna\nbert\n', ['anna', 'bert']],
    ['of Windows, with a byte order mark, blank lines and blanks', '\uFEFFanna\r\n\r\n  bert \r\n   \r\n', ['anna', 'bert']],
    ['without an end of line', 'anna', ['anna']],
    ['with a name twice', 'anna\nanna', ['anna', 'anna']],
    ['with lines that are no names', 'anna\nAnna Weber\nbert, the second\n"', ['anna', 'Anna Weber', 'bert, the second', '"']],
    ['a table of one column', 'subscriber\nanna\nsubscriber\n', ['anna', 'subscriber']],
    ['a table', 'team,subscriber,note\nIT,anna,"likes, commas\nand lines"\nHR,bert,\n', ['anna', 'bert']],
    ['a table with semicolons, of a spreadsheet', '\uFEFFTeam;Subscriber\r\n"IT; help";"anna"\r\n;\r\n\r\nHR;bert\r\n', ['anna', 'bert']],
    ['a table with tabs', 'subscriber\tteam\nanna\tIT\n', ['anna']],
    ['a table with rows that are cut or too long', 'team,subscriber\nIT\nIT,anna,more,and more\n', ['', 'anna']],
    ['a table whose columns are called like parts of an object', '__proto__,subscriber,constructor\nx,anna,y\n', ['anna']],
  ])('is read: %s', (_what, text, names) => {
    expect(parseNames(text)).toEqual(names);
  });

  it.each([
    ['nothing', '', 'no name'],
    ['blank lines', '\r\n \n', 'no name'],
    ['a table without rows', 'subscriber,team\n', 'no name'],
    ['a table without the column', 'name,team\nanna,IT\n', 'no column'],
    ['a table with the column twice', 'subscriber,Subscriber\nanna,bert\n', 'two columns'],
    ['a quote that does not close', 'subscriber,team\nanna,"hunter2\n', 'cannot be read'],
    ['UTF-16', Buffer.from('anna\n', 'utf16le').toString('utf8'), 'UTF-8'],
    ['Latin 1', Buffer.from([0x6a, 0xf6, 0x72, 0x67]).toString('utf8'), 'UTF-8'],
    ['too many lines', 'anna\n'.repeat(MOST_NAMES + 1), 'more than 10000'],
    ['too many rows', `subscriber\n${'anna\n'.repeat(MOST_NAMES + 1)}`, 'more than 10000'],
  ])('is refused, without repeating it: %s', (_what, text, message) => {
    const read = (): string[] => parseNames(text);
    expect(read).toThrow(CliError);
    expect(read).toThrow(message);
    expect(read).not.toThrow('hunter2');
  });

  it('may have 10,000 names', () => {
    expect(parseNames('anna\n'.repeat(MOST_NAMES))).toHaveLength(MOST_NAMES);
    expect(parseNames(`subscriber,x\n${'anna,\n'.repeat(MOST_NAMES)}`)).toHaveLength(MOST_NAMES);
  });

  it('whatever it holds, is read or refused', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.constantFrom('subscriber', 'anna', ',', ';', '\t', '"', '\n', '\r\n', ' ', '\uFEFF'), { maxLength: 40 })
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (content) => {
        try {
          return parseNames(content).length > 0;
        } catch (error) {
          return error instanceof CliError;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('comes in by a stream in any pieces, up to 4 MiB', async () => {
    const bytes = Buffer.from('jörg\nanna\n');
    expect(await readNames('-', Readable.from(Array.from(bytes, (byte) => Buffer.from([byte]))))).toEqual(['jörg', 'anna']);
    const endless = function* (): Generator<Buffer> {
      for (;;) yield Buffer.alloc(65_536, 0x61);
    };
    await expect(readNames(undefined, Readable.from(endless()))).rejects.toThrow('longer than 4 MiB');
  });

  it('is told missing when its file is', async () => {
    await expect(readNames('/nowhere/names.txt', Readable.from([]))).rejects.toThrow('cannot be read (ENOENT)');
    await expect(readNames(import.meta.dirname, Readable.from([]))).rejects.toThrow('no plain file');
  });
});

describe('a row of the table of keys', () => {
  const refused = (subscriber: string): PairingKeyLine => ({ subscriber, error: 'malformed' });

  it('has the link, the key and until when they are good, or the error', () => {
    const link = `deskfob://pair?${'x'.repeat(200)}`;
    const line = { subscriber: 'anna', link, key: 'K7QF-9M2X-4T8W', id: 'a', expiresAt: 1_700_000_600 };
    expect(keyTableRow(line)).toBe(`anna,${link},K7QF-9M2X-4T8W,2023-11-14T22:23:20Z,`);
    expect(keyTableRow({ subscriber: 'bert', error: 'not-found' })).toBe('bert,,,,not-found');
  });

  it('repeats what is no name as text on one line', () => {
    expect(keyTableRow(refused('Weber, "Anna"'))).toBe('"Weber, ""Anna""",,,,malformed');
    expect(keyTableRow(refused('=cmd|x'))).toBe("'=cmd|x,,,,malformed");
    expect(keyTableRow(refused('\u001B[2Janna\nbert\u202E\u2028'))).toBe('\uFFFD[2Janna\uFFFDbert\uFFFD\uFFFD,,,,malformed');
    expect(keyTableRow(refused('😀'.repeat(10_000)))).toBe(`${'😀'.repeat(64)}…,,,,malformed`);
  });
});
