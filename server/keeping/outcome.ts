/** How a keeping command ended: its sentence and its exit code. */
import type { Result } from '#core/refusal.ts';

/** 1: something in the record is not as it was written. 2: it could not be done, or not all of it. */
export type ExitCode = 1 | 2;

export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly exit: ExitCode; readonly message: string };

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const notDone = (message: string, exit: ExitCode = 2): { ok: false; exit: ExitCode; message: string } => ({
  ok: false,
  exit,
  message,
});

export const outcomeOf = <T>(result: Result<T>): Outcome<T> => (result.ok ? result : notDone(result.refusal.message));

/** What the operating system or SQLite may answer to work on a file, as an outcome; what is neither is a bug and thrown on. */
export function attempt<T>(path: string, work: () => Outcome<T>): Outcome<T> {
  try {
    return work();
  } catch (error) {
    const said = sentenceOf(path, error);
    if (said === undefined) throw error;
    return notDone(said);
  }
}

/** @returns undefined when the error is of neither. */
export function sentenceOf(path: string, error: unknown): string | undefined {
  const { errcode, code, message } = error as NodeJS.ErrnoException & { errcode?: number };
  if (errcode !== undefined) return `${path} ${ofSqlite(errcode & 0xff, message)}`;
  // Node says some of them in words of its own: ERR_FS_EISDIR.
  const name = /^(?:ERR_FS_)?(E[A-Z0-9]+)$/.exec(code ?? '')?.[1];
  if (name === undefined) return undefined;
  return `${(error as NodeJS.ErrnoException).path ?? path} ${OF_SYSTEM[name] ?? `cannot be used (${name}).`}`;
}

const FULL = 'cannot be written: the disk is full. Free some space and try again.';

const OF_SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  ENOENT: 'is not there.',
  EACCES: 'cannot be used: this user may not. Run it as the user Vigil runs as.',
  EPERM: 'cannot be used: this user may not. Run it as the user Vigil runs as.',
  EROFS: 'cannot be written: its disk takes no writing.',
  EISDIR: 'is a folder. Name a file.',
};

/** SQLite's primary result codes, sqlite.org/rescode.html. */
function ofSqlite(code: number, message: string): string {
  switch (code) {
    case 13:
      return FULL;
    case 26:
      return 'is not a database.';
    case 11:
      return 'is damaged: part of it is missing or was overwritten.';
    case 5:
    case 6:
      return 'is held by another program. Close that program, or wait until it is done.';
    case 14:
      return 'cannot be opened. Is it there, and may this user read it?';
    case 8:
      return 'cannot be written: this user may not, or its disk takes no writing.';
    default:
      return `cannot be read or written (${message}). Check the disk.`;
  }
}
