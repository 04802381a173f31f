import { defineConfig } from 'vitest/config';

/**
 * The tests that judge mutants: the tables beside the core. The properties are left to `npm test`: they take seconds each,
 * so a mutant that only they would kill counts as surviving.
 */
export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/core/**/*.test.ts'],
    exclude: ['**/*-properties.test.ts'],
    // Pure modules leave nothing behind, and a worker for each file would be most of the time.
    isolate: false,
    testTimeout: 30_000,
  },
});
