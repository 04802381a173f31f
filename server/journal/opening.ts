/** What a start reads of the database before anything else runs: where every stream stands, readings taken, patients. */
import type { DatabaseSync } from 'node:sqlite';
import { accept, refuse, type Result } from '#core/refusal.ts';
import type { ClockAnchor } from '../clock.ts';
import { whyUnknown } from './event-registry.ts';
import type { Patient, SecretKind, StreamHead } from './journal.ts';
import { ReceivedReadings } from './received-readings.ts';
import { streamsOf } from './read-rows.ts';
import { metaOf, prepare } from './schema.ts';
import type { Founding } from './schema.ts';
import { receivedRanges } from './statements.ts';

export interface Opening extends Founding {
  readonly heads: readonly StreamHead[];
  readonly received: ReceivedReadings;
  readonly patients: Map<string, Patient>;
  readonly demoClock: ClockAnchor | undefined;
  readonly devicesSeen: string | undefined;
  readonly secrets: Secrets;
}

/** By kind, then by id. */
export type Secrets = Map<SecretKind, Map<string, string>>;

export function readOpening(db: DatabaseSync, path: string, founding: Founding): Result<Opening> {
  const prepared = prepare(db, path, founding);
  if (!prepared.ok) return prepared;
  const unknown = unknownEvents(db);
  if (unknown !== undefined) return refuse('other-build', `${path} cannot be read: ${unknown}. Start a newer Vigil.`);
  const demoClock = metaOf(db, 'demoClock');
  return accept({
    ...prepared.value,
    heads: streamsOf(db).map(({ stream, seq, firstAt, lastAt, ended }) => ({ stream, seq, firstAt, lastAt, ended })),
    received: new ReceivedReadings(receivedRanges(db)),
    patients: new Map(patientsOf(db).map((patient) => [patient.patientId, patient])),
    demoClock: demoClock === undefined ? undefined : (JSON.parse(demoClock) as ClockAnchor),
    devicesSeen: metaOf(db, 'devicesSeen'),
    secrets: secretsOf(db),
  });
}

/** @returns a sentence when it holds what this build cannot read. */
export function unknownEvents(db: DatabaseSync): string | undefined {
  const types = db.prepare('SELECT type, version FROM event_types ORDER BY type, version').all();
  for (const { type, version } of types as { type: string; version: number }[]) {
    const why = whyUnknown(type, version);
    if (why !== undefined) return why;
  }
  return undefined;
}

function patientsOf(db: DatabaseSync): Patient[] {
  const rows = db.prepare('SELECT * FROM patients').all() as {
    patient_id: string;
    name: string;
    birth_date: string;
    record_number: string | null;
  }[];
  return rows.map(({ patient_id: patientId, name, birth_date: birthDate, record_number: recordNumber }) => ({
    patientId,
    name,
    birthDate,
    ...(recordNumber === null ? undefined : { recordNumber }),
  }));
}

function secretsOf(db: DatabaseSync): Secrets {
  const rows = db.prepare('SELECT kind, id, value FROM secrets').all() as {
    kind: SecretKind;
    id: string;
    value: string;
  }[];
  const secrets: Secrets = new Map();
  for (const { kind, id, value } of rows) {
    const ofKind = secrets.get(kind) ?? new Map<string, string>();
    secrets.set(kind, ofKind.set(id, value));
  }
  return secrets;
}
