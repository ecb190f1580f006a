import { z } from 'zod';

/** What the person can choose. Durations in seconds. Parsed on every read from disk and from the renderer. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** `system` follows the computer's language where a catalogue exists. */
  language: z.enum(['system', 'en', 'de']),
  startAtLogin: z.boolean(),
  notifications: z.boolean(),
  /** Copied passcodes are cleared after this long if still on the clipboard. */
  clearClipboardSeconds: z.union([z.literal(10), z.literal(30), z.literal(60)]),
  hideCodes: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;
