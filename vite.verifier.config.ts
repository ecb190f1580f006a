import { cp } from 'node:fs/promises';
import { defineConfig } from 'vite';

/** The verifier and the demo organisation run in plain Node; their packages stay in node_modules. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node22',
    outDir: 'out/verifier',
    emptyOutDir: true,
    rollupOptions: {
      input: { main: 'src/verifier/main.ts', demo: 'src/demo/main.ts' },
      output: { entryFileNames: '[name].js', banner: '#!/usr/bin/env node' },
    },
  },
  plugins: [
    {
      name: 'migrations',
      closeBundle: async () => await cp('src/verifier/store/migrations', 'out/verifier/migrations', { recursive: true }),
    },
  ],
});
