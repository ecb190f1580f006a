import { describe, expect, it } from 'vitest';
import { fuseComplaints } from '../../../../scripts/package/fuses.ts';

const wanted = { runAsNode: false, enableCookieEncryption: true };

describe('fuseComplaints', () => {
  it('has none when every fuse is as it was decided, or removed by Electron', () => {
    expect(fuseComplaints([['off', 'on']], wanted)).toEqual([]);
    expect(fuseComplaints([['removed', 'removed', 'removed']], wanted)).toEqual([]);
  });

  it('names a fuse in the other state, in any of the sets', () => {
    expect(
      fuseComplaints(
        [
          ['off', 'on'],
          ['on', 'unknown'],
        ],
        wanted,
      ),
    ).toEqual(['the fuse runAsNode is on instead of off', 'the fuse enableCookieEncryption is unknown instead of on']);
  });

  it('does not accept a fuse without a decision, nor a binary without fuses', () => {
    expect(fuseComplaints([['off', 'on', 'off']], wanted)).toEqual(['nobody has decided on the fuse enableNodeOptionsEnvironmentVariable']);
    expect(fuseComplaints([], wanted)).toEqual(['the binary carries no fuses']);
  });
});
