import { posix, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pageFile } from '../../../../src/main/desktop/pageFile.ts';

const onLinux = (address: string): string | undefined => pageFile('/opt/deskfob/renderer', address, posix);
const onWindows = (address: string): string | undefined => pageFile('C:\\deskfob\\renderer', address, win32);

describe('pageFile', () => {
  it('finds the pages and what they load', () => {
    expect(onLinux('app://deskfob/index.html')).toBe('/opt/deskfob/renderer/index.html');
    expect(onLinux('app://deskfob/assets/index-1.js?x#y')).toBe('/opt/deskfob/renderer/assets/index-1.js');
    expect(onWindows('app://deskfob/assets/index-1.js')).toBe('C:\\deskfob\\renderer\\assets\\index-1.js');
  });

  it('leads nowhere outside its folder, however the way is spelt', () => {
    const ways = [
      '../main/index.js',
      '..%2fmain/index.js',
      '%2e%2e/main/index.js',
      '%2E%2E%2Fmain%2Findex.js',
      'assets/..%2f..%2fmain/index.js',
    ];
    ways.push(
      '..%5cmain%5cindex.js',
      '..\\main\\index.js',
      'assets%5c..%5c..%5cmain%5cindex.js',
      '/%2fmain/index.js',
      '..%2frenderer2/a.js',
      '..%2frenderer',
      '',
    );
    for (const way of ways) {
      const found = [onLinux(`app://deskfob/${way}`), onWindows(`app://deskfob/${way}`)];
      expect(found[0] ?? '/opt/deskfob/renderer/', way).toMatch(/^\/opt\/deskfob\/renderer\/(?!.*\.\.\/)/);
      expect(found[1] ?? 'C:\\deskfob\\renderer\\', way).toMatch(/^C:\\deskfob\\renderer\\(?!.*\.\.\\)/);
    }
    expect(onWindows('app://deskfob/..%5cmain%5cindex.js')).toBeUndefined();
    expect(onLinux('app://deskfob/..%2frenderer2/a.js')).toBeUndefined();
    // Decoded once: what was encoded twice names an odd file here, and none elsewhere.
    expect(onLinux('app://deskfob/%252e%252e%252fmain.js')).toBe('/opt/deskfob/renderer/%2e%2e%2fmain.js');
  });

  it('knows no other host, and no text that is no path', () => {
    for (const address of ['app://evil/index.html', 'app://deskfob.evil/index.html', 'app://deskfob:1/index.html', 'app:index.html', 'x'])
      expect(onLinux(address), address).toBeUndefined();
    for (const name of ['%', '%zz.html', '%c0%ae%c0%ae/index.html', 'index.html%00.png', '%00'])
      expect(onLinux(`app://deskfob/${name}`), name).toBeUndefined();
  });
});
