/** What the clinic's rule lets go now, and what it keeps all the same. Reads only. */
import type { DatabaseSync } from 'node:sqlite';
import { actsFrom, RULE_WAITS_DAYS } from '#core/keeping/retention.ts';
import type { Hold, Retention } from '#core/keeping/retention.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { hasOpenOrder } from '../journal/remove-stream.ts';
import { ID_IN_BODY, IS_TOMBSTONE, KIND_IN_BODY, NAMES_A_PATIENT, PATIENT_IN_BODY } from '../journal/schema.ts';

export interface RetentionPlan {
  /** Ids, oldest first. */
  readonly visits: readonly string[];
  /** Of the audit: days. */
  readonly audits: readonly string[];
  /** Names, and what was planned for them, that belong to no visit any more once those are gone. */
  readonly patients: readonly string[];
  /** Old enough, and kept. */
  readonly kept: { readonly held: number; readonly openOrder: number; readonly notEnded: number };
  /** The end of the oldest visit there is; undefined: there is none. */
  readonly oldestAt: Instant | undefined;
}

/** The same day of the year, so many years earlier (UTC). */
export function yearsBefore(at: Instant, years: number): Instant {
  const date = new Date(at);
  date.setUTCFullYear(date.getUTCFullYear() - years);
  return date.getTime();
}

interface Row {
  readonly stream: number;
  readonly stream_id: string;
  readonly ended: number;
}

export function planRetention(
  db: DatabaseSync,
  {
    rule,
    holds,
    now,
  }: { readonly rule: Retention | undefined; readonly holds: readonly Hold[]; readonly now: Instant },
): RetentionPlan {
  const { visitYears = null, auditYears = null } = rule ?? {};
  const old = (kind: 'visit' | 'audit', years: number | null): readonly Row[] =>
    years === null
      ? []
      : (db
          .prepare(
            'SELECT stream, stream_id, ended FROM streams WHERE kind = ? AND last_at < ? ORDER BY last_at, stream',
          )
          .all(kind, yearsBefore(now, years)) as unknown as Row[]);
  const held = new Set(holds.map(({ visitId }) => visitId));
  const kept = { held: 0, openOrder: 0, notEnded: 0 };
  const going = old('visit', visitYears).filter(({ stream, stream_id: id, ended }) => {
    if (ended === 0) kept.notEnded += 1;
    else if (held.has(id)) kept.held += 1;
    else if (hasOpenOrder(db, stream)) kept.openOrder += 1;
    else return true;
    return false;
  });
  const oldest = db.prepare("SELECT min(last_at) AS at FROM streams WHERE kind = 'visit'").get() as {
    at: number | null;
  };
  return {
    visits: going.map(({ stream_id: id }) => id),
    audits: old('audit', auditYears).map(({ stream_id: id }) => id),
    patients: visitYears === null ? [] : patientsWithout(db, going, yearsBefore(now, visitYears)),
    kept,
    oldestAt: oldest.at ?? undefined,
  };
}

/** Patients of no visit but these, whose plan is as old; also one whose plan was never begun, or who has none. */
function patientsWithout(db: DatabaseSync, visits: readonly Row[], before: Instant): string[] {
  const going = JSON.stringify(visits.map(({ stream }) => stream));
  const others = `SELECT ${PATIENT_IN_BODY} AS id FROM events
    WHERE ${NAMES_A_PATIENT} AND stream NOT IN (SELECT value FROM json_each(?1))`;
  // Whose a visit is that cannot be read, nobody knows: then all names stay.
  if (db.prepare(`SELECT 1 FROM (${others}) WHERE id IS NULL LIMIT 1`).get(going) !== undefined) return [];
  const rows = db
    .prepare(
      `WITH known AS (
         SELECT patient_id, NULL AS last_at FROM patients
         UNION ALL SELECT stream_id, last_at FROM streams WHERE kind = 'patient'
       )
       SELECT patient_id FROM known WHERE patient_id NOT IN (${others})
       GROUP BY patient_id HAVING coalesce(max(last_at), 0) < ?2 ORDER BY patient_id`,
    )
    .all(going, before) as { patient_id: string }[];
  return rows.map(({ patient_id: id }) => id);
}

/** A rule that is new or was shortened waits, so that a slip can be taken back. @returns why nothing goes under it yet. */
export function whyRuleWaits(rule: Retention, now: Instant): string | undefined {
  const from = actsFrom(rule);
  if (now >= from) return undefined;
  const date = new Date(from).toISOString();
  return `The rule was set or shortened less than ${RULE_WAITS_DAYS} days ago: nothing is removed under it before ${date.slice(0, 10)} ${date.slice(11, 16)} UTC, so that it can still be taken back.`;
}

/** Visits the rule has removed, and that are not there again from an older backup. */
export function removedVisits(db: DatabaseSync): string[] {
  const rows = db
    .prepare(
      `SELECT DISTINCT ${ID_IN_BODY} AS id FROM events WHERE ${IS_TOMBSTONE} AND ${KIND_IN_BODY} = 'visit'
       AND ${ID_IN_BODY} NOT IN (SELECT stream_id FROM streams WHERE kind = 'visit')`,
    )
    .all() as { id: string }[];
  return rows.map(({ id }) => id);
}

const DAY_MS: Duration = 86_400_000;
/** Of the last fourteen days the server must have lived through so many before anything is removed. */
const LIVED_DAYS = 3;

/**
 * A wall clock that is set years ahead makes everything too old. Removal waits until the server has sealed on some of the days before
 * now: by then somebody has seen the date. @returns why nothing may be removed yet.
 */
export function whyNoTrust(db: DatabaseSync, now: Instant): string | undefined {
  const { days } = db
    .prepare('SELECT count(DISTINCT at / ?) AS days FROM seals WHERE at >= ? AND at <= ?')
    .get(DAY_MS, now - 14 * DAY_MS, now) as { days: number };
  if (days >= LIVED_DAYS) return undefined;
  const date = new Date(now).toISOString().slice(0, 10);
  return `Vigil ran on ${days} of the 14 days before ${date}. A clock that is set ahead would make everything too old: nothing is removed before it ran on ${LIVED_DAYS}.`;
}
