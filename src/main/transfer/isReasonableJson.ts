/** Lists and objects inside one another. Exports have a handful. */
const MOST_DEPTH = 100;
/** Lists and objects in all: fifty for each of the most entries that are imported. */
const MOST_CONTAINERS = 500_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/**
 * Whether a text can be given to `JSON.parse`: of a few MiB that hold nothing but brackets it makes hundreds of MiB, for seconds.
 * Counts brackets outside strings and understands nothing else.
 */
export function isReasonableJson(text: string): boolean {
  let depth = 0;
  let containers = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    else if (character === OPEN_LIST || character === OPEN_OBJECT) {
      depth += 1;
      containers += 1;
      if (depth > MOST_DEPTH || containers > MOST_CONTAINERS) return false;
    } else if (character === CLOSE_LIST || character === CLOSE_OBJECT) depth -= 1;
  }
  return true;
}

/** Where the string that begins at `at` ends, or the text. */
function endOfString(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && text.charCodeAt(end) !== QUOTE) end += text.charCodeAt(end) === BACKSLASH ? 2 : 1;
  return end;
}
