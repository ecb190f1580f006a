/*
 * The size of a picture, read from the first bytes of its file. A decoder would take the memory for all pixels before
 * anybody could say no.
 */

/** In pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The size that a PNG, JPEG or WebP file announces; undefined for everything else, and where the header is broken.
 * Sources: PNG third edition 11.2.1 (IHDR), ITU-T T.81 B.2.2 (frame header), RFC 9649 2.4–2.7 (WebP).
 */
export function imageSize(bytes: Uint8Array): ImageSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = pngSize(view) ?? jpegSize(view) ?? webpSize(view);
  return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined;
}

function pngSize(view: DataView): ImageSize | undefined {
  if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return undefined;
  // The first chunk is IHDR and nothing else; it has 13 bytes.
  if (view.getUint32(8) !== 13 || !hasText(view, 12, 'IHDR')) return undefined;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function jpegSize(view: DataView): ImageSize | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let place = 2;
  while (place + 4 <= view.byteLength) {
    if (view.getUint8(place) !== 0xff) return undefined;
    const marker = view.getUint8(place + 1);
    // Any number of 0xff may stand before a marker.
    if (marker === 0xff) {
      place += 1;
      continue;
    }
    if (isFrame(marker)) {
      if (place + 9 > view.byteLength) return undefined;
      return { width: view.getUint16(place + 7), height: view.getUint16(place + 5) };
    }
    // A scan or the end without a frame before it, or a marker that has no business between segments.
    if (marker === 0xda || marker === 0xd9 || marker === 0xd8 || marker === 0) return undefined;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      place += 2;
      continue;
    }
    const length = view.getUint16(place + 2);
    if (length < 2) return undefined;
    place += 2 + length;
  }
  return undefined;
}

/** 0xc0 to 0xcf are frames of some coding, but for the tables of Huffman (4) and arithmetic (12) coding and a reserved one (8). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function webpSize(view: DataView): ImageSize | undefined {
  if (view.byteLength < 30 || !hasText(view, 0, 'RIFF') || !hasText(view, 8, 'WEBP')) return undefined;
  if (hasText(view, 12, 'VP8X')) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (hasText(view, 12, 'VP8L')) {
    if (view.getUint8(20) !== 0x2f) return undefined;
    const packed = view.getUint32(21, true);
    return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
  }
  if (!hasText(view, 12, 'VP8 ') || view.getUint16(23) !== 0x9d01 || view.getUint8(25) !== 0x2a) return undefined;
  // The upper two bits of each are a scale for the screen, not a size.
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

function uint24(view: DataView, place: number): number {
  return view.getUint16(place, true) | (view.getUint8(place + 2) << 16);
}

function hasText(view: DataView, place: number, text: string): boolean {
  return Array.from(text).every((character, index) => view.getUint8(place + index) === character.charCodeAt(0));
}
