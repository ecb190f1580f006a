// https://electronjs.org/docs/api/clipboard, clipboard-item: asynchronous since Electron 44. The content is this process's own.
import { GuardedEmitter, guarded } from './guard.ts';

type Content = string | Blob | Promise<Blob | string>;

export class ClipboardItem extends GuardedEmitter {
  readonly types: string[];
  readonly #items: Record<string, Content>;

  constructor(items: Record<string, Content>) {
    super();
    this.#items = items;
    this.types = Object.keys(items);
  }

  async getType(type: string): Promise<Blob> {
    const content = this.#items[type];
    if (content === undefined) throw new Error(`The type ${type} was not found`);
    const value = await content;
    return typeof value === 'string' ? new Blob([value], { type }) : value;
  }
}

export function makeClipboard() {
  let items: ClipboardItem[] = [];
  return guarded('clipboard', {
    clear(): void {
      items = [];
    },
    has: (type: string): Promise<boolean> => Promise.resolve(items.some((item) => item.types.includes(type))),
    read: (): Promise<ClipboardItem[]> => Promise.resolve([...items]),
    async readText(): Promise<string> {
      const item = items.find((candidate) => candidate.types.includes('text/plain'));
      return item === undefined ? '' : await (await item.getType('text/plain')).text();
    },
    write(data: ClipboardItem[]): Promise<void> {
      items = [...data];
      return Promise.resolve();
    },
    writeText(text: string): Promise<void> {
      items = [new ClipboardItem({ 'text/plain': text })];
      return Promise.resolve();
    },
  });
}
