import { z } from 'zod';
import { activityFilterSchema, activityQuerySchema } from './activity.ts';
import { EXPORT_KINDS } from './importing.ts';
import { RETENTIONS } from './activityNames.ts';
import { MOST_LIST_CHARACTERS } from './pairingList.ts';
import { protectionSchema, typedPinSchema } from './protection.ts';
import { freeSettingsSchema } from './settings.ts';

/*
 * The one list of what a renderer may ask of main: channel → shape of its one argument. Main parses every argument
 * with these; a channel that does not stand here does not exist.
 */

const id = z.string().min(1).max(160);
const ids = z.array(id).min(1).max(10_000);
/** A name that the person types; main takes out what nobody sees, and keeps 200 characters of the rest. */
const name = z.string().max(400);
const tags = z.array(name).max(100);

/** For how long an account is muted. Tomorrow begins in the morning. */
export const muteSpanSchema = z.enum(['quarter-hour', 'hour', 'tomorrow']);
export type MuteSpan = z.infer<typeof muteSpanSchema>;

export const channels = {
  'app:view': z.undefined(),
  'pairing:openLink': z.object({ link: z.string().max(4096) }),
  'pairing:openName': z.object({ signInName: z.string().max(512), key: z.string().max(256) }),
  /** The person has seen the host (or the fingerprint) and goes on. */
  'pairing:confirm': z.undefined(),
  'pairing:cancel': z.undefined(),
  /** A list of pairing links, or of sign-in names with their keys. */
  'pairings:openList': z.strictObject({ text: z.string().max(MOST_LIST_CHARACTERS) }),
  'pairings:lines': z.undefined(),
  /** The person has seen the hosts (or their fingerprints), or goes on after a stop. Answers when the work has ended. */
  'pairings:confirm': z.undefined(),
  /** Begins no further line. */
  'pairings:stop': z.undefined(),
  /** Writes what has become of each line to a file that the person chooses in a dialog of main. */
  'pairings:save': z.undefined(),
  /** The list is done with; what waits of it is given up. */
  'pairings:close': z.undefined(),
  /** The approval window has painted this request. */
  'requests:displayed': z.object({ id }),
  'requests:decide': z.object({
    id,
    decision: z.enum(['approve', 'deny', 'report']),
    number: z
      .string()
      .regex(/^\d{1,6}$/)
      .optional(),
    /** The person's PIN, where main has asked for it. What it proves is main's judgement alone. */
    pin: typedPinSchema.optional(),
  }),
  /** Brings the approval window up for this request. */
  'requests:show': z.object({ id }),
  /** The account's lines in the history stay unless the person wants them deleted, too. */
  'accounts:remove': z.object({ id, deleteHistory: z.boolean().optional() }),
  /** First in the list, and its passcode in the tray's menu; or no longer. */
  'accounts:pin': z.object({ id, pinned: z.boolean() }),
  /** What the person calls an account of an organisation, its group, and its tags. Empty ones are none. */
  'accounts:edit': z.strictObject({ id, ownName: name.optional(), group: name.optional(), tags: tags.optional() }),
  /** Accounts of both kinds, to a place beside another one. */
  'accounts:move': z.strictObject({ ids, target: id, position: z.enum(['before', 'after']) }),
  /** Accounts of both kinds, into one group; an empty one is none. */
  'accounts:group': z.strictObject({ ids, group: name }),
  /** Accounts of both kinds: those of organisations for good, those of sites until `otp:undo`. */
  'accounts:removeMany': z.strictObject({ ids, deleteHistory: z.boolean().optional() }),
  /** No sign-in requests of this account for a while. */
  'accounts:mute': z.object({ id, span: muteSpanSchema }),
  'accounts:endMute': z.object({ id }),
  /** The person does not want to be offered a mute for what has come so far. */
  'accounts:declineMute': z.object({ id }),
  /** Copies the current passcode in main; the renderer never touches the clipboard. */
  'passcodes:copy': z.object({ id }),
  /** A picture of every screen, to look for codes in it. The main window's page only, while its window is in front. */
  'screen:capture': z.undefined(),
  /** A picture was pasted just now, and is read for codes. */
  'import:pasted': z.undefined(),
  /** What stands in codes that were scanned, or in links that were pasted: of a pairing or of accounts. `fromClipboard`: in the picture that was pasted last. */
  'import:texts': z.strictObject({ texts: z.array(z.string().max(8192)).min(1).max(50), fromClipboard: z.boolean().optional() }),
  /** A file that was dropped or pasted. */
  'import:file': z.strictObject({ bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  /** A file that the person chooses in a dialog of main. */
  'import:choose': z.undefined(),
  'import:password': z.strictObject({ password: z.string().min(1).max(1024) }),
  /** The preview, entry by entry. */
  'import:entries': z.undefined(),
  'import:confirm': z.undefined(),
  'import:cancel': z.undefined(),
  /** The next code of an account that counts. */
  'otp:count': z.strictObject({ id }),
  'otp:edit': z.strictObject({
    id,
    issuer: name.optional(),
    label: name.optional(),
    group: name.optional(),
    tags: tags.optional(),
    pinned: z.boolean().optional(),
  }),
  'otp:remove': z.strictObject({ ids }),
  /** The code that moves an account of an ordinary site to another app. Wants the person's verification first. */
  'otp:code': z.strictObject({ id, pin: typedPinSchema.optional() }),
  /** Writes accounts of ordinary sites, all unless some are named, to a file that the person chooses in a dialog of main. Wants the person's verification first. */
  'otp:export': z.strictObject({
    kind: z.enum(EXPORT_KINDS),
    ids: ids.optional(),
    password: z.string().max(1024).optional(),
    pin: typedPinSchema.optional(),
  }),
  /** Takes the last removal back, for a little while. */
  'otp:undo': z.undefined(),
  'activity:query': activityQuerySchema,
  /** How many lines a retention would delete now. */
  'activity:tooOld': z.strictObject({ retention: z.enum(RETENTIONS) }),
  /** Writes what fits the filter to a file that the person chooses in a dialog of main. */
  'activity:export': activityFilterSchema,
  /** The only way out on a desktop without a tray. */
  'app:quit': z.undefined(),
  'settings:change': freeSettingsSchema.partial(),
  /** Loosening any of it wants the person's verification first. */
  'protection:change': z.strictObject({ changes: protectionSchema.partial(), pin: typedPinSchema.optional() }),
  /** Sets the PIN; one that is there must be given. */
  'pin:set': z.strictObject({ pin: typedPinSchema, current: typedPinSchema.optional() }),
  'pin:remove': z.strictObject({ current: typedPinSchema }),
  'lock:now': z.undefined(),
  /** By the PIN, or without one by the operating system. */
  'lock:open': z.strictObject({ pin: typedPinSchema.optional() }),
  /** The way on without the PIN: main asks once more by itself, then removes all accounts and the PIN. */
  'lock:forgotten': z.undefined(),
  /** Lets windows be captured for a while, for remote support. */
  'capture:allow': z.strictObject({ allow: z.boolean() }),
  'vault:retry': z.undefined(),
  /** Deletes everything sealed. The renderer asks twice before. */
  'vault:startOver': z.undefined(),
} as const satisfies Record<string, z.ZodType>;

export type MovePosition = Argument<'accounts:move'>['position'];

export type Channel = keyof typeof channels;

export function channelNames(): Channel[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the object is the literal above, with no other keys
  return Object.keys(channels) as Channel[];
}

export type Argument<C extends Channel> = z.infer<(typeof channels)[C]>;

/** Main → renderer: a new {@link AppView}. */
export const VIEW_CHANNEL = 'app:changed';

/** Main → renderer: the {@link PasscodeViews} of this moment, which take the place of those before. */
export const PASSCODES_CHANNEL = 'app:passcodes';
