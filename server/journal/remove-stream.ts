/** Removes one whole stream and leaves its tombstone; inside the writer's transaction. */
import { createHmac } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '#core/reading.ts';
import { findStream } from './read-rows.ts';
import type { StreamOnDisk } from './read-rows.ts';
import { IS_OF_ORDER, NAMES_A_PATIENT, PATIENT_IN_BODY } from './schema.ts';
import type { RemovableKind, RemovalRule, StreamRemoved, Tombstone } from './tombstones.ts';

export interface Removal {
  readonly kind: RemovableKind;
  readonly id: string;
  /** Its newest row must be older. */
  readonly before: Instant;
  /** Clinic time of the removal. */
  readonly at: Instant;
  readonly rule: RemovalRule;
  readonly how: Tombstone['how'];
  /** Of the seals: without it nobody can make a tombstone that holds. */
  readonly key: { readonly bytes: Uint8Array; readonly fingerprint: string };
}

/** `in-use`: a visit that is there has this patient. `open-order`: of a provider, whom nobody has answered for. */
export type Removed =
  | { readonly removed: true; readonly rows: number }
  | { readonly removed: false; readonly why: 'not-there' | 'not-ended' | 'too-young' | 'in-use' | 'open-order' };

/** The site's id is part of it, and the instant: a tombstone cannot be moved to another site, stream or date. */
export function tombstoneMac(
  key: { readonly bytes: Uint8Array },
  siteId: string,
  { kind, id, firstAt, lastAt, seq, hash, rule, how, key: fingerprint, at }: Omit<Tombstone, 'mac' | 'actor' | 'type'>,
): string {
  const told = [kind, id, firstAt, lastAt, seq, hash, rule.years, rule.setAt, rule.byName, how, fingerprint, at];
  return createHmac('sha256', key.bytes)
    .update(JSON.stringify(['vigil-tombstone-1', siteId, ...told]))
    .digest('hex');
}

export interface RemovalSteps {
  /** Puts the tombstone into its stream. */
  bury(tombstone: Tombstone): void;
  /** Told what went: a stream by its number, with all its rows, or a patient. */
  gone(table: 'streams' | 'patients', key: number | string): void;
}

/** Throws SQLite's errors: the caller rolls back. */
export function removeStream(db: DatabaseSync, siteId: string, removal: Removal, steps: RemovalSteps): Removed {
  const { kind, id, before } = removal;
  const stream = findStream(db, { kind, id });
  if (kind !== 'patient' && stream === undefined) return { removed: false, why: 'not-there' };
  if (stream && stream.lastAt >= before) return { removed: false, why: 'too-young' };
  if (kind === 'visit' && stream?.ended === false) return { removed: false, why: 'not-ended' };
  if (kind === 'visit' && stream && hasOpenOrder(db, stream.number)) return { removed: false, why: 'open-order' };
  if (kind === 'patient' && hasVisit(db, id)) return { removed: false, why: 'in-use' };
  let rows = 0;
  if (stream) {
    steps.bury(tombstoneOf(stream, siteId, removal));
    rows = removeRows(db, stream.number);
    steps.gone('streams', stream.number);
  }
  if (kind === 'patient') {
    const named = Number(db.prepare('DELETE FROM patients WHERE patient_id = ?').run(id).changes);
    if (named > 0) steps.gone('patients', id);
    rows += named;
  }
  return rows === 0 ? { removed: false, why: 'not-there' } : { removed: true, rows };
}

/** Any that is in the record, also one whose patient was corrected to another. */
export const hasVisit = (db: DatabaseSync, patientId: string): boolean =>
  db.prepare(`SELECT 1 FROM events WHERE ${NAMES_A_PATIENT} AND ${PATIENT_IN_BODY} = ? LIMIT 1`).get(patientId) !==
  undefined;

/** A verbal order that no provider co-signed or disputed: the visit is not signed off. */
export function hasOpenOrder(db: DatabaseSync, stream: number): boolean {
  const rows = db
    .prepare(`SELECT type, body FROM events WHERE stream = ? AND ${IS_OF_ORDER} ORDER BY seq`)
    .all(stream) as { type: string; body: string }[];
  const open = new Set<string>();
  for (const { type, body } of rows) {
    const orderId = orderIn(body);
    // What cannot be read is kept.
    if (orderId === undefined) return true;
    if (type === 'verbal-order-recorded') open.add(orderId);
    else open.delete(orderId);
  }
  return open.size > 0;
}

function orderIn(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { orderId?: string }).orderId;
  } catch {
    return undefined;
  }
}

function tombstoneOf(stream: StreamOnDisk, siteId: string, { kind, id, at, rule, how, key }: Removal): Tombstone {
  const { firstAt, lastAt, seq, headHash: hash } = stream;
  const told = { kind, id, firstAt, lastAt, seq, hash, rule, how, key: key.fingerprint };
  const body: StreamRemoved = { type: 'stream-removed', ...told, mac: tombstoneMac(key, siteId, { ...told, at }) };
  return { ...body, at, actor: { kind: 'system' } };
}

/** Which readings were received stays: one that comes again is still known. */
function removeRows(db: DatabaseSync, number: number): number {
  let rows = 0;
  for (const table of ['events', 'readings', 'streams'])
    rows += Number(db.prepare(`DELETE FROM ${table} WHERE stream = ?`).run(number).changes);
  return rows;
}

/**
 * Writes the names anew. Pages that were split long ago may hold a copy of a row that was removed since; no deletion reaches those.
 * Some 100 bytes a patient.
 */
export function rewritePatients(db: DatabaseSync): void {
  db.exec(`BEGIN IMMEDIATE;
    CREATE TEMP TABLE kept_patients AS SELECT patient_id, name, birth_date, record_number FROM patients;
    DELETE FROM patients;
    INSERT INTO patients SELECT patient_id, name, birth_date, record_number FROM temp.kept_patients ORDER BY patient_id;
    COMMIT;
    DROP TABLE temp.kept_patients;`);
}
