import '../../app.css';
import { Chart } from 'chart.js';
import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { NOW } from '../../../tests/support/tiles.ts';
import type { TrendSeries } from '../live/trend-series.ts';
import TrendChart from './TrendChart.svelte';

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
    await vi.waitFor(() => expect(bluePixels(canvasIn(box), 15)).toBeGreaterThan(0));
    expect(bluePixels(canvasIn(box), 30)).toBeGreaterThan(0);
    expect(bluePixels(canvasIn(box), 22)).toBe(0);
    expect(bluePixels(canvasIn(box), 50)).toBe(0);
  });
  test('UI-55 is destroyed with its component', async () => {
    const box = container();
    const screen = await render(TrendChart, { target: box, props: { series: seriesWithout(null), view, now: NOW } });
    await vi.waitFor(() => expect(Chart.getChart(canvasIn(box))).toBeDefined());
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
