// https://electronjs.org/docs/api/native-theme
import { GuardedEmitter } from './guard.ts';

export class NativeTheme extends GuardedEmitter {
  #source: 'system' | 'light' | 'dark' = 'system';
  #system = { dark: false, highContrast: false, reducedTransparency: false };
  #changed: () => void = () => undefined;

  attach(changed: () => void): void {
    this.#changed = changed;
  }

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source;
  }

  set themeSource(source: 'system' | 'light' | 'dark') {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError(`Invalid themeSource: ${source}`);
    this.#source = source;
    this.#update();
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#system.dark : this.#source === 'dark';
  }

  get shouldUseHighContrastColors(): boolean {
    return this.#system.highContrast;
  }

  get shouldUseInvertedColorScheme(): boolean {
    return false;
  }

  get inForcedColorsMode(): boolean {
    return this.#system.highContrast;
  }

  get prefersReducedTransparency(): boolean {
    return this.#system.reducedTransparency;
  }

  /** What the desktop says; a test's to change. */
  setSystem(system: { dark?: boolean; highContrast?: boolean }): void {
    this.#system = { ...this.#system, ...system };
    this.#update();
  }

  mediaFeatures(): { name: string; value: string }[] {
    return [
      { name: 'prefers-color-scheme', value: this.shouldUseDarkColors ? 'dark' : 'light' },
      { name: 'prefers-contrast', value: this.#system.highContrast ? 'more' : 'no-preference' },
    ];
  }

  #update(): void {
    this.#changed();
    this.emit('updated');
  }
}
