import { describe, expect, it } from 'vitest';
import { checkAddresses, parseListen } from '../../../src/verifier/addresses.ts';
import { describeError } from '../../../src/verifier/http/describeError.ts';

const LOOPBACK = { host: '127.0.0.1', port: 1 };
const codeOf = (run: () => unknown): string => {
  try {
    run();
    return 'fine';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
};

describe('addresses of the verifier', () => {
  it('to listen on', () => {
    expect(parseListen('127.0.0.1:8443')).toEqual({ host: '127.0.0.1', port: 8443 });
    expect(parseListen('[::1]:80')).toEqual({ host: '::1', port: 80 });
    expect(parseListen(':80')).toEqual({ host: '::', port: 80 });
    for (const wrong of ['8443', '127.0.0.1', '127.0.0.1:99999', '::1:80', 'a:b'])
      expect(
        codeOf(() => parseListen(wrong)),
        wrong,
      ).toBe('address-unusable');
  });
  it('allow plain http on loopback and for development only', () => {
    const check = (url: string, host: string, tls: boolean, development: boolean): string =>
      codeOf(() => checkAddresses(url, { ...LOOPBACK, host }, tls, development));
    expect(check('http://localhost:1', '127.0.0.1', false, true)).toBe('fine');
    expect(check('http://localhost:1', '127.0.0.1', false, false)).toBe('bad-public-url');
    expect(check('http://verify.example.com', '127.0.0.1', false, true)).toBe('bad-public-url');
    expect(check('http://localhost:1', '127.0.0.1', true, true)).toBe('bad-public-url');
    expect(check('https://verify.example.com', '127.0.0.1', false, false)).toBe('fine');
    expect(check('https://verify.example.com', '0.0.0.0', false, false)).toBe('insecure-listen');
    expect(check('https://verify.example.com', '::', false, true)).toBe('insecure-listen');
    expect(check('https://verify.example.com', '0.0.0.0', true, false)).toBe('fine');
    expect(check('https://verify.example.com/', '127.0.0.1', true, false)).toBe('bad-public-url');
  });
});

describe('describeError', () => {
  it('keeps kinds and places, never words', () => {
    const cause = Object.assign(new Error('Key (name)=(hunter2) exists'), { code: '23505' });
    const text = JSON.stringify(describeError(new TypeError('params: hunter2', { cause })));
    expect(text).not.toContain('hunter2');
    expect(describeError(new TypeError('x', { cause })).kinds).toEqual(['TypeError', 'Error 23505']);
  });
});
