import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PolkitSession } from '../../harness/polkit/PolkitSession.ts';

const POLICY = join(import.meta.dirname, '../../../resources/linux/dev.deskfob.app.policy');

/** polkitd and an ordinary user beside it both take root; elsewhere nothing can be shown. */
describe.runIf(process.getuid?.() === 0)('an ordinary user, a real polkitd', async () => {
  const session = await PolkitSession.start();
  afterAll(async () => await session.stop());

  it('is verified when the prompt was answered with the password', async () => {
    expect(await session.asks('accepts')).toEqual({ unavailable: 'can ask', result: { result: 'verified' } });
  });

  it('is asked anew each time', async () => {
    expect(await session.asks('refuses')).toEqual({ unavailable: 'can ask', result: { result: 'refused' } });
  });

  it('is refused when the prompt was dismissed', async () => {
    expect((await session.asks('dismisses')).result).toEqual({ result: 'refused' });
  });

  it('is refused when the request is over before the prompt is answered', async () => {
    expect((await session.asks('waits', { abortAfterMs: 500 })).result).toEqual({ result: 'refused' });
  });

  it('cannot be asked without an agent, which is no yes', async () => {
    expect((await session.asks('none')).result).toEqual({ result: 'unavailable', reason: 'unsupported' });
  });

  it('proves nothing as root, whom polkit never asks', async () => {
    const reason = 'not-asking';
    expect(await session.asks('none', { asRoot: true })).toEqual({ unavailable: reason, result: { result: 'unavailable', reason } });
  });
});

describe.runIf(process.getuid?.() === 0)('a polkitd', () => {
  it.each([
    ['that would remember the password', 'auth_self', 'auth_self_keep', 'not-asking'],
    ['that asks nobody', 'auth_self', 'yes', 'not-asking'],
    ['that forbids it', 'auth_self', 'no', 'disabled'],
  ])('%s verifies nobody', async (_what, from, to, reason) => {
    const file = join(tmpdir(), `deskfob-${to}-${process.pid}.policy`);
    await writeFile(file, (await readFile(POLICY, 'utf8')).replaceAll(`>${from}<`, `>${to}<`));
    const session = await PolkitSession.start(file);
    expect(await session.asks('accepts')).toEqual({ unavailable: reason, result: { result: 'unavailable', reason } });
    await session.stop();
  });

  it('that does not know the action, as where an AppImage runs, verifies nobody', async () => {
    const session = await PolkitSession.start('/dev/null');
    const reason = 'unsupported';
    expect(await session.asks('accepts')).toEqual({ unavailable: reason, result: { result: 'unavailable', reason } });
    await session.stop();
  });
});

it('there is no polkit at all on a bus that is not there', async () => {
  const { Polkit } = await import('../../../src/main/verification/polkit/Polkit.ts');
  const polkit = new Polkit(`unix:path=${join(tmpdir(), 'nobody-listens-here')}`);
  expect(await polkit.unavailable()).toBe('unsupported');
  expect(await polkit.verify('approve', new AbortController().signal)).toEqual({ result: 'unavailable', reason: 'unsupported' });
});

it('the action asks each time, whoever and wherever the person is', async () => {
  const policy = await readFile(POLICY, 'utf8');
  expect([...policy.matchAll(/<allow_\w+>(\w+)</g)].map(([, answer]) => answer)).toEqual(['auth_self', 'auth_self', 'auth_self']);
});
