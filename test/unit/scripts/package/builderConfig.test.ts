import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BuilderConfig, readBuilderConfig } from '../../../../scripts/package/builderConfig.ts';
import { fuseNames } from '../../../../scripts/package/fuses.ts';

/* electron-builder.yml for all three systems against the schema of the installed electron-builder. */

const fromBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const schema = fromBuilder('app-builder-lib/scheme.json') as {
  definitions: { FuseOptionsV1: { properties: Record<string, unknown> } };
};
const fromLibrary = createRequire(fromBuilder.resolve('app-builder-lib'));
const fuses = fromLibrary('@electron/fuses') as { FuseV1Options: Record<string, unknown> };

/** About the signature of macOS, not a fuse. */
const noFuse = 'resetAdHocDarwinSignature';

describe('electron-builder.yml', () => {
  let config: BuilderConfig;
  let isValid: ValidateFunction;

  beforeAll(async () => {
    config = await readBuilderConfig();
    isValid = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  });

  it('is valid by the schema of electron-builder, for all three systems', () => {
    isValid(config);
    expect(isValid.errors).toBeNull();
    expect(config).toMatchObject({
      win: { target: ['nsis', 'msi'] },
      mac: { target: ['dmg', 'pkg'] },
      linux: { target: ['AppImage', 'deb', 'rpm'] },
    });
  });

  it.each(['win', 'nsis', 'msi', 'mac', 'linux', 'deb', 'rpm', 'electronFuses'])('is not valid with a word of its own under %s', (part) => {
    expect(isValid({ ...config, [part]: { ...(config[part] as object), nonsense: true } })).toBe(false);
  });

  it('decides on every fuse that electron-builder can set', () => {
    const settable = Object.keys(schema.definitions.FuseOptionsV1.properties);
    expect(Object.keys(config.electronFuses).toSorted()).toEqual(settable.toSorted());
    expect(settable.filter((name) => name !== noFuse && !fuseNames.some((known) => known === name))).toEqual([]);
  });

  it('knows the fuses in the order of the wire', () => {
    const order = Object.keys(fuses.FuseV1Options).filter((key) => /^\d+$/.test(key));
    expect(order.length).toBeGreaterThan(7);
    for (const index of order) {
      const name = String(fuses.FuseV1Options[index]);
      expect(fuseNames[Number(index)]).toBe(`${name.charAt(0).toLowerCase()}${name.slice(1)}`);
    }
  });

  it('names only files that are there', () => {
    const parts = config as Record<string, Record<string, unknown>>;
    const named = [
      parts['win']?.['icon'],
      parts['mac']?.['icon'],
      parts['mac']?.['entitlements'],
      parts['nsis']?.['include'],
      config['afterExtract'],
    ];
    for (const file of named) expect(existsSync(String(file)), String(file)).toBe(true);
  });
});
