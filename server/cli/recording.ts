/** A recording of vital signs as CSV: `t_s,spo2,pulse,rr,sbp,dbp,map`, an empty cell where the device gave no value. */
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';

export const COLUMNS = ['t_s', 'spo2', 'pulse', 'rr', 'sbp', 'dbp', 'map'] as const;
type Column = (typeof COLUMNS)[number];
export type Row = { readonly t_s: number } & Readonly<Partial<Record<Exclude<Column, 't_s'>, number>>>;

export interface Recording {
  /** In time order, each at an instant (ms) of its own, at least one. */
  readonly rows: readonly [Row, ...Row[]];
}

/** What a cell may hold; beyond it the file is not what its header says. */
const RANGE: Readonly<Record<Exclude<Column, 't_s'>, readonly [min: number, max: number]>> = {
  spo2: [0, 100],
  pulse: [0, 400],
  rr: [0, 200],
  sbp: [0, 400],
  dbp: [0, 400],
  map: [0, 400],
};
/** A replay moves the clock four times a second: what is longer than a day is a file in other units. */
const LONGEST_S = 86_400;

const bad = (message: string) => refuse('malformed', message);

export function parseRecording(csv: string): Result<Recording> {
  const [header, ...lines] = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  const names = (header ?? '').split(',').map((name) => name.trim());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0)
    return bad(`The first line must name the columns ${COLUMNS.join(',')}; missing: ${missing.join(', ')}.`);

  const rows: Row[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const row = parseRow(line, names, index + 2);
    if (!row.ok) return row;
    const before = rows.at(-1);
    if (before && row.value.t_s < before.t_s)
      return bad(`Line ${index + 2}: t_s ${row.value.t_s} is earlier than ${before.t_s} before it.`);
    // Some recordings have one row for each device: what stands at one instant is one row, its later cells count.
    if (before && isSameInstant(before, row.value))
      rows[rows.length - 1] = { ...before, ...row.value, t_s: before.t_s };
    else rows.push(row.value);
  }
  const [first, ...rest] = rows;
  if (first === undefined) return bad('The recording has a header and no rows.');
  const seconds = (rest.at(-1) ?? first).t_s - first.t_s;
  if (seconds > LONGEST_S) return bad(`The recording lasts ${seconds} s; at most a day (${LONGEST_S} s) is replayed.`);
  return accept({ rows: [first, ...rest] });
}

const isSameInstant = (a: Row, b: Row): boolean => Math.round(a.t_s * 1000) === Math.round(b.t_s * 1000);

function parseRow(line: string, names: readonly string[], number: number): Result<Row> {
  const cells = line.split(',').map((cell) => cell.trim());
  if (cells.length !== names.length)
    return bad(`Line ${number} has ${cells.length} cells, the header has ${names.length} columns.`);
  const row: Partial<Record<Column, number>> = {};
  for (const column of COLUMNS) {
    const cell = cells[names.indexOf(column)] ?? '';
    if (cell === '') continue;
    const value = Number(cell);
    if (!Number.isFinite(value)) return bad(`Line ${number}: ${column} "${cell}" is not a number.`);
    const [min, max] = column === 't_s' ? [-Infinity, Infinity] : RANGE[column];
    if (value < min || value > max) return bad(`Line ${number}: ${column} ${value} is not between ${min} and ${max}.`);
    row[column] = value;
  }
  const { t_s } = row;
  return t_s === undefined ? bad(`Line ${number} has no t_s.`) : accept({ ...row, t_s });
}
