import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../../src/main/time/Clock.ts';
import { MOST_FAILURES, Pin } from '../../../../src/main/verification/pin/Pin.ts';
import type { Vault } from '../../../../src/main/vault/Vault.ts';
import { expectCode } from '../support/codes.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { type Disk, freshDisk, vaultOn } from '../support/folders.ts';

const GOOD = '271828';

async function bench(): Promise<{ pin: Pin; clock: FakeClock; disk: Disk; again: (clock?: Clock) => Promise<Pin> }> {
  const [disk, clock] = [await freshDisk(), new FakeClock()];
  const again = async (with_: Clock = clock): Promise<Pin> => {
    const pin = new Pin(await vaultOn(disk), with_, () => {});
    await pin.load();
    return pin;
  };
  const pin = await again();
  return { pin, clock, disk, again };
}

const wrong = async (pin: Pin, code = 'pin-wrong'): Promise<void> => await expectCode(pin.check('314159'), code);

describe('Pin', () => {
  it('is not there at first, and is known again after a restart', async () => {
    const { pin, again } = await bench();
    expect(pin.view()).toEqual({ state: 'none' });
    await expectCode(pin.check(GOOD), 'pin-unset');
    await pin.set(GOOD, undefined);
    const later = await again();
    expect(later.view()).toEqual({ state: 'set' });
    await later.check(GOOD);
    await wrong(later);
  });

  it('takes the same text for the same PIN however the keyboard spells it', async () => {
    const { pin } = await bench();
    await pin.set('Ångström 5', undefined);
    await pin.check('A\u030angstro\u0308m 5');
  });

  it('stands on the disk neither as it is nor as a hash that could be guessed at', async () => {
    const { pin, disk } = await bench();
    await pin.set(GOOD, undefined);
    const { allBytes } = await import('../../../harness/app/profileContents.ts');
    const bytes = allBytes(disk.folder);
    expect(bytes).toContain('eyJ');
    expect(bytes).not.toContain(GOOD);
    expect(bytes).not.toContain('argon2');
  });

  it('is changed and removed only by who knows it', async () => {
    const { pin, again } = await bench();
    await pin.set(GOOD, undefined);
    await expectCode(pin.set('802317', undefined), 'pin-required');
    await expectCode(pin.set('802317', '314159'), 'pin-wrong');
    await expectCode(pin.remove('314159'), 'pin-wrong');
    await expectCode(pin.set('123456', GOOD), 'pin-weak');
    await pin.set('802317', GOOD);
    await expectCode(pin.check(GOOD), 'pin-wrong');
    await pin.remove('802317');
    expect((await again()).view()).toEqual({ state: 'none' });
  });

  it('lets four wrong ones pass, then makes wait, longer each time, and stops after ten', async () => {
    const { pin, clock } = await bench();
    await pin.set(GOOD, undefined);
    for (let count = 0; count < 5; count += 1) await wrong(pin);
    const waits: number[] = [];
    for (let count = 5; count < MOST_FAILURES; count += 1) {
      const { waitMs = 0 } = pin.view() as { waitMs?: number };
      waits.push(waitMs / 1000);
      clock.advance(waitMs - 1);
      await expectCode(pin.check(GOOD), 'pin-throttled');
      clock.advance(1);
      await wrong(pin, count + 1 === MOST_FAILURES ? 'pin-blocked' : 'pin-wrong');
    }
    expect(waits).toEqual([30, 60, 300, 900, 3600]);
    expect(pin.view()).toEqual({ state: 'blocked' });
    clock.advance(1e9);
    await expectCode(pin.check(GOOD), 'pin-blocked');
  });

  it('forgets wrong ones with the right one', async () => {
    const { pin } = await bench();
    await pin.set(GOOD, undefined);
    for (let round = 0; round < 4; round += 1) {
      for (let count = 0; count < 4; count += 1) await wrong(pin);
      await pin.check(GOOD);
    }
  });

  it('keeps the count over restarts, and begins the wait anew with each', async () => {
    const { pin, clock, again } = await bench();
    await pin.set(GOOD, undefined);
    for (let count = 0; count < 5; count += 1) await wrong(pin);
    clock.advance(29_000);
    const later = await again();
    expect(later.view()).toEqual({ state: 'set', waitMs: 30_000 });
    await expectCode(later.check(GOOD), 'pin-throttled');
  });

  it('has counted a try before it looks at it, so that a kill in between is no free one', async () => {
    const { pin, again, disk, clock } = await bench();
    await pin.set(GOOD, undefined);
    const vault = await vaultOn(disk);
    for (let kill = 0; kill < MOST_FAILURES; kill += 1) {
      let puts = 0;
      // The process dies with the first write of the check: nothing after it happens.
      const dying = {
        ...bound(vault),
        put: async (record: Parameters<Vault['put']>[0]) => {
          await vault.put(record);
          puts += 1;
          throw new Error('killed');
        },
      };
      const killed = new Pin(dying, clock, () => {});
      await killed.load();
      clock.advance(3_600_000);
      await expect(killed.check(GOOD)).rejects.toThrow('killed');
      expect(puts).toBe(1);
    }
    await expectCode((await again()).check(GOOD), 'pin-blocked');
  });

  it('answers many tries at once one after the other, and each counts', async () => {
    const { pin } = await bench();
    await pin.set(GOOD, undefined);
    const guesses = Array.from({ length: 50 }, (_, index) => `31415${index}`);
    const codes = await Promise.all(
      guesses.map(
        async (guess) =>
          await pin.check(guess).then(
            () => 'right',
            (error: { code: string }) => error.code,
          ),
      ),
    );
    expect(codes.filter((code) => code === 'pin-wrong')).toHaveLength(5);
    expect(codes.filter((code) => code === 'pin-throttled')).toHaveLength(45);
  });

  it('fails closed when its record is damaged', async () => {
    const { pin, disk, again } = await bench();
    await pin.set(GOOD, undefined);
    await (await vaultOn(disk)).put({ recordId: 'pin', type: 'pin', format: 1, value: { hash: 'x' } });
    await expectCode(again(), 'vault-corrupt');
  });
});

function bound(vault: Vault): Vault {
  return {
    isOpen: true,
    open: async () => await vault.open(),
    lock: () => vault.lock(),
    put: async (record) => await vault.put(record),
    get: async (id, type) => await vault.get(id, type),
    list: async (type) => await vault.list(type),
    listAll: async (type) => await vault.listAll(type),
    delete: async (id) => await vault.delete(id),
    seal: (type, id, text) => vault.seal(type, id, text),
    unseal: async (type, id, jwe) => await vault.unseal(type, id, jwe),
  };
}
