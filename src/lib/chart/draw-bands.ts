/** Each band's hairline, name, dotted limits and their numbers in the gutter. */
import { BAND_LABEL, BANDS } from './band.ts';
import { crisp, line, type Brush } from './brush.ts';
import { face, RIGHT } from './painting.ts';

const LABEL_LEFT = 24;
const LABEL_TOP = 19;
/** A band lower than this has no room for its name. */
const LABEL_LEAST = 24;
/** Between a scale number and the plot. */
const NUMBER_GAP = 10;

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
    for (const value of painting.lines[band]) {
      const y = brush.y(band, value);
      if (y < edge.top || y > edge.bottom) continue;
      line(brush, [left, crisp(y)], [right, crisp(y)], colours.edge, 1, [1, 4]);
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
