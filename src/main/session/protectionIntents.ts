import type { Channel } from '../../bridge/channels.ts';
import type { Protection as Chosen } from '../../bridge/protection.ts';
import { IntentError } from '../errors/IntentError.ts';
import type { Capture } from '../lock/Capture.ts';
import type { Lock } from '../lock/Lock.ts';
import type { Protection } from '../lock/Protection.ts';
import type { SettingsService } from '../settings/Settings.ts';
import type { DesktopTexts, Question } from '../texts/desktopTexts.ts';
import type { Pin } from '../verification/pin/Pin.ts';
import type { UserVerification } from '../verification/UserVerification.ts';
import type { Intents } from './Intents.ts';
import type { Session } from './Session.ts';

export interface ProtectionParts {
  session: Session;
  settings: SettingsService;
  lock: Lock;
  capture: Capture;
  pin: Pin;
  protection: Protection;
  verification: UserVerification;
  texts: () => DesktopTexts;
  /** Main's own question to the person, which no page can answer. */
  confirm: (question: Question) => Promise<boolean>;
}

type ProtectionChannel = Extract<Channel, `pin:${string}` | `lock:${string}` | `protection:${string}` | `capture:${string}`>;

/** What a person can do about PIN and lock. Whatever would make it easier for somebody else, wants them verified first. */
export function protectionIntents(parts: ProtectionParts): Pick<Intents, ProtectionChannel> {
  const { session, settings, lock, capture, pin, protection, verification, texts } = parts;

  const whenOpen = (): void => {
    if (session.vaultState().state !== 'open') throw new IntentError('vault-locked');
  };
  const stillUnlocked = (): void => {
    if (lock.isLocked()) throw new IntentError('app-locked');
  };
  const choose = (chosen: Chosen): void => settings.change({ protection: chosen });

  return {
    'protection:change': async ({ changes, pin: typed }) => {
      whenOpen();
      const next = nextChoice(settings.current().protection, changes);
      if (!protection.allows(next)) throw new IntentError('managed');
      const locks = next.lock !== 'auto' && next.lock !== 'off';
      if ((locks || next.verifyApprovals) && !verification.isSetUp) throw new IntentError('user-verification-required');
      if (verification.isSetUp && protection.loosens(next)) await verification.verify(texts().verify.change, typed);
      stillUnlocked();
      choose(next);
      await verification.refresh();
    },
    'pin:set': async ({ pin: typed, current }) => {
      whenOpen();
      // A page that was taken over must not come by a PIN of its own.
      if (!pin.isSet) {
        pin.requireGood(typed);
        if (verification.isSetUp) await verification.verify(texts().verify.pin, undefined);
        else if (!(await parts.confirm(texts().ask.setPin))) throw new IntentError('user-verification-refused');
        stillUnlocked();
      }
      await pin.set(typed, current);
    },
    'pin:remove': async ({ current }) => {
      whenOpen();
      await pin.remove(current);
      const chosen = settings.current().protection;
      // Nobody must be left outside of a lock that nothing opens.
      if (!verification.isSetUp) choose({ ...chosen, lock: 'auto', verifyApprovals: false });
    },
    'lock:now': () => {
      whenOpen();
      if (!verification.isSetUp) throw new IntentError('user-verification-required');
      lock.lock();
    },
    'lock:open': async ({ pin: typed }) => {
      if (!lock.isLocked()) return;
      await verification.verify(texts().verify.unlock, typed);
      lock.unlock();
    },
    'lock:forgotten': async () => {
      if (!lock.isLocked()) throw new IntentError('bad-arguments');
      if (!(await parts.confirm(texts().ask.removeAll)) || !lock.isLocked()) throw new IntentError('user-verification-refused');
      await session.removeAll();
      await pin.forget();
      choose({ ...settings.current().protection, lock: 'auto' });
      lock.unlock();
    },
    'capture:allow': ({ allow }) => {
      if (allow) capture.allow();
      else capture.shield();
    },
  };
}

/** Members that are absent stay. */
function nextChoice(now: Chosen, changes: { [K in keyof Chosen]?: Chosen[K] | undefined }): Chosen {
  return {
    lock: changes.lock ?? now.lock,
    systemVerification: changes.systemVerification ?? now.systemVerification,
    verifyApprovals: changes.verifyApprovals ?? now.verifyApprovals,
  };
}

/** Behind the lock, main does nothing for a page but tell that it is locked, and unlock. */
const BEHIND_LOCK: ReadonlySet<Channel> = new Set(['app:view', 'lock:open', 'lock:forgotten']);

/** Every intent but those few is refused while the app is locked. */
export function whileUnlocked(intents: Intents, lock: Lock): Intents {
  const guarded = Object.entries(intents).map(([channel, intent]) => {
    const open: unknown = (argument: never) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of intents are channels
      const name = channel as Channel;
      if (lock.isLocked() && !BEHIND_LOCK.has(name)) throw new IntentError('app-locked');
      if (name !== 'app:view') lock.used();
      return intent(argument);
    };
    return [channel, open];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same functions under the same names
  return Object.fromEntries(guarded) as Intents;
}
