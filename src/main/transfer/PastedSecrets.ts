import { hash } from 'node:crypto';
import type { ClipboardPort } from '../passcodes/PasscodeClipboard.ts';

/**
 * Texts with secrets that a person pasted, or a picture of their codes. Once their accounts are here they need not lie on the
 * clipboard any longer, where every program can read them.
 */
export class PastedSecrets {
  readonly #clipboard: ClipboardPort;
  readonly #inBackground: (work: Promise<void>) => void;
  #texts: readonly string[] = [];
  /** Hash of the picture that they came from. */
  #picture: Promise<string | undefined> = Promise.resolve(undefined);

  constructor(clipboard: ClipboardPort, inBackground: (work: Promise<void>) => void) {
    this.#clipboard = clipboard;
    this.#inBackground = inBackground;
  }

  /** @param isPicture they stood in the picture that is on the clipboard now */
  remember(texts: readonly string[], isPicture: boolean): void {
    this.#texts = texts.map(withoutBlanks);
    this.#picture = isPicture ? this.#pictureNow() : Promise.resolve(undefined);
  }

  forget(): void {
    this.#texts = [];
    this.#picture = Promise.resolve(undefined);
  }

  /** Takes them off the clipboard, unless something else was copied meanwhile. */
  clear(): void {
    const [texts, picture] = [this.#texts, this.#picture];
    this.forget();
    if (texts.length > 0) this.#inBackground(this.#clear(texts, picture));
  }

  async #clear(texts: readonly string[], picture: Promise<string | undefined>): Promise<void> {
    const copied = withoutBlanks(await this.#clipboard.read());
    const pasted = await picture;
    const isThere = texts.some((text) => copied.includes(text)) || (pasted !== undefined && pasted === (await this.#pictureNow()));
    if (isThere) await this.#clipboard.write('');
  }

  async #pictureNow(): Promise<string | undefined> {
    try {
      const picture = await this.#clipboard.picture();
      return picture && hash('sha256', picture);
    } catch {
      // A picture that the system does not hand out is not known again either.
      return undefined;
    }
  }
}

/** A link that was wrapped on its way is the same link. */
function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}
