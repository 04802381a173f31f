/** The newest end of both lines, which Chart.js has not been told of yet: the same stroke, drawn on. */
import { LINE_WIDTH, type Brush } from './brush.ts';
import type { Lines } from './thinned.ts';

export function drawEnds(brush: Brush, ends: Lines): void {
  const { ctx, colours } = brush;
  for (const band of ['spo2', 'pulse'] as const) {
    ctx.beginPath();
    let isJoined = false;
    for (const { x, y } of ends[band]) {
      if (y === null) isJoined = false;
      else {
        if (isJoined) ctx.lineTo(brush.x(x), brush.y(band, y));
        else ctx.moveTo(brush.x(x), brush.y(band, y));
        isJoined = true;
      }
    }
    ctx.lineWidth = LINE_WIDTH;
    ctx.lineJoin = 'round';
    ctx.lineCap = 'round';
    ctx.strokeStyle = colours[band];
    ctx.stroke();
    ctx.lineCap = 'butt';
  }
}
