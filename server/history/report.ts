/** The record of a visit that is over, with everything its page draws; read in one snapshot, folded here and nowhere in the browser. */
import type { DatabaseSync } from 'node:sqlite';
import { chartDrawing } from '#core/record/drawing/chart-drawing.ts';
import { chartSeries } from '#core/record/drawing/chart-series.ts';
import { eventLines } from '#core/record/event-lines.ts';
import { vitalsTable } from '#core/record/vitals-table.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { clockTime } from '#core/words/time-words.ts';
import type { VisitReport } from '#protocol/report.ts';
import { readVisitSource } from '../export/visit-source.ts';

/** Of the chart on the page, which scales it: as wide as paper's text in px. */
const CHART = { width: 720, height: 430 } as const;

export function visitReport(journal: DatabaseSync, siteId: string, visitId: string): Result<VisitReport> {
  const read = readVisitSource(journal, siteId, visitId);
  if (!read.ok) return read;
  const { seq, events, record, patient, chairs, site } = read.value;
  const { name, timeZone, demo } = site;
  const readings = events.flatMap((event) =>
    event.type === 'reading-recorded' || event.type === 'bp-entered' ? [event.reading] : [],
  );
  return accept({
    seq,
    record,
    patient,
    chairs: chairs.filter(({ chairId }) => record.chairs.some((each) => each.chairId === chairId)),
    clinic: { name, timeZone, demo },
    chart: chartDrawing(record, chartSeries(events), { ...CHART, clock: (at) => clockTime(at, timeZone) }),
    vitals: vitalsTable(record, readings),
    lines: eventLines(events),
  });
}
