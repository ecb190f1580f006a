import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { UnavailableReason } from '../../../bridge/protection.ts';
import { type CallBus, withBus } from '../../dbus/withBus.ts';
import type { UserVerifier, Verification } from '../UserVerifier.ts';

/** The action of resources/linux/dev.deskfob.app.policy, which the deb and rpm packages install. */
export const ACTION = 'dev.deskfob.app.verify-user';

const DEFAULT_BUS = 'unix:path=/var/run/dbus/system_bus_socket';
const AUTHORITY = {
  destination: 'org.freedesktop.PolicyKit1',
  path: '/org/freedesktop/PolicyKit1/Authority',
  interface: 'org.freedesktop.PolicyKit1.Authority',
};
const ALLOW_INTERACTION = 1;
const ASK_TIMEOUT_MS = 5_000;
/** Longer than any request lives; whoever waits for the answer ends the prompt sooner. */
const PROMPT_TIMEOUT_MS = 10 * 60_000;

/** `(bba{ss})`: is it authorised, would a challenge help, and details. */
const answerSchema = z.tuple([z.tuple([z.boolean(), z.boolean(), z.record(z.string(), z.string())])]);

interface Answer {
  authorized: boolean;
  challenge: boolean;
  details: Readonly<Record<string, string>>;
}

/**
 * Linux: polkit asks for the person's own password, through the desktop's agent.
 * https://www.freedesktop.org/software/polkit/docs/latest/eggdbus-interface-org.freedesktop.PolicyKit1.Authority.html
 *
 * A yes proves something only where polkit has asked for it. Root is always authorised, and an administrator's rule may
 * be to ask nobody, or only the first time; so it is asked first what it would say without a prompt. What is approved
 * cannot be named in the prompt: polkit takes details from root alone. The action's message points to the app's window.
 */
export class Polkit implements UserVerifier {
  readonly method = 'polkit';
  readonly #address: string;

  constructor(address = process.env['DBUS_SYSTEM_BUS_ADDRESS'] ?? DEFAULT_BUS) {
    this.#address = address;
  }

  async unavailable(): Promise<UnavailableReason | undefined> {
    try {
      return await withBus(this.#address, ASK_TIMEOUT_MS, whyNot);
    } catch {
      // No bus, no polkit, or the action is not installed, as with an AppImage.
      return 'unsupported';
    }
  }

  async verify(_message: string, signal: AbortSignal): Promise<Verification> {
    const reason = await this.unavailable();
    if (reason !== undefined) return { result: 'unavailable', reason };
    if (signal.aborted) return { result: 'refused' };
    try {
      return await withBus(this.#address, PROMPT_TIMEOUT_MS, async (call) => await prompt(call, signal));
    } catch {
      return signal.aborted ? { result: 'refused' } : { result: 'failed' };
    }
  }
}

async function whyNot(call: CallBus): Promise<UnavailableReason | undefined> {
  const { authorized, challenge, details } = await check(call, 0, '');
  if (authorized || 'polkit.retains_authorization_after_challenge' in details) return 'not-asking';
  return challenge ? undefined : 'disabled';
}

async function prompt(call: CallBus, signal: AbortSignal): Promise<Verification> {
  const cancellation = randomBytes(16).toString('hex');
  const cancel = (): void => {
    call({ ...AUTHORITY, member: 'CancelCheckAuthorization', signature: 's', body: [cancellation] }).catch(() => {});
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const { authorized, challenge } = await check(call, ALLOW_INTERACTION, cancellation);
    if (signal.aborted) return { result: 'refused' };
    if (authorized) return { result: 'verified' };
    // Still "a challenge would help": there is no agent on this desktop that could have asked.
    return challenge ? { result: 'unavailable', reason: 'unsupported' } : { result: 'refused' };
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** @throws what the bus, polkit or an answer of another shape make of it */
async function check(call: CallBus, flags: number, cancellation: string): Promise<Answer> {
  const subject = [
    'unix-process',
    [
      ['pid', ['u', process.pid]],
      ['start-time', ['t', startTimeOf(process.pid)]],
      ['uid', ['i', process.getuid?.() ?? -1]],
    ],
  ];
  const reply = await call({
    ...AUTHORITY,
    member: 'CheckAuthorization',
    signature: '(sa{sv})sa{ss}us',
    body: [subject, ACTION, [], flags, cancellation],
  });
  const [[authorized, challenge, details]] = answerSchema.parse(reply);
  return { authorized, challenge, details };
}

/** Field 22 of /proc/<pid>/stat (proc(5)): in clock ticks since boot, so that a process id used again is another subject. */
function startTimeOf(pid: number): bigint {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The program's name before it may hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return BigInt(fields[19] ?? '0');
}
