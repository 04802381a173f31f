/** Makes the baselines of the visual tests anew, all of them or those whose name holds the argument: look at them before they are committed. */
import { spawnSync } from 'node:child_process';
import { globSync, rmSync } from 'node:fs';
import { PICTURES } from './pictures.ts';

const [only = ''] = process.argv.slice(2);
const names = PICTURES.map(({ name }) => name);
for (const file of globSync('tests/visual/*.png'))
  if (!names.some((name) => file.endsWith(`/${name}.png`))) rmSync(file);
const grep = only === '' ? 'UI-270' : `UI-270 \\S*${only}`;
const { status } = spawnSync(
  'npx',
  ['--no-install', 'playwright', 'test', 'tests/e2e/visual.e2e.ts', '--update-snapshots=all', '--grep', grep],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
