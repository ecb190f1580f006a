import { isReasonableJson } from './isReasonableJson.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A file as every format looks at it: decoded and parsed once. */
export class ImportFile {
  readonly bytes: Uint8Array;
  #text: { readonly value: string | undefined } | undefined;
  #json: { readonly value: unknown } | undefined;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  static ofText(text: string): ImportFile {
    return new ImportFile(new TextEncoder().encode(text));
  }

  /** Without a byte order mark; undefined when it is no UTF-8. */
  get text(): string | undefined {
    this.#text ??= { value: this.#decode() };
    return this.#text.value;
  }

  /** Undefined when it is no JSON, holds no object or array, or is beyond all reason. */
  get json(): unknown {
    this.#json ??= { value: this.#parse() };
    return this.#json.value;
  }

  #decode(): string | undefined {
    try {
      return utf8.decode(this.bytes);
    } catch {
      return undefined;
    }
  }

  #parse(): unknown {
    if (this.text === undefined || !/^\s*[[{]/.test(this.text) || !isReasonableJson(this.text)) return undefined;
    try {
      return JSON.parse(this.text);
    } catch {
      return undefined;
    }
  }
}
