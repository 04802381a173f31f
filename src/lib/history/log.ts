/** What happened in a visit, line by line, as the journal has it; each line can be gone to. */
import type { VisitEvent } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import { eventLines, type EventLine } from '#core/record/event-lines.ts';

export interface LogLine extends Omit<EventLine, 'index'> {
  readonly id: string;
}

export const logOf = (events: readonly VisitEvent[]): readonly LogLine[] =>
  eventLines(events).map(({ index, ...line }) => ({ id: String(index), ...line }));

/** Where an alert begins or rises. */
export const alertsIn = (log: readonly LogLine[]): readonly LogLine[] => log.filter(({ alert }) => alert !== undefined);

/** The nearest line after an instant, or before it. */
export const nextAfter = (lines: readonly LogLine[], at: Instant): LogLine | undefined =>
  lines.find((line) => line.at > at);
export const lastBefore = (lines: readonly LogLine[], at: Instant): LogLine | undefined =>
  lines.findLast((line) => line.at < at);
