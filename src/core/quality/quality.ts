/**
 * How a clinic's visits went, week by week of the clinic's own time zone: counted from the figures of each, without anybody's name. Only
 * visits that were treated count: one that was cancelled or was another patient's says nothing of alarms.
 */
import type { AlertKind } from '../alerts/alert.ts';
import { reaches } from '../blood-pressure.ts';
import type { BpPair, Priority } from '../clinical-protocol.ts';
import type { Duration } from '../reading.ts';
import type { VisitFigures } from '../record/visit-figures.ts';
import { Weeks } from './week.ts';

/** The levels at which peaks are counted: of the published series the page is read beside (Yale, 2,342 infusions). */
export const PEAKS_FROM: { readonly raised: BpPair; readonly high: BpPair } = {
  raised: { systolicMmHg: 160, diastolicMmHg: 100 },
  high: { systolicMmHg: 180, diastolicMmHg: 110 },
};

export interface QualityRow {
  readonly visits: number;
  /** Each at the highest priority it reached. */
  readonly alerts: Readonly<Record<Priority, number>>;
  /** Of alerts that asked for an answer. In time: before it was passed on. `over` needed none any more and is in no share. */
  readonly answers: { readonly inTime: number; readonly late: number; readonly none: number; readonly over: number };
  /** From medium or high to the first acknowledgement; null: nothing was acknowledged. */
  readonly responseMs: { readonly median: Duration; readonly p90: Duration } | null;
  /** At least one alert asked to be heard, all visits together. */
  readonly audibleMs: Duration;
  readonly watchedMs: Duration;
  readonly withoutSignalMs: Duration;
  /** The highest BP of each visit, by either number; null: none was taken. */
  readonly peaks: {
    /** Of each number by itself. */
    readonly median: BpPair;
    /** The reading with the highest systolic number. */
    readonly highest: BpPair;
    /** That with the highest diastolic one, when it is another. */
    readonly highestDiastolic?: BpPair;
    /** Visits with any BP since the start at or above a level of `PEAKS_FROM`, by either number. */
    readonly raised: number;
    readonly high: number;
    readonly of: number;
  } | null;
  /** Records that nobody has closed or signed, or with an addendum unseen; and orders by word of mouth that nobody signed. */
  readonly unsigned: number;
  readonly openOrders: number;
}

export interface QualityWeek extends QualityRow {
  /** ISO date of its Monday, in the clinic's zone. */
  readonly monday: string;
}

export interface Quality {
  /** Newest first; a week without a visit has no row. */
  readonly weeks: readonly QualityWeek[];
  /** Of all of them together. */
  readonly total: QualityRow;
  /** Medium and high alerts by kind, the most frequent first. */
  readonly causes: readonly { readonly kind: AlertKind; readonly alerts: number }[];
  /** The most used first. */
  readonly protocols: readonly { readonly protocolId: string; readonly version: number; readonly visits: number }[];
}

/** What of a visit's figures is counted here. */
export type Counted = Pick<
  VisitFigures,
  | 'startedAt'
  | 'openedAt'
  | 'ending'
  | 'protocolId'
  | 'protocolVersion'
  | 'isImported'
  | 'alerts'
  | 'answers'
  | 'audibleMs'
  | 'watchedMs'
  | 'withoutSignalMs'
  | 'highestBp'
  | 'highestDiastolicBp'
  | 'signOff'
  | 'openOrders'
>;

const isTreated = ({ startedAt, ending }: Counted): boolean => startedAt !== undefined && ending !== 'wrong-patient';

/** @param figures of visits in any order @param timeZone IANA */
export function qualityOf(figures: readonly Counted[], timeZone: string): Quality {
  const treated = figures.filter(isTreated).toSorted((a, b) => a.openedAt - b.openedAt);
  const byDate = new Weeks(timeZone);
  const weeks = new Map<string, Counted[]>();
  const causes = new Map<AlertKind, number>();
  const protocols = new Map<string, { protocolId: string; version: number; visits: number }>();
  for (const each of treated) {
    const monday = byDate.mondayOf(each.openedAt);
    const week = weeks.get(monday);
    if (week) week.push(each);
    else weeks.set(monday, [each]);
    for (const [kind] of each.answers) causes.set(kind, (causes.get(kind) ?? 0) + 1);
    const key = `${each.protocolId} ${each.protocolVersion}`;
    const protocol = protocols.get(key) ?? { protocolId: each.protocolId, version: each.protocolVersion, visits: 0 };
    protocol.visits += 1;
    protocols.set(key, protocol);
  }
  return {
    weeks: [...weeks]
      .toSorted(([a], [b]) => (a < b ? 1 : -1))
      .map(([monday, visits]) => ({ monday, ...rowOf(visits) })),
    total: rowOf(treated),
    causes: [...causes].map(([kind, alerts]) => ({ kind, alerts })).toSorted((a, b) => b.alerts - a.alerts),
    protocols: [...protocols.values()].toSorted((a, b) => b.visits - a.visits),
  };
}

