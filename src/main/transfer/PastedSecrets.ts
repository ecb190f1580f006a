import { hash } from 'node:crypto';
import type { ClipboardPort } from '../passcodes/PasscodeClipboard.ts';

export interface PictureClipboard extends ClipboardPort {
  /** The picture on it, as PNG; undefined where there is none. */
  picture(): Promise<Uint8Array | undefined>;
}

/**
 * Texts with secrets that a person pasted, or a picture of their codes. Once their accounts are here they need not lie on the
 * clipboard any longer, where every program can read them.
 */
export class PastedSecrets {
  readonly #clipboard: PictureClipboard;
  readonly #inBackground: (work: Promise<void>) => void;
  #texts: readonly string[] = [];
  /** Hashes: of the picture that was pasted last, and of those that texts came from. */
  #pasted: Promise<string | undefined> = Promise.resolve(undefined);
  #pictures: readonly Promise<string | undefined>[] = [];

  constructor(clipboard: PictureClipboard, inBackground: (work: Promise<void>) => void) {
    this.#clipboard = clipboard;
    this.#inBackground = inBackground;
  }

  /** A picture was pasted; texts that are remembered later may have come from it. */
  picturePasted(): void {
    this.#pasted = this.#pictureNow();
  }

  /** @param isPicture they stood in the picture that was pasted last */
  remember(texts: readonly string[], isPicture: boolean): void {
    this.#texts = [...this.#texts, ...texts.map(withoutBlanks)];
    if (isPicture) this.#pictures = [...this.#pictures, this.#pasted];
  }

  forget(): void {
    this.#texts = [];
    this.#pictures = [];
  }

  /** Takes them off the clipboard, unless something else was copied meanwhile. */
  clear(): void {
    const [texts, pictures] = [this.#texts, this.#pictures];
    this.forget();
    if (texts.length > 0) this.#inBackground(this.#clear(texts, pictures));
  }

  async #clear(texts: readonly string[], pictures: readonly Promise<string | undefined>[]): Promise<void> {
    const copied = withoutBlanks(await this.#clipboard.read());
    const picture = pictures.length === 0 ? undefined : await this.#pictureNow();
    const isPicture = picture !== undefined && (await Promise.all(pictures)).includes(picture);
    if (isPicture || texts.some((text) => copied.includes(text))) await this.#clipboard.write('');
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
