import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'uqr';

/** Grey values, row by row. */
export interface Grey {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** Codes beside each other, black on white, with room around them. */
export function picture(texts: readonly string[], { dot = 6, width: least = 0, height: leastHeight = 0 } = {}): Grey {
  const codes = texts.map((text) => encode(text, { border: 4 }));
  const width = Math.max(
    least,
    codes.reduce((sum, { size }) => sum + size * dot, 0),
  );
  const height = Math.max(leastHeight, ...codes.map(({ size }) => size * dot), dot);
  const pixels = new Uint8Array(width * height).fill(255);
  let start = Math.floor((width - codes.reduce((sum, { size }) => sum + size * dot, 0)) / 2);
  for (const { data, size } of codes) {
    const top = Math.floor((height - size * dot) / 2);
    for (let y = 0; y < size * dot; y += 1)
      for (let x = 0; x < size * dot; x += 1)
        if (data[Math.floor(y / dot)]?.[Math.floor(x / dot)] === true) pixels[(top + y) * width + start + x] = 0;
    start += size * dot;
  }
  return { width, height, pixels };
}

function pngChunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

export function png(grey: Grey): Buffer {
  return pngFile(grey, [], []);
}

/** A PNG that moves: two pictures, the first of which is also what is shown by whoever knows of none. */
export function animated(first: Grey, second: Grey): Buffer {
  const width = Math.min(first.width, second.width);
  const height = Math.min(first.height, second.height);
  const frame = (number: number, size: Pick<Grey, 'width' | 'height'>): Buffer =>
    words(number, size.width, size.height, 0, 0, 0x0001_000a, 0).subarray(0, 26);
  return pngFile(
    first,
    [pngChunk('acTL', words(2, 0)), pngChunk('fcTL', frame(0, first))],
    [pngChunk('fcTL', frame(1, { width, height })), pngChunk('fdAT', Buffer.concat([words(2), rowsOf(cut(second, width, height))]))],
  );
}

function cut({ width, pixels }: Grey, newWidth: number, newHeight: number): Grey {
  const rows = Array.from({ length: newHeight }, (_, y) => [...pixels.subarray(y * width, y * width + newWidth)]);
  return { width: newWidth, height: newHeight, pixels: Uint8Array.from(rows.flat()) };
}

function words(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, index) => bytes.writeUInt32BE(number, index * 4));
  return bytes;
}

/** Compressed, each behind a byte that says that it is as it is. */
function rowsOf({ width, height, pixels }: Grey): Buffer {
  const rows = Buffer.alloc(pixels.length === 0 ? 0 : (width + 1) * height);
  for (let y = 0; y < height && rows.length > 0; y += 1) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return deflateSync(rows);
}

/** @param before chunks before the pixels, and after them */
function pngFile(grey: Grey, before: readonly Buffer[], after: readonly Buffer[]): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(grey.width, 0);
  header.writeUInt32BE(grey.height, 4);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...before,
    pngChunk('IDAT', rowsOf(grey)),
    ...after,
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A film for Chromium's fake camera: the same frame over and over, without colour. */
export function y4m({ width, height, pixels }: Grey): Buffer {
  const colours = Buffer.alloc((width / 2) * (height / 2) * 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), pixels, colours]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420\n`), frame, frame, frame]);
}
