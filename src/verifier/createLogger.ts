import { type DestinationStream, type LevelWithSilent, type Logger, pino } from 'pino';
import type { SecurityLog } from './SecurityLog.ts';

const SECRETS = [
  'authorization',
  'apiKey',
  'code',
  'jws',
  'key',
  'link',
  'number',
  'passcode',
  'reply',
  'secret',
  'seed',
  'token',
  'typedKey',
];

/** JSON lines. Nothing secret is ever handed to it; should it happen by mistake, these names are blotted out. */
export function createLogger(level: LevelWithSilent, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

export function securityLogTo(logger: Logger): SecurityLog {
  return { note: (what, ids) => logger.warn({ ...ids, security: what }, 'security') };
}
