/**
 * Measures product and floor in turn, block by block, so that whatever else the computer does meets both alike. What the
 * first, discarded block of each warms up stays warm.
 */
export async function interleave<T>(
  blocks: number,
  product: (isWarmUp: boolean) => Promise<T>,
  floor: (isWarmUp: boolean) => Promise<T>,
): Promise<{ product: T[]; floor: T[] }> {
  await product(true);
  await floor(true);
  const measured: { product: T[]; floor: T[] } = { product: [], floor: [] };
  for (let block = 0; block < blocks; block += 1) {
    measured.product.push(await product(false));
    measured.floor.push(await floor(false));
  }
  return measured;
}
