/** One row of a kept wave on its canvas. */
import { coloursAt, face, type Colours } from './painting.ts';
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

  for (const { from, to, reason } of row.gaps) {
    hatch(pen, from * width, to * width, bottom, colours.edge);
    if (reason !== undefined) name(pen, reason, from * width, to * width, bottom, colours);
  }

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

/** Why there is no line, where there is room to say it. */
function name(
  pen: CanvasRenderingContext2D,
  reason: string,
  from: number,
  to: number,
  bottom: number,
  { ground, t2 }: Colours,
): void {
  pen.font = face(13);
  const width = pen.measureText(reason).width + 16;
  if (width > to - from) return;
  const left = (from + to - width) / 2;
  pen.fillStyle = ground;
  pen.fillRect(left, bottom / 2 - 11, width, 22);
  pen.fillStyle = t2;
  pen.textAlign = 'left';
  pen.textBaseline = 'middle';
  pen.fillText(reason, left + 8, bottom / 2 + 0.5);
  pen.textBaseline = 'alphabetic';
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
