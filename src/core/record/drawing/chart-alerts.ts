/** Alerts as spans in a row of their own, each with its letter; which priority, its shape and its weight say without a colour. */
import type { Priority } from '../../clinical-protocol.ts';
import { elapsed } from '../../words/time-words.ts';
import type { PastAlert } from '../../past/past-alerts.ts';
import type { VisitRecord } from '../visit-record.ts';
import { line, text } from './chart-frame.ts';
import { SIZE, tenth, widthOf, type Plot } from './chart-plot.ts';
import type { DrawingKey, Mark, Shape, Stroke } from './drawing.ts';

export const PRIORITY_SHAPE: Readonly<Record<Priority, Mark['shape']>> = {
  high: 'triangle',
  medium: 'diamond',
  low: 'square',
};
const WEIGHT: Readonly<Record<Priority, Pick<Stroke, 'width' | 'dash'>>> = {
  high: { width: 3 },
  medium: { width: 1.6 },
  low: { width: 1, dash: [2, 2] },
};
const LANES = 3;
const LANE = 10;
/** From the middle of its shape to its letter. */
const LETTER_GAP = 6;

/** `A` to `Z`, then `AA`. */
export function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

interface Placed {
  first: number;
  last: number;
  readonly x: number;
  readonly lane: number;
}

/** @param clock writes an instant */
export function alertShapes(
  { alerts }: VisitRecord,
  plot: Plot,
  clock: (at: number) => string,
): { readonly shapes: readonly Shape[]; readonly key: readonly DrawingKey[] } {
  const shapes: Shape[] = [];
  const places: Placed[] = [];
  const free = Array.from({ length: LANES }, () => -Infinity);
  const drawn = alerts.filter(({ onsetAt }) => onsetAt >= plot.from && onsetAt <= plot.to);
  for (const [index, alert] of drawn.entries()) {
    const x = plot.x(alert.onsetAt);
    const end = plot.x(Math.min(alert.endedAt ?? plot.to, plot.to));
    const lane = free.findIndex((until) => x - SIZE.mark / 2 >= until);
    const letter = letterOf(index);
    const here = places.at(-1);
    if (lane === -1 && here) {
      here.last = index;
      continue;
    }
    const at = Math.max(0, lane);
    places.push({ first: index, last: index, x, lane: at });
    free[at] = Math.max(end, x + LETTER_GAP + widthOf(letter, SIZE.text)) + 3;
    const y = tenth(plot.alerts.top + 6 + at * LANE);
    shapes.push(
      line([x, y], [Math.max(x, end), y], { ink: 'alert', ...WEIGHT[alert.priority] }),
      line([x, plot.phases.bottom], [x, y], { ink: 'alert', width: 0.4, dash: [1, 2] }),
      {
        ...{ kind: 'mark', shape: PRIORITY_SHAPE[alert.priority], x, y, size: SIZE.mark, ink: 'alert' },
        filled: alert.priority === 'high',
      },
    );
  }
  for (const { first, last, x, lane } of places) {
    const letters = first === last ? letterOf(first) : `${letterOf(first)}–${letterOf(last)}`;
    const y = plot.alerts.top + 8.5 + lane * LANE;
    const wide = widthOf(letters, SIZE.text) + 3;
    shapes.push(
      {
        ...{ kind: 'rect', x: tenth(x + LETTER_GAP - 1), y: tenth(y - 6.5), width: tenth(wide), height: 8 },
        fill: { ink: 'paper', share: 1 },
      },
      text(x + LETTER_GAP, y, letters, { weight: 'bold' }),
    );
  }
  return {
    shapes,
    key: alerts.map((alert) => ({
      number: drawn.includes(alert) ? letterOf(drawn.indexOf(alert)) : '–',
      at: alert.onsetAt,
      text: alertLine(alert, clock),
    })),
  };
}

const LEVEL: Readonly<Record<Priority, string>> = { high: 'high', medium: 'medium', low: 'advisory' };

/** `SpO₂ 86 < 88, medium, until 15:17, seen by N. Okafor after 0:09`. */
export function alertLine(
  { text: what, priority, endedAt, acknowledged }: PastAlert,
  clock: (at: number) => string,
): string {
  const seen = acknowledged
    ? `seen by ${acknowledged.byName} after ${elapsed(acknowledged.afterMs)}`
    : // An advisory asks for nothing.
      priority === 'low'
      ? ''
      : 'nobody acknowledged it';
  const until = endedAt === null ? 'never ended' : `until ${clock(endedAt)}`;
  return [what, LEVEL[priority], until, seen].filter((part) => part !== '').join(', ');
}
