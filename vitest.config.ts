import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/editor/**'],
    testTimeout: 60_000,
    // Two cores: more workers would make tests with real compilers wait for each other.
    maxWorkers: 2,
  },
});
