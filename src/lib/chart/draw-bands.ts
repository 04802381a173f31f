/** Each band's hairline, name, baseline, and dotted limits with their numbers in the gutter. */
import { BAND_LABEL, BANDS, type Band } from './band.ts';
import { crisp, line, type Brush } from './brush.ts';
import type { LimitStep } from './limit-steps.ts';
import { face, RIGHT } from './painting.ts';

const LABEL_LEFT = 24;
const LABEL_TOP = 19;
/** A band lower than this has no room for its name. */
const LABEL_LEAST = 24;
/** Between a scale number and the plot. */
const NUMBER_GAP = 10;

/** As faint as it can be and still be found: it is what to compare with, and no limit. */
const BASELINE = { fill: 0.1, edge: 0.3 } as const;

export function drawBaseline(brush: Brush): void {
  const { ctx, colours, painting, left, right } = brush;
  const until = painting.now === null ? right : Math.min(right, brush.x(painting.now));
  const from = Math.max(left, brush.x(painting.phases[0]?.from ?? painting.axisFrom));
  for (const band of BANDS) {
    const range = painting.baseline[band];
    if (!range || until <= from) continue;
    const [top, bottom] = [brush.y(band, range.max), brush.y(band, range.min)];
    ctx.fillStyle = colours[band];
    ctx.globalAlpha = BASELINE.fill;
    if (bottom > top) ctx.fillRect(from, top, until - from, bottom - top);
    ctx.globalAlpha = BASELINE.edge;
    for (const y of new Set([top, bottom])) line(brush, [from, crisp(y)], [until, crisp(y)], colours[band], 1);
    ctx.globalAlpha = 1;
  }
}

/** Where a limit changed, its line goes on at another height: the step between them is drawn, and the number it had. */
function drawStep(brush: Brush, band: Band, step: LimitStep, x: number): void {
  const { colours, painting, ctx } = brush;
  const before = painting.limits[band].find(({ until }) => until === step.from);
  if (!before) return;
  const [from, to] = [brush.y(band, before.value), brush.y(band, step.value)];
  line(brush, [crisp(x), from], [crisp(x), to], colours.edge, 1, [1, 4]);
  ctx.fillStyle = colours.t3;
  ctx.font = face(12);
  ctx.textAlign = 'right';
  ctx.textBaseline = to > from ? 'alphabetic' : 'top';
  ctx.fillText(String(before.value), x - 3, from + (to > from ? -3 : 3));
}

export function drawBands(brush: Brush): void {
  const { ctx, colours, painting, left, right, bottom } = brush;
  for (const band of BANDS) {
    const edge = brush.edges(band);
    line(brush, [0, crisp(edge.top)], [right + RIGHT, crisp(edge.top)], colours.line, 1);
    ctx.fillStyle = colours[band];
    ctx.font = face(14, 500);
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    const isNamed = edge.bottom - edge.top >= LABEL_LEAST;
    if (isNamed) ctx.fillText(BAND_LABEL[band], LABEL_LEFT, edge.top + LABEL_TOP);
    for (const step of painting.limits[band]) {
      const { value, from, until } = step;
      const y = brush.y(band, value);
      if (y < edge.top || y > edge.bottom) continue;
      const [start, end] = [
        Math.max(left, from ? brush.x(from) : left),
        Math.min(right, until ? brush.x(until) : right),
      ];
      if (end > start) line(brush, [start, crisp(y)], [end, crisp(y)], colours.edge, 1, [1, 4]);
      if (from !== undefined && start > left) drawStep(brush, band, step, start);
      if (until !== undefined) continue;
      // Beside the band's name there is no room for a number.
      if (y < edge.top + LABEL_TOP && band !== 'bp') continue;
      ctx.fillStyle = colours.t3;
      ctx.font = face(12);
      ctx.textAlign = 'right';
      ctx.textBaseline = 'middle';
      ctx.fillText(String(value), left - NUMBER_GAP, y + 0.5);
    }
  }
  const marksTop = brush.edges('pulse').bottom;
  line(brush, [0, crisp(marksTop)], [right + RIGHT, crisp(marksTop)], colours.line, 1);
  line(brush, [0, crisp(bottom)], [right + RIGHT, crisp(bottom)], colours.line, 1);
}
