/** A visit's history up to `now`, made by formula, for fixtures. */
import type { Instant } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';
import type { TrendSeries } from '../live/trend-series.ts';
import { at } from './fixture-calm.ts';

const wave = (t: number, size: number): number =>
  Math.round(Math.sin(t / 170_000) * size + Math.sin(t / 41_000) * (size / 3));
const BPS = [
  [-10, 128, 80],
  [-5, 130, 82],
  [2, 134, 84],
  [12, 146, 90],
  [22.2, 142, 88],
  [32, 152, 94],
  [42, 146, 90],
  [50.7, 138, 84],
] as const;

export function fixtureTrend(view: ChairView, now: Instant): TrendSeries {
  const from = at(-13);
  const gap = (t: Instant): boolean => t > at(11.5) && t < at(13.5);
  const oximetry = view.timeline
    ? Array.from({ length: Math.max(0, Math.floor((now - from) / 5_000)) }, (_, row) => {
        const t = from + row * 5_000;
        return { at: t, spo2Pct: gap(t) ? null : 97 + wave(t, 1), pulseBpm: gap(t) ? null : 74 + wave(t, 3) };
      })
    : [];
  const bps = BPS.map(([minutes, systolicMmHg, diastolicMmHg]) => ({
    at: at(minutes),
    systolicMmHg,
    diastolicMmHg,
    meanMmHg: Math.round((systolicMmHg + 2 * diastolicMmHg) / 3),
    byHand: false,
  })).filter((bp) => view.timeline && bp.at <= now - 60_000);
  const { last } = view.nibp;
  const newest =
    last && !bps.some((bp) => Math.abs(bp.at - last.at) < 90_000) ? [{ ...last, meanMmHg: last.meanMmHg ?? null }] : [];
  const alerts = view.alerts.map(({ alertId, kind, priority, text, onsetAt }) => ({
    alertId,
    kind,
    priority,
    text,
    onsetAt,
    endedAt: null,
  }));
  return { oximetry, bps: [...bps, ...newest], alerts };
}
