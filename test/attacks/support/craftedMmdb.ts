/*
 * Databases of places by the MaxMind DB format, as their readers fear them. https://maxmind.github.io/MaxMind-DB/
 */

const text = (value: string): Buffer => Buffer.concat([Buffer.from([0x40 + value.length]), Buffer.from(value)]);
const uint16 = (value: number): Buffer => Buffer.from([0xa2, value >> 8, value & 0xff]);
const array = (size: number): Buffer => Buffer.from([size, 4]);
/** To an offset in the data section below 2,048. */
const pointer = (to: number): Buffer => Buffer.from([0x20 | (to >> 8), to & 0xff]);

/** A database in which every IPv4 address has the value at the start of `data`. */
export function mmdb(data: Buffer): Buffer {
  // One node, whose two records lead to the data section: 16 is the size of the gap before it.
  const tree = Buffer.from([0, 0, 17, 0, 0, 17]);
  const metadata = [text('node_count'), uint16(1), text('record_size'), uint16(24), text('ip_version'), uint16(4)];
  const marker = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')]);
  return Buffer.concat([tree, Buffer.alloc(16), data, marker, Buffer.from([0xe3]), ...metadata]);
}

export const place = (city: string): Buffer => Buffer.concat([Buffer.from([0xe1]), text('city'), text(city)]);

export const crafted: Record<string, Buffer> = {
  nothing: Buffer.alloc(0),
  'no database': Buffer.from('x'.repeat(1000)),
  'an end in the middle': mmdb(place('Berlin')).subarray(0, 60),
  'a value that is itself': mmdb(pointer(0)),
  'a map that holds itself': mmdb(Buffer.concat([Buffer.from([0xe1]), text('city'), pointer(0)])),
  depth: mmdb(Buffer.concat(Array.from({ length: 300_000 }, () => array(1)))),
  'a value that doubles sixty times': mmdb(
    Buffer.concat(Array.from({ length: 60 }, (_, level) => Buffer.concat([array(2), pointer((level + 1) * 6), pointer((level + 1) * 6)]))),
  ),
  'a length beyond the end': mmdb(Buffer.from([0x5f, 0xff, 0xff, 0xff])),
  'an array of millions': mmdb(Buffer.from([0x1f, 4, 0xff, 0xff, 0xff])),
};
