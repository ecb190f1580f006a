import Store from 'electron-store';
import type { SettingsStore } from '../settings/Settings.ts';

/** Settings as a JSON file in the profile; a file that is no JSON is replaced. Holds no secrets, so nothing is encrypted here. */
export class ElectronSettingsStore implements SettingsStore {
  readonly #store = new Store<Record<string, unknown>>({
    name: 'settings',
    clearInvalidConfig: true,
    accessPropertiesByDotNotation: false,
  });

  read(): unknown {
    return this.#store.store;
  }

  write(value: object): void {
    this.#store.store = { ...value };
  }
}
