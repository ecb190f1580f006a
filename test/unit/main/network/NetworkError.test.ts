import { describe, expect, it } from 'vitest';
import { asNetworkError, NetworkError } from '../../../../src/main/network/NetworkError.ts';

describe('asNetworkError', () => {
  it.each([
    [{ code: 'CERT_HAS_EXPIRED' }, 'certificate'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'certificate'],
    [{ code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }, 'certificate'],
    [{ code: 'ETIMEDOUT' }, 'slow'],
    [{ code: 'ECONNREFUSED' }, 'unreachable'],
    [{ code: 42 }, 'unreachable'],
    [new Error('odd'), 'unreachable'],
    [undefined, 'unreachable'],
    ['text', 'unreachable'],
  ])('words %j as %s', (error, code) => {
    expect(asNetworkError(error).code).toBe(code);
  });

  it('keeps what is worded already, and quotes nothing but the code', () => {
    const slow = new NetworkError('slow', 'x');
    expect(asNetworkError(slow)).toBe(slow);
    expect(asNetworkError(Object.assign(new Error('https://verify.example/?secret'), { code: 'ENOTFOUND' })).message).not.toContain(
      'secret',
    );
  });
});
