import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const CLOCKS = 'Time, ids and randomness are arguments here: a core that reads a clock cannot be replayed or tested.';
const PURE =
  'src/core and src/devices run in the browser and in Node and are replayed: they import nothing but each other.';

/** The import rules of docs/architecture.md; each message says why. tests/architecture.test.ts checks the same from the other side. */
const imports = (files, patterns, extra = {}) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns }], ...extra },
});

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'node_modules/', 'data/', '.vigil/', 'test-results/', '.stryker/', 'static/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      'no-console': ['error', { allow: ['error'] }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig } },
    rules: { 'svelte/no-navigation-without-resolve': 'off' },
  },
  {
    files: ['server/cli/**', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  imports(['src/core/**/*.ts', 'src/devices/**/*.ts'], [{ regex: '^(?!\\.|#core/|#devices/)', message: PURE }], {
    'no-restricted-globals': [
      'error',
      ...['process', 'setTimeout', 'setInterval', 'setImmediate', 'performance', 'crypto', 'window', 'document'].map(
        (name) => ({ name, message: CLOCKS }),
      ),
    ],
    'no-restricted-syntax': [
      'error',
      { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCKS },
      { selector: "MemberExpression[object.name='Date'][property.name='now']", message: CLOCKS },
      { selector: "MemberExpression[object.name='Math'][property.name='random']", message: CLOCKS },
    ],
  }),
  imports(
    ['src/core/**/*.ts'],
    [{ regex: '^(?!\\.|#core/)', message: 'The core knows no device and no library: only itself.' }],
  ),
  imports(
    ['src/protocol/**/*.ts'],
    [
      {
        regex: '^(?!\\.|#core/|#protocol/|#devices/|zod/mini$)',
        message:
          'The wire protocol is shared by server, adapters and browser: core and zod/mini only (12 KB, not 443).',
      },
    ],
  ),
  imports(
    ['src/gateway/**/*.ts'],
    [
      {
        regex: '^(?!\\.|#core/|#protocol/|#devices/|#gateway/|socket\\.io-client$)',
        message:
          'The sending half of an adapter runs in a process and on a page: no node:, no Svelte, no library but the socket.',
      },
    ],
  ),
  imports(
    ['src/lib/**/*.ts', 'src/lib/**/*.svelte'],
    [
      { regex: '(^|/)server/(?!.*\\.d\\.ts)', message: 'The browser must not reach into the server.' },
      { group: ['socket.io-client'], message: 'Only src/lib/live/connection holds the socket.' },
      { group: ['chart.js', 'chart.js/*'], message: 'Chart.js stays in src/lib/chart.' },
      { group: ['zod', 'zod/*'], message: 'Inputs are parsed at the server’s edge.' },
    ],
  ),
  imports(
    ['src/lib/live/connection.svelte.ts', 'src/lib/live/connection-group.ts'],
    [{ group: ['chart.js'], message: 'Chart.js stays in src/lib/chart.' }],
  ),
  imports(
    ['src/lib/chart/**'],
    [{ group: ['socket.io-client'], message: 'Only src/lib/live/connection holds the socket.' }],
  ),
  imports(
    ['src/routes/**'],
    [
      {
        group: ['socket.io-client', '#protocol/*', 'zod', 'zod/*'],
        message: 'Pages speak to src/lib/live, never to the wire.',
      },
    ],
  ),
  imports(
    ['server/**/*.ts'],
    [
      {
        regex: '\\$lib|\\$app|\\$env|\\.svelte$|src/(lib|routes)/',
        message: 'The server runs without SvelteKit: it never imports pages or components.',
      },
    ],
  ),
  {
    // Tests may reach anything and are imported by nobody.
    files: ['**/*.test.ts', 'tests/**'],
    rules: {
      'no-restricted-imports': 'off',
      'no-restricted-syntax': 'off',
      'no-restricted-globals': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
