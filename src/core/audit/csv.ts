/** Rows of a CSV file (RFC 4180) that no spreadsheet takes for formulas. */

/** What a spreadsheet begins a formula with, also written wide, or skips before one. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** A number is no formula, whatever its sign; undefined is an empty cell. */
export type Cell = string | number | undefined;

/** One row with its line end. Every text is quoted: a semicolon splits none where spreadsheets split there. */
export const csvRow = (cells: readonly Cell[]): string => `${cells.map(cell).join(',')}\r\n`;

function cell(of: Cell): string {
  if (of === undefined) return '';
  if (typeof of === 'number') return String(of);
  return `"${(FORMULA.test(of) ? `'${of}` : of).replaceAll('"', '""')}"`;
}

/** So that a spreadsheet takes a file for UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';
