/**
 * What of the journal an audit's filter asks for: events of people in every stream, the audit's own, and the seals, newest first. A day
 * at a time, and of it so many rows at most, found by SQLite: never the whole of anything in memory.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { AuditKind } from '#core/audit/audit-line.ts';
import type { Instant } from '#core/reading.ts';
import type { AuditFilter } from '#protocol/audit.ts';
import type { StreamRef } from '../journal/journal.ts';
import type { EventRow } from '../journal/rows.ts';

/** Where a line stands; the next page begins below it. Seals stand in stream 0. */
export interface Place {
  readonly at: Instant;
  readonly stream: number;
  readonly seq: number;
}

export interface FoundRow extends Place, Pick<EventRow, 'type' | 'version' | 'actor' | 'body'> {
  /** Undefined: a seal. */
  readonly kind: StreamRef['kind'] | undefined;
  readonly streamId: string;
}

const REFUSALS = ['act-refused', 'connection-refused', 'sign-in-refused', 'unlock-refused', 'code-refused'];
const SIGN_INS = ['signed-in', 'session-ended', 'locked', 'unlocked', 'code-made', 'code-used'];
const READS = ['record-read', 'export-made', 'record-sent'];
/** Of Vigil itself, about the record. What it does for a patient is in the visit's own log. */
const KEEPING = ['site-founded', 'wall-clock-stepped', 'watch-resumed', 'stream-removed', 'visit-imported'];
const SEALS_TOLD = ['start', 'stop', 'backup', 'restored'];

const listed = (types: readonly string[]): string => types.map((type) => `'${type}'`).join(', ');

/** A row that was spoilt must not hide the others, and is told itself. */
const inside = (column: 'actor' | 'body', path: string): string =>
  `CASE WHEN json_valid(e.${column}) THEN json_extract(e.${column}, '$.${path}') END`;

const OF_PEOPLE = `(s.kind IN ('visit', 'patient', 'site')
  AND (NOT json_valid(e.actor) OR ${inside('actor', 'kind')} IN ('staff', 'screen')))`;
const OF_KIND: Readonly<Record<AuditKind, string>> = {
  acts: OF_PEOPLE,
  refusals: `(s.kind = 'audit' AND e.type IN (${listed(REFUSALS)}))`,
  // Who looks for a sign-in looks for one that failed.
  'sign-ins': `(s.kind = 'audit' AND e.type IN (${listed([...SIGN_INS, ...REFUSALS.slice(2)])}))`,
  reads: `(s.kind = 'audit' AND e.type IN (${listed(READS)}))`,
  keeping: `(s.kind <> 'audit' AND e.type IN (${listed(KEEPING)}))`,
};
const OF_ANY = `(s.kind = 'audit' OR ${OF_PEOPLE} OR ${OF_KIND.keeping})`;

export function kindOf({ kind, type }: Pick<FoundRow, 'kind' | 'type'>): AuditKind {
  if (kind === undefined || KEEPING.includes(type)) return 'keeping';
  if (kind !== 'audit') return 'acts';
  if (REFUSALS.includes(type)) return 'refusals';
  return READS.includes(type) ? 'reads' : 'sign-ins';
}

/** Without case and accents. */
const plain = (name: unknown): string =>
  (typeof name === 'string' ? name : '').normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** Of one connection; once. */
export const prepareAudit = (db: DatabaseSync): void =>
  db.function('plain', { deterministic: true }, (name) => plain(name));

