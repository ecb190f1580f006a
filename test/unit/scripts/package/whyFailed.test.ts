import { describe, expect, it } from 'vitest';
import { whyFailed } from '../../../../scripts/package/whyFailed.ts';

describe('whyFailed', () => {
  it.each([
    ['⨯ getaddrinfo ENOTFOUND downloads.example  failedTask=build stackTrace=RequestError', 'getaddrinfo ENOTFOUND downloads.example'],
    ['⨯ connect ECONNREFUSED 127.0.0.1:9  failedTask=build', 'connect ECONNREFUSED 127.0.0.1:9'],
    ['⨯ Response code 404 (Not Found) for http://mirror.example/electron.zip', 'Response code 404 (Not Found)'],
    ['RequestError: read ECONNRESET\n    at TLSSocket', 'ECONNRESET'],
  ])('says what to do where Electron cannot be had: %s', (words, reason) => {
    const sentence = whyFailed(words, false);
    expect(sentence).toContain(`could not be downloaded (${reason})`);
    expect(sentence).toContain('npm run package -- --electron <folder>');
    expect(sentence).not.toContain('\n');
  });

  it('blames the tools for installers once the app is packed', () => {
    const sentence = whyFailed('⨯ getaddrinfo ENOTFOUND downloads.example  failedTask=build', true);
    expect(sentence).toContain('tools that make installers');
    expect(sentence).not.toContain('--electron');
  });

  it('leaves other failures to the words of electron-builder', () => {
    expect(whyFailed('⨯ Invalid configuration object.', false)).toBe('electron-builder failed; its own words stand above.');
  });
});
