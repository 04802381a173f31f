/** What happened in a visit, line by line, as the journal has it: the history's log, the report and the export say the same. */
import type { Priority } from '../clinical-protocol.ts';
import type { VisitEvent } from '../event.ts';
import { excursionText } from '../late/excursion-fact.ts';
import type { Duration, Instant } from '../reading.ts';
import { eventWords } from '../words/event-words.ts';
import type { AlertNames } from '../words/event-words.ts';

export interface EventLine {
  /** Of the event, in the visit's order. */
  readonly index: number;
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
const LATER_MS: Duration = 60_000;

export function eventLines(events: readonly VisitEvent[]): readonly EventLine[] {
  const alerts: AlertNames = new Map();
  return events.flatMap((event, index) => {
    const text = event.type === 'excursion-found' ? foundLate(event) : eventWords(event, alerts);
    if (text === undefined) return [];
    const { at, actor } = event;
    const alert = event.type === 'alert-issued' || event.type === 'alert-raised' ? event.priority : undefined;
    const happened = 'happenedAt' in event && at - event.happenedAt >= LATER_MS ? event.happenedAt : undefined;
    return {
      index,
      at,
      text,
      ...(actor.kind === 'staff' && { by: actor.name }),
      ...(alert && { alert }),
      ...(happened !== undefined && { happenedAt: happened }),
    };
  });
}

const foundLate = (event: Extract<VisitEvent, { readonly type: 'excursion-found' }>): string =>
  `Found in late readings: ${excursionText(event)}`;
