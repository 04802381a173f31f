/** Blood pressures as the anaesthesia record draws them: v at systolic, ^ at diastolic, a bar between, a tick at the mean. */
import type { BpPoint } from '../live/trend-series.ts';
import { line, type Brush } from './brush.ts';
import { face, PRIORITY_COLOURS } from './painting.ts';

const ARM = { x: 6.5, y: 8 };
const TICK = 4;
/** Of the numbers, px. */
const TALL = 11;

export function drawBps(brush: Brush): void {
  const { painting, colours } = brush;
  for (const bp of painting.bps) {
    if (bp.at < painting.axisFrom || bp.at > painting.axisTo) continue;
    const fault = painting.fault?.at === bp.at ? painting.fault : null;
    if (!fault) drawBp(brush, bp, colours.bp);
    else {
      const { fill, thin } = PRIORITY_COLOURS[fault.priority];
      drawBp(brush, bp, colours[thin], fault.isSeen ? undefined : colours[fill]);
      drawNumbers(brush, bp);
    }
  }
}

function drawBp(brush: Brush, bp: BpPoint, colour: string, block?: string): void {
  const { ctx } = brush;
  const x = brush.x(bp.at);
  const systolic = brush.y('bp', bp.systolicMmHg);
  const diastolic = brush.y('bp', bp.diastolicMmHg);
  if (block) line(brush, [x, systolic], [x, diastolic], block, 7);
  line(brush, [x, systolic], [x, diastolic], colour, 1.75, bp.byHand ? [3, 3] : []);
  ctx.beginPath();
  ctx.moveTo(x - ARM.x, systolic - ARM.y);
  ctx.lineTo(x, systolic);
  ctx.lineTo(x + ARM.x, systolic - ARM.y);
  ctx.moveTo(x - ARM.x, diastolic + ARM.y);
  ctx.lineTo(x, diastolic);
  ctx.lineTo(x + ARM.x, diastolic + ARM.y);
  ctx.lineWidth = 2.25;
  ctx.strokeStyle = colour;
  ctx.stroke();
  if (bp.meanMmHg === null) return;
  const mean = brush.y('bp', bp.meanMmHg);
  line(brush, [x - TICK, mean], [x + TICK, mean], colour, 2);
}

function drawNumbers(brush: Brush, bp: BpPoint): void {
  const { ctx, colours, painting } = brush;
  ctx.font = face(13, 500);
  ctx.fillStyle = colours.t1;
  ctx.textBaseline = 'alphabetic';
  const text = `${bp.systolicMmHg}/${bp.diastolicMmHg}`;
  const x = brush.x(bp.at);
  const wide = 10 + ctx.measureText(text).width;
  const foot = brush.y('bp', bp.systolicMmHg) - 3;
  const others = painting.bps.filter(
    (each) =>
      each.at !== bp.at &&
      brush.y('bp', each.systolicMmHg) - ARM.y < foot &&
      brush.y('bp', each.diastolicMmHg) + ARM.y > foot - TALL,
  );
  const isFree = (from: number, to: number): boolean =>
    from > brush.left &&
    to < brush.right &&
    others.every(({ at }) => brush.x(at) < from - ARM.x || brush.x(at) > to + ARM.x);
  // Where no other BP is drawn: to the left, or else in the time that has yet to come, clear of the line of now.
  const now = painting.now === null ? x : brush.x(painting.now);
  const after = now > x && now < x + wide ? Math.max(x, now - 4) : x;
  const isLeft = isFree(x - wide, x) || (!isFree(after, after + wide) && x - wide > brush.left);
  ctx.textAlign = isLeft ? 'right' : 'left';
  ctx.fillText(text, isLeft ? x - 10 : after + 10, foot);
}
