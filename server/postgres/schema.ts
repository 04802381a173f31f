/** The tables of a group in PostgreSQL (docs/adr/0031-postgresql-journal.md), and how they are made and brought forward. */
import type { ClientBase } from 'pg';
import { accept, refuse, type Result } from '#core/refusal.ts';
import { APPEND } from './append-function.ts';

/** A newer one is refused, an older one brought forward by `STEPS`. */
export const GROUP_SCHEMA_VERSION = 1;

/** `VIGL`: held while the tables are made or brought forward, by one process at a time. */
const ADVISORY_LOCK = 0x5649474c;

/**
 * Who runs which site, and what the nodes share. `tx` counts a site's transactions. `number` stands for a site in the tables of the
 * journal: a reading's row would be twice as long with its id.
 */
const GROUP = `
CREATE TABLE vigil.sites (
  site_id text PRIMARY KEY,
  number integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  name text NOT NULL,
  hosts text[] NOT NULL DEFAULT '{}',
  time_zone text NOT NULL,
  demo boolean NOT NULL DEFAULT false,
  tx bigint NOT NULL DEFAULT 0,
  -- Who wrote it: one opening of the journal.
  run text,
  added_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);
CREATE TABLE vigil.leases (
  site_id text PRIMARY KEY REFERENCES vigil.sites ON DELETE CASCADE,
  epoch bigint NOT NULL DEFAULT 0,
  node_id text,
  node_url text,
  expires_at timestamptz,
  -- Makes the epoch a key: taking a lease waits for vigil.append, which holds the key; renewing it does not.
  UNIQUE (site_id, epoch)
) WITH (fillfactor = 50);
CREATE TABLE vigil.nodes (node_id text PRIMARY KEY, url text NOT NULL, seen_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE vigil.group_secrets (name text PRIMARY KEY, value text NOT NULL);
-- The stations of by_site_id may see site_id.
CREATE TABLE vigil.watchers (
  site_id text REFERENCES vigil.sites ON DELETE CASCADE,
  by_site_id text REFERENCES vigil.sites ON DELETE CASCADE,
  PRIMARY KEY (site_id, by_site_id)
);
`;

/**
 * The journal's tables as server/journal/schema.ts has them, each row with its site and the transaction that wrote it last. `streams` has
 * no index over `tx`: a head moves with every row, and what moved is known by the rows.
 */
