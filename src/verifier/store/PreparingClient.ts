import { Client } from 'pg';
import { StatementNames } from './statementNames.ts';

const names = new StatementNames();

/** A connection that keeps statements prepared; the driver does so for statements that have a name. */
export class PreparingClient extends Client {
  override readonly query: Client['query'] = (...given: unknown[]) => {
    const [query, ...rest] = given;
    const name = isUnnamed(query) ? names.of(query.text) : undefined;
    const named = name === undefined ? query : Object.assign({}, query, { name });
    // oxlint-disable-next-line typescript/unbound-method -- bound here, for the overloads cannot be spelt again
    return Reflect.apply(super.query, this, [named, ...rest]);
  };
}

function isUnnamed(query: unknown): query is { text: string } {
  return (
    typeof query === 'object' &&
    query !== null &&
    'text' in query &&
    typeof query.text === 'string' &&
    !('name' in query && query.name !== undefined)
  );
}
