import { z } from 'zod';
import { RETENTIONS } from './activityNames.ts';
import { LANGUAGES } from './language.ts';
import { protectionSchema } from './protection.ts';

/** What the person can choose. Durations in seconds. Parsed on every read from disk and from the renderer. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** `system` follows the computer's language where a catalogue exists. */
  language: z.enum(['system', ...LANGUAGES]),
  startAtLogin: z.boolean(),
  notifications: z.boolean(),
  /** Copied passcodes are cleared after this long if still on the clipboard. */
  clearClipboardSeconds: z.union([z.literal(10), z.literal(30), z.literal(60)]),
  hideCodes: z.boolean(),
  /** How long the history of this computer is kept. */
  activityRetention: z.enum(RETENTIONS),
  protection: protectionSchema,
});
/** Pages change the rest freely; what protects the app wants its own channel. */
export const freeSettingsSchema = settingsSchema.omit({ protection: true });

export type Settings = z.infer<typeof settingsSchema>;
