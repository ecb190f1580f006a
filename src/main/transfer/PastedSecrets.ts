import type { ClipboardPort } from '../passcodes/PasscodeClipboard.ts';

/** Texts with secrets that a person pasted. Once their accounts are here they need not lie on the clipboard any longer, where every program can read them. */
export class PastedSecrets {
  readonly #clipboard: ClipboardPort;
  readonly #inBackground: (work: Promise<void>) => void;
  #texts: readonly string[] = [];

  constructor(clipboard: ClipboardPort, inBackground: (work: Promise<void>) => void) {
    this.#clipboard = clipboard;
    this.#inBackground = inBackground;
  }

  remember(texts: readonly string[]): void {
    this.#texts = texts.map(withoutBlanks);
  }

  forget(): void {
    this.#texts = [];
  }

  /** Takes them off the clipboard, unless something else was copied meanwhile. */
  clear(): void {
    const texts = this.#texts;
    this.forget();
    if (texts.length > 0) this.#inBackground(this.#clear(texts));
  }

  async #clear(texts: readonly string[]): Promise<void> {
    const copied = withoutBlanks(await this.#clipboard.read());
    if (texts.some((text) => copied.includes(text))) await this.#clipboard.write('');
  }
}

/** A link that was wrapped on its way is the same link. */
function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}
