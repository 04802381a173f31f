/** What one transaction of the copy changed, as the parameters of `vigil.append`. */
import type { SQLInputValue } from 'node:sqlite';
import type { Tee, TeedTable } from '../journal/tee.ts';
import { arrayOfRows } from './row-literals.ts';

type Values = readonly SQLInputValue[];

/** As the function's parameters stand, after those that went. */
const TABLES = [
  ...['streams', 'events', 'readings', 'heads', 'types', 'sources'],
  ...['received', 'quarantine', 'patients', 'secrets', 'meta', 'seals'],
] as const satisfies readonly (TeedTable | 'seals')[];
type Table = (typeof TABLES)[number];

/** How many first values name a row of which the last one written in a transaction counts. */
const KEYED: Readonly<Partial<Record<Table, number>>> = { received: 3, patients: 1, secrets: 2, meta: 1 };

export class CollectedRows implements Tee {
  readonly #plain = new Map<Table, Values[]>();
  readonly #keyed = new Map<Table, Map<string, Values>>();
  readonly #gone = new Map<string, Values>();

  put(table: Table, values: Values): void {
    const keys = KEYED[table];
    if (keys === undefined) {
      const rows = this.#plain.get(table);
      if (rows === undefined) this.#plain.set(table, [values]);
      else rows.push(values);
      return;
    }
    const key = JSON.stringify(values.slice(0, keys));
    let rows = this.#keyed.get(table);
    if (rows === undefined) this.#keyed.set(table, (rows = new Map()));
    rows.set(key, values);
    this.#gone.delete(`${table}${key}`);
  }

  gone(table: 'streams' | 'received' | 'patients' | 'secrets', key: readonly (string | number)[]): void {
    const text = JSON.stringify(key);
    this.#keyed.get(table)?.delete(text);
    this.#gone.set(`${table}${text}`, [table, text]);
  }

  clear(): void {
    this.#plain.clear();
    this.#keyed.clear();
    this.#gone.clear();
  }

  /** From the sixth on, in order. */
  parameters(): (string | null)[] {
    return [
      arrayOfRows(this.#gone.values()),
      ...TABLES.map((table) => arrayOfRows(this.#plain.get(table) ?? this.#keyed.get(table)?.values() ?? [])),
    ];
  }
}
