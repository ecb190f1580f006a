import { join } from 'node:path';
import { app } from 'electron';
import Store from 'electron-store';
import { setAside, setAsideOdd } from '../files/setAsideOdd.ts';
import type { SettingsStore } from '../settings/Settings.ts';

/** Far more than the settings and the names of thousands of accounts. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Settings as a JSON file in the profile; a file that cannot be read as one is replaced. Holds no secrets, so nothing is encrypted here. */
export class ElectronSettingsStore implements SettingsStore {
  readonly #store: Store;

  constructor() {
    const file = join(app.getPath('userData'), 'settings.json');
    setAsideOdd(file, MOST_BYTES);
    try {
      this.#store = openStore();
    } catch {
      // For the sake of what the person chose once, the app must not stay shut.
      setAside(file);
      this.#store = openStore();
    }
  }

  read(): unknown {
    return this.#store.store;
  }

  write(value: object): void {
    this.#store.store = { ...value };
  }
}

function openStore(): Store {
  return new Store({
    name: 'settings',
    // Names of accounts stand in it.
    configFileMode: 0o600,
    clearInvalidConfig: true,
    accessPropertiesByDotNotation: false,
  });
}
