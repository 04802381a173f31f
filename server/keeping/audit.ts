/** Holds a whole database, or a backup, against its chains, its seals and the file of seals. Reads only, also while a server writes. */
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import type { PrintedSeal } from '#protocol/printed-seal.ts';
import { connectReadOnly, inspect, IS_TOMBSTONE, metaOf } from '../journal/schema.ts';
import { auditSeals } from './audit-seals.ts';
import type { SealAudit } from './audit-seals.ts';
import { auditStreams } from './audit-streams.ts';
import { auditTombstones } from './audit-tombstones.ts';
import type { TombstoneAudit } from './audit-tombstones.ts';
import { auditText } from './audit-text.ts';
import { auditPrinted } from './audit-printed.ts';
import type { Finding } from './findings.ts';
import { attempt, done, notDone, outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { storedSeals } from './seal-rows.ts';
import { readSealText } from './seal-text.ts';
import type { Seal, SealKey } from './seal.ts';

export interface AuditOptions {
  /** Keys the seals may have been made with. */
  readonly keys: readonly SealKey[];
  /** The file of seals. Absent: not looked for. */
  readonly text?: string;
  /** Of a printed sheet. */
  readonly printed?: PrintedSeal;
}

/** What a database holds. */
export interface Holding {
  readonly siteId: string;
  readonly demo: boolean;
  readonly schema: number;
  readonly visits: number;
  readonly events: number;
  readonly readings: number;
  readonly patients: number;
  /** Streams that the clinic's rule removed. */
  readonly removed: number;
  /** The newest instant in it; undefined when it is empty. */
  readonly lastAt: Instant | undefined;
  readonly seals: number;
  readonly lastSeal: Seal | undefined;
  /** When it was made, if it is a backup. */
  readonly backupAt: Instant | undefined;
}

export interface Audit {
  readonly holding: Holding;
  readonly streams: number;
  readonly rows: number;
  /** Rows the newest seal does not cover: only their chain speaks for them. */
  readonly unsealedRows: number;
  /** What a printed seal proves; undefined when none was given, or it proves nothing. */
  readonly printed: string | undefined;
  /** First the streams', then the seals'. */
  readonly findings: readonly Finding[];
  /** What could not be checked, each a sentence. */
  readonly unchecked: readonly string[];
}

export const exitOf = ({ findings, unchecked }: Audit): 0 | 1 | 2 =>
  findings.length > 0 ? 1 : unchecked.length > 0 ? 2 : 0;

export function auditFile(path: string, options: AuditOptions): Outcome<Audit> {
  return attempt(path, () => {
    const db = connectReadOnly(path);
    try {
      return audit(db, path, options);
    } finally {
      db.close();
    }
  });
}

function audit(db: DatabaseSync, path: string, { keys, text, printed }: AuditOptions): Outcome<Audit> {
  const found = inspect(db, path);
  if (!found.ok) return outcomeOf(found);
  const { siteId, demo, version } = found.value;
  if (siteId === '') return notDone(`${path} does not say of which site it is: it is damaged.`, 1);
  // Before the seals of the database: a seal made meanwhile is then not missing in it.
  const lines = text === undefined ? undefined : readSealText(text);
  const seals = storedSeals(db);
  const sealed = auditSeals(siteId, seals, keys);
  const buried: { tombstones?: TombstoneAudit } = {};
  const streams = auditStreams(db, siteId, sealed.anchors, () => {
    buried.tombstones = auditTombstones(db, siteId, sealed.anchors, keys);
    return buried.tombstones.removed;
  });
  const tombstones = buried.tombstones;
  const isBackup = metaOf(db, 'backupAt') !== undefined;
  const told =
    lines && text !== undefined ? auditText({ path: text, siteId, text: lines, seals, keys, isBackup }) : undefined;
  const sheet = printed && auditPrinted(printed, seals);
  const missing = (told?.notThere ?? 0) > 1 ? told?.notThere : undefined;
  const findings = [
    ...streams.findings,
    ...(tombstones?.findings ?? []),
    ...[sealed.finding, told?.finding, sheet?.finding].filter((one) => one !== undefined),
  ];
  const unchecked = [
    ...(seals.length === 0 ? ['There are no seals: rows cut off together with their head cannot be told.'] : []),
    ...unknownKeys(sealed),
    ...unknownKeysOf(tombstones),
    ...(text !== undefined && lines === undefined && !isBackup
      ? [`${text} is not there: an older database put in the place of this one cannot be told.`]
      : []),
    ...(missing === undefined ? [] : [`The last ${missing} seals do not stand in ${text ?? ''} yet.`]),
  ];
  return done({
    holding: { siteId, demo, schema: version, ...counts(db), seals: seals.length, lastSeal: seals.at(-1) },
    ...{ streams: streams.streams, rows: streams.rows, findings, unchecked },
    printed: sheet?.said,
    unsealedRows: Math.max(0, streams.rows - sealed.sealedRows),
  });
}

const unknownKeys = ({ unknownKeys: unknown }: SealAudit): string[] =>
  [...unknown].map(([key, seals]) => {
    const which = seals.length === 1 ? `Seal ${seals[0]}` : `${seals.length} seals, ${seals[0]} to ${seals.at(-1)},`;
    const verb = seals.length === 1 ? 'was' : 'were';
    return `${which} ${verb} made with the key ${key}, which is not here: whether they were made by Vigil cannot be told.`;
  });

const unknownKeysOf = (tombstones: TombstoneAudit | undefined): string[] =>
  [...(tombstones?.unknownKeys ?? [])].map(
    ([key, count]) =>
      `${count} ${count === 1 ? 'tombstone was' : 'tombstones were'} made with the key ${key}, which is not here: whether Vigil removed what they name cannot be told.`,
  );

function counts(db: DatabaseSync) {
  const count = (sql: string): number => (db.prepare(`SELECT count(*) AS n FROM ${sql}`).get() as { n: number }).n;
  const last = db.prepare('SELECT max(last_at) AS at FROM streams').get() as { at: number | null };
  const backup = metaOf(db, 'backupAt');
  return {
    visits: count("streams WHERE kind = 'visit'"),
    events: count('events'),
    readings: count('readings'),
    patients: count('patients'),
    removed: count(`events WHERE ${IS_TOMBSTONE}`),
    lastAt: last.at ?? undefined,
    backupAt: backup === undefined ? undefined : Number(backup),
  };
}
