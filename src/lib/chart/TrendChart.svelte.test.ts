import '../../app.css';
import { Chart } from 'chart.js';
import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { alertOf, NOW } from '../../../tests/support/tiles.ts';
import type { AlertSpan, TrendSeries } from '../live/trend-series.ts';
import TrendChart from './TrendChart.svelte';
import { eventually } from '../../../tests/support/eventually.ts';

const MINUTE = 60_000;
const from = NOW - 40 * MINUTE;
const view = {
  phase: { name: 'infusion', startedAt: from, plannedMs: 40 * MINUTE, plannedEndAt: from + 60 * MINUTE },
  timeline: { openedAt: from, infusionStartedAt: from, axisFrom: from, axisTo: from + 80 * MINUTE },
  treatment: null,
  limits: { spo2: [], pulse: [], nibp: [] },
  excursions: [],
  alerts: [],
  entries: [],
  identity: null,
} as const;

/** 40 min at one a second; `missing` minutes are not there. */
function seriesWithout(missing: readonly [number, number] | null): TrendSeries {
  const oximetry = Array.from({ length: 40 * 60 }, (_, second) => ({
    at: from + second * 1_000,
    spo2Pct: 97,
    pulseBpm: 70,
  }));
  const isMissing = (at: number): boolean =>
    missing !== null && at >= from + missing[0] * MINUTE && at < from + missing[1] * MINUTE;
  return {
    oximetry: oximetry.filter((point) => !isMissing(point.at)),
    bps: [{ at: from + 10 * MINUTE, systolicMmHg: 128, diastolicMmHg: 80, meanMmHg: 96, byHand: false }],
    alerts: [],
  };
}

function container(): HTMLElement {
  const box = document.createElement('div');
  box.style.cssText = 'width:900px;height:320px';
  document.body.append(box);
  return box;
}
const canvasIn = (box: Element): HTMLCanvasElement => box.querySelector('canvas') as HTMLCanvasElement;

/** How many pixels of the SpO2 line's colour stand in the column of a minute. */
function bluePixels(canvas: HTMLCanvasElement, minute: number): number {
  const chart = Chart.getChart(canvas) as Chart;
  const { left, right } = chart.chartArea;
  const ratio = chart.currentDevicePixelRatio;
  const x = Math.round((left + (minute / 80) * (right - left)) * ratio);
  const pixels = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(x, 0, 1, canvas.height).data;
  let count = 0;
  for (let index = 0; index < pixels.length; index += 4) {
    const [red = 0, green = 0, blue = 0] = pixels.slice(index, index + 3);
    if (blue > 150 && blue - red > 40 && blue > green) count += 1;
  }
  return count;
}

describe('UI-51 the trend chart', () => {
  test('UI-51 joins what was measured and leaves a gap a gap', async () => {
    const box = container();
    await render(TrendChart, { target: box, props: { series: seriesWithout([20, 24]), view, now: NOW } });
    await eventually(() => expect(bluePixels(canvasIn(box), 15)).toBeGreaterThan(0));
    expect(bluePixels(canvasIn(box), 30)).toBeGreaterThan(0);
    expect(bluePixels(canvasIn(box), 22)).toBe(0);
    expect(bluePixels(canvasIn(box), 50)).toBe(0);
  });
  test('UI-55 is destroyed with its component', async () => {
    const box = container();
    const screen = await render(TrendChart, { target: box, props: { series: seriesWithout(null), view, now: NOW } });
    await eventually(() => expect(Chart.getChart(canvasIn(box))).toBeDefined());
    const canvas = canvasIn(box);
    await screen.unmount();
    expect(Chart.getChart(canvas)).toBeUndefined();
    expect(Object.keys(Chart.instances)).toEqual([]);
  });
  test('UI-55 reads the values at an instant by the arrow keys', async () => {
    const box = container();
    const screen = await render(TrendChart, {
      target: box,
      props: { series: seriesWithout([20, 24]), view, now: NOW },
    });
    (screen.getByRole('slider').element() as HTMLElement).focus();
    await userEvent.keyboard('{Home}');
    await expect.element(screen.getByRole('status')).toMatchTextContent('13:20 SpO₂ 97 % Pulse 70');
    await userEvent.keyboard('{PageUp}');
    await expect.element(screen.getByRole('status')).toMatchTextContent('13:30 BP 128/80 (96) SpO₂ 97 % Pulse 70');
    await userEvent.keyboard('{PageUp}{ArrowRight}');
    await expect.element(screen.getByRole('status')).toMatchTextContent('13:41 SpO₂ — Pulse —');
    await userEvent.keyboard('{Escape}');
    await expect.element(screen.getByRole('status')).not.toBeInTheDocument();
  });
  test('UI-55 is a table for those who cannot see it', async () => {
    const box = container();
    const screen = await render(TrendChart, { target: box, props: { series: seriesWithout(null), view, now: NOW } });
    await expect.element(screen.getByRole('row').nth(1)).toMatchTextContent('13:55');
    expect(screen.getByRole('row').elements()).toHaveLength(9);
  });
  test('UI-55 a free chair has no chart', async () => {
    const box = container();
    const free = { ...view, phase: null, timeline: null };
    await render(TrendChart, { target: box, props: { series: seriesWithout(null), view: free, now: NOW } });
    expect(box.querySelector('canvas')).toBeNull();
  });
  test('UI-56 says that what was before could not be loaded', async () => {
    const box = container();
    const screen = await render(TrendChart, {
      target: box,
      props: { series: seriesWithout(null), view, now: NOW, status: 'failed' },
    });
    await expect.element(screen.getByRole('status')).toMatchTextContent('could not be loaded');
  });
});

