/** What an audit found. */
import type { StreamRef } from '../journal/journal.ts';

export interface Finding {
  /** Of a stream: which, and the first row that is not as it was written (0: the stream's own row). */
  readonly stream?: StreamRef;
  readonly seq?: number;
  /** Of the seals: which. */
  readonly seal?: number;
  /** A sentence that names the place and what is wrong. */
  readonly message: string;
}
