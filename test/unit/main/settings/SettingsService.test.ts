import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Settings } from '../../../../src/bridge/settings.ts';
import { DEFAULT_SETTINGS, SettingsService, type SettingsStore } from '../../../../src/main/settings/Settings.ts';
import { upgrade } from '../../../../src/main/settings/upgrades.ts';

class Disk implements SettingsStore {
  content: unknown;

  constructor(content?: unknown) {
    this.content = content;
  }

  read(): unknown {
    return this.content;
  }

  write(value: object): void {
    this.content = JSON.parse(JSON.stringify(value));
  }
}

const chosen: Settings = {
  theme: 'dark',
  language: 'de',
  startAtLogin: true,
  notifications: false,
  clearClipboardSeconds: 10,
  hideCodes: true,
  activityRetention: '90-days',
  protection: { lock: '5', systemVerification: false, verifyApprovals: true },
};
const load = (content: unknown): SettingsService => new SettingsService(new Disk(content), () => {});

describe('SettingsService', () => {
  it('starts with the defaults, and keeps what the person chose', () => {
    const disk = new Disk();
    const told: Settings[] = [];
    const settings = new SettingsService(disk, (changed) => told.push(changed));
    expect(settings.current()).toEqual(DEFAULT_SETTINGS);
    settings.change({ theme: 'dark', hideCodes: true });
    const expected = { ...DEFAULT_SETTINGS, theme: 'dark', hideCodes: true };
    expect(told).toEqual([expected]);
    expect(new SettingsService(disk, () => {}).current()).toEqual(expected);
  });

  it.each(Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[])('falls back for a damaged %s alone', (name) => {
    for (const rubbish of [null, 'rubbish', -1, {}, []]) {
      expect(load({ version: 1, settings: { ...chosen, [name]: rubbish }, accountNames: [] }).current()).toEqual({
        ...chosen,
        [name]: DEFAULT_SETTINGS[name],
      });
    }
    const { [name]: _, ...missing } = chosen;
    expect(load({ version: 1, settings: missing, accountNames: [] }).current()).toEqual({ ...chosen, [name]: DEFAULT_SETTINGS[name] });
  });

  it('takes any file whatever without failing', () => {
    fc.assert(
      fc.property(fc.anything(), (content) => {
        expect(load(content).current()).toEqual(DEFAULT_SETTINGS);
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(chosen), '__proto__', 'other'), fc.anything()), (settings) => {
        expect(Object.keys(load({ version: 1, settings }).current()).toSorted()).toEqual(Object.keys(chosen).toSorted());
      }),
    );
  });

  it('does not guess at a file of a later version', () => {
    expect(load({ version: 2, settings: chosen, accountNames: [{ organisation: 'O', subscriber: 'S' }] }).current()).toEqual(
      DEFAULT_SETTINGS,
    );
  });

  it('leaves the file of a later app as it is, and still does what the person chooses now', () => {
    const later = { version: 2, settings: { theme: 'dark' }, invented: 'later' };
    const disk = new Disk(later);
    const settings = new SettingsService(disk, () => {});
    settings.change({ theme: 'light' });
    settings.rememberAccountNames([{ organisation: 'O', subscriber: 'S' }]);
    expect(settings.current().theme).toBe('light');
    expect(disk.read()).toEqual(later);
  });

  it('lets no page unset a setting', () => {
    const settings = load({ version: 1, settings: chosen });
    settings.change({ theme: undefined, hideCodes: false });
    expect(settings.current()).toEqual({ ...chosen, hideCodes: false });
  });

  it('remembers the names of accounts, and drops them as a whole when they are damaged', () => {
    const names = [{ organisation: 'Example AG', subscriber: 'Anna Weber' }];
    const disk = new Disk({ version: 1, settings: chosen });
    new SettingsService(disk, () => {}).rememberAccountNames(names);
    const again = new SettingsService(disk, () => {});
    expect(again.accountNames()).toEqual(names);
    expect(again.current()).toEqual(chosen);
    expect(load({ version: 1, settings: chosen, accountNames: [{ organisation: 1 }] }).accountNames()).toEqual([]);
  });
});

describe('upgrade', () => {
  const steps = {
    1: (file: { version: number }) => ({ ...file, version: 2, one: true }),
    2: (file: { version: number }) => ({ ...file, version: 3, two: true }),
  };

  it('walks every step from the file’s version to the current one', () => {
    expect(upgrade({ version: 1 }, steps, 3)).toEqual({ version: 3, one: true, two: true });
    expect(upgrade({ version: 2 }, steps, 3)).toEqual({ version: 3, two: true });
    expect(upgrade({ version: 3, kept: 1 }, steps, 3)).toEqual({ version: 3, kept: 1 });
  });

  it('gives up where a step is missing, the version is later, or there is none', () => {
    expect(upgrade({ version: 1 }, { 2: steps[2] }, 3)).toBeUndefined();
    for (const found of [{ version: 4 }, { version: 0 }, { version: 1.5 }, { version: '1' }, {}, [], null, undefined, 'text'])
      expect(upgrade(found, steps, 3)).toBeUndefined();
  });
});
