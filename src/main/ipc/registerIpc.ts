import { ipcMain, type WebContents } from 'electron';
import { type Argument, type Channel, channelNames, channels } from '../../bridge/channels.ts';
import type { AnswerOf } from '../../bridge/api.ts';
import type { Result } from '../../bridge/errors.ts';
import { errorCodeOf } from '../errors/errorCodeOf.ts';
import type { LogFailure } from '../session/background.ts';
import type { Intents } from '../session/Intents.ts';
import { isTrustedSender } from './trustedSender.ts';

/** Only the approval window may say what it displayed and what was decided in it. */
const APPROVAL_ONLY: ReadonlySet<Channel> = new Set(['requests:displayed', 'requests:decide']);

/** Only the main window's page may look for codes on the screens. */
const MAIN_ONLY: ReadonlySet<Channel> = new Set(['screen:capture']);

export interface IpcParts {
  intents: Intents;
  pageOrigin: string;
  approvalContents: () => WebContents | undefined;
  mainContents: () => WebContents | undefined;
  log: LogFailure;
}

/** Opens every channel of the bridge: who asks is checked, then the argument's shape, then the intent is carried out. */
export function registerIpc(parts: IpcParts): void {
  for (const channel of channelNames()) register(channel, parts);
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties the argument to the intent of the same channel
function register<C extends Channel>(channel: C, { intents, pageOrigin, approvalContents, mainContents, log }: IpcParts): void {
  ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Result<AnswerOf<C>>> => {
    if (!isTrustedSender(event, pageOrigin)) throw new Error('Not allowed.');
    if (APPROVAL_ONLY.has(channel) && event.sender !== approvalContents()) throw new Error('Not allowed.');
    if (MAIN_ONLY.has(channel) && event.sender !== mainContents()) throw new Error('Not allowed.');
    const argument = channels[channel].safeParse(args[0]);
    if (args.length > 1 || !argument.success) return { ok: false, error: 'bad-arguments' };
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this channel's own schema has just parsed it
      return { ok: true, value: await intents[channel](argument.data as Argument<C>) };
    } catch (error) {
      const code = errorCodeOf(error);
      log(channel, code);
      return { ok: false, error: code };
    }
  });
}
