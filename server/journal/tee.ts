/**
 * Told of every row that the writer's transaction changes, in the order and with the values of its statements: a second database that
 * must hold the same is written by it (docs/adr/0031-postgresql-journal.md).
 */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** `heads`: how a stream of `streams` moved. */
export type TeedTable =
  | 'streams'
  | 'heads'
  | 'events'
  | 'readings'
  | 'types'
  | 'sources'
  | 'received'
  | 'quarantine'
  | 'patients'
  | 'secrets'
  | 'meta';

export interface Tee {
  put(table: TeedTable, values: readonly SQLInputValue[]): void;
  /** @param key of its row; of a stream its number, and all its rows went with it */
  gone(table: 'streams' | 'received' | 'patients' | 'secrets', key: readonly (string | number)[]): void;
}

export interface Writes {
  run(...values: SQLInputValue[]): unknown;
}

/** Without a tee the statement itself. A row that was there already and was passed over is not told. */
export function teed(db: DatabaseSync, tee: Tee | undefined, table: TeedTable, sql: string): Writes {
  const statement = db.prepare(sql);
  if (tee === undefined) return statement;
  return {
    run(...values: SQLInputValue[]) {
      const result = statement.run(...values);
      if (result.changes !== 0) tee.put(table, values);
      return result;
    },
  };
}

export function teedRemoval(
  db: DatabaseSync,
  tee: Tee | undefined,
  table: 'received' | 'patients' | 'secrets',
  sql: string,
): Writes {
  const statement = db.prepare(sql);
  if (tee === undefined) return statement;
  return {
    run(...key: SQLInputValue[]) {
      const result = statement.run(...key);
      if (result.changes !== 0) tee.gone(table, key as (string | number)[]);
      return result;
    },
  };
}
