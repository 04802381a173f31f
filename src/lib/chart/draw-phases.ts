/** Shade of the infusion, a line at each phase's start, and its name in the row above. */
import { crisp, line, type Brush } from './brush.ts';
import { face, ROW } from './painting.ts';
import type { PhaseSpan } from './phases.ts';

const NAME_INSET = 7;

export function drawPhases(brush: Brush): void {
  const { ctx, colours, painting, left, right, top, bottom } = brush;
  for (const span of painting.phases) {
    const from = brush.x(span.from);
    if (span.isShaded && span.to !== undefined) {
      ctx.fillStyle = colours.shade;
      ctx.fillRect(Math.max(left, from), top, Math.min(right, brush.x(span.to)) - Math.max(left, from), bottom - top);
    }
    if (from < left || from > right) continue;
    const x = crisp(from);
    if (span.state === 'planned') line(brush, [x, top], [x, bottom], colours.ghost, 1, [2, 4]);
    else line(brush, [x, top], [x, bottom], colours.ghost, 1);
  }
  drawNames(brush);
}

/** From a name to the line of now, px. */
const CLEARANCE = 6;

/**
 * A name that does not fit before the next start is left out, but never the present phase's: a phase that has just begun is named right of
 * the line of now, where there is nothing yet, or at the end of the axis to the left of it.
 */
function drawNames(brush: Brush): void {
  const { ctx, colours, painting, left, right } = brush;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  const nowX = painting.now === null ? right : brush.x(painting.now);
  const names = painting.phases.flatMap((span, index) => {
    const next = painting.phases[index + 1];
    const start = Math.max(left, brush.x(span.from)) + NAME_INSET;
    const end = span.state === 'now' ? nowX - CLEARANCE : next ? brush.x(next.from) : right;
    ctx.font = face(13, span.state === 'now' ? 500 : 400);
    const name = fitting(brush, span, end - start);
    if (name === null) return [];
    const width = ctx.measureText(name).width;
    const isOver = span.state === 'now' && start + width > end;
    const x = !isOver ? start : nowX + CLEARANCE + width <= right ? nowX + CLEARANCE : end - width;
    return [{ span, name, x, end: x + width + NAME_INSET }];
  });
  const present = names.find(({ span }) => span.state === 'now');
  let written = -Infinity;
  for (const each of names) {
    const isHidden = each !== present && present && each.x < present.end && each.end > present.x;
    if (isHidden || each.x < written) continue;
    written = each.end;
    const { span, name, x } = each;
    ctx.font = face(13, span.state === 'now' ? 500 : 400);
    ctx.fillStyle = span.state === 'now' ? colours.t1 : span.state === 'past' ? colours.t2 : colours.t3;
    ctx.fillText(name, x, ROW.phases - 8);
  }
}

function fitting({ ctx }: Brush, span: PhaseSpan, room: number): string | null {
  if (ctx.measureText(span.name).width <= room || span.state === 'now') return span.name;
  const short = span.name.replace(', planned', '');
  return short !== span.name && ctx.measureText(short).width <= room ? short : null;
}
