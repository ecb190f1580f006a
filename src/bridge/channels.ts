import { z } from 'zod';
import { settingsSchema } from './settings.ts';

/*
 * The one list of what a renderer may ask of main: channel → shape of its one argument. Main parses every argument
 * with these; a channel that does not stand here does not exist.
 */

const id = z.string().min(1).max(160);

export const channels = {
  'app:view': z.undefined(),
  'pairing:openLink': z.object({ link: z.string().max(4096) }),
  'pairing:openName': z.object({ signInName: z.string().max(512), key: z.string().max(256) }),
  /** The person has seen the host (or the fingerprint) and goes on. */
  'pairing:confirm': z.undefined(),
  'pairing:cancel': z.undefined(),
  /** The approval window has painted this request. */
  'requests:displayed': z.object({ id }),
  'requests:decide': z.object({
    id,
    decision: z.enum(['approve', 'deny', 'report']),
    number: z
      .string()
      .regex(/^\d{1,6}$/)
      .optional(),
  }),
  /** Brings the approval window up for this request. */
  'requests:show': z.object({ id }),
  'accounts:remove': z.object({ id }),
  /** Copies the current passcode in main; the renderer never touches the clipboard. */
  'passcodes:copy': z.object({ id }),
  'settings:change': settingsSchema.partial(),
  'vault:retry': z.undefined(),
  /** Deletes everything sealed. The renderer asks twice before. */
  'vault:startOver': z.undefined(),
} as const satisfies Record<string, z.ZodType>;

export type Channel = keyof typeof channels;

export function channelNames(): Channel[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the object is the literal above, with no other keys
  return Object.keys(channels) as Channel[];
}

export type Argument<C extends Channel> = z.infer<(typeof channels)[C]>;

/** Main → renderer: a new {@link AppView}. */
export const VIEW_CHANNEL = 'app:changed';
