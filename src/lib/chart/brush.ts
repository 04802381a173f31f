/** What every drawing plugin gets: the canvas, the painting, and where an instant or a value lies. */
import type { Chart } from 'chart.js';
import type { Band } from './band.ts';
import { ROW, type Colours, type Painting } from './painting.ts';

export interface Brush {
  readonly ctx: CanvasRenderingContext2D;
  readonly painting: Painting;
  readonly colours: Colours;
  /** The plot, px: from the phase row's top to the marks row's bottom. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  x(at: number): number;
  y(band: Band, value: number): number;
  /** Upper and lower edge of a band, px. */
  edges(band: Band): { readonly top: number; readonly bottom: number };
}

export function brushOf(chart: Chart, painting: Painting, colours: Colours): Brush {
  const { ctx, chartArea, scales, height } = chart;
  const span = Math.max(1, painting.axisTo - painting.axisFrom);
  return {
    ctx,
    painting,
    colours,
    left: chartArea.left,
    right: chartArea.right,
    top: 0,
    bottom: height - ROW.times,
    x: (at) => chartArea.left + ((at - painting.axisFrom) / span) * (chartArea.right - chartArea.left),
    y: (band, value) => scales[band]?.getPixelForValue(value) ?? 0,
    edges: (band) => ({ top: scales[band]?.top ?? 0, bottom: scales[band]?.bottom ?? 0 }),
  };
}

/** Of SpO₂ and pulse, px. */
export const LINE_WIDTH = 1.75;

/** On a whole pixel, so that a hairline stays one pixel wide. */
export const crisp = (position: number): number => Math.round(position) + 0.5;

export function line(
  { ctx }: Brush,
  from: readonly [x: number, y: number],
  to: readonly [x: number, y: number],
  colour: string,
  width: number,
  dash: readonly number[] = [],
): void {
  ctx.beginPath();
  ctx.setLineDash([...dash]);
  ctx.moveTo(from[0], from[1]);
  ctx.lineTo(to[0], to[1]);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
  ctx.setLineDash([]);
}
