// https://electronjs.org/docs/api/native-image. Carries the bytes; PNG dimensions are read, nothing is decoded.
import { existsSync, readFileSync } from 'node:fs';
import { GuardedEmitter, guarded } from './guard.ts';

export class NativeImage extends GuardedEmitter {
  isMacTemplateImage = false;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    super();
    this.#bytes = bytes;
  }

  isEmpty(): boolean {
    return this.#bytes.length === 0;
  }

  getSize(): { width: number; height: number } {
    const isPng = this.#bytes.length >= 24 && this.#bytes.readUInt32BE(0) === 0x89504e47;
    return isPng ? { width: this.#bytes.readUInt32BE(16), height: this.#bytes.readUInt32BE(20) } : { width: 0, height: 0 };
  }

  setTemplateImage(option: boolean): void {
    this.isMacTemplateImage = option;
  }

  isTemplateImage(): boolean {
    return this.isMacTemplateImage;
  }

  resize(): NativeImage {
    return this;
  }

  addRepresentation(): void {}

  toPNG(): Buffer {
    return this.#bytes;
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#bytes.toString('base64')}`;
  }
}

export const nativeImage = guarded('nativeImage', {
  createEmpty: (): NativeImage => new NativeImage(Buffer.alloc(0)),
  createFromPath: (path: string): NativeImage => new NativeImage(existsSync(path) ? readFileSync(path) : Buffer.alloc(0)),
  createFromBuffer: (buffer: Buffer): NativeImage => new NativeImage(buffer),
  createFromDataURL: (url: string): NativeImage => new NativeImage(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')),
});
