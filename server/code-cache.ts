/**
 * Types are stripped and code is compiled once and kept (docs/adr/0038-compiled-code-is-kept.md): a process that starts, and each of its threads,
 * finds it there.
 */
import { mkdirSync, statfsSync, statSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../node_modules', import.meta.url));
/** What is kept is some 7 MB, and a full disk would be left with a file without content for each that did not fit. */
const LEAST_FREE_BYTES = 100_000_000;

/**
 * Before the rest is loaded. Where nothing can be kept, or others could write there, a start takes longer, and nothing else.
 * @param env `NODE_COMPILE_CACHE`: somebody has chosen a folder, and Node uses it already
 */
export function keepCompiledCode(env: NodeJS.ProcessEnv): void {
  if (env['NODE_COMPILE_CACHE'] !== undefined) return;
  const folder = folderOf(env);
  if (folder === undefined || !isOurs(folder)) return;
  const { directory } = enableCompileCache(folder);
  // Threads and child processes read it there.
  if (directory !== undefined) env['NODE_COMPILE_CACHE'] = folder;
}

/** For commands that are not Vigil's: where Vigil's compiled code lies is no business of theirs. */
export function withoutCodeFolder({ NODE_COMPILE_CACHE: _, ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env;
}

/** The service's own (`CACHE_DIRECTORY`, systemd.exec(5): the first of a list), else in the installed program where it is this account's. */
function folderOf(env: NodeJS.ProcessEnv): string | undefined {
  const [ofService = ''] = (env['CACHE_DIRECTORY'] ?? '').split(':');
  if (isAbsolute(ofService)) return `${ofService}/code`;
  // One that another account could not remove would be in the way of its next "npm ci".
  return isOwn(MODULES) ? `${MODULES}/.cache/vigil` : undefined;
}

/** What lies there is run: it is this account's, nobody else's, and there is room. */
function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = statfsSync(folder);
    return isOwn(folder) && (statSync(folder).mode & OTHERS) === 0 && bavail * bsize >= LEAST_FREE_BYTES;
  } catch {
    return false;
  }
}

/** Bits of group and others; Windows has none. */
const OTHERS = process.platform === 'win32' ? 0 : 0o077;

function isOwn(path: string): boolean {
  const own = process.getuid?.();
  return own === undefined || statSync(path, { throwIfNoEntry: false })?.uid === own;
}
