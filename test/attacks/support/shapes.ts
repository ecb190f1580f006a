import fc from 'fast-check';

/** Names that the channels know, and names that JavaScript itself knows. */
const names = fc.constantFrom(
  'id',
  'link',
  'key',
  'signInName',
  'decision',
  'number',
  'theme',
  'language',
  'startAtLogin',
  'clearClipboardSeconds',
  'hideCodes',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'then',
  'toJSON',
  'length',
  'ok',
  'value',
);

/** Values that are right somewhere, or nearly. */
const values = fc.constantFrom<unknown>(
  '',
  'x',
  'approve',
  'deny',
  'dark',
  'en',
  '123456',
  'deskfob://pair',
  '../../etc/passwd',
  '__proto__',
  'x'.repeat(161),
  0,
  -1,
  30,
  1e308,
  true,
  false,
  null,
  [],
  {},
  { polluted: true },
  { id: { id: 'x' } },
  [['id', 'x']],
);

const nearly = fc.dictionary(names, fc.oneof(values, fc.jsonValue()), { maxKeys: 6, noNullPrototype: true });

/** Shapes that a page may send instead of what belongs there: any JSON, and what nearly fits. */
export function shapes(count: number): unknown[] {
  return fc.sample(fc.oneof(nearly, fc.jsonValue(), values), count);
}
