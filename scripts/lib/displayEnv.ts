import { isAbsolute, join } from 'node:path';

/**
 * The person's display, named so that a child finds it from within a desktop session of its own, whose HOME and
 * XDG_RUNTIME_DIR are other folders.
 */
export function displayEnv(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const display: Record<string, string> = {};
  const wayland = env['WAYLAND_DISPLAY'];
  const runtime = env['XDG_RUNTIME_DIR'];
  if (wayland && !isAbsolute(wayland) && runtime) display['WAYLAND_DISPLAY'] = join(runtime, wayland);
  if (env['DISPLAY'] && !env['XAUTHORITY'] && env['HOME']) display['XAUTHORITY'] = join(env['HOME'], '.Xauthority');
  return display;
}
