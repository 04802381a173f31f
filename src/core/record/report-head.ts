import type { PastNames } from '../past/past-view.ts';
import type { PatientView } from '../view.ts';
import type { VisitRecord } from './visit-record.ts';

/** A record, and whose and where it is. */
export interface ReportHead {
  readonly record: VisitRecord;
  /** Null: the name is not there any more. */
  readonly patient: PatientView | null;
  /** Those of the visit, by what they were called and since when. */
  readonly chairs: PastNames['chairs'];
  /** `timeZone`: IANA. A demo's records are marked on every page. */
  readonly clinic: { readonly name: string; readonly timeZone: string; readonly demo: boolean };
}
