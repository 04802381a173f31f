/**
 * `npm run mutate -- [PATH …]`: breaks the core in every small way Stryker knows and runs its tests against each break.
 * A PATH is a folder, file or glob under src/core (all of it when none is given); other options go to Stryker.
 * Exit code 1 when fewer than 90 % of the mutants are killed, in all or in one folder.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { exit } from 'node:process';

const REPORT = '.stryker/mutation.json';
const DETECTED = ['Killed', 'Timeout'];
const SURVIVED = ['Survived', 'NoCoverage'];

interface Report {
  readonly thresholds: { readonly low: number };
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const isPath = (argument: string): boolean => argument.startsWith('src/core');
const asGlob = (path: string): string =>
  existsSync(path) && statSync(path).isDirectory() ? `${path.replace(/\/$/, '')}/**/*.ts` : path;

const given = process.argv.slice(2).flatMap((argument) => argument.split(','));
const paths = given.filter(isPath).map(asGlob);
const options = given.filter((argument) => !isPath(argument) && argument !== '--mutate');
const mutate = [...(paths.length === 0 ? ['src/core/**/*.ts'] : paths), '!**/*.test.ts', '!**/*.json'];

rmSync(REPORT, { force: true });
const stryker = spawnSync(
  'npx',
  ['--no-install', 'stryker', 'run', 'tests/mutation/stryker.config.js', '--mutate', mutate.join(','), ...options],
  { stdio: 'inherit' },
);
if (!existsSync(REPORT)) exit(stryker.status || 1);

const { files, thresholds } = JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
const folders = new Map<string, { killed: number; all: number }>();
for (const [file, { mutants }] of Object.entries(files)) {
  const folder = folders.get(dirname(file)) ?? { killed: 0, all: 0 };
  folders.set(dirname(file), folder);
  for (const { status } of mutants) {
    if (DETECTED.includes(status)) folder.killed += 1;
    if (DETECTED.includes(status) || SURVIVED.includes(status)) folder.all += 1;
  }
}

let low = false;
for (const [name, { killed, all }] of [...folders].sort(([a], [b]) => a.localeCompare(b))) {
  if (all === 0) continue;
  const percent = (100 * killed) / all;
  low ||= percent < thresholds.low;
  console.log(
    `${name}: ${killed} of ${all} killed, ${percent.toFixed(1)} %${percent < thresholds.low ? `, below ${thresholds.low} %` : ''}`,
  );
}
exit(low ? 1 : stryker.status || 0);
