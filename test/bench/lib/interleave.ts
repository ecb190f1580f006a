/**
 * Measures product and floor in turn, block by block, so that whatever else the computer does meets both alike; each goes first in
 * every other pair, so that a computer that becomes slower or faster does so for both. What the first, discarded block of
 * each warms up stays warm.
 */
export async function interleave<P, F>(
  blocks: number,
  product: (isWarmUp: boolean) => Promise<P>,
  floor: (isWarmUp: boolean) => Promise<F>,
): Promise<{ product: P[]; floor: F[] }> {
  await product(true);
  await floor(true);
  const measured: { product: P[]; floor: F[] } = { product: [], floor: [] };
  for (let block = 0; block < blocks; block += 1) {
    const isFloorFirst = block % 2 === 1;
    if (isFloorFirst) measured.floor.push(await floor(false));
    measured.product.push(await product(false));
    if (!isFloorFirst) measured.floor.push(await floor(false));
  }
  return measured;
}
