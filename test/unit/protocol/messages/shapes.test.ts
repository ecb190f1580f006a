import { describe, expect, it } from 'vitest';
import { SCHEMAS } from '../../../vectors/schemas.ts';
import { SHAPE_CASES } from '../../../vectors/shapeCases.ts';

describe.each(SHAPE_CASES)('$name', ({ file, valid, broken }) => {
  const schema = SCHEMAS[file];

  it('is accepted, with members of later versions too', () => {
    for (const message of valid) {
      expect(schema.safeParse(message).success).toBe(true);
      expect(schema.safeParse({ ...message, later: { anything: [1] } })).toEqual(schema.safeParse(message));
    }
  });

  it.each(Object.entries(broken).flatMap(([member, values]) => values.map((value) => [member, value] as const)))(
    'is refused with %s = %j',
    (member, value) => {
      expect(schema.safeParse({ ...valid[0], [member]: value }).success).toBe(false);
    },
  );

  it('is refused as anything but an object', () => {
    for (const value of [null, [], 'x', 5, [valid[0]]]) expect(schema.safeParse(value).success).toBe(false);
  });
});
