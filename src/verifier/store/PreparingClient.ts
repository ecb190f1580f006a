import { Client } from 'pg';
import { z } from 'zod';
import { StatementNames } from './statementNames.ts';

const names = new StatementNames();
const unnamedSchema = z.looseObject({ text: z.string(), name: z.undefined().optional() });

/** A connection that keeps statements prepared; the driver does so for statements that have a name. */
export class PreparingClient extends Client {
  override readonly query: Client['query'] = (...given: unknown[]) => {
    const [query, ...rest] = given;
    const unnamed = unnamedSchema.safeParse(query);
    const name = unnamed.success ? names.of(unnamed.data.text) : undefined;
    const named = name === undefined ? query : Object.assign({}, query, { name });
    // oxlint-disable-next-line typescript/unbound-method -- bound here, for the overloads cannot be spelt again
    return Reflect.apply(super.query, this, [named, ...rest]);
  };
}
