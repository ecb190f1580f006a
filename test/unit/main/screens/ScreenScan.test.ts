import { describe, expect, it } from 'vitest';
import type { ScreenPicture } from '../../../../src/bridge/api.ts';
import { IntentError } from '../../../../src/main/errors/IntentError.ts';
import { ScreenScan, type ScreenScanParts } from '../../../../src/main/screens/ScreenScan.ts';
import { expectCode } from '../support/codes.ts';
import { FakeClock } from '../support/FakeClock.ts';

const pictures: ScreenPicture[] = [{ name: 'Built-in', png: new Uint8Array([1]) }];

function bench(parts: Partial<ScreenScanParts> = {}) {
  const clock = new FakeClock();
  const scan = new ScreenScan({
    clock,
    capture: async () => await Promise.resolve(pictures),
    isInFront: () => true,
    isLocked: () => false,
    ...parts,
  });
  return { clock, scan };
}

describe('ScreenScan', () => {
  it('answers with the pictures', async () => {
    expect(await bench().scan.run()).toBe(pictures);
  });

  it('looks once at a time, and not again in the same moment', async () => {
    const captured = Promise.withResolvers<ScreenPicture[]>();
    const { clock, scan } = bench({ capture: async () => await captured.promise });
    const first = scan.run();
    clock.advance(60_000);
    await expectCode(scan.run(), 'screen-busy');
    captured.resolve(pictures);
    await first;
    await expectCode(scan.run(), 'screen-busy');
    clock.advance(999);
    await expectCode(scan.run(), 'screen-busy');
    clock.advance(1);
    expect(await scan.run()).toBe(pictures);
  });

  it('goes on after a failure', async () => {
    let fails = true;
    const { clock, scan } = bench({
      capture: async () => await (fails ? Promise.reject(new IntentError('screen-denied')) : Promise.resolve(pictures)),
    });
    await expectCode(scan.run(), 'screen-denied');
    fails = false;
    clock.advance(1000);
    expect(await scan.run()).toBe(pictures);
  });

  it('does not look for a page behind other windows', async () => {
    let looks = 0;
    const { scan } = bench({
      isInFront: () => false,
      capture: async () => {
        looks += 1;
        return await Promise.resolve(pictures);
      },
    });
    await expectCode(scan.run(), 'screen-busy');
    expect(looks).toBe(0);
  });

  it('hands nothing out when the app was locked meanwhile', async () => {
    let isLocked = false;
    const { scan } = bench({
      isLocked: () => isLocked,
      capture: async () => {
        isLocked = true;
        return await Promise.resolve(pictures);
      },
    });
    await expectCode(scan.run(), 'app-locked');
  });
});
