/** Copies a database as it is at one instant, beside whoever writes to it: a reader of the write-ahead log holds up no writer. */
import { connectReadOnly } from '../journal/schema.ts';
import { done, notDone, sentenceOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** SQLITE_CORRUPT, SQLITE_NOTADB; SQLITE_IOERR_READ and _SHORT_READ by their extended codes. */
const OF_THE_SOURCE: readonly number[] = [11, 26, 266, 522];

/** @param to not there, or empty. @returns which of the two was the trouble. */
export function copyDatabase(from: string, to: string): Outcome<null> {
  const source = connectReadOnly(from);
  try {
    source.prepare('VACUUM INTO ?').run(to);
    return done(null);
  } catch (error) {
    const { errcode = 0 } = error as { errcode?: number };
    const isSource = OF_THE_SOURCE.includes(errcode) || OF_THE_SOURCE.includes(errcode & 0xff);
    const said = sentenceOf(isSource ? from : to, error);
    if (said === undefined) throw error;
    return notDone(said);
  } finally {
    source.close();
  }
}
