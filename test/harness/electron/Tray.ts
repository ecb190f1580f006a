// https://electronjs.org/docs/api/tray. No icon is drawn; tests read it and click.
import type * as Electron from 'electron';
import { GuardedEmitter } from './guard.ts';
import type { Menu } from './Menu.ts';

export const trays: Tray[] = [];

export class Tray extends GuardedEmitter {
  image: unknown;
  toolTip = '';
  title = '';
  menu: Menu | null = null;
  #destroyed = false;

  constructor(image: Electron.NativeImage | string, _guid?: string) {
    super();
    this.image = image;
    trays.push(this);
  }

  setImage(image: Electron.NativeImage | string): void {
    this.#assertAlive();
    this.image = image;
  }

  setPressedImage(_image: Electron.NativeImage | string): void {
    this.#assertAlive();
  }

  setToolTip(toolTip: string): void {
    this.#assertAlive();
    this.toolTip = toolTip;
  }

  setTitle(title: string): void {
    this.#assertAlive();
    this.title = title;
  }

  getTitle(): string {
    return this.title;
  }

  setContextMenu(menu: Menu | null): void {
    this.#assertAlive();
    this.menu = menu;
  }

  popUpContextMenu(menu?: Menu): void {
    this.#assertAlive();
    (menu ?? this.menu)?.popup();
  }

  setIgnoreDoubleClickEvents(_ignore: boolean): void {}

  getBounds(): Electron.Rectangle {
    return { x: 0, y: 0, width: 0, height: 0 };
  }

  destroy(): void {
    this.#destroyed = true;
    const at = trays.indexOf(this);
    if (at >= 0) trays.splice(at, 1);
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  #assertAlive(): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
  }
}
