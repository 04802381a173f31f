/** The journal's tables, here and there: which columns a copy has of each, and how its rows are found by the transactions that wrote them. */
export interface CopiedTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** How many of the columns, from the first, are its key. */
  readonly keys: number;
}

const table = (name: string, keys: number, columns: string): CopiedTable => ({
  name,
  keys,
  columns: columns.split(' '),
});

/** In an order in which what others refer to comes first. */
export const COPIED: readonly CopiedTable[] = [
  table('streams', 1, 'stream kind stream_id head_seq head_hash first_at last_at ended'),
  table('sources', 1, 'source device_id epoch actor'),
  table('event_types', 2, 'type version'),
  table('events', 2, 'stream seq type version at actor body hash'),
  table(
    'readings',
    2,
    'stream seq source source_seq kind at lag_ms device_lag_ms quality causes v1 v2 v3 v4 short_hash',
  ),
  table('received', 3, 'device_id epoch first_seq last_seq'),
  table('quarantine', 3, 'device_id epoch seq at reason reading'),
  table('patients', 1, 'patient_id name birth_date record_number'),
  table('secrets', 2, 'kind id value'),
  table('meta', 1, 'key value'),
  table('seals', 1, 'seal at cause streams digest heads key before mac'),
];

/** @param site its number @param after transactions later than this one. Numbers alone, so that several go in one question. */
export function changedSince({ name, columns }: CopiedTable, site: number, after: number): string {
  const select = `SELECT ${columns.join(', ')} FROM vigil.${name} WHERE site = ${site}`;
  if (after === 0) return select;
  if (name !== 'streams') return `${select} AND tx > ${after}`;
  const moved = (rows: string): string => `SELECT stream FROM vigil.${rows} WHERE site = ${site} AND tx > ${after}`;
  return `${select} AND stream IN (${moved('events')} UNION ${moved('readings')})`;
}

/** SQLite's statement that writes one row, whether it was there or not. */
export function putInCopy({ name, columns, keys }: CopiedTable): string {
  const rest = columns.slice(keys).map((column) => `${column} = excluded.${column}`);
  const change = rest.length === 0 ? 'NOTHING' : `UPDATE SET ${rest.join(', ')}`;
  return `INSERT INTO ${name} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
    ON CONFLICT (${columns.slice(0, keys).join(', ')}) DO ${change}`;
}
