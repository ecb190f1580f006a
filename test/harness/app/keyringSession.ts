/**
 * One private desktop session for a test file. The keyring library remembers the first bus it met for the life of its
 * process, so a file has one session, and every file runs in a process of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished } from 'vitest';
import { type DesktopSession, startDesktopSession } from '../desktopSession.ts';

export async function sessionForThisFile(options: { keyring?: boolean } = {}): Promise<DesktopSession> {
  const folder = await mkdtemp(join(tmpdir(), 'deskfob-session-'));
  const session = await startDesktopSession({ folder, ...options });
  Object.assign(process.env, session.env);
  afterAll(async () => {
    await session.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return session;
}

export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'deskfob-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function expectCode(work: Promise<unknown>, code: string): Promise<void> {
  await expect(work).rejects.toMatchObject({ code });
}