function rowOf(visits: readonly Counted[]): QualityRow {
  const alerts = { low: 0, medium: 0, high: 0 };
  const answers = { inTime: 0, late: 0, none: 0, over: 0 };
  const responses: Duration[] = [];
  let [audibleMs, watchedMs, withoutSignalMs, unsigned, openOrders] = [0, 0, 0, 0, 0];
  for (const visit of visits) {
    alerts.low += visit.alerts.low;
    alerts.medium += visit.alerts.medium;
    alerts.high += visit.alerts.high;
    for (const [, , answer, afterMs] of visit.answers) {
      answers[answer === 'in-time' ? 'inTime' : answer] += 1;
      if (afterMs !== null) responses.push(afterMs);
    }
    audibleMs += visit.audibleMs;
    watchedMs += visit.watchedMs;
    withoutSignalMs += visit.withoutSignalMs;
    // What was made of a file waits for nobody.
    if (visit.signOff !== 'signed' && !visit.isImported) unsigned += 1;
    openOrders += visit.openOrders;
  }
  const sorted = responses.toSorted((a, b) => a - b);
  return {
    visits: visits.length,
    alerts,
    answers,
    responseMs: sorted.length === 0 ? null : { median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) },
    audibleMs,
    watchedMs,
    withoutSignalMs,
    peaks: peaksOf(visits),
    unsigned,
    openOrders,
  };
}

/** Of each visit the one reading that is highest by both numbers, or the two that are by one each: no other BP reaches further. */
function peaksOf(visits: readonly Counted[]): QualityRow['peaks'] {
  const peaks = visits.flatMap(({ highestBp, highestDiastolicBp = highestBp }) =>
    highestBp && highestDiastolicBp ? [{ highestBp, highestDiastolicBp }] : [],
  );
  const [first, ...rest] = peaks;
  if (first === undefined) return null;
  const median = (numbers: readonly number[]): number =>
    quantile(
      numbers.toSorted((a, b) => a - b),
      0.5,
    );
  const { highestBp: highest } = rest.reduce((a, b) => (isHigher(b.highestBp, a.highestBp) ? b : a), first);
  const { highestDiastolicBp: highestDiastolic } = rest.reduce(
    (a, b) => (b.highestDiastolicBp.diastolicMmHg > a.highestDiastolicBp.diastolicMmHg ? b : a),
    first,
  );
  const reached = (level: BpPair): number =>
    peaks.filter((each) => reaches(each.highestBp, level) || reaches(each.highestDiastolicBp, level)).length;
  return {
    median: {
      systolicMmHg: median(peaks.map(({ highestBp }) => highestBp.systolicMmHg)),
      diastolicMmHg: median(peaks.map(({ highestDiastolicBp }) => highestDiastolicBp.diastolicMmHg)),
    },
    highest,
    ...(highestDiastolic.diastolicMmHg > highest.diastolicMmHg && { highestDiastolic }),
    raised: reached(PEAKS_FROM.raised),
    high: reached(PEAKS_FROM.high),
    of: peaks.length,
  };
}

const isHigher = (a: BpPair, b: BpPair): boolean =>
  a.systolicMmHg > b.systolicMmHg || (a.systolicMmHg === b.systolicMmHg && a.diastolicMmHg > b.diastolicMmHg);

/** The smallest value that at least this share lies at or below. @param sorted rising, not empty */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

/** Of alerts that had to be answered, how many were before they were passed on; undefined: none had to. */
export function shareInTime({ answers: { inTime, late, none } }: Pick<QualityRow, 'answers'>): number | undefined {
  const had = inTime + late + none;
  return had === 0 ? undefined : inTime / had;
}
