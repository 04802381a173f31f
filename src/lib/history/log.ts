/** What happened in a visit, line by line, as the journal has it; each line can be gone to. */
import type { Priority } from '#core/clinical-protocol.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import { eventWords, type AlertNames } from '#core/words/event-words.ts';

export interface LogLine {
  readonly id: string;
  /** When it was recorded. */
  readonly at: Instant;
  readonly text: string;
  /** Whose act it was. */
  readonly by?: string;
  /** An alert began or rose: to this. */
  readonly alert?: Priority;
  /** Of an entry that was made later than it happened. */
  readonly happenedAt?: Instant;
}

/** Shorter than this, an entry was made when it happened. */
const LATER_MS = 60_000;

export function logOf(events: readonly VisitEvent[]): readonly LogLine[] {
  const alerts: AlertNames = new Map();
  return events.flatMap((event, index) => {
    const text = eventWords(event, alerts);
    if (text === undefined) return [];
    const { at, actor } = event;
    const alert = event.type === 'alert-issued' || event.type === 'alert-raised' ? event.priority : undefined;
    const happened = 'happenedAt' in event && at - event.happenedAt >= LATER_MS ? event.happenedAt : undefined;
    return {
      id: String(index),
      at,
      text,
      ...(actor.kind === 'staff' && { by: actor.name }),
      ...(alert && { alert }),
      ...(happened !== undefined && { happenedAt: happened }),
    };
  });
}

/** Where an alert begins or rises. */
export const alertsIn = (log: readonly LogLine[]): readonly LogLine[] => log.filter(({ alert }) => alert !== undefined);

/** The nearest line after an instant, or before it. */
export const nextAfter = (lines: readonly LogLine[], at: Instant): LogLine | undefined =>
  lines.find((line) => line.at > at);
export const lastBefore = (lines: readonly LogLine[], at: Instant): LogLine | undefined =>
  lines.findLast((line) => line.at < at);
