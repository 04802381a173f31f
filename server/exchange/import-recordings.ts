/** Recordings as past visits of a journal that no server runs on: each file in one transaction, or not at all. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { visitFacts } from '#core/past/visit-summary.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { PROTOCOL } from '../cli/recorded-vitals.ts';
import { parseRecording } from '../cli/recording.ts';
import { findStream } from '../journal/read-rows.ts';
import { toRow } from '../journal/rows.ts';
import { findTombstone } from '../journal/tombstones.ts';
import { attempt, done, notDone } from '../keeping/outcome.ts';
import type { Outcome } from '../keeping/outcome.ts';
import { writeOffline } from './offline-journal.ts';
import type { OfflineJournal } from './offline-journal.ts';
import { importedId, lengthOf, recordedVisit } from './recorded-visit.ts';

const MOST_BYTES = 100e6;
/** Between two recordings that are given one start. */
const BREAK_MS: Duration = 3_600_000;

export interface RecordingsOptions {
  readonly database: string;
  /** Files, and folders: of these every .csv. */
  readonly paths: readonly string[];
  /** Default: the first of the shipped ones, as the clinic has it. */
  readonly protocolId?: string;
  /** Of the first; each next begins an hour after the one before it. Default: each ended when its file was last written. */
  readonly startsAt?: Instant;
  readonly baselineMs: Duration;
  /** The wall clock. */
  readonly at: Instant;
  readonly onFile?: (file: ImportedFile) => void;
}

export interface ImportedFile {
  readonly file: string;
  /** Of what was taken in. */
  readonly visit?: {
    readonly visitId: string;
    readonly startsAt: Instant;
    readonly rows: number;
    readonly alerts: number;
  };
  /** Why it was not: a sentence. */
  readonly refused?: string;
}

export function importRecordings(options: RecordingsOptions): Outcome<readonly ImportedFile[]> {
  const files = filesOf(options.paths);
  if (!files.ok) return files;
  if (files.value.length === 0) return notDone('There is no .csv file.');
  return writeOffline(options.database, options.at, (journal) => {
    const id = options.protocolId ?? PROTOCOL.id;
    const protocol = journal.site.protocols.find((each) => each.id === id);
    if (!protocol) {
      const known = journal.site.protocols.map((each) => each.id).join(', ');
      return notDone(`This clinic has no protocol “${id}”: choose one of ${known}.`);
    }
    let startsAt = options.startsAt;
    const told: ImportedFile[] = [];
    for (const path of files.value) {
      const taken = takeIn(journal, path, { protocol, startsAt, baselineMs: options.baselineMs });
      const file = basename(path);
      const one: ImportedFile = taken.ok ? { file, visit: taken.value } : { file, refused: taken.message };
      if (taken.ok && startsAt !== undefined) startsAt = taken.value.endsAt + BREAK_MS;
      options.onFile?.(one);
      told.push(one);
    }
    return done(told);
  });
}

function filesOf(paths: readonly string[]): Outcome<readonly string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const found = attempt(path, () => {
      if (!statSync(path).isDirectory()) return done([path]);
      const names = readdirSync(path).filter((name) => name.toLowerCase().endsWith('.csv'));
      return done(names.toSorted().map((name) => join(path, name)));
    });
    if (!found.ok) return found;
    files.push(...found.value);
  }
  return done(files);
}

interface TakeWish {
  readonly protocol: ClinicalProtocol;
  readonly startsAt: Instant | undefined;
  readonly baselineMs: Duration;
}

type Taken = NonNullable<ImportedFile['visit']> & { readonly endsAt: Instant };

function takeIn({ db, store, now }: OfflineJournal, path: string, wish: TakeWish): Outcome<Taken> {
  return attempt(path, () => {
    const { size, mtimeMs } = statSync(path);
    if (size > MOST_BYTES)
      return notDone(`${path} has ${Math.round(size / 1e6)} MB; at most ${MOST_BYTES / 1e6} are read.`);
    const bytes = readFileSync(path);
    const from = { file: basename(path), sha256: createHash('sha256').update(bytes).digest('hex') };
    const visitId = importedId(from);
    if (findStream(db, { kind: 'visit', id: visitId })) return notDone(`${path} is taken in already: ${visitId}.`);
    if (findTombstone(db, 'visit', visitId))
      return notDone(`${path} was taken in before, and removed by the clinic's rule.`);
    const recording = parseRecording(bytes.toString('utf8'));
    if (!recording.ok) return notDone(`${path}: ${recording.refusal.message}`);
    const lengthMs = lengthOf(recording.value);
    const startsAt = wish.startsAt ?? Math.floor(mtimeMs) - lengthMs;
    const endsAt = startsAt + lengthMs;
    if (endsAt > now || startsAt < 0)
      return notDone(
        `${path} would end at ${new Date(endsAt).toISOString()}, which is still to come: give an earlier --start.`,
      );
    const events = recordedVisit(recording.value, { ...wish, from, startsAt });
    const stream = { kind: 'visit', id: visitId } as const;
    store.commit(events.map((event, index) => toRow(stream, index + 1, event)));
    const { low, medium, high } = visitFacts(events)?.alerts ?? { low: 0, medium: 0, high: 0 };
    return done({ visitId, startsAt, endsAt, rows: recording.value.rows.length, alerts: low + medium + high });
  });
}
