/** Who may import whom (docs/architecture.md). The lint rules say it while one types; this proves it over the whole tree. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const files = globSync(['src/**/*.{ts,svelte}', 'server/**/*.ts']).filter((file) => !/\.test\.ts$/.test(file));

interface Import {
  readonly from: string;
  /** A room (`src/core`), or a package. */
  readonly to: string;
}

const ROOMS = [
  'src/core',
  'src/devices',
  'src/protocol',
  'src/gateway',
  'src/lib/server',
  'src/lib',
  'src/routes',
  'server',
  'tests',
];
const roomOf = (path: string): string => ROOMS.find((room) => path === room || path.startsWith(`${room}/`)) ?? path;

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return roomOf(normalize(join(dirname(from), specifier)));
  const alias = /^#(core|devices|protocol|gateway)\//.exec(specifier);
  if (alias) return `src/${alias[1]}`;
  if (specifier.startsWith('$lib')) return roomOf(specifier.replace('$lib', 'src/lib'));
  return specifier;
}

const imports: readonly Import[] = files.flatMap((from) =>
  [...readFileSync(from, 'utf8').matchAll(/(?<!')(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map((match) => ({
    from,
    to: resolve(from, match[1] ?? ''),
  })),
);

/** What each room may reach, as a test on the target. */
const ALLOWED: readonly (readonly [room: string, allowed: RegExp])[] = [
  ['src/core', /^src\/core$/],
  ['src/devices', /^src\/(devices|core)$/],
  ['src/protocol', /^(src\/(protocol|core|devices)|zod\/mini)$/],
  ['src/gateway', /^(src\/(gateway|protocol|core|devices)|socket\.io-client)$/],
  [
    'src/lib',
    /^(src\/(lib|core|devices|protocol|gateway)|idb|svelte(\/.*)?|\$app\/.*|socket\.io-client|chart\.js.*|@lucide\/svelte.*|.*\.(css|woff2)(\?url)?)$/,
  ],
  ['src/routes', /^(src\/(lib|core|routes)|svelte(\/.*)?|\$app\/.*|@sveltejs\/kit|\.\/\$types.*|.*\.css)$/],
  ['server', /^(?!src\/(lib|routes)|\$|tests)/],
];

describe('REC-81 the rooms import only what they may', () => {
  test.each(ALLOWED)('%s', (room, allowed) => {
    const wrong = imports.filter(({ from, to }) => roomOf(from) === room && !allowed.test(to));
    expect(wrong).toEqual([]);
  });
  test('socket.io-client only in the browser’s connection, the gateway’s uplink, and the server’s processes', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        to === 'socket.io-client' && /^src\//.test(from) && !/live\/connection|gateway\/uplink/.test(from),
    );
    expect(wrong).toEqual([]);
  });
  test('chart.js only in src/lib/chart', () => {
    expect(imports.filter(({ from, to }) => to.startsWith('chart.js') && !from.startsWith('src/lib/chart/'))).toEqual(
      [],
    );
  });
  test('nothing imports a test', () => {
    expect(imports.filter(({ to }) => to === 'tests')).toEqual([]);
  });
  test('the core reads no clock, makes no id, keeps no timer', () => {
    const impure = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bset(Timeout|Interval|Immediate)\b|\bprocess\./;
    const pure = files.filter((file) => /^src\/(core|devices)\//.test(file));
    expect(pure.filter((file) => impure.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
  test('folders are at most three deep, and no file is named utils or helpers', () => {
    expect(files.filter((file) => file.split('/').length > 5)).toEqual([]);
    expect(files.filter((file) => /(utils|helpers?|manager)\b/.test(file))).toEqual([]);
  });
});