/** Whether pixels of such a colour stand where a minute and a share of a band's height (0: its top) meet, 8 px high. */
function hasColour(
  canvas: HTMLCanvasElement,
  [minute, band, share]: readonly [number, string, number],
  is: (red: number, green: number, blue: number) => boolean,
): boolean {
  const chart = Chart.getChart(canvas) as Chart;
  const { left, right } = chart.chartArea;
  const { top = 0, bottom = 0 } = chart.scales[band] ?? {};
  const ratio = chart.currentDevicePixelRatio;
  const x = Math.round((left + (minute / 80) * (right - left)) * ratio);
  const y = Math.round((top + share * (bottom - top - 8)) * ratio);
  const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(x, y, 1, Math.round(8 * ratio));
  for (let index = 0; index < data.length; index += 4)
    if (is(data[index] ?? 0, data[index + 1] ?? 0, data[index + 2] ?? 0)) return true;
  return false;
}
const isRed = (red: number, green: number, blue: number): boolean => red > 150 && green < 110 && blue < 110;
const isYellow = (red: number, green: number, blue: number): boolean => red > 180 && green > 140 && blue < 120;
const isGrey = (red: number, green: number, blue: number): boolean =>
  red > 90 && Math.abs(red - green) < 24 && Math.abs(red - blue) < 24;

const past = (kind: 'spo2-low' | 'pulse-high', minutes: readonly [number, number]): AlertSpan => ({
  ...{ alertId: kind, kind, priority: 'high' as const, text: `${kind} text` },
  ...{ onsetAt: from + minutes[0] * MINUTE, endedAt: from + minutes[1] * MINUTE },
});

describe('UI-260 how long an alert lasted', () => {
  test('UI-260 lies in the band of its value: an open one in its level’s colour until now, a past one grey until its end', async () => {
    const box = container();
    const alerts = [alertOf({ alertId: 'now', kind: 'spo2-low', priority: 'high', onsetAt: from + 35 * MINUTE })];
    const series = { ...seriesWithout(null), alerts: [past('pulse-high', [10, 20])] };
    await render(TrendChart, { target: box, props: { series, view: { ...view, alerts }, now: NOW } });
    await eventually(() => expect(hasColour(canvasIn(box), [37, 'spo2', 0], isRed)).toBe(true));
    const canvas = canvasIn(box);
    expect(hasColour(canvas, [30, 'spo2', 0], isRed)).toBe(false);
    expect(hasColour(canvas, [45, 'spo2', 0], isRed)).toBe(false);
    // Its pulse went up: the bar lies at the foot of the band.
    expect([5, 15, 25].map((minute) => hasColour(canvas, [minute, 'pulse', 1], isGrey))).toEqual([false, true, false]);
    expect(hasColour(canvas, [15, 'pulse', 1], isRed)).toBe(false);
  });
});

describe('UI-262 the baseline', () => {
  test('UI-262 of the BP is a band from diastolic to systolic, until now and not beyond', async () => {
    const box = container();
    const nibp = { baseline: { systolicMmHg: 140, diastolicMmHg: 80 } };
    await render(TrendChart, {
      target: box,
      props: { series: seriesWithout(null), view: { ...view, nibp }, now: NOW },
    });
    const isOrchid = (red: number, green: number, blue: number): boolean => red > green + 8 && blue > green + 8;
    const share = (190 - 140) / (190 - 48);
    await eventually(() => expect(hasColour(canvasIn(box), [30, 'bp', share], isOrchid)).toBe(true));
    expect(hasColour(canvasIn(box), [60, 'bp', share], isOrchid)).toBe(false);
  });
});

describe('UI-264 a mark that is tapped says what it is', () => {
  test('UI-264 its level, what it was about, from when to when; those behind it too', async () => {
    const box = container();
    const series = {
      ...seriesWithout(null),
      alerts: [past('pulse-high', [20, 24]), { ...past('spo2-low', [20, 21]), priority: 'medium' as const }],
    };
    const screen = await render(TrendChart, { target: box, props: { series, view, now: NOW } });
    await eventually(() => expect(bluePixels(canvasIn(box), 15)).toBeGreaterThan(0));
    const { left, right } = (Chart.getChart(canvasIn(box)) as Chart).chartArea;
    const tap = (x: number) =>
      userEvent.click(screen.getByRole('slider'), { position: { x, y: canvasIn(box).clientHeight - 38 } });
    const at = left + 0.25 * (right - left);
    await tap(at);
    await expect.element(screen.getByRole('status')).toMatchTextContent('Medium alert: spo2-low text, 13:40 to 13:41');
    expect(screen.getByRole('status').element().textContent).not.toContain('pulse-high');
    await tap(at - 17);
    await expect.element(screen.getByRole('status')).toMatchTextContent('High alert: pulse-high text, 13:40 to 13:44');
    expect(hasColour(canvasIn(box), [20, 'spo2', 0], isYellow)).toBe(false);
  });
  test('UI-264 and all of them are a list for those who cannot see them', async () => {
    const box = container();
    const alerts = [alertOf({ alertId: 'now', text: 'SpO₂ 88 < 90', priority: 'medium', onsetAt: from + 35 * MINUTE })];
    const screen = await render(TrendChart, {
      target: box,
      props: { series: seriesWithout(null), view: { ...view, alerts }, now: NOW },
    });
    const marks = screen.getByRole('list', { name: 'Marks on the trend' });
    await expect.element(marks).toMatchTextContent('13:20 Start');
    await expect.element(marks).toMatchTextContent('Medium alert: SpO₂ 88 < 90, since 13:55, not seen yet');
  });
});
