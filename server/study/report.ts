/** The study's lines, for a person or as JSON. */
import type { Judgement } from './judge.ts';

export interface Studied {
  readonly name: string;
  readonly judgement: Judgement;
}

/** One object a recording; the keys are stable. */
export function jsonOf({ name, judgement }: Studied): string {
  const { events, missed, alerts, falseAlerts, repeated, audibleSecondsPerHour, plain } = judgement;
  return JSON.stringify({
    name,
    events: events.map(({ event, delayS }) => ({
      kind: event.kind,
      level: event.level,
      onset_s: event.onsetS,
      due_s: event.dueS,
      delay_s: delayS ?? null,
    })),
    missed,
    audible: alerts.map(({ kind, priority, heardFromS, toS, founded }) => ({
      kind,
      priority,
      from_s: heardFromS,
      to_s: toS,
      founded,
    })),
    false_medium: falseAlerts.medium,
    false_high: falseAlerts.high,
    repeated,
    audible_s_per_hour: rounded(audibleSecondsPerHour),
    plain_alerts: plain.alerts,
    plain_audible_s_per_hour: rounded(plain.audibleSecondsPerHour),
  });
}

export const HEADINGS = `${'name'.padEnd(30)} events missed  median delay  audible  false med/high  repeated  audible s/h   plain <90: alerts   s/h`;

export function textOf({ name, judgement }: Studied): string {
  const { events, missed, alerts, falseAlerts, repeated, audibleSecondsPerHour, plain } = judgement;
  const delay = median(events.flatMap(({ delayS }) => delayS ?? []));
  return [
    name.padEnd(30),
    column(events.length, 6),
    column(missed, 6),
    (delay === undefined ? '–' : `${rounded(delay)} s`).padStart(13),
    column(alerts.length, 8),
    `${falseAlerts.medium} / ${falseAlerts.high}`.padStart(15),
    column(repeated, 9),
    column(Math.round(audibleSecondsPerHour), 12),
    column(plain.alerts, 19),
    column(Math.round(plain.audibleSecondsPerHour), 5),
  ].join(' ');
}

export interface VisitFigures {
  readonly visits: number;
  readonly events: number;
  readonly missed: number;
  readonly audiblePerVisit: number;
  readonly falseMediumPerVisit: number;
  readonly falseHighPerVisit: number;
  readonly repeated: number;
  /** Audible alerts of visits without an event. */
  readonly uneventful: {
    readonly visits: number;
    readonly median: number;
    readonly most: number;
    readonly aboveOne: number;
  };
  readonly plainPerVisit: number;
  /** Vigil's audible alerts for each of the plain threshold's. */
  readonly shareOfPlain: number;
}

export function visitFigures(judged: readonly Judgement[]): VisitFigures {
  const sum = (of: (judgement: Judgement) => number): number => judged.reduce((total, each) => total + of(each), 0);
  const each = (total: number): number => rounded(total / judged.length, 3);
  const quiet = judged.filter(({ events }) => events.length === 0).map(({ alerts }) => alerts.length);
  const [audible, plain] = [sum(({ alerts }) => alerts.length), sum((judgement) => judgement.plain.alerts)];
  return {
    visits: judged.length,
    events: sum(({ events }) => events.length),
    missed: sum(({ missed }) => missed),
    audiblePerVisit: each(audible),
    falseMediumPerVisit: each(sum(({ falseAlerts }) => falseAlerts.medium)),
    falseHighPerVisit: each(sum(({ falseAlerts }) => falseAlerts.high)),
    repeated: sum(({ repeated }) => repeated),
    uneventful: {
      visits: quiet.length,
      median: median(quiet) ?? 0,
      most: Math.max(0, ...quiet),
      aboveOne: quiet.filter((count) => count > 1).length,
    },
    plainPerVisit: each(plain),
    shareOfPlain: plain === 0 ? 0 : rounded(audible / plain, 3),
  };
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const column = (value: number, width: number): string => String(value).padStart(width);
const rounded = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits;
