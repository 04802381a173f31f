/** The trend as it was known at an instant: readings that had come by then, alerts as they stood. */
import { absenceReason } from '#core/alerts/reason.ts';
import type { VisitEvent } from '#core/event.ts';
import { pastAlerts } from '#core/past/past-alerts.ts';
import type { NibpReading, OximetryReading, Reading } from '#core/reading.ts';
import type { AlertSpan, BpPoint, OximetryPoint, TrendSeries } from '../live/trend-series.ts';

interface Known<Point> {
  /** How many events must be known for it. */
  readonly from: number;
  readonly point: Point;
}

export class PastSeries {
  readonly #events: readonly VisitEvent[];
  /** Each by time of measurement. */
  readonly #oximetry: readonly Known<OximetryPoint>[];
  readonly #bps: readonly Known<BpPoint>[];
  /** How many events of alerts stand among the first so many. */
  readonly #alertEvents: readonly number[];
  #last: { readonly count: number; readonly series: TrendSeries } | undefined;
  #alerts: { readonly told: number; readonly spans: readonly AlertSpan[] } = { told: 0, spans: [] };

  constructor(events: readonly VisitEvent[]) {
    this.#events = events;
    const readings = events.flatMap((event, index) => {
      const reading = readingIn(event);
      return reading ? [{ from: index + 1, reading }] : [];
    });
    const byTime = readings.toSorted((a, b) => a.reading.measuredAt - b.reading.measuredAt);
    this.#oximetry = byTime.flatMap(({ from, reading }) =>
      reading.kind === 'oximetry' ? [{ from, point: oximetryPoint(reading) }] : [],
    );
    this.#bps = byTime.flatMap(({ from, reading }) =>
      reading.kind === 'nibp' ? [{ from, point: bpPoint(reading) }] : [],
    );
    let told = 0;
    this.#alertEvents = events.map((event) => (told += isOfAlerts(event) ? 1 : 0));
  }

  /** @param count how many events were known; the same series again while nothing that is drawn came. */
  at(count: number): TrendSeries {
    const last = this.#last;
    if (last?.count === count) return last.series;
    const known = <Point>(rows: readonly Known<Point>[], before: readonly Point[] | undefined): readonly Point[] => {
      const points = rows.flatMap(({ from, point }) => (from <= count ? [point] : []));
      return before?.length === points.length && before.at(-1) === points.at(-1) ? before : points;
    };
    const oximetry = known(this.#oximetry, last?.series.oximetry);
    const bps = known(this.#bps, last?.series.bps);
    const alerts = this.#alertsAt(count);
    const isSame = last?.series.oximetry === oximetry && last.series.bps === bps && last.series.alerts === alerts;
    const series = isSame ? last.series : { oximetry, bps, alerts };
    this.#last = { count, series };
    return series;
  }

  #alertsAt(count: number): readonly AlertSpan[] {
    const told = this.#alertEvents[count - 1] ?? 0;
    if (told === this.#alerts.told) return this.#alerts.spans;
    const known = this.#events.slice(0, count);
    const spans = pastAlerts(
      known,
      known.flatMap((event) => readingIn(event) ?? []),
    );
    this.#alerts = { told, spans };
    return spans;
  }
}

const isOfAlerts = ({ type }: VisitEvent): boolean => type.startsWith('alert-') || type === 'watched-alone';

const readingIn = (event: VisitEvent): Reading | undefined =>
  event.type === 'reading-recorded' || event.type === 'bp-entered' ? event.reading : undefined;

function oximetryPoint(reading: OximetryReading): OximetryPoint {
  const { measuredAt: at, spo2Pct = null, pulseBpm = null } = reading;
  return { at, spo2Pct, pulseBpm, ...(spo2Pct === null && { absence: absenceReason(reading) }) };
}

const bpPoint = (bp: NibpReading): BpPoint => ({
  at: bp.measuredAt,
  systolicMmHg: bp.systolicMmHg,
  diastolicMmHg: bp.diastolicMmHg,
  meanMmHg: bp.meanMmHg ?? null,
  byHand: bp.byHand === true,
});
