/** Records of visits that are over and want somebody (docs/SPEC.md, REC-145). */
import type { RecordToDo } from '#core/record/to-do.ts';
import type { PastVisit } from './history.ts';

/** Of each step one answer carries as many, the longest waiting first. */
export const RECORDS_A_STEP = 100;

export interface RecordsToSign {
  readonly steps: Readonly<
    Record<RecordToDo['step'], { readonly visits: readonly PastVisit[]; readonly total: number }>
  >;
  /** Visits the list does not know yet: it is being made. Ask again. */
  readonly unlisted: number;
}
