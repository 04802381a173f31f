/** Opens or starts the spool of an adapter on this machine. */
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Instant } from '#core/reading.ts';
import { accept, refuse, type Result } from '#core/refusal.ts';
import { lockDatabase } from '../../journal/lock.ts';
import type { Lock } from '../../journal/lock.ts';
import { thisMachine } from './run-clock.ts';
import type { Machine, RunClock } from './run-clock.ts';
import { SpoolFile } from './spool-file.ts';
import { connectSpool, isDamaged, prepareSpool, sqliteCode } from './spool-schema.ts';
import { Spool } from './spool.ts';

export interface SpoolSettings {
  readonly folder: string;
  readonly adapterId: string;
  readonly deviceIds: readonly string[];
  /** The adapter's clock. */
  readonly now: () => Instant;
  readonly speed: number;
  readonly log: Logger;
  /** For readings; default 512 MB, 72 h of 20 devices. */
  readonly maxBytes?: number;
  /** For waves; default 64 MB, 4 days of one oximeter at 75 Hz. */
  readonly waveBytes?: number;
  readonly machine?: () => Machine;
}

export interface OpenSpool {
  readonly spool: Spool;
  /** Once or more. */
  close(): void;
}

const MAX_BYTES = 512_000_000;
const WAVE_BYTES = 64_000_000;
const SQLITE_BUSY = 5;

/** An id may hold what a file's name may not. */
export const spoolPath = (folder: string, adapterId: string): string =>
  join(folder, `${encodeURIComponent(adapterId)}.spool.db`);

/**
 * A damaged file is set aside under another name; a disk that cannot be written is logged, and the spool then keeps nothing.
 * @returns a refusal when another process uses this spool, or the file is another program's, another adapter's or a newer Vigil's.
 */
export function openSpool(settings: SpoolSettings): Result<OpenSpool> {
  const { folder, adapterId, deviceIds, log, maxBytes = MAX_BYTES, waveBytes = WAVE_BYTES } = settings;
  const path = spoolPath(folder, adapterId);
  const clock = clockOf(settings);
  const openFile = (): Result<SpoolFile> => openOnce(path, adapterId, clock, deviceIds, maxBytes + waveBytes);
  const locked = attempt(log, path, () => {
    mkdirSync(folder, { recursive: true });
    return lock(path, log);
  });
  if (locked?.ok === false) return locked;
  const opened = locked && attempt(log, path, () => openSound(path, openFile, log));
  if (opened?.ok === false) {
    locked?.value.release();
    return opened;
  }
  const startAfresh = (): SpoolFile | undefined => {
    const fresh = attempt(log, path, () => {
      setAside(path, log);
      return openFile();
    });
    return fresh?.ok ? fresh.value : undefined;
  };
  const spool = new Spool(opened?.value, {
    devices: deviceIds.length,
    maxBytes,
    waveBytes,
    log,
    startAfresh,
    clock: () => clockOf(settings),
  });
  if (spool.kept > 0) log.info({ kept: spool.kept, path }, 'readings of earlier runs wait in the spool');
  let held = locked?.value;
  return accept({
    spool,
    close() {
      spool.close();
      held?.release();
      held = undefined;
    },
  });
}

function clockOf({ now, speed, machine = thisMachine }: SpoolSettings): RunClock {
  const { uptimeMs, boot } = machine();
  return { startedAt: now(), uptimeMs, boot, speed };
}

function openOnce(
  path: string,
  adapterId: string,
  clock: RunClock,
  deviceIds: readonly string[],
  maxBytes: number,
): Result<SpoolFile> {
  const db = connectSpool(path);
  try {
    const prepared = prepareSpool(db, path, adapterId);
    if (prepared.ok) return accept(new SpoolFile(db, clock, deviceIds, maxBytes));
    db.close();
    return prepared;
  } catch (error) {
    db.close();
    throw error;
  }
}

function openSound(path: string, open: () => Result<SpoolFile>, log: Logger): Result<SpoolFile> {
  try {
    return open();
  } catch (error) {
    if (!isDamaged(error)) throw error;
    log.error({ err: error, path }, 'the spool is damaged: it is set aside and a new one started');
    setAside(path, log);
    return open();
  }
}

const WAY_OUT = 'Stop that one, or give this one another --id.';

function lock(path: string, log: Logger): Result<Lock> {
  try {
    return lockDatabase(path, WAY_OUT);
  } catch (error) {
    if (!isDamaged(error)) throw error;
    setAside(`${path}.lock`, log);
    return lockDatabase(path, WAY_OUT);
  }
}

/** Renamed, never deleted: somebody may want to look for readings in it. */
function setAside(path: string, log: Logger): void {
  let number = 1;
  while (existsSync(`${path}.damaged-${number}`)) number += 1;
  const aside = `${path}.damaged-${number}`;
  for (const end of ['-wal', '-shm', ''])
    if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${aside}${end}`);
  log.error({ aside }, 'the damaged file was kept under this name');
}

/** @returns undefined when the disk does not take it: vitals go on without a spool. */
function attempt<T>(log: Logger, path: string, open: () => Result<T>): Result<T> | undefined {
  try {
    return open();
  } catch (error) {
    if (sqliteCode(error) === SQLITE_BUSY)
      return refuse('conflict', `${path} is held by another program. Close that program and start again.`);
    const { code = '' } = error as NodeJS.ErrnoException;
    if (sqliteCode(error) === 0 && !code.startsWith('E')) throw error;
    log.error({ err: error, path }, 'the spool cannot be written: readings wait in memory alone');
    return undefined;
  }
}
