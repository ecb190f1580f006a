/**
 * Stands in the bundle for `ajv` and `ajv-formats`, which `electron-store` needs for schemas only. Settings are checked by zod, so
 * it is given none, and a quarter of the main process's code need not be read at every start.
 */
function refuse(): never {
  throw new Error('Settings are checked by zod; electron-store has no schema here.');
}

export { refuse as Ajv2020, refuse as default };
