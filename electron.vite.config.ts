import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Everything is bundled but what cannot be: Electron itself, native modules, and the optional native parts of `ws`.
const external = ['electron', '@napi-rs/keyring', '@node-rs/argon2', 'koffi', 'bufferutil', 'utf-8-validate'];

/** What each bundle carries of other people's work; scripts/package/notices.ts joins the three lists. Not part of a package. */
const license = { fileName: 'licenses.json' };

/** See noAjv.ts. */
const noAjv = fileURLToPath(new URL('src/main/desktop/noAjv.ts', import.meta.url));

export default defineConfig({
  main: {
    resolve: { alias: { 'ajv/dist/2020.js': noAjv, 'ajv-formats': noAjv } },
    build: {
      license,
      // Not minified: what is packed can be read, and is searched for what does not belong there (scripts/package).
      externalizeDeps: false,
      rollupOptions: { input: 'src/main/index.ts', external },
    },
  },
  preload: {
    build: {
      license,
      externalizeDeps: false,
      // A sandboxed preload must be CommonJS in one file.
      rollupOptions: { input: 'src/preload/index.ts', external, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      license,
      minify: true,
      assetsInlineLimit: 0,
      // In kB. The reader of QR codes, WebAssembly and all, is one script that is loaded when a picture is to be read.
      chunkSizeWarningLimit: 1400,
      rollupOptions: { input: { main: 'src/renderer/index.html', approval: 'src/renderer/approval.html' } },
    },
  },
});
