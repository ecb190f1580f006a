import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(4096);
let next = pool.length;

/**
 * Random bytes for an id or a nonce, taken from what was asked of the system's generator for many at once, as Node's
 * `randomUUID` does: asking each time takes longer than to seal what the nonce is for. Not for keys and passwords, which must
 * not have lain in memory before they were needed.
 * @param size 1 to 64
 */
export function drawRandom(size: number): Buffer {
  if (!Number.isInteger(size) || size < 1 || size > 64) throw new RangeError('not a size of an id or a nonce');
  if (next + size > pool.length) {
    randomFillSync(pool);
    next = 0;
  }
  const drawn = Buffer.from(pool.subarray(next, next + size));
  pool.fill(0, next, next + size);
  next += size;
  return drawn;
}
