import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program as root of a mount namespace of its own, whose mounts end with it. @returns its one line of JSON */
export async function inOwnNamespace(program: string, ...args: string[]): Promise<unknown> {
  const become = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const { stdout } = await promisify(execFile)('unshare', ['--mount', ...become, process.execPath, program, ...args], {
    timeout: 110_000,
    killSignal: 'SIGKILL',
  });
  return JSON.parse(stdout) as unknown;
}
