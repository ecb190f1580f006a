import { describe, expect, it } from 'vitest';
import { Pin } from '../../../../src/main/verification/pin/Pin.ts';
import { UserVerification } from '../../../../src/main/verification/UserVerification.ts';
import { verifyApproval } from '../../../../src/main/verification/verifyApproval.ts';
import type { Verification } from '../../../../src/main/verification/UserVerifier.ts';
import { expectCode } from '../support/codes.ts';
import { FakeClock } from '../support/FakeClock.ts';
import { freshVault } from '../support/folders.ts';
import { ScriptedVerifier } from '../support/ScriptedVerifier.ts';

const GOOD = '271828';

async function bench({ withPin = false, isBare = false } = {}) {
  const system = new ScriptedVerifier();
  const chosen = { system: true };
  const told: string[] = [];
  const pin = new Pin(await freshVault(), new FakeClock(), () => verification.changed());
  const verification: UserVerification = new UserVerification({
    system: isBare ? undefined : system,
    pin,
    isSystemChosen: () => chosen.system,
    onChange: () => {},
    onCapabilities: () => told.push(verification.capabilities().join()),
  });
  await verification.refresh();
  if (withPin) await pin.set(GOOD, undefined);
  return { system, pin, verification, chosen, told };
}

const failures: (Verification | Error)[] = [{ result: 'failed' }, new Error('crashed'), { result: 'unavailable', reason: 'busy' }];

describe('UserVerification', () => {
  it('counts nothing but verified', async () => {
    const { system, verification } = await bench();
    expect(await verification.verify('unlock', undefined)).toBe('touch-id');
    system.answer = { result: 'refused' };
    await expectCode(verification.verify('unlock', undefined), 'user-verification-refused');
    for (const answer of failures) {
      system.answer = answer;
      await expect(verification.verify('unlock', undefined)).rejects.toMatchObject({ code: /^user-verification-(?:failed|required)$/ });
    }
    system.answer = { result: 'verify' } as unknown as Verification;
    await expect(verification.verify('unlock', undefined)).rejects.toThrow();
  });

  it('asks for the PIN where the system cannot ask, and never where it was refused', async () => {
    const { system, verification } = await bench({ withPin: true });
    for (const answer of failures) {
      system.answer = answer;
      await expectCode(verification.verify('unlock', undefined), 'pin-required');
    }
    system.answer = { result: 'refused' };
    await expectCode(verification.verify('unlock', undefined), 'user-verification-refused');
    expect(await verification.verify('unlock', GOOD)).toBe('pin');
    await expectCode(verification.verify('unlock', '314159'), 'pin-wrong');
  });

  it('opens one prompt at a time, and takes it back', async () => {
    const { system, verification } = await bench();
    const go = system.hold();
    const first = verification.verify('first', undefined);
    await expectCode(verification.verify('second', undefined), 'user-verification-refused');
    expect(system.messages).toEqual(['first']);
    verification.cancel();
    await expectCode(first, 'user-verification-refused');
    expect(system.ended).toBe(1);
    go();
    expect(await verification.verify('third', undefined)).toBe('touch-id');
  });

  it('tells verifiers what it can, as it changes', async () => {
    const { pin, told, chosen, verification, system } = await bench();
    await pin.set(GOOD, undefined);
    chosen.system = false;
    verification.changed();
    await pin.remove(GOOD);
    chosen.system = true;
    system.reason = 'busy';
    await verification.refresh();
    expect(told).toEqual(['verify:platform', 'verify:pin,verify:platform', 'verify:pin', '']);
    expect(verification.isSetUp).toBe(false);
    expect(verification.isExpected).toBe(true);
  });
});

describe('an approval', () => {
  const ask = { message: 'approve', pin: undefined, signal: new AbortController().signal };

  it('bothers nobody where verification is discouraged', async () => {
    const { verification, system } = await bench();
    expect(await verifyApproval(verification, { ...ask, requirement: 'discouraged' })).toBe('none');
    expect(system.messages).toEqual([]);
  });

  it('asks where it is preferred and set up, takes no for no, and passes where nothing can ask', async () => {
    const { verification, system } = await bench();
    const approve = async (): Promise<string> => await verifyApproval(verification, { ...ask, requirement: 'preferred' });
    expect(await approve()).toBe('touch-id');
    system.answer = { result: 'refused' };
    await expectCode(approve(), 'user-verification-refused');
    system.answer = { result: 'failed' };
    expect(await approve()).toBe('none');
    const bare = await bench({ isBare: true });
    expect(await verifyApproval(bare.verification, { ...ask, requirement: 'preferred' })).toBe('none');
  });

  it('is none without verification where it is required', async () => {
    const { verification, system } = await bench();
    const approve = async (): Promise<string> => await verifyApproval(verification, { ...ask, requirement: 'required' });
    expect(await approve()).toBe('touch-id');
    for (const answer of [...failures, { result: 'refused' } as const]) {
      system.answer = answer;
      await expect(approve()).rejects.toThrow();
    }
    const bare = await bench({ isBare: true });
    await expectCode(verifyApproval(bare.verification, { ...ask, requirement: 'required' }), 'user-verification-required');
    await expectCode(verifyApproval(bare.verification, { ...ask, requirement: 'required', pin: GOOD }), 'pin-unset');
  });
});
