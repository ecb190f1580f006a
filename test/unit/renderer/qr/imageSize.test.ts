import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { imageSize } from '../../../../src/renderer/qr/imageSize.ts';

const latin = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const uint16 = (value: number): number[] => [value >> 8, value & 0xff];
const uint32 = (value: number): number[] => [value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
const uint24LittleEndian = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff, value >> 16];

const png = (width: number, height: number): Uint8Array =>
  Uint8Array.from([0x89, ...latin('PNG\r\n\u001a\n'), ...uint32(13), ...latin('IHDR'), ...uint32(width), ...uint32(height), 8, 2, 0, 0, 0]);

const segment = (marker: number, content: readonly number[]): number[] => [0xff, marker, ...uint16(content.length + 2), ...content];
const frame = (width: number, height: number, marker = 0xc0): number[] =>
  segment(marker, [8, ...uint16(height), ...uint16(width), 1, 1, 0x11, 0]);
const jpeg = (...parts: readonly (readonly number[])[]): Uint8Array => Uint8Array.from([0xff, 0xd8, ...parts.flat()]);

const webp = (type: string, content: readonly number[]): Uint8Array => {
  const padded = [...content, ...Array.from({ length: 10 }, () => 0)].slice(0, Math.max(10, content.length));
  return Uint8Array.from([...latin('RIFF'), 100, 0, 0, 0, ...latin('WEBP'), ...latin(type), padded.length, 0, 0, 0, ...padded]);
};
const lossy = (width: number, height: number): Uint8Array =>
  webp('VP8 ', [0x10, 0, 0, 0x9d, 0x01, 0x2a, width & 0xff, width >> 8, height & 0xff, height >> 8]);
const lossless = (width: number, height: number): Uint8Array => {
  const packed = ((width - 1) | ((height - 1) << 14)) >>> 0;
  return webp('VP8L', [0x2f, ...uint32(packed).toReversed()]);
};
const extended = (width: number, height: number): Uint8Array =>
  webp('VP8X', [0, 0, 0, 0, ...uint24LittleEndian(width - 1), ...uint24LittleEndian(height - 1)]);

const huge = { width: 30_000, height: 30_000 };

describe('the size of a picture is known before it is decoded', () => {
  it.each([
    ['a PNG', png(640, 480), { width: 640, height: 480 }],
    ['an absurd PNG', png(30_000, 30_000), huge],
    ['the largest PNG', png(0xffffffff, 0xffffffff), { width: 0xffffffff, height: 0xffffffff }],
    ['a JPEG', jpeg(frame(640, 480)), { width: 640, height: 480 }],
    ['a progressive JPEG', jpeg(frame(640, 480, 0xc2)), { width: 640, height: 480 }],
    ['an absurd JPEG', jpeg(frame(30_000, 30_000)), huge],
    ['a JPEG behind a thumbnail', jpeg(segment(0xe1, [...jpeg(frame(16, 16))]), frame(640, 480)), { width: 640, height: 480 }],
    ['a JPEG behind Huffman tables', jpeg(segment(0xc4, [1, 2, 3]), frame(640, 480)), { width: 640, height: 480 }],
    ['a JPEG with fill bytes', jpeg([0xff, 0xff], frame(640, 480)), { width: 640, height: 480 }],
    ['a lossy WebP', lossy(640, 480), { width: 640, height: 480 }],
    ['a lossy WebP with a scale', lossy(640 | 0x4000, 480 | 0x8000), { width: 640, height: 480 }],
    ['a lossless WebP', lossless(16_384, 16_384), { width: 16_384, height: 16_384 }],
    ['an extended WebP', extended(30_000, 30_000), huge],
    ['the largest extended WebP', extended(1 << 24, 1 << 24), { width: 1 << 24, height: 1 << 24 }],
  ])('%s', (_name, bytes, size) => {
    expect(imageSize(bytes)).toEqual(size);
  });

  it('also where the file is a part of a larger buffer', () => {
    const whole = Uint8Array.from([1, 2, 3, ...png(7, 9), 4]);
    expect(imageSize(whole.subarray(3, whole.length - 1))).toEqual({ width: 7, height: 9 });
  });
});

describe('a file whose header is broken has no size', () => {
  it.each([
    ['nothing at all', new Uint8Array()],
    ['a PNG that is cut off', png(640, 480).subarray(0, 23)],
    ['a PNG that begins with another chunk', png(640, 480).with(12, 0x69)],
    ['a PNG whose header has another length', png(640, 480).with(11, 14)],
    ['a PNG without width', png(0, 480)],
    ['a JPEG that is cut off', jpeg(frame(640, 480)).subarray(0, 8)],
    ['a JPEG without a frame', jpeg([0xff, 0xd9])],
    ['a JPEG whose scan comes first', jpeg(segment(0xda, [1]), frame(640, 480))],
    ['a JPEG that says its height later', jpeg(frame(640, 0))],
    ['a JPEG with a segment of no length', jpeg([0xff, 0xe0, 0, 0], frame(640, 480))],
    ['a JPEG with rubbish between segments', jpeg([0x12, 0x34], frame(640, 480))],
    ['a JPEG whose segment ends beyond the file', jpeg([0xff, 0xe0, 0xff, 0xff], frame(640, 480))],
    ['a JPEG of fill bytes alone', jpeg(Array.from({ length: 1000 }, () => 0xff))],
    ['a WebP of an unknown kind', webp('VP9 ', [1, 2, 3])],
    ['a lossy WebP without its start code', lossy(640, 480).with(23, 0)],
    ['a lossy WebP without width', lossy(0, 480)],
    ['a lossless WebP without its signature', lossless(640, 480).with(20, 0)],
    ['a WebP that is cut off', extended(640, 480).subarray(0, 29)],
    ['a GIF', Uint8Array.from([...latin('GIF89a'), ...Array.from({ length: 40 }, () => 1)])],
    ['an SVG', Uint8Array.from(latin('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'))],
  ])('%s', (_name, bytes) => {
    expect(imageSize(bytes)).toBeUndefined();
  });

  it('and whatever the bytes are, it answers', () => {
    const good = [png(640, 480), jpeg(segment(0xe0, [1, 2, 3]), frame(640, 480)), lossy(640, 480), lossless(640, 480), extended(640, 480)];
    const damaged = fc
      .tuple(fc.constantFrom(...good), fc.nat(40), fc.integer({ min: 0, max: 255 }), fc.nat(60))
      .map(([bytes, place, value, end]) => bytes.with(place % bytes.length, value).subarray(0, end));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
        const size = imageSize(bytes);
        expect(size === undefined || (size.width > 0 && size.height > 0 && Number.isSafeInteger(size.width + size.height))).toBe(true);
      }),
    );
  });
});
