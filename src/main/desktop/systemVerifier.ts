import { systemPreferences } from 'electron';
import { Polkit } from '../verification/polkit/Polkit.ts';
import { TouchId } from '../verification/TouchId.ts';
import type { UserVerifier } from '../verification/UserVerifier.ts';
import { WindowsHello } from '../verification/windowsHello/WindowsHello.ts';

/**
 * This operating system's way to verify its user.
 * @param windowHandle of the window that a prompt is to stand before
 */
export function systemVerifier(windowHandle: () => Buffer | undefined): UserVerifier | undefined {
  if (process.platform === 'darwin') return new TouchId(systemPreferences);
  if (process.platform === 'win32') return new WindowsHello(windowHandle);
  return process.platform === 'linux' ? new Polkit() : undefined;
}
