/** What a file is written for, as its fault points name it. */
export type DurableLabel = 'vault' | 'vault-file' | 'journal' | 'export';

/** Places at which a test may stop, delay or kill the app. */
export type FaultPoint =
  | `${DurableLabel}:${'before-rename' | 'after-rename' | 'after-write' | 'after-delete'}`
  | `journal:${'before-write' | 'written' | 'after-append'}`
  | 'vault:key-kept'
  | `wrap:${'kept' | 'proved' | 'removed'}`
  | `pairing:${'sealed' | 'granted' | 'account-kept' | 'told'}`
  | `request:${'frame' | 'journalled' | 'shown'}`
  | `decision:${'made' | 'journalled' | 'sent'}`
  | 'outcome:journalled'
  | 'event:kept';

/** A hook called at the named points of durable work. The product passes none; a crash test passes one that kills its own process there, or throws. */
export type Faults = (point: FaultPoint) => void | Promise<void>;

export const noFaults: Faults = () => {};
