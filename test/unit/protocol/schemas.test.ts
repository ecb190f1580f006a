import { readdirSync, readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { jsonSchemaOf, type SchemaName, SCHEMAS } from '../../vectors/schemas.ts';
import { SHAPE_CASES } from '../../vectors/shapeCases.ts';

const folder = new URL('../../vectors/schemas/', import.meta.url);
const names = Object.keys(SCHEMAS) as SchemaName[];
const read = (name: SchemaName): AnySchema => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as AnySchema;
const ajv = new Ajv2020({ formats: { ipv4: isIPv4, ipv6: isIPv6 }, strictRequired: false, strictTypes: false });

describe('the JSON Schemas', () => {
  it.each(names)('%s is current: if not, run test/vectors/generate.ts', (name) => {
    expect(read(name)).toEqual(jsonSchemaOf(name));
  });

  it('are all there and no more', () => {
    expect(readdirSync(folder).sort()).toEqual(names.map((name) => `${name}.json`).sort());
  });

  it.each(names)('%s is tried by at least one message', (name) => {
    expect(SHAPE_CASES.some(({ file }) => file === name)).toBe(true);
  });

  it.each(SHAPE_CASES)('judge as the code judges: $name', ({ file, valid, broken }) => {
    const validate = ajv.compile(read(file));
    const spoilt = Object.entries(broken).flatMap(([member, values]) => values.map((value) => ({ ...valid[0], [member]: value })));
    for (const message of [...valid, ...spoilt, null, [], 'x', 5]) {
      const travelled: unknown = JSON.parse(JSON.stringify(message));
      expect(validate(travelled), JSON.stringify(message)).toBe(SCHEMAS[file].safeParse(travelled).success);
    }
  });

  it('know must', () => {
    const validate = ajv.compile(read('mute'));
    const mute = SHAPE_CASES.find(({ file }) => file === 'mute')?.valid[0];
    expect(validate({ ...mute, must: ['until'] })).toBe(true);
    expect(validate({ ...mute, must: 'until' })).toBe(false);
  });
});
