/** From a chair's view and its trend to what the chart draws. */
import type { ChairView } from '#core/view.ts';
import type { TrendSeries } from '../live/trend-series.ts';
import { bandRange, type Band, type Range } from './band.ts';
import { limitSteps } from './limit-steps.ts';
import type { Mark } from './marks.ts';
import type { Fault, Painting } from './painting.ts';
import { phaseSpans } from './phases.ts';

/** What of a chair the chart shows. */
export type ChartedView = Pick<
  ChairView,
  'phase' | 'timeline' | 'treatment' | 'limits' | 'alerts' | 'entries' | 'excursions' | 'identity'
> &
  Partial<Pick<ChairView, 'limitChanges' | 'spo2' | 'pulse' | 'nibp'>>;

export interface PaintSources {
  readonly view: ChartedView;
  readonly series: TrendSeries;
  readonly marks: readonly Mark[];
  readonly ranges: Readonly<Record<Band, Range>>;
  readonly now: number;
  readonly cursorAt: number | null;
  readonly clockText: (at: number) => string;
}

/** Null while the chair carries no visit. */
export function painting(sources: PaintSources): Painting | null {
  const { view, series, marks, ranges, cursorAt, clockText } = sources;
  const { timeline, treatment, phase } = view;
  if (!timeline || !phase) return null;
  const until = phase.name === 'ended' ? phase.endedAt : sources.now;
  return {
    axisFrom: timeline.axisFrom,
    axisTo: timeline.axisTo,
    now: phase.name === 'ended' ? null : until,
    phases: phaseSpans(timeline, treatment?.treatment ?? 'infusion', until),
    bps: series.bps,
    fault: faultOf(view, series),
    limits: limitSteps(view.limits, view.limitChanges ?? []),
    baseline: baselineOf(view),
    ranges,
    marks,
    cursorAt,
    clockText,
  };
}

function baselineOf({ spo2, pulse, nibp }: ChartedView): Painting['baseline'] {
  const at = (value: number | undefined): Range | undefined =>
    value === undefined ? undefined : { min: value, max: value };
  const bp = nibp?.baseline && { min: nibp.baseline.diastolicMmHg, max: nibp.baseline.systolicMmHg };
  const bands = { bp, spo2: at(spo2?.baseline), pulse: at(pulse?.baseline) };
  return Object.fromEntries(Object.entries(bands).filter(([, range]) => range !== undefined));
}

function faultOf(view: ChartedView, series: TrendSeries): Fault | null {
  const alert = view.alerts.find((each) => each.kind === 'bp-high' || each.kind === 'bp-low');
  const newest = series.bps.at(-1);
  if (!alert || !newest) return null;
  return { at: newest.at, priority: alert.priority, isSeen: alert.acknowledged !== undefined };
}

export function rangesOf(series: TrendSeries): Readonly<Record<Band, Range>> {
  let lowestSpo2 = Infinity;
  let lowestPulse = Infinity;
  let highestPulse = -Infinity;
  for (const { spo2Pct, pulseBpm } of series.oximetry) {
    if (spo2Pct !== null && spo2Pct < lowestSpo2) lowestSpo2 = spo2Pct;
    if (pulseBpm !== null && pulseBpm < lowestPulse) lowestPulse = pulseBpm;
    if (pulseBpm !== null && pulseBpm > highestPulse) highestPulse = pulseBpm;
  }
  return {
    bp: bandRange(
      'bp',
      Math.min(...series.bps.map((bp) => bp.diastolicMmHg)),
      Math.max(...series.bps.map((bp) => bp.systolicMmHg)),
    ),
    spo2: bandRange('spo2', lowestSpo2, -Infinity),
    pulse: bandRange('pulse', lowestPulse, highestPulse),
  };
}
