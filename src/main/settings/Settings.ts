import { z } from 'zod';
import { chooseLocale } from '../../bridge/language.ts';
import { type Settings, settingsSchema } from '../../bridge/settings.ts';
import type { AccountName } from '../../bridge/views.ts';
import { CURRENT_VERSION, isOfLaterApp, upgrade } from './upgrades.ts';

/** A JSON object on disk; what it holds is read again on every start and never trusted. */
export interface SettingsStore {
  read(): unknown;
  write(value: object): void;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  language: 'system',
  startAtLogin: false,
  notifications: true,
  clearClipboardSeconds: 30,
  hideCodes: false,
  activityRetention: 'forever',
  protection: { lock: 'auto', systemVerification: true, verifyApprovals: false },
};

/** What is to change; members that are absent or undefined stay. */
export type SettingsChange = { [K in keyof Settings]?: Settings[K] | undefined };

const fileSchema = z.object({
  version: z.literal(CURRENT_VERSION),
  settings: z.record(z.string(), z.unknown()),
  accountNames: z.array(z.object({ organisation: z.string(), subscriber: z.string() })).catch([]),
});

/** What the person chose, and the names of accounts, which can be told even while the vault does not open. No secrets. */
export class SettingsService {
  readonly #store: SettingsStore;
  readonly #onChange: (settings: Settings) => void;
  #settings: Settings;
  readonly #isReadOnly: boolean;
  #accountNames: AccountName[];

  constructor(store: SettingsStore, onChange: (settings: Settings) => void) {
    this.#store = store;
    this.#onChange = onChange;
    const found = store.read();
    this.#isReadOnly = isOfLaterApp(found);
    const file = fileSchema.safeParse(upgrade(found));
    this.#settings = readSettings(file.data?.settings ?? {});
    this.#accountNames = file.data?.accountNames ?? [];
  }

  current(): Settings {
    return this.#settings;
  }

  accountNames(): AccountName[] {
    return this.#accountNames;
  }

  change(change: SettingsChange): void {
    this.#settings = readSettings({ ...this.#settings, ...withoutUndefined(change) });
    this.#write();
    this.#onChange(this.#settings);
  }

  rememberAccountNames(names: AccountName[]): void {
    if (JSON.stringify(names) === JSON.stringify(this.#accountNames)) return;
    this.#accountNames = names;
    this.#write();
  }

  #write(): void {
    if (this.#isReadOnly) return;
    this.#store.write({ version: CURRENT_VERSION, settings: this.#settings, accountNames: this.#accountNames });
  }
}

/** The BCP 47 tag to speak in. @param locale the computer's */
export function languageOf({ language }: Settings, locale: string): string {
  return chooseLocale(language, locale).locale;
}

function withoutUndefined(change: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** Each setting that does not parse falls back to its default alone; the others are kept. */
function readSettings(found: Record<string, unknown>): Settings {
  const good = Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
    const parsed = schema.safeParse(found[name]);
    return parsed.success ? [[name, parsed.data]] : [];
  });
  return settingsSchema.parse({ ...DEFAULT_SETTINGS, ...Object.fromEntries(good) });
}