/** Below `below`, at or after `from`: at most `limit` of them, newest first. */
export function rowsOf(
  db: DatabaseSync,
  filter: AuditFilter,
  { below, from: since, limit }: { readonly below: Place; readonly from: Instant; readonly limit: number },
): FoundRow[] {
  const where = ['e.at >= :from', 'e.at <= :at', '(e.at, e.stream, e.seq) < (:at, :stream, :seq)'];
  const values: Record<string, string | number> = {
    from: since,
    at: below.at,
    stream: below.stream,
    seq: below.seq,
    limit,
  };
  where.push(filter.kind === undefined ? OF_ANY : OF_KIND[filter.kind]);
  if (filter.person !== undefined) {
    values['person'] = plain(filter.person);
    const names = [inside('actor', 'name'), inside('body', 'person.name'), inside('body', 'for.person.name')];
    where.push(`(${names.map((name) => `instr(plain(${name}), :person) > 0`).join(' OR ')})`);
  }
  if (filter.place !== undefined) {
    values['place'] = plain(filter.place);
    values['screens'] = JSON.stringify(screensLike(db, filter.place));
    const ids = [inside('actor', 'screenId'), inside('actor', 'adapterId')];
    const from = ['label', 'screenId', 'adapterId', 'address'].map((of) => inside('body', `from.${of}`));
    const like = [...ids, ...from].map((of) => `instr(plain(${of}), :place) > 0`);
    const screen = `${inside('actor', 'screenId')} IN (SELECT value FROM json_each(:screens))`;
    where.push(`(${[...like, screen].join(' OR ')})`);
  }
  if (filter.visitId !== undefined) {
    values['visit'] = filter.visitId;
    where.push(`((s.kind = 'visit' AND s.stream_id = :visit) OR ${inside('body', 'visitId')} = :visit)`);
  }
  // Streams first, by hand: SQLite would otherwise walk every event there is.
  const events = `SELECT e.at AS at, e.stream AS stream, e.seq AS seq, e.type AS type, e.version AS version, e.actor AS actor,
      e.body AS body, s.kind AS kind, s.stream_id AS streamId
    FROM streams s CROSS JOIN events e ON e.stream = s.stream
    WHERE s.first_at <= :at AND s.last_at >= :from AND ${where.join(' AND ')}`;
  const rows = db
    .prepare(`${events} ${sealsToo(filter)} ORDER BY at DESC, stream DESC, seq DESC LIMIT :limit`)
    .all(values) as unknown as (Omit<FoundRow, 'kind'> & { readonly kind: StreamRef['kind'] | null })[];
  return rows.map((row) => ({ ...row, kind: row.kind ?? undefined }));
}

/** Nobody gave them, at no screen, about no visit. */
function sealsToo({ kind, person, place, visitId }: AuditFilter): string {
  if (
    (kind !== undefined && kind !== 'keeping') ||
    person !== undefined ||
    place !== undefined ||
    visitId !== undefined
  )
    return '';
  return `UNION ALL SELECT at, 0, seal, cause, 1, '{"kind":"system"}', '{}', NULL, ''
    FROM seals WHERE at >= :from AND at <= :at AND (at, 0, seal) < (:at, :stream, :seq) AND cause IN (${listed(SEALS_TOLD)})`;
}

/** Enrolled at any time under a label like this. */
function screensLike(db: DatabaseSync, place: string): readonly string[] {
  const wanted = plain(place);
  return labelled(db)
    .filter(({ label }) => plain(label).includes(wanted))
    .map(({ screenId }) => screenId);
}

export interface Labelled {
  readonly screenId: string;
  readonly label: string;
  readonly from: Instant;
}

/** Every label a screen ever had, oldest first. */
export function labelled(db: DatabaseSync): readonly Labelled[] {
  const rows = db
    .prepare(
      `SELECT at, json_extract(body, '$.screenId') AS screenId, json_extract(body, '$.label') AS label FROM events
       WHERE stream IN (SELECT stream FROM streams WHERE kind = 'site') AND type = 'screen-enrolled' ORDER BY stream, seq`,
    )
    .all() as unknown as { readonly at: Instant; readonly screenId: string; readonly label: string }[];
  return rows.map(({ at, screenId, label }) => ({ screenId, label, from: at }));
}

/** The newest instant at or before this that any stream or seal may have something of; undefined: nothing is that old. */
export function newestBy(db: DatabaseSync, at: Instant): Instant | undefined {
  const { newest } = db
    .prepare(
      `SELECT max(at) AS newest FROM (
         SELECT min(last_at, :at) AS at FROM streams WHERE first_at <= :at
         UNION ALL SELECT max(at) FROM seals WHERE at <= :at)`,
    )
    .get({ at }) as { readonly newest: Instant | null };
  return newest ?? undefined;
}
