/** What happened in a visit, a row each: the lines of the report's log. The columns are told in docs/exchange.md. */
import { BYTE_ORDER_MARK, csvRow } from '../audit/csv.ts';
import type { Cell } from '../audit/csv.ts';
import type { VisitEvent } from '../event.ts';
import { eventLines } from '../record/event-lines.ts';
import type { VisitRecord } from '../record/visit-record.ts';
import { clinicTimeIn } from './clinic-time.ts';

const EVENTS_COLUMNS = [
  'time',
  'elapsed_s',
  'treatment_s',
  'type',
  'what',
  'by',
  'alert_priority',
  'recorded',
] as const;
type EventsColumn = (typeof EVENTS_COLUMNS)[number];

/** @param events of one visit, from its opening on @param timeZone IANA */
export function eventsCsv(
  events: readonly VisitEvent[],
  { openedAt, treatment }: Pick<VisitRecord, 'openedAt' | 'treatment'>,
  timeZone: string,
): string {
  const time = clinicTimeIn(timeZone);
  const rows = eventLines(events)
    .map((line) => ({ ...line, happenedAt: line.happenedAt ?? line.at }))
    .toSorted((a, b) => a.happenedAt - b.happenedAt)
    .map(({ index, at, happenedAt, text, by, alert }) => {
      const row: Readonly<Record<EventsColumn, Cell>> = {
        time: time(happenedAt),
        elapsed_s: (happenedAt - openedAt) / 1_000,
        treatment_s: treatment && (happenedAt - treatment.startedAt) / 1_000,
        type: events[index]?.type,
        what: text,
        by,
        alert_priority: alert,
        recorded: time(at),
      };
      return csvRow(EVENTS_COLUMNS.map((column) => row[column]));
    });
  return BYTE_ORDER_MARK + csvRow(EVENTS_COLUMNS) + rows.join('');
}
