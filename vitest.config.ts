import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

// Tests keep nothing in the user's own cache, and share one of their own: the same toolchain is asked once. The command
// that many start is bundled once, too (test/shared-bundle.ts).
const session = mkdtempSync(join(tmpdir(), 'retarget-test-session-'));
const env = { RETARGET_CACHE: join(session, 'cache'), RETARGET_TEST_SESSION: session };

/** At a developer's desk a test that fails now and then is to be seen. */
const inCi = process.env['CI'] === 'true';

// These drive a whole VS Code each: beside other tests, or beside each other, they would wait for the machine.
const IN_THE_WINDOW = 'test/ui/editor/**/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [sourceAsText],
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/editor/**', IN_THE_WINDOW],
          testTimeout: 60_000,
          // The first bundles the whole command.
          hookTimeout: 60_000,
          // What a page or a server is waited for takes longer on a busy machine.
          expect: { poll: { timeout: 20_000 } },
          // Real compilers, servers and browsers on a machine that others share; the report says which test had two tries.
          retry: inCi ? 1 : 0,
          env,
          globalSetup: 'test/end-of-session.ts',
          // One more than two cores: about half of the time, tests wait for programs that sleep, servers and browsers.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [sourceAsText],
        test: {
          name: 'window',
          include: [IN_THE_WINDOW],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // A window on a busy machine takes its time.
          expect: { poll: { timeout: 20_000 } },
          // VS Code itself loses a click, a folder or a restored tab now and then. The report says which test had two tries.
          retry: 1,
          env,
          globalSetup: 'test/end-of-session.ts',
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
