// Preloaded into the app's process with --import: makes it look like Electron's main process and resolves the
// module `electron` to the stand-in, for import and require alike (one instance).
import { Socket } from 'node:net';
import { registerHooks } from 'node:module';

const standIn = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'electron' || specifier === 'electron/main' || specifier === 'electron/common') {
      return { url: standIn, format: 'module-typescript', shortCircuit: true };
    }
    if (specifier.startsWith('electron/')) throw new Error(`The Electron stand-in has no ${specifier} in the main process`);
    return nextResolve(specifier, context);
  },
});

// https://electronjs.org/docs/api/process
const identity = { electron: '45.4.1', chrome: '156.0.0.0' };
for (const [name, version] of Object.entries(identity)) {
  Object.defineProperty(process.versions, name, { value: version, enumerable: true });
}
Object.defineProperties(process, {
  type: { value: 'browser', enumerable: true },
  defaultApp: { value: true, enumerable: true },
  resourcesPath: { value: new URL('./', import.meta.url).pathname, enumerable: true },
});

// The launcher's lifeline: it closes when the launcher dies in any way.
const lifeline = process.env['DESKFOB_STAND_IN_LIFELINE'];
if (lifeline !== undefined) {
  delete process.env['DESKFOB_STAND_IN_LIFELINE'];
  const socket = new Socket({ fd: Number(lifeline) });
  socket.on('close', () => process.exit(1));
  socket.on('error', () => process.exit(1));
  socket.resume();
  socket.unref();
}
