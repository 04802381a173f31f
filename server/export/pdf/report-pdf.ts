/**
 * The report of a visit as PDF, made without a browser (docs/adr/0025-pdf.md): the same words in the same order as its page, the chart as
 * lines. The same record gives the same bytes.
 */
import type { VisitEvent } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import { chartDrawing } from '#core/record/drawing/chart-drawing.ts';
import { CHART_LEGEND } from '#core/record/drawing/chart-legend.ts';
import { chartSeries } from '#core/record/drawing/chart-series.ts';
import type { DrawingKey } from '#core/record/drawing/drawing.ts';
import { eventLines } from '#core/record/event-lines.ts';
import { readingsIn } from '#core/record/live-values.ts';
import { reportDetails } from '#core/record/report-details.ts';
import type { ReportHead } from '#core/record/report-head.ts';
import { reportSummary } from '#core/record/report-summary.ts';
import { untreatedText } from '#core/record/untreated.ts';
import { vitalsTable } from '#core/record/vitals-table.ts';
import { clockTime, dayText } from '#core/words/time-words.ts';
import type { Paper } from '#protocol/exports.ts';
import type { VisitSource } from '../visit-source.ts';
import { pageMarks } from './page-marks.ts';
import { INK, Sheet } from './sheet.ts';
import { summaryPage } from './summary-page.ts';
import { table } from './table.ts';
import { draw } from './vector.ts';

export type PdfSource = Pick<VisitSource, 'site' | 'visitId' | 'events' | 'record' | 'patient' | 'chairs'>;

const CHART_HEIGHT = 360;

export function reportPdf(
  { site, visitId, events, record, patient, chairs }: PdfSource,
  { paper }: { readonly paper: Paper },
): Uint8Array {
  const { timeZone } = site;
  const clock = (at: number): string => clockTime(at, timeZone);
  const head: ReportHead = { record, patient, chairs, clinic: site };
  const summary = reportSummary(head);
  const sheet = new Sheet({
    paper,
    // No name: titles are shown where files are listed.
    title: `Visit report, ${dayText(record.openedAt, timeZone)}, ${visitId}`,
    subject: record.protocol.title,
    author: site.name,
    createdAt: lastOf(events, record.ended.at),
  });
  summaryPage(sheet, { summary, clock, untreated: untreatedText(record) });

  sheet.newPage();
  title(sheet, 'Chart');
  const size = { width: sheet.frame.width, height: CHART_HEIGHT, clock };
  const drawing = chartDrawing(record, chartSeries(events), size);
  draw(sheet, drawing);
  sheet.space(4);
  sheet.paragraph(CHART_LEGEND, { size: 7.5, ink: INK.soft }, { after: 6 });
  key(sheet, drawing.key, clock);
  const lines = eventLines(events);
  const vitals = vitalsTable(record, readingsIn(events));
  for (const { title: name, columns, rows, none } of reportDetails({ head, vitals, lines })) {
    sheet.space(14);
    // A title never stands alone at the foot of a page.
    sheet.room(90);
    title(sheet, name);
    if (rows.length === 0) sheet.paragraph(none, { size: 8.5 });
    else
      table(
        sheet,
        columns,
        rows.map((cells) => ({ cells })),
      );
  }
  return sheet.finish(pageMarks(sheet, { summary, visitId, clinic: site.name }));
}

/** Of what it says: the same record made again is the same file. */
const lastOf = (events: readonly VisitEvent[], endedAt: Instant): Instant =>
  events.reduce((last, { at }) => Math.max(last, at), endedAt);

const title = (sheet: Sheet, words: string): void =>
  sheet.paragraph(words, { size: 11, face: 'bold' }, { type: 'H2', after: 4 });

/** What the letters and numbers of the chart mean, in two columns. */
function key(sheet: Sheet, entries: readonly DrawingKey[], clock: (at: number) => string): void {
  if (entries.length === 0) return;
  table(
    sheet,
    [
      { title: 'On the chart', share: 1 },
      { title: 'Time', share: 1 },
      { title: 'What', share: 8 },
    ],
    entries.map(({ number, at, text }) => ({ cells: [number, clock(at), text] })),
    7.5,
  );
}
