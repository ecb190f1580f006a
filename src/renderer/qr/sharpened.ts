/** In pixels to each side. */
export interface Band {
  /** What is finer than this is noise or a screen's grid. */
  readonly fine: number;
  /** What is coarser than this is a shadow. */
  readonly coarse: number;
}

/** How much more is made of what lies between. */
const GAIN = 3;

/** The picture in grey, with less of what is finer than a code's dots and more of what has their size. */
export function sharpened({ data, width, height }: ImageData, { fine, coarse }: Band): ImageData {
  const grey = new Float32Array(width * height);
  for (let place = 0; place < grey.length; place += 1)
    grey[place] = 0.299 * (data[place * 4] ?? 0) + 0.587 * (data[place * 4 + 1] ?? 0) + 0.114 * (data[place * 4 + 2] ?? 0);
  const smooth = averaged(grey, width, height, fine);
  const shadow = averaged(averaged(smooth, width, height, coarse), width, height, coarse);
  const sharp = new ImageData(width, height);
  for (let place = 0; place < grey.length; place += 1) {
    const value = smooth[place] ?? 0;
    const level = value + GAIN * (value - (shadow[place] ?? 0));
    sharp.data[place * 4] = level;
    sharp.data[place * 4 + 1] = level;
    sharp.data[place * 4 + 2] = level;
    sharp.data[place * 4 + 3] = 255;
  }
  return sharp;
}

/** Each value becomes the average of a square around it; beyond the edge, the edge goes on. */
function averaged(values: Float32Array, width: number, height: number, reach: number): Float32Array {
  return averagedDown(averagedAcross(values, width, height, reach), width, height, reach);
}

/** A sum that runs along the row, so that a wide square costs no more than a small one. */
function averagedAcross(values: Float32Array, width: number, height: number, reach: number): Float32Array {
  const averages = new Float32Array(values.length);
  const share = 1 / (2 * reach + 1);
  for (let row = 0; row < height * width; row += width) {
    const last = row + width - 1;
    let sum = 0;
    for (let place = row - reach; place <= row + reach; place += 1) sum += values[Math.min(last, Math.max(row, place))] ?? 0;
    for (let place = row; place <= last; place += 1) {
      averages[place] = sum * share;
      sum += (values[Math.min(last, place + reach + 1)] ?? 0) - (values[Math.max(row, place - reach)] ?? 0);
    }
  }
  return averages;
}

/** The same for columns, all of them at once: one after the other would jump through memory. */
function averagedDown(values: Float32Array, width: number, height: number, reach: number): Float32Array {
  const averages = new Float32Array(values.length);
  const share = 1 / (2 * reach + 1);
  const sums = new Float64Array(width);
  const rowAt = (y: number): number => Math.min(height - 1, Math.max(0, y)) * width;
  for (let y = -reach; y <= reach; y += 1) for (let x = 0; x < width; x += 1) sums[x] = (sums[x] ?? 0) + (values[rowAt(y) + x] ?? 0);
  for (let y = 0; y < height; y += 1) {
    const [row, next, past] = [y * width, rowAt(y + reach + 1), rowAt(y - reach)];
    for (let x = 0; x < width; x += 1) {
      const sum = sums[x] ?? 0;
      averages[row + x] = sum * share;
      sums[x] = sum + (values[next + x] ?? 0) - (values[past + x] ?? 0);
    }
  }
  return averages;
}
