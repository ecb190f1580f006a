import { encode } from 'uqr';

/** A QR code of a text, row by row: `1` is dark. With the quiet zone that readers need. */
export function qrRows(text: string): string[] {
  return encode(text, { border: 4 }).data.map((row) => row.map((isDark) => (isDark ? '1' : '0')).join(''));
}
