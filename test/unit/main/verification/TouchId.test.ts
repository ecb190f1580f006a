import { expect, it } from 'vitest';
import { TouchId } from '../../../../src/main/verification/TouchId.ts';

const signal = (): AbortSignal => new AbortController().signal;
const touchId = (can: boolean, prompt: (reason: string) => Promise<void>): TouchId =>
  new TouchId({ canPromptTouchID: () => can, promptTouchID: prompt });

it('says what is approved, and believes only a prompt that resolved', async () => {
  const reasons: string[] = [];
  const yes = touchId(true, async (reason) => await Promise.resolve(void reasons.push(reason)));
  expect(await yes.verify('approve the sign-in to VPN', signal())).toEqual({ result: 'verified' });
  expect(reasons).toEqual(['approve the sign-in to VPN']);
  const no = touchId(true, async () => await Promise.reject(new Error('Canceled by user.')));
  expect(await no.verify('approve', signal())).toEqual({ result: 'refused' });
});

it('asks nobody where the system says it cannot', async () => {
  const cannot = touchId(false, async () => await Promise.reject(new Error('asked all the same')));
  expect(await cannot.unavailable()).toBe('not-set-up');
  expect(await cannot.verify('approve', signal())).toEqual({ result: 'unavailable', reason: 'not-set-up' });
});

it('takes a yes that comes after the end for none', async () => {
  const end = new AbortController();
  const late = touchId(true, async () => await Promise.resolve(end.abort()));
  expect(await late.verify('approve', end.signal)).toEqual({ result: 'refused' });
});
