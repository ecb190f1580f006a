import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { displayEnv } from '../../../scripts/lib/displayEnv.ts';

describe('displayEnv', () => {
  it('names the Wayland socket and the X authority by their full paths', () => {
    const env = { DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: '/run/user/1000', HOME: '/home/anna' };
    expect(displayEnv(env)).toEqual({
      WAYLAND_DISPLAY: join('/run/user/1000', 'wayland-0'),
      XAUTHORITY: join('/home/anna', '.Xauthority'),
    });
  });

  it('leaves alone what is absolute or absent', () => {
    expect(
      displayEnv({ WAYLAND_DISPLAY: '/tmp/wayland', XDG_RUNTIME_DIR: '/run', DISPLAY: ':0', XAUTHORITY: '/tmp/x', HOME: '/h' }),
    ).toEqual({});
    expect(displayEnv({ HOME: '/h', XDG_RUNTIME_DIR: '/run' })).toEqual({});
  });
});
