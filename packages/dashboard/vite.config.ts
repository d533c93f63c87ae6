import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type UserConfig } from 'vite';

const collector = process.env.WHODID_URL ?? 'http://127.0.0.1:4747';

const config: UserConfig = defineConfig({
  plugins: [react()],
  // Files are found beside each other, under whatever path of an app they are.
  base: './',
  // The query language is read from its source, so that a build needs no build before it.
  resolve: { conditions: ['whodid-source', ...defaultClientConditions] },
  build: {
    // Browsers that know `light-dark()`: below that, every colour would be written twice.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // A small picture turned into a `data:` address would need a hole in the content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Kilobytes before compression. What counts is checked by a test: 260 KB of it, compressed.
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/v1': collector, '/healthz': collector, '/auth': collector },
  },
});

export default config;
