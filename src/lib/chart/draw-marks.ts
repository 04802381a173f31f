/** The bottom row: squares with their words where there is room, alerts as their level's shape. */
import type { Priority } from '#core/clinical-protocol.ts';
import { line, type Brush } from './brush.ts';
import type { Mark } from './marks.ts';
import { face, PRIORITY_COLOURS, ROW } from './painting.ts';
import { placeMarks, type PlacedMark } from './place-marks.ts';

/** @returns where each stands, for a finger */
export function drawMarks(brush: Brush): readonly PlacedMark[] {
  const { ctx, colours, painting, left, right, bottom } = brush;
  const y = bottom - ROW.marks / 2;
  ctx.font = face(13);
  const placed = placeMarks(painting.marks, {
    ...{ left, right, nowX: painting.now === null ? null : brush.x(painting.now) },
    x: (at) => brush.x(at),
    widthOf: (text) => ctx.measureText(text).width,
  });
  for (const { mark, x, from, words } of placed) {
    if (from !== undefined) line(brush, [x, y - 7], [from, bottom - ROW.marks + 1], colours.t3, 1);
    if (words) {
      ctx.font = face(13);
      ctx.fillStyle = colours.t2;
      ctx.textAlign = 'left';
      ctx.textBaseline = 'alphabetic';
      ctx.fillText(words.text, words.x, y + 4.5);
    }
    if (mark.shape === 'entry') {
      ctx.fillStyle = colours.t2;
      ctx.fillRect(Math.round(x) - 4, Math.round(y) - 4, 8, 8);
    } else if (mark.shape === 'late') drawLate(brush, mark, x, y);
    else drawAlert(brush, mark, mark.shape, x, y);
  }
  return placed;
}

const LATE_LEAST = 10;

/** A span between two ticks, as long as it lasted and long enough to be seen; a thick one until somebody has seen it. */
function drawLate({ ctx, colours, ...brush }: Brush, { at, until = at, state }: Mark, x: number, y: number): void {
  const wide = brush.x(until) - brush.x(at);
  const room = Math.max(0, LATE_LEAST - wide) / 2;
  const [from, to] = [Math.round(x - room) + 0.5, Math.round(x + wide + room) + 0.5];
  ctx.beginPath();
  for (const end of [from, to]) {
    ctx.moveTo(end, y - 7);
    ctx.lineTo(end, y + 7);
  }
  ctx.moveTo(from, y);
  ctx.lineTo(to, y);
  ctx.lineWidth = state === 'open' ? 2.5 : 1.25;
  ctx.strokeStyle = state === 'open' ? colours.t1 : colours.t2;
  ctx.stroke();
}

function drawAlert({ ctx, colours }: Brush, mark: Mark, priority: Priority, x: number, y: number): void {
  const { fill, thin } = PRIORITY_COLOURS[priority];
  ctx.beginPath();
  if (priority === 'high') trace(ctx, x, y, [0, -7, 8, 6.5, -8, 6.5]);
  else if (priority === 'medium') trace(ctx, x, y, [0, -7, 7, 0, 0, 7, -7, 0]);
  else ctx.arc(x, y, 6, 0, 2 * Math.PI);
  // Behind a hollow shape nothing may show through.
  ctx.fillStyle = mark.state === 'open' ? colours[fill] : colours.ground;
  ctx.fill();
  ctx.lineWidth = 1.5;
  ctx.strokeStyle = mark.state === 'ended' ? colours.t2 : colours[thin];
  ctx.stroke();
}

function trace(ctx: CanvasRenderingContext2D, x: number, y: number, corners: readonly number[]): void {
  for (let index = 0; index < corners.length; index += 2) {
    ctx.lineTo(x + (corners[index] ?? 0), y + (corners[index + 1] ?? 0));
  }
  ctx.closePath();
}
