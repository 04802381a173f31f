/**
 * Mutation testing of the core (`npm run mutate`). Every mutator is on, string literals too: the core's texts are read by
 * nurses, so tests assert them whole. A mutant that changes nothing is answered by simpler code, not by an exception here.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './tests/mutation/ignore-unreachable.js'],
  ignorers: ['unreachable'],
  vitest: { configFile: 'tests/mutation/vitest.config.ts', related: false },
  mutate: ['src/core/**/*.ts', '!src/core/**/*.test.ts'],
  // Tables and constants read once at import would need the whole suite for each mutant; tests list those tables row by row.
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'progress', 'json'],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: '.stryker/mutation.json' },
  tempDirName: '.stryker/tmp',
  // Stryker leaves dot folders out of its copy; tsconfig.json extends one of them.
  ignorePatterns: ['!.svelte-kit', '.svelte-kit/build', 'build', 'data', 'docs', 'static', 'test-results'],
};
