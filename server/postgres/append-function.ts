/**
 * One transaction of a site is one statement: `vigil.append`. It is there whole or not at all however its caller dies, one round trip long,
 * and a caller who stands still in the middle of it holds no lock.
 */

/** As the copy's statements are given their values (server/journal/statements.ts); each table's parameter is an array of these. */
const ROWS = `
CREATE TYPE vigil.stream_row AS (
  stream integer, kind text, stream_id text, head_seq integer, head_hash bytea, first_at bigint, last_at bigint, ended smallint
);
CREATE TYPE vigil.head_row AS (head_seq integer, head_hash bytea, last_at bigint, ended smallint, stream integer);
CREATE TYPE vigil.event_row AS (
  stream integer, seq integer, type text, version integer, at bigint, actor text, body text, hash bytea
);
CREATE TYPE vigil.reading_row AS (
  stream integer, seq integer, source integer, source_seq bigint, kind smallint, at bigint, lag_ms bigint, device_lag_ms bigint,
  quality smallint, causes integer, v1 bigint, v2 bigint, v3 bigint, v4 bigint, short_hash integer
);
CREATE TYPE vigil.type_row AS (type text, version integer);
CREATE TYPE vigil.source_row AS (source integer, device_id text, epoch text, actor text);
CREATE TYPE vigil.range_row AS (device_id text, epoch text, first_seq bigint, last_seq bigint);
CREATE TYPE vigil.late_row AS (device_id text, epoch text, seq bigint, at bigint, reason text, reading text);
CREATE TYPE vigil.patient_row AS (patient_id text, name text, birth_date text, record_number text);
CREATE TYPE vigil.secret_row AS (kind text, id text, value text);
CREATE TYPE vigil.meta_row AS (key text, value text);
CREATE TYPE vigil.seal_row AS (
  seal integer, at bigint, cause text, streams integer, digest text, heads text, key text, before text, mac text
);
CREATE TYPE vigil.gone_row AS (table_name text, key jsonb);
`;

/**
 * The lease is locked before anything else: whoever takes it waits until this is over, and whoever had it before writes nothing. The lock
 * holds the epoch alone (it is of a unique index): a renewal waits for no transaction. 'lost': the lease is another's. 'moved': the site does
 * not stand at `p_tx - 1`.
 */
