/** One row of a kept wave on its canvas. */
import { coloursAt, face } from './painting.ts';
import type { ReviewRow } from './review-rows.ts';
import { ROW_MS } from './review-rows.ts';

/** Room for the times under the wave, px. */
const TIMES = 22;
const TICK_MS = 5_000;
const HATCH_PX = 9;

/** @param timeText a tick's instant in words */
export function drawReview(canvas: HTMLCanvasElement, row: ReviewRow, timeText: (at: number) => string): void {
  const pen = canvas.getContext('2d');
  if (!pen) return;
  const dpr = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.round(width * dpr);
  canvas.height = Math.round(height * dpr);
  pen.setTransform(dpr, 0, 0, dpr, 0, 0);
  const colours = coloursAt(canvas);
  const bottom = height - TIMES;

  pen.lineWidth = 1;
  pen.font = face(12);
  pen.textBaseline = 'alphabetic';
  for (let n = 0; n * TICK_MS <= ROW_MS; n += 1) {
    const x = Math.min(width - 0.5, Math.round((n * TICK_MS * width) / ROW_MS) + 0.5);
    const isLabelled = n % 2 === 0;
    pen.strokeStyle = isLabelled ? colours.ghost : colours.line;
    pen.beginPath();
    pen.moveTo(x, 0);
    pen.lineTo(x, bottom + (isLabelled ? 4 : 0));
    pen.stroke();
    if (!isLabelled) continue;
    pen.fillStyle = colours.t3;
    pen.textAlign = n === 0 ? 'left' : n * TICK_MS === ROW_MS ? 'right' : 'center';
    pen.fillText(timeText(row.at + n * TICK_MS), x, height - 5);
  }

  for (const { from, to } of row.gaps) hatch(pen, from * width, to * width, bottom, colours.edge);

  pen.strokeStyle = colours.spo2;
  pen.lineWidth = 1.5;
  pen.lineJoin = 'round';
  for (const { from, step, values } of row.lines) {
    pen.beginPath();
    for (const [n, value] of values.entries()) {
      const [x, y] = [(from + n * step) * width, 3 + (bottom - 6) * (1 - value)];
      if (n === 0) pen.moveTo(x, y);
      else pen.lineTo(x, y);
    }
    pen.stroke();
  }
}

function hatch(pen: CanvasRenderingContext2D, from: number, to: number, bottom: number, colour: string): void {
  pen.save();
  pen.beginPath();
  pen.rect(from, 0, to - from, bottom);
  pen.clip();
  pen.strokeStyle = colour;
  pen.globalAlpha = 0.45;
  pen.beginPath();
  for (let x = from - bottom; x < to; x += HATCH_PX * Math.SQRT2) {
    pen.moveTo(x, bottom);
    pen.lineTo(x + bottom, 0);
  }
  pen.stroke();
  pen.restore();
}
