/** Rows as PostgreSQL reads an array of them in text: the cheapest way there is to hand it many rows as one value. */
import type { SQLInputValue } from 'node:sqlite';

/** @returns null for none, so that the statement passes the table over */
export const arrayOfRows = (rows: Iterable<readonly SQLInputValue[]>): string | null => {
  let text = '';
  for (const row of rows) text += `${text === '' ? '' : ','}"${rowOf(row)}"`;
  return text === '' ? null : `{${text}}`;
};

/** One row, as it stands between the quotes of an array's element. Whole numbers are as they are, nothing is NULL. */
function rowOf(values: readonly SQLInputValue[]): string {
  let text = '(';
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? null;
    if (index > 0) text += ',';
    if (typeof value === 'number' || typeof value === 'bigint') text += String(value);
    else if (typeof value === 'string') text += quoted(value);
    else if (value !== null) text += `\\"\\\\\\\\x${Buffer.from(value as Uint8Array).toString('hex')}\\"`;
  }
  return `${text})`;
}

/** A quote or backslash is doubled for the row, and each of the two marked for the array. */
const quoted = (value: string): string => `\\"${asText(value).replaceAll(/["\\]/g, (mark) => `\\${mark}\\${mark}`)}\\"`;

/**
 * As SQLite stores it: half a character becomes U+FFFD, there as here. PostgreSQL has no place for U+0000: refused for ever it would hold up
 * everything behind it, so it becomes U+FFFD too. Nothing that comes over the wire has one.
 */
function asText(value: string): string {
  return value.toWellFormed().replaceAll('\0', '\uFFFD');
}