export const APPEND = `
${ROWS}
CREATE FUNCTION vigil.write_rows(
  v_site integer, p_tx bigint, p_gone vigil.gone_row[], p_streams vigil.stream_row[], p_events vigil.event_row[],
  p_readings vigil.reading_row[], p_heads vigil.head_row[], p_types vigil.type_row[], p_sources vigil.source_row[],
  p_received vigil.range_row[], p_quarantine vigil.late_row[], p_patients vigil.patient_row[], p_secrets vigil.secret_row[],
  p_meta vigil.meta_row[], p_seals vigil.seal_row[]
) RETURNS void LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  IF p_gone IS NOT NULL THEN
    DELETE FROM vigil.events e USING unnest(p_gone) g
      WHERE g.table_name = 'streams' AND e.site = v_site AND e.stream = (g.key->>0)::integer;
    DELETE FROM vigil.readings r USING unnest(p_gone) g
      WHERE g.table_name = 'streams' AND r.site = v_site AND r.stream = (g.key->>0)::integer;
    DELETE FROM vigil.streams s USING unnest(p_gone) g
      WHERE g.table_name = 'streams' AND s.site = v_site AND s.stream = (g.key->>0)::integer;
    DELETE FROM vigil.patients p USING unnest(p_gone) g
      WHERE g.table_name = 'patients' AND p.site = v_site AND p.patient_id = g.key->>0;
    DELETE FROM vigil.secrets s USING unnest(p_gone) g
      WHERE g.table_name = 'secrets' AND s.site = v_site AND s.kind = g.key->>0 AND s.id = g.key->>1;
    DELETE FROM vigil.received r USING unnest(p_gone) g
      WHERE g.table_name = 'received' AND r.site = v_site AND r.device_id = g.key->>0 AND r.epoch = g.key->>1
        AND r.first_seq = (g.key->>2)::bigint;
    -- A range that went is covered by one that stands: a copy knows by that one.
    INSERT INTO vigil.deleted SELECT v_site, p_tx, g.table_name, g.key FROM unnest(p_gone) g WHERE g.table_name <> 'received';
  END IF;
  IF p_streams IS NOT NULL THEN
    INSERT INTO vigil.streams SELECT v_site, x.*, p_tx FROM unnest(p_streams) x;
  END IF;
  IF p_types IS NOT NULL THEN
    INSERT INTO vigil.event_types SELECT v_site, x.*, p_tx FROM unnest(p_types) x ON CONFLICT DO NOTHING;
  END IF;
  IF p_sources IS NOT NULL THEN
    INSERT INTO vigil.sources SELECT v_site, x.*, p_tx FROM unnest(p_sources) x;
  END IF;
  IF p_events IS NOT NULL THEN
    INSERT INTO vigil.events SELECT v_site, x.*, p_tx FROM unnest(p_events) x;
  END IF;
  IF p_readings IS NOT NULL THEN
    INSERT INTO vigil.readings SELECT v_site, x.*, p_tx FROM unnest(p_readings) x;
  END IF;
  IF p_heads IS NOT NULL THEN
    UPDATE vigil.streams s SET head_seq = x.head_seq, head_hash = x.head_hash, last_at = x.last_at, ended = x.ended, tx = p_tx
      FROM unnest(p_heads) x WHERE s.site = v_site AND s.stream = x.stream;
  END IF;
  IF p_received IS NOT NULL THEN
    INSERT INTO vigil.received SELECT v_site, x.*, p_tx FROM unnest(p_received) x
      ON CONFLICT (site, device_id, epoch, first_seq) DO UPDATE SET last_seq = excluded.last_seq, tx = excluded.tx;
  END IF;
  IF p_quarantine IS NOT NULL THEN
    INSERT INTO vigil.quarantine SELECT v_site, x.*, p_tx FROM unnest(p_quarantine) x ON CONFLICT DO NOTHING;
  END IF;
  IF p_patients IS NOT NULL THEN
    INSERT INTO vigil.patients SELECT v_site, x.*, p_tx FROM unnest(p_patients) x
      ON CONFLICT (site, patient_id) DO UPDATE SET name = excluded.name, birth_date = excluded.birth_date,
        record_number = excluded.record_number, tx = excluded.tx;
  END IF;
  IF p_secrets IS NOT NULL THEN
    INSERT INTO vigil.secrets SELECT v_site, x.*, p_tx FROM unnest(p_secrets) x
      ON CONFLICT (site, kind, id) DO UPDATE SET value = excluded.value, tx = excluded.tx;
  END IF;
  IF p_meta IS NOT NULL THEN
    INSERT INTO vigil.meta SELECT v_site, x.*, p_tx FROM unnest(p_meta) x
      ON CONFLICT (site, key) DO UPDATE SET value = excluded.value, tx = excluded.tx;
  END IF;
  IF p_seals IS NOT NULL THEN
    INSERT INTO vigil.seals SELECT v_site, x.*, p_tx FROM unnest(p_seals) x;
  END IF;
END $$;

CREATE FUNCTION vigil.append(
  p_site_id text, p_epoch bigint, p_node text, p_run text, p_tx bigint, p_gone vigil.gone_row[], p_streams vigil.stream_row[], p_events vigil.event_row[],
  p_readings vigil.reading_row[], p_heads vigil.head_row[], p_types vigil.type_row[], p_sources vigil.source_row[],
  p_received vigil.range_row[], p_quarantine vigil.late_row[], p_patients vigil.patient_row[], p_secrets vigil.secret_row[],
  p_meta vigil.meta_row[], p_seals vigil.seal_row[]
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_site integer;
BEGIN
  PERFORM 1 FROM vigil.leases WHERE site_id = p_site_id AND epoch = p_epoch AND node_id IS NOT DISTINCT FROM p_node FOR KEY SHARE;
  IF NOT FOUND THEN RETURN 'lost'; END IF;
  UPDATE vigil.sites SET tx = p_tx, run = p_run WHERE site_id = p_site_id AND tx = p_tx - 1 RETURNING number INTO v_site;
  IF NOT FOUND THEN RETURN 'moved'; END IF;
  PERFORM vigil.write_rows(v_site, p_tx, p_gone, p_streams, p_events, p_readings, p_heads, p_types, p_sources, p_received,
    p_quarantine, p_patients, p_secrets, p_meta, p_seals);
  RETURN 'ok';
END $$;
`;
