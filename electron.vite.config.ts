import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Everything is bundled but what cannot be: Electron itself, native modules, and the optional native parts of `ws`.
const external = ['electron', '@napi-rs/keyring', '@node-rs/argon2', 'bufferutil', 'utf-8-validate'];

export default defineConfig({
  main: {
    build: {
      externalizeDeps: false,
      rollupOptions: { input: 'src/main/index.ts', external },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      // A sandboxed preload must be CommonJS in one file.
      rollupOptions: { input: 'src/preload/index.ts', external, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      minify: true,
      assetsInlineLimit: 0,
      rollupOptions: { input: { main: 'src/renderer/index.html', approval: 'src/renderer/approval.html' } },
    },
  },
});
