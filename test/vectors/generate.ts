import { writeFileSync } from 'node:fs';
import { jsonSchemaOf, type SchemaName, SCHEMAS } from './schemas.ts';
import { makeVectors } from './makeVectors.ts';

/*
 *   node test/vectors/generate.ts             writes schemas/, which follow from the code alone
 *   node test/vectors/generate.ts --vectors   writes vectors/ too; signatures and encryption are randomised, so every
 *                                             message changes: only when the protocol does
 */

const write = (path: string, text: string): void => writeFileSync(new URL(path, import.meta.url), `${text}\n`);

/** One vector a line, so that a change shows which. */
const lines = (value: unknown): string =>
  Array.isArray(value) ? `[\n${value.map((one) => JSON.stringify(one)).join(',\n')}\n]` : JSON.stringify(value, undefined, 2);

for (const name of Object.keys(SCHEMAS) as SchemaName[]) write(`schemas/${name}.json`, JSON.stringify(jsonSchemaOf(name), undefined, 2));
if (process.argv.includes('--vectors'))
  for (const [name, value] of Object.entries(await makeVectors())) write(`vectors/${name}.json`, lines(value));
