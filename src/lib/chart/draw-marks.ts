/** The bottom row: squares with their words where there is room, alerts as their level's shape. */
import type { Priority } from '#core/clinical-protocol.ts';
import type { Brush } from './brush.ts';
import { leastUrgentFirst, type AlertMark, type Mark } from './marks.ts';
import { face, PRIORITY_COLOURS, ROW } from './painting.ts';

const LABEL_GAP = 12;
const CLEARANCE = 10;

export function drawMarks(brush: Brush): void {
  const { ctx, colours, painting, bottom } = brush;
  const y = bottom - ROW.marks / 2;
  const shown = painting.marks.filter((mark) => mark.at >= painting.axisFrom && mark.at <= painting.axisTo);
  shown.forEach((mark, index) => {
    if (mark.shape !== 'entry') return;
    const x = brush.x(mark.at);
    ctx.fillStyle = colours.t2;
    ctx.fillRect(Math.round(x) - 4, Math.round(y) - 4, 8, 8);
    const next = shown[index + 1];
    const room = (next ? brush.x(next.at) - CLEARANCE : brush.right) - x - LABEL_GAP;
    ctx.font = face(13);
    const text = [mark.label, mark.short].find((each) => each && ctx.measureText(each).width <= room);
    if (!text) return;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    ctx.fillText(text, x + LABEL_GAP, y + 4.5);
  });
  for (const mark of shown) if (mark.shape === 'late') drawLate(brush, mark, y);
  for (const mark of leastUrgentFirst(shown)) drawAlert(brush, mark, mark.shape, brush.x(mark.at), y);
}

const LATE_LEAST = 10;

/** A span between two ticks, as long as it lasted and long enough to be seen; a thick one until somebody has seen it. */
function drawLate({ ctx, colours, x }: Brush, { at, until = at, state }: Mark, y: number): void {
  const room = Math.max(0, LATE_LEAST - (x(until) - x(at))) / 2;
  const [from, to] = [Math.round(x(at) - room) + 0.5, Math.round(x(until) + room) + 0.5];
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

function drawAlert({ ctx, colours }: Brush, mark: AlertMark, priority: Priority, x: number, y: number): void {
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