const JOURNAL = `
CREATE TABLE vigil.streams (
  site integer NOT NULL,
  stream integer NOT NULL,
  kind text NOT NULL,
  stream_id text NOT NULL,
  head_seq integer NOT NULL,
  head_hash bytea NOT NULL,
  first_at bigint NOT NULL,
  last_at bigint NOT NULL,
  ended smallint NOT NULL,
  tx bigint NOT NULL,
  PRIMARY KEY (site, stream),
  UNIQUE (site, kind, stream_id)
) WITH (fillfactor = 70);
CREATE TABLE vigil.events (
  site integer NOT NULL,
  stream integer NOT NULL,
  seq integer NOT NULL,
  type text NOT NULL,
  version integer NOT NULL,
  at bigint NOT NULL,
  actor text NOT NULL,
  body text NOT NULL,
  hash bytea NOT NULL,
  tx bigint NOT NULL,
  PRIMARY KEY (site, stream, seq)
);
CREATE INDEX events_of_tx ON vigil.events (site, tx);
CREATE TABLE vigil.readings (
  site integer NOT NULL,
  stream integer NOT NULL,
  seq integer NOT NULL,
  source integer NOT NULL,
  source_seq bigint NOT NULL,
  kind smallint NOT NULL,
  at bigint NOT NULL,
  lag_ms bigint NOT NULL,
  device_lag_ms bigint,
  quality smallint NOT NULL,
  causes integer NOT NULL,
  v1 bigint, v2 bigint, v3 bigint, v4 bigint,
  short_hash integer NOT NULL,
  tx bigint NOT NULL,
  PRIMARY KEY (site, stream, seq)
);
CREATE INDEX readings_of_tx ON vigil.readings (site, tx);
CREATE TABLE vigil.event_types (
  site integer NOT NULL, type text NOT NULL, version integer NOT NULL, tx bigint NOT NULL,
  PRIMARY KEY (site, type, version)
);
CREATE TABLE vigil.sources (
  site integer NOT NULL, source integer NOT NULL, device_id text NOT NULL, epoch text NOT NULL, actor text NOT NULL, tx bigint NOT NULL,
  PRIMARY KEY (site, source)
);
CREATE TABLE vigil.received (
  site integer NOT NULL, device_id text NOT NULL, epoch text NOT NULL, first_seq bigint NOT NULL, last_seq bigint NOT NULL, tx bigint NOT NULL,
  PRIMARY KEY (site, device_id, epoch, first_seq)
) WITH (fillfactor = 70);
CREATE INDEX received_of_tx ON vigil.received (site, tx);
CREATE TABLE vigil.quarantine (
  site integer NOT NULL, device_id text NOT NULL, epoch text NOT NULL, seq bigint NOT NULL, at bigint NOT NULL,
  reason text NOT NULL, reading text NOT NULL, tx bigint NOT NULL,
  PRIMARY KEY (site, device_id, epoch, seq)
);
CREATE TABLE vigil.patients (
  site integer NOT NULL, patient_id text NOT NULL, name text NOT NULL, birth_date text NOT NULL, record_number text, tx bigint NOT NULL,
  PRIMARY KEY (site, patient_id)
);
CREATE TABLE vigil.secrets (
  site integer NOT NULL, kind text NOT NULL, id text NOT NULL, value text NOT NULL, tx bigint NOT NULL,
  PRIMARY KEY (site, kind, id)
);
CREATE TABLE vigil.meta (
  site integer NOT NULL, key text NOT NULL, value text NOT NULL, tx bigint NOT NULL,
  PRIMARY KEY (site, key)
);
CREATE TABLE vigil.seals (
  site integer NOT NULL, seal integer NOT NULL, at bigint NOT NULL, cause text NOT NULL, streams integer NOT NULL,
  digest text NOT NULL, heads text NOT NULL, key text NOT NULL, before text NOT NULL, mac text NOT NULL, tx bigint NOT NULL,
  PRIMARY KEY (site, seal)
);
CREATE INDEX seals_of_tx ON vigil.seals (site, tx);
CREATE INDEX patients_of_tx ON vigil.patients (site, tx);
-- What a copy must let go of.
CREATE TABLE vigil.deleted (site integer NOT NULL, tx bigint NOT NULL, table_name text NOT NULL, key jsonb NOT NULL);
CREATE INDEX deleted_of_tx ON vigil.deleted (site, tx);
`;

/** `STEPS[n]` makes schema n + 1 of schema n. A released step is never changed. */
const STEPS: readonly string[] = [
  `CREATE SCHEMA IF NOT EXISTS vigil; CREATE TABLE vigil.schema_version (version integer NOT NULL); INSERT INTO vigil.schema_version VALUES (0);
   ${GROUP} ${JOURNAL} ${APPEND}`,
];

/** Makes the tables in a database that has none and brings older ones forward; all of it or nothing, one process at a time. Throws PostgreSQL's errors. */
export async function prepareGroup(client: ClientBase): Promise<Result<number>> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    const version = await versionOf(client);
    if (version > GROUP_SCHEMA_VERSION) {
      await client.query('ROLLBACK');
      const known = `this Vigil knows ${GROUP_SCHEMA_VERSION}`;
      return refuse(
        'other-build',
        `The group's database was made by a newer Vigil (schema ${version}; ${known}). Bring this node forward first.`,
      );
    }
    for (const step of STEPS.slice(version)) await client.query(step);
    if (version < GROUP_SCHEMA_VERSION)
      await client.query('UPDATE vigil.schema_version SET version = $1', [GROUP_SCHEMA_VERSION]);
    await client.query('COMMIT');
    return accept(GROUP_SCHEMA_VERSION);
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** 0: there are no tables. */
async function versionOf(client: ClientBase): Promise<number> {
  const { rows: found } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('vigil.schema_version') IS NOT NULL AS there`,
  );
  if (found[0]?.there !== true) return 0;
  const { rows } = await client.query<{ version: number }>('SELECT version FROM vigil.schema_version');
  return rows[0]?.version ?? 0;
}
