/** What remains of a visit that is over, as its page shows it and its PDF prints it (docs/SPEC.md, REC-128). */
import type { Drawing } from '#core/record/drawing/drawing.ts';
import type { ReportHead } from '#core/record/report-head.ts';
import type { EventLine } from '#core/record/event-lines.ts';
import type { VitalsRow } from '#core/record/vitals-table.ts';
import type { Ack } from './answer.ts';

export interface VisitReport extends ReportHead {
  /** Of the newest of the visit's events that it was made of: who signs says that nothing came since. */
  readonly seq: number;
  readonly chart: Drawing;
  readonly vitals: readonly VitalsRow[];
  readonly lines: readonly EventLine[];
}

/** Part of `ScreenToServer`. Nurses and providers may ask, at a screen that is not locked. */
export interface ReportRequests {
  /** Of a visit that is over. */
  'report:visit': (payload: { readonly visitId: string }, ack: Ack<VisitReport>) => void;
}
