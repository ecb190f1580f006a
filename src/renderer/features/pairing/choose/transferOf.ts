/** Which one of how many codes of a transfer: see `Code`. */
export interface TransferPart {
  readonly id: number;
  readonly part: number;
  readonly of: number;
}

const ALONE: TransferPart = { id: 0, part: 1, of: 1 };
const MOST_PARTS = 1000;

/**
 * What a code of Google Authenticator says of the transfer it belongs to: the fields 3 (size), 4 (index) and 5 (id) of its protobuf
 * message. The accounts in it are skipped. A code that can not be read stands for itself; main says what is wrong with it.
 */
export function transferOf(link: string): TransferPart {
  const bytes = bytesOf(/[?&]data=([^&#]*)/i.exec(link)?.[1] ?? '');
  try {
    const numbers = new Map<number, number>();
    for (let place = 0; place < bytes.length;) {
      const tag = varint(bytes, place);
      const value = varint(bytes, tag.end);
      // A number, or so many bytes; the message has no other kinds.
      if ((tag.value & 7) === 0) numbers.set(tag.value >>> 3, value.value);
      else if ((tag.value & 7) !== 2) return ALONE;
      place = (tag.value & 7) === 2 ? value.end + value.value : value.end;
    }
    const [of = 1, index = 0, id = 0] = [numbers.get(3), numbers.get(4), numbers.get(5)];
    return of >= 1 && of <= MOST_PARTS && index < of ? { id, part: index + 1, of } : ALONE;
  } catch {
    return ALONE;
  } finally {
    bytes.fill(0);
  }
}

interface Varint {
  /** The lower 32 bits, unsigned. */
  readonly value: number;
  readonly end: number;
}

function varint(bytes: Uint8Array, start: number): Varint {
  let value = 0;
  for (let place = start; place < start + 10; place += 1) {
    const byte = bytes[place];
    if (byte === undefined) throw new RangeError('The message ends too soon.');
    if (place - start < 5) value = (value | ((byte & 0x7f) << (7 * (place - start)))) >>> 0;
    if (byte < 0x80) return { value, end: place + 1 };
  }
  throw new RangeError('The number is too long.');
}

/** Base64 in either spelling, with a plus that was taken for a blank on its way; empty when it is none. */
function bytesOf(data: string): Uint8Array {
  try {
    const text = atob(decodeURIComponent(data).trim().replaceAll(' ', '+').replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(text, (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
