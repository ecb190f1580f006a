import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  AVAILABILITY,
  type Availability,
  type ConsentResult,
  type ConsentVerifier,
  IID,
  RESULT,
} from '../../../../src/main/verification/windowsHello/ConsentVerifier.ts';
import { guidBytes } from '../../../../src/main/verification/windowsHello/winRt.ts';
import { WindowsHello } from '../../../../src/main/verification/windowsHello/WindowsHello.ts';

const HANDLE = Buffer.from('efbe0d0000000000', 'hex');
const signal = (): AbortSignal => new AbortController().signal;

function hello(answer: ConsentResult | Error, availability: Availability = 'available', handle: Buffer | undefined = HANDLE) {
  const asked: [bigint, string][] = [];
  const windows: ConsentVerifier = {
    availability: async () => await Promise.resolve(availability),
    request: async (window, message) => {
      asked.push([window, message]);
      if (answer instanceof Error) throw answer;
      return await Promise.resolve(answer);
    },
  };
  return {
    asked,
    verifier: new WindowsHello(
      () => handle,
      async () => await Promise.resolve(windows),
    ),
  };
}

describe('WindowsHello', () => {
  it('asks before the app’s own window, and says what for', async () => {
    const { verifier, asked } = hello('verified');
    expect(await verifier.verify('approve the sign-in to VPN', signal())).toEqual({ result: 'verified' });
    expect(asked).toEqual([[0xdbeefn, 'Deskfob: approve the sign-in to VPN']]);
  });

  it('counts one of the seven answers as a yes', async () => {
    const results = await Promise.all(RESULT.map(async (answer) => (await hello(answer).verifier.verify('x', signal())).result));
    expect(results).toEqual(['verified', 'unavailable', 'unavailable', 'unavailable', 'unavailable', 'refused', 'refused']);
  });

  it('fails where the call fails, or there is no window to ask before', async () => {
    expect(await hello(new Error('0x80070005')).verifier.verify('x', signal())).toEqual({ result: 'failed' });
    const windowless = new WindowsHello(
      () => undefined,
      async () => await Promise.reject(new Error('asked all the same')),
    );
    expect(await windowless.verify('x', signal())).toEqual({ result: 'failed' });
  });

  it('tells why it cannot ask', async () => {
    const reasons = await Promise.all(AVAILABILITY.map(async (word) => await hello('verified', word).verifier.unavailable()));
    expect(reasons).toEqual([undefined, 'unsupported', 'not-set-up', 'disabled', 'busy']);
  });

  it('is unsupported where there is no Windows', async () => {
    expect(await new WindowsHello(() => HANDLE).unavailable()).toBe('unsupported');
    expect(await new WindowsHello(() => HANDLE).verify('x', signal())).toEqual({ result: 'failed' });
  });
});

/** https://learn.microsoft.com/uwp/winrt-cref/winrt-type-system#guid-generation-for-parameterized-types */
function parameterizedGuid(signature: string): string {
  const namespace = Buffer.from('11f47ad57b7342c0abae878b1e16adee', 'hex');
  const hash = createHash('sha1').update(namespace).update(signature).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.subarray(0, 16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

describe('the names of Windows’ interfaces', () => {
  it('are those that its type system makes', () => {
    const result = 'enum(Windows.Security.Credentials.UI.UserConsentVerificationResult;i4)';
    expect(IID.resultOperation).toBe(parameterizedGuid(`pinterface({9fc2b0bb-e446-44e2-aa61-9cab8f636af2};${result})`));
  });

  it('lie in memory as Windows reads them', () => {
    expect(Buffer.from(guidBytes('00112233-4455-6677-8899-aabbccddeeff')).toString('hex')).toBe('33221100554477668899aabbccddeeff');
  });
});
