import { describe, expect, test } from 'vitest';
import type { Trend } from '#protocol/trend.ts';
import { bp, liveVital, NOW } from '../../../tests/support/tiles.ts';
import { emptySeries, withHistory, withLive } from './trend-series.ts';

const trend = (at: readonly number[], spo2Pct: readonly (number | null)[], changes: Partial<Trend> = {}): Trend => ({
  upTo: 1,
  oximetry: { at, spo2Pct, pulseBpm: at.map(() => 70) },
  bps: [],
  alerts: [],
  ...changes,
});
const bpAt = (at: number, systolicMmHg: number) => ({
  at,
  systolicMmHg,
  diastolicMmHg: 70,
  meanMmHg: null,
  byHand: false,
});

describe('UI-56 the trend is what the journal holds, with the last seconds of the live view', () => {
  test('UI-56 rows are appended', () => {
    const series = withHistory(withHistory(emptySeries, trend([1, 2], [97, null])), trend([3], [96]));
    expect(series.oximetry.map((point) => point.spo2Pct)).toEqual([97, null, 96]);
  });
  test('UI-56 a backlog is sorted in by measurement time', () => {
    const series = withHistory(withHistory(emptySeries, trend([1, 5], [97, 95])), trend([2, 3], [92, 91]));
    expect(series.oximetry.map((point) => point.at)).toEqual([1, 2, 3, 5]);
  });
  test('UI-265 what an answer repeats leaves the rows as they are, and what is older than it untouched', () => {
    const known = withHistory(emptySeries, trend([1, 2, 3, 4], [97, 96, null, 95]));
    const later = withHistory(known, trend([3, 4, 5], [null, 94, 93]));
    expect(later.oximetry.map((point) => point.spo2Pct)).toEqual([97, 96, null, 94, 93]);
    expect([0, 1, 2].map((row) => later.oximetry[row] === known.oximetry[row])).toEqual([true, true, true]);
  });
  test('UI-56 rows that come out of order are sorted', () => {
    const series = withHistory(withHistory(emptySeries, trend([4], [97])), trend([6, 2, 5], [91, 92, 93]));
    expect(series.oximetry.map((point) => point.at)).toEqual([2, 4, 5, 6]);
  });
  test('UI-56 at one instant the history overrules the live point', () => {
    const live = withLive(emptySeries, { spo2: liveVital(98, { at: 5 }), pulse: liveVital(66, { at: 5 }), nibp: {} });
    expect(withHistory(live, trend([5], [97])).oximetry).toEqual([{ at: 5, spo2Pct: 97, pulseBpm: 70 }]);
  });
  test('UI-56 a live view that shows nothing new leaves the series as it is', () => {
    const view = { spo2: liveVital(98), pulse: liveVital(66), nibp: bp(118, 74) };
    const series = withLive(emptySeries, view);
    expect(withLive(series, view)).toBe(series);
  });
  test('UI-56 an old value is not drawn as if it were now', () => {
    const view = {
      spo2: { status: 'stale', value: 97, at: NOW, reason: 'no signal' } as const,
      pulse: { status: 'none', reason: 'probe off' } as const,
      nibp: {},
    };
    expect(withLive(emptySeries, view)).toBe(emptySeries);
  });
  test('UI-56 a pulse without an SpO2 is a gap in SpO2 alone', () => {
    const view = { spo2: { status: 'none', reason: 'no value' } as const, pulse: liveVital(66, { at: 9 }), nibp: {} };
    expect(withLive(emptySeries, view).oximetry).toEqual([{ at: 9, spo2Pct: null, pulseBpm: 66 }]);
  });
  test('UI-56 a BP and an alert are there once', () => {
    const alert = { alertId: 'a', kind: 'spo2-low', priority: 'medium', text: 'SpO₂ 88 < 90', onsetAt: 4 } as const;
    const first = trend([], [], { bps: [bpAt(3, 120)], alerts: [{ ...alert, endedAt: null }] });
    const later = trend([], [], { bps: [bpAt(2, 118), bpAt(3, 121)], alerts: [{ ...alert, endedAt: 8 }] });
    const series = withHistory(withHistory(emptySeries, first), later);
    expect(series.bps.map((each) => each.systolicMmHg)).toEqual([118, 121]);
    expect(series.alerts).toEqual([{ ...alert, endedAt: 8 }]);
  });
});
