/** Rows of a CSV file (RFC 4180) that no spreadsheet takes for formulas. */

/** What a spreadsheet begins a formula with, also written wide, or skips before one. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** One row with its line end. Every cell is quoted: a semicolon splits none where spreadsheets split there. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;

const cell = (text: string): string => `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
