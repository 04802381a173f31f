/** The waves of a clinic inside its backup, so that a backup is one file: in, and out again. They prove nothing and may be missing. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { isWaveformDatabase, openToWrite } from '../waveforms/schema.ts';
import { done, outcomeOf, sentenceOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';

const DROP = 'DROP TABLE IF EXISTS waveform_waves; DROP TABLE IF EXISTS waveform_sources;';

const TABLES = `
CREATE TABLE waveform_sources (
  source INTEGER PRIMARY KEY,
  visit_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  sample_hz INTEGER NOT NULL,
  full_scale INTEGER NOT NULL,
  width INTEGER NOT NULL
) STRICT;
CREATE TABLE waveform_waves (
  source INTEGER NOT NULL,
  at INTEGER NOT NULL,
  samples BLOB NOT NULL,
  PRIMARY KEY (source, at)
) STRICT, WITHOUT ROWID;
`;

/** @returns why there are none of them in the backup; undefined when they are. */
export function putWaves(backup: DatabaseSync, waves: string): string | undefined {
  backup.exec(DROP);
  if (!existsSync(waves)) return 'none were kept';
  try {
    backup.prepare('ATTACH ? AS waves').run(`${pathToFileURL(resolve(waves)).href}?mode=ro`);
    if (!isWaveformDatabase(backup, 'waves')) {
      backup.exec('DETACH waves');
      return `${waves} is not a waveform file of this Vigil`;
    }
  } catch (error) {
    const said = sentenceOf(waves, error);
    if (said === undefined) throw error;
    return said;
  }
  // One statement for both would read them at two instants.
  backup.exec(`BEGIN; ${TABLES}
    INSERT INTO waveform_sources SELECT source, visit_id, device_id, sample_hz, full_scale, width FROM waves.sources;
    INSERT INTO waveform_waves SELECT source, at, samples FROM waves.waves;
    COMMIT; DETACH waves;`);
  return undefined;
}

export const holdsWaves = (backup: DatabaseSync): boolean =>
  backup.prepare("SELECT 1 FROM sqlite_master WHERE name = 'waveform_waves'").get() !== undefined;

/** Takes them out of a copy of a backup into a file of their own, made here. Throws SQLite's errors. */
export function takeWaves(copy: DatabaseSync, waves: string): Outcome<null> {
  if (!holdsWaves(copy)) return done(null);
  const opened = openToWrite(waves);
  if (!opened.ok) return outcomeOf(opened);
  opened.value.exec('PRAGMA journal_mode = DELETE');
  opened.value.close();
  copy.prepare('ATTACH ? AS waves').run(waves);
  copy.exec(`BEGIN;
    INSERT INTO waves.sources (source, visit_id, device_id, sample_hz, full_scale, width)
      SELECT source, visit_id, device_id, sample_hz, full_scale, width FROM waveform_sources;
    INSERT INTO waves.waves (source, at, samples) SELECT source, at, samples FROM waveform_waves;
    COMMIT; DETACH waves; ${DROP}`);
  return done(null);
}

export const countWaves = (backup: DatabaseSync): number =>
  holdsWaves(backup)
    ? Number((backup.prepare('SELECT count(*) AS n FROM waveform_waves').get() as { n: number }).n)
    : 0;
