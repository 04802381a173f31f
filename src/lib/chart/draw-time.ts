/** Times under the plot, the line of now, and the line under a finger. */
import { crisp, line, type Brush } from './brush.ts';
import { face, ROW } from './painting.ts';

const MINUTE = 60_000;
const STEPS_MIN = [10, 20, 30, 60, 120] as const;
/** A time needs this much, px. */
const LABEL_WIDTH = 64;
/** The now label drives away the times this near, px. */
const NOW_CLEARANCE = 40;

export function timeStepMs(spanMs: number, widthPx: number): number {
  const most = Math.max(1, Math.floor(widthPx / LABEL_WIDTH));
  const step = STEPS_MIN.find((minutes) => spanMs / (minutes * MINUTE) <= most) ?? STEPS_MIN[STEPS_MIN.length - 1];
  return (step ?? 120) * MINUTE;
}

export function drawTime(brush: Brush): void {
  const { ctx, colours, painting, left, right, top, bottom } = brush;
  const { axisFrom, axisTo, now, cursorAt } = painting;
  const baseline = bottom + ROW.times - 8;
  const nowX = now === null || now < axisFrom || now > axisTo ? null : brush.x(now);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'alphabetic';
  ctx.font = face(13);
  ctx.fillStyle = colours.t3;
  const step = timeStepMs(axisTo - axisFrom, right - left);
  for (let at = axisFrom; at <= axisTo; at += step) {
    const x = brush.x(at);
    if (nowX === null || Math.abs(x - nowX) > NOW_CLEARANCE) ctx.fillText(painting.clockText(at), x, baseline);
  }
  if (nowX !== null && now !== null) {
    line(brush, [crisp(nowX), top], [crisp(nowX), bottom], colours.t1, 1.5);
    ctx.fillStyle = colours.t1;
    ctx.beginPath();
    ctx.moveTo(nowX - 5, top);
    ctx.lineTo(nowX + 5, top);
    ctx.lineTo(nowX, top + 6);
    ctx.fill();
    ctx.font = face(13, 500);
    ctx.fillText(painting.clockText(now), nowX, baseline);
  }
  if (cursorAt !== null) {
    const x = crisp(brush.x(cursorAt));
    line(brush, [x, ROW.phases], [x, bottom], colours.t2, 1);
  }
}
