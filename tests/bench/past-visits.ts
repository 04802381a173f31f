/** A database of many invented past visits, made once and kept in the system's folder for what may go: a copy is measured. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Another, whenever the generator makes other visits. */
const MADE_BY = 1;
const FOLDER = join(tmpdir(), 'vigil-bench-visits');
const PROGRAM = fileURLToPath(new URL('../../server/cli/main.ts', import.meta.url));

export function pastVisits(visits: number, say: (line: string) => void): string {
  const path = join(FOLDER, `v${MADE_BY}-${visits}.db`);
  if (existsSync(path)) return path;
  mkdirSync(FOLDER, { recursive: true });
  const making = join(FOLDER, `making-${process.pid}.db`);
  say(`inventing ${visits} past visits, kept in ${path}`);
  const began = performance.now();
  const made = spawnSync(process.execPath, [PROGRAM, 'visit', 'generate', String(visits), '--database', making], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (made.status !== 0) throw new Error('The past visits could not be made.');
  for (const suffix of ['-wal', '-shm', '.lock']) rmSync(`${making}${suffix}`, { force: true });
  renameSync(making, path);
  say(`${Math.round(statSync(path).size / 1e6)} MB in ${Math.round((performance.now() - began) / 1_000)} s`);
  return path;
}
