import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vitest/config';

// The bundle carries C sources as text (esbuild's `text` loader); tests import them the same way.
const sourceAsText: Plugin = {
  name: 'source-as-text',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith('.c')) return null;
    return `export default ${JSON.stringify(readFileSync(id, 'utf8'))};`;
  },
};

export default defineConfig({
  plugins: [sourceAsText],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**'],
    testTimeout: 60_000,
    // Two cores: more workers would make tests with real compilers wait for each other.
    maxWorkers: 2,
  },
});
