import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFixture } from './fixtureApp.ts';
import type { FixtureApp } from './fixtureApp.ts';

interface Bridge {
  echo(value: unknown): Promise<unknown>;
  fail(): Promise<never>;
  failHere(): never;
  ping(number: number): void;
  onPong(listener: (number: number) => void): () => void;
  nested: { list: [number, { deep: boolean }] };
}
type BridgeWindow = Window & typeof globalThis & { fixture: Bridge; heard: number[]; stop: () => void };

describe('the preload and its bridge', () => {
  let fixture: FixtureApp;
  beforeAll(async () => {
    fixture = await startFixture();
  });
  afterAll(async () => {
    await fixture.stop();
  });

  it('carries structured values to the main process and back', async () => {
    const back = await fixture.page.evaluate(async () => {
      const { fixture: bridge } = window as BridgeWindow;
      const loop: Record<string, unknown> = { name: 'loop' };
      loop['self'] = loop;
      const sent = {
        date: new Date(1_700_000_000_000),
        map: new Map<unknown, unknown>([
          ['a', 1],
          [2, new Set(['x'])],
        ]),
        bytes: new Uint8Array([0, 127, 255]),
        words: new Uint16Array([1, 65_535]),
        buffer: new Uint8Array([9, 8]).buffer,
        big: 2n ** 70n,
        odd: [undefined, null, Number.NaN, -0, Infinity],
        text: 'größe \u{1F510}',
        error: new TypeError('sent'),
        loop,
      };
      const got = (await bridge.echo(sent)) as typeof sent;
      return {
        date: got.date instanceof Date && got.date.getTime(),
        map: got.map instanceof Map && got.map.get('a'),
        set: (got.map.get(2) as Set<string>).has('x'),
        bytes: got.bytes instanceof Uint8Array && [...got.bytes],
        words: got.words instanceof Uint16Array && [...got.words],
        buffer: got.buffer instanceof ArrayBuffer && got.buffer.byteLength,
        big: got.big === 2n ** 70n,
        odd: got.odd.map((item) => (Object.is(item, -0) ? '-0' : String(item))),
        text: got.text,
        error: got.error instanceof Error && got.error.message,
        loop: got.loop['self'] === got.loop,
      };
    });
    expect(back).toEqual({
      date: 1_700_000_000_000,
      map: 1,
      set: true,
      bytes: [0, 127, 255],
      words: [1, 65_535],
      buffer: 2,
      big: true,
      odd: ['undefined', 'null', 'NaN', '-0', 'Infinity'],
      text: 'größe \u{1F510}',
      error: 'sent',
      loop: true,
    });
  });

  it('names the frame that called by its own scheme', async () => {
    await fixture.page.evaluate(() => (window as BridgeWindow).fixture.echo(1));
    const seen = await fixture.app.evaluate(() => {
      const { sameFrame, frame } = globalThis as unknown as { sameFrame: boolean; frame: object };
      return { sameFrame, frame };
    });
    expect(seen).toEqual({ sameFrame: true, frame: { url: 'app://fixture/index.html', origin: 'app://fixture', parent: null } });
  });

  it('carries errors both ways as Electron words them', async () => {
    const messages = await fixture.page.evaluate(async () => {
      const { fixture: bridge } = window as BridgeWindow;
      const texts: string[] = [];
      await bridge.fail().catch((error: unknown) => texts.push(String(error), String(error instanceof Error)));
      try {
        bridge.failHere();
      } catch (error) {
        texts.push(String(error), String(error instanceof Error));
      }
      await bridge.echo(() => 1).catch((error: unknown) => texts.push(String(error)));
      return texts;
    });
    expect(messages).toEqual([
      "Error: Error invoking remote method 'fixture:fail': RangeError: too far",
      'true',
      'TypeError: not like this',
      'true',
      'Error: An object could not be cloned.',
    ]);
  });

  it('calls a listener until it is unsubscribed', async () => {
    const { page } = fixture;
    await page.evaluate(() => {
      const own = window as BridgeWindow;
      own.heard = [];
      own.stop = own.fixture.onPong((number) => own.heard.push(number));
      own.fixture.ping(1);
    });
    await page.waitForFunction(() => (window as BridgeWindow).heard.length === 1);
    await page.evaluate(async () => {
      const own = window as BridgeWindow;
      own.stop();
      own.fixture.ping(5);
      await own.fixture.echo('after the ping');
    });
    expect(await page.evaluate(() => (window as BridgeWindow).heard)).toEqual([2]);
  });

  it('keeps the preload in a world of its own and the bridge frozen', async () => {
    const seen = await fixture.page.evaluate(() => {
      const own = window as unknown as Record<string, unknown> & BridgeWindow;
      return {
        secret: typeof own['preloadSecret'],
        require: typeof own['require'],
        process: typeof own['process'],
        frozen: Object.isFrozen(own.fixture) && Object.isFrozen(own.fixture.nested.list),
        replaceable: Reflect.set(own, 'fixture', 1),
      };
    });
    expect(seen).toEqual({ secret: 'undefined', require: 'undefined', process: 'undefined', frozen: true, replaceable: false });
  });

  it('works again in every document after a reload', async () => {
    const { page } = fixture;
    for (let round = 0; round < 10; round += 1) {
      await page.reload();
      const echoed = await page.evaluate(async () => {
        const { fixture: bridge } = window as BridgeWindow;
        return await Promise.all(Array.from({ length: 20 }, (_, index) => bridge.echo(index)));
      });
      expect(echoed).toEqual(Array.from({ length: 20 }, (_, index) => index));
    }
  });
});
