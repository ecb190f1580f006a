import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../files/durableFiles.ts';
import { readBounded } from '../files/readBounded.ts';

/** What an administrator decides for everybody on this computer. It can only tighten what the person chooses. */
export interface ManagedPolicy {
  /** Every approval wants user verification. */
  verifyApprovals: boolean;
  lock?: 'start' | '1' | '5' | '15' | '60';
  /** There is a file, and it cannot be understood. */
  damaged: boolean;
}

export const UNMANAGED: ManagedPolicy = { verifyApprovals: false, damaged: false };
/** An administrator meant something by the file. Until it can be read, it is taken for the most it could say. */
const STRICTEST: ManagedPolicy = { verifyApprovals: true, lock: '1', damaged: true };

const MOST_BYTES = 64 * 1024;

const fileSchema = z.strictObject({
  /** `required`: every approval wants user verification, whatever the request asks for. */
  userVerification: z.literal('required').optional(),
  /** Locks at the start, with the screen and on sleep (0), and after so many minutes without a touch. */
  lockAfterMinutes: z.union([z.literal(0), z.literal(1), z.literal(5), z.literal(15), z.literal(60)]).optional(),
});

/** Where administrators put the file; only they can write there. */
export function managedPolicyFile(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  if (platform === 'win32') return join(env['ProgramData'] ?? 'C:\\ProgramData', 'Deskfob', 'policy.json');
  if (platform === 'darwin') return '/Library/Application Support/Deskfob/policy.json';
  return '/etc/deskfob/policy.json';
}

/** Reads the file once, at the start. Never rejects. */
export async function readManagedPolicy(file: string): Promise<ManagedPolicy> {
  try {
    const content = await readBounded(file, MOST_BYTES);
    if (content === 'tooMuch') return STRICTEST;
    const { userVerification, lockAfterMinutes } = fileSchema.parse(JSON.parse(content.toString('utf8')));
    return {
      verifyApprovals: userVerification === 'required',
      ...(lockAfterMinutes !== undefined && { lock: lockAfterMinutes === 0 ? 'start' : (`${lockAfterMinutes}` as const) }),
      damaged: false,
    };
  } catch (error) {
    return errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR' ? UNMANAGED : STRICTEST;
  }
}
