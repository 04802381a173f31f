/**
 * What a patient's true course asks for, worked out by the pure core alone: every reading judged when it was measured, nothing late,
 * nothing lost, no server. The run is held against this.
 */
import type { Reading } from '#core/reading.ts';
import { Bedside } from '../support/bedside.ts';
import type { Span } from './ledger.ts';

export const JUDGED_KINDS = ['spo2-low', 'bp-high'] as const;
export type JudgedKind = (typeof JUDGED_KINDS)[number];
export const isJudged = (kind: string): kind is JudgedKind => (JUDGED_KINDS as readonly string[]).includes(kind);

export interface ExpectedAlert {
  readonly kind: JudgedKind;
  readonly priority: string;
  /** When it is due; ms of the adapter's clock, as the next. */
  readonly dueAt: number;
  /** Of the readings that are its cause: the first and the last of them. */
  readonly cause: Span;
}

const RANK: Readonly<Record<string, number>> = { low: 0, medium: 1, high: 2 };
export const isLess = (one: string, than: string): boolean => (RANK[one] ?? 0) < (RANK[than] ?? 0);

/** Advisories are left out: they are silent. */
export function expectedAlerts(
  measured: readonly Reading[],
  phase: 'baseline' | 'infusion' = 'infusion',
  stoppedAt = 0,
): readonly ExpectedAlert[] {
  const bedside = new Bedside({ pages: false, ticks: [1_000], phase });
  const first = measured[0];
  if (!first) return [];
  const offMs = first.measuredAt - bedside.now - 1_000;
  for (const reading of measured) {
    bedside.until(reading.measuredAt - offMs);
    bedside.reading({ ...reading, measuredAt: reading.measuredAt - offMs });
  }
  // A delay that had begun goes on for a while without a new value, in the run as here.
  bedside.after(1_000).until(stoppedAt - offMs);
  const alerts = new Map<
    string,
    { kind: JudgedKind; priority: string; dueAt: number; onsetAt: number; endedAt: number }
  >();
  for (const event of bedside.events) {
    if (event.type === 'alert-issued' && isJudged(event.kind)) {
      const { kind, priority, onsetAt } = event;
      alerts.set(event.alertId, {
        ...{ kind, priority },
        ...{ dueAt: event.at + offMs, onsetAt: onsetAt + offMs, endedAt: Infinity },
      });
    }
    const known = 'alertId' in event && event.alertId !== undefined ? alerts.get(event.alertId) : undefined;
    if (!known) continue;
    if (event.type === 'alert-raised') {
      if (isLess(known.priority, 'medium')) known.dueAt = event.at + offMs;
      if (isLess(known.priority, event.priority)) known.priority = event.priority;
    }
    if (event.type === 'alert-ended') known.endedAt = event.at + offMs;
  }
  return [...alerts.values()]
    .filter(({ priority }) => !isLess(priority, 'medium'))
    .map(({ kind, priority, dueAt, onsetAt, endedAt }) => ({
      ...{ kind, priority, dueAt },
      cause: { from: onsetAt, until: lastBeyond(measured, kind, onsetAt, endedAt) },
    }));
}

const LIMIT: Readonly<Record<JudgedKind, (reading: Reading) => boolean>> = {
  'spo2-low': (reading) => reading.kind === 'oximetry' && (reading.spo2Pct ?? 100) < 90,
  'bp-high': (reading) => reading.kind === 'nibp' && (reading.systolicMmHg >= 180 || reading.diastolicMmHg >= 110),
};

function lastBeyond(measured: readonly Reading[], kind: JudgedKind, from: number, until: number): number {
  const beyond = measured.filter((each) => each.measuredAt >= from && each.measuredAt <= until && LIMIT[kind](each));
  return beyond.at(-1)?.measuredAt ?? from;
}
