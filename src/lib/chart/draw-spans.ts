/** How long each alert lasted: a bar in the band of its value, on the side its value did not go to. */
import type { Priority } from '#core/clinical-protocol.ts';
import type { Brush } from './brush.ts';
import { leastUrgentFirst, type AlertMark } from './marks.ts';
import { PRIORITY_COLOURS } from './painting.ts';

/** The level is in the height too, px: a colour alone says nothing. */
const HEIGHT: Readonly<Record<Priority, number>> = { low: 2, medium: 4, high: 6 };
/** Of the shortest, px. */
const LEAST = 3;

export function drawSpans(brush: Brush): void {
  for (const mark of leastUrgentFirst(brush.painting.marks)) drawSpan(brush, mark, mark.shape);
}

function drawSpan(brush: Brush, mark: AlertMark, priority: Priority): void {
  const { ctx, colours, painting, left, right, bottom } = brush;
  const ending = mark.until ?? (mark.state === 'ended' ? mark.at : (painting.now ?? painting.axisTo));
  const from = Math.max(left, brush.x(mark.at));
  const to = Math.min(right, Math.max(from + LEAST, brush.x(ending)));
  if (to <= from) return;
  const height = HEIGHT[priority];
  const edge = mark.band ? brush.edges(mark.band) : { top: brush.edges('pulse').bottom, bottom };
  const y = Math.round(mark.isHigh ? edge.bottom - height : edge.top + 1);
  const { fill, thin } = PRIORITY_COLOURS[priority];
  if (mark.state === 'open') {
    ctx.fillStyle = colours[fill];
    ctx.fillRect(from, y, to - from, height);
  }
  ctx.lineWidth = 1;
  ctx.strokeStyle = mark.state === 'ended' ? colours.t2 : colours[thin];
  ctx.strokeRect(from + 0.5, y + 0.5, to - from - 1, height - 1);
}
