/** Under the curves: phases and pauses, each band's scale with its unit, the times. */
import { BAND_LABEL, BANDS, type Band } from './band.ts';
import { SIZE, tenth, widthOf, type ChartSize, type Plot } from './chart-plot.ts';
import type { Line, Shape, Text } from './drawing.ts';
import type { VisitRecord } from '../visit-record.ts';

const UNIT: Readonly<Record<Band, string>> = { bp: 'mmHg', spo2: '%', pulse: '/min' };
const STEP: Readonly<Record<Band, number>> = { bp: 20, spo2: 5, pulse: 20 };
/** Two figures of a scale stand at least so far apart. */
const APART = 11;
const MINUTE = 60_000;
const TIME_STEPS_MIN = [5, 10, 15, 20, 30, 60, 120, 240] as const;
const TIME_APART = 44;

export const text = (x: number, y: number, words: string, more: Partial<Text> = {}): Text => ({
  kind: 'text',
  x: tenth(x),
  y: tenth(y),
  text: words,
  size: SIZE.text,
  ink: 'text',
  anchor: 'start',
  ...more,
});

export const line = (
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  more: Partial<Line> = {},
): Line => ({
  kind: 'line',
  x1: tenth(x1),
  y1: tenth(y1),
  x2: tenth(x2),
  y2: tenth(y2),
  ink: 'grid',
  width: 0.5,
  ...more,
});

export function phaseShapes(record: VisitRecord, plot: Plot): readonly Shape[] {
  const { treatment, protocol, phases } = record;
  const foot = plot.bands.pulse.bottom;
  const names: Partial<Record<string, string>> = {
    baseline: 'Before',
    infusion: protocol.treatment === 'infusion' ? 'Infusion' : 'Administration',
    recovery: 'Recovery',
    discharge: 'Discharge',
  };
  const shapes = phases.flatMap(({ name, from, to }): readonly Shape[] => {
    const title = names[name];
    if (title === undefined || to <= plot.from || from >= plot.to) return [];
    const [start, end] = [plot.x(Math.max(from, plot.from)), plot.x(Math.min(to, plot.to))];
    const at = start + 3;
    const fits = widthOf(title, SIZE.text) < end - start - 4;
    return [
      ...(name === 'infusion' ? [tint(start, end, plot.phases.top, foot, 0.06)] : []),
      ...(from > plot.from ? [line([start, plot.phases.top], [start, foot], { ink: 'soft', width: 0.8 })] : []),
      ...(fits ? [text(at, plot.phases.bottom - 5, title, { weight: 'bold' })] : []),
    ];
  });
  const pauses = (treatment?.pauses ?? []).flatMap(({ from, to }): readonly Shape[] => {
    const [start, end] = [plot.x(from), plot.x(Math.min(to ?? treatment?.endedAt ?? plot.to, plot.to))];
    return [
      {
        kind: 'rect',
        x: start,
        y: plot.phases.top + 1,
        width: tenth(Math.max(1, end - start)),
        height: tenth(foot - plot.phases.top - 1),
        fill: { ink: 'paper', share: 1 },
        stroke: { ink: 'soft', width: 0.6, dash: [2, 2] },
      },
      // Turned where a short pause leaves no room for the word.
      ...(end - start > widthOf('paused', SIZE.small) + 4
        ? [text((start + end) / 2, plot.phases.bottom - 5, 'paused', { anchor: 'middle', size: SIZE.small })]
        : [
            text(end - Math.max(0, (end - start - SIZE.small) / 2) - 1, plot.bands.bp.top + 26, 'paused', {
              size: SIZE.small,
              turn: -90,
            }),
          ]),
    ];
  });
  return [...shapes, ...pauses];
}

export const tint = (start: number, end: number, top: number, bottom: number, share: number): Shape => ({
  kind: 'rect',
  x: tenth(start),
  y: tenth(top),
  width: tenth(Math.max(0, end - start)),
  height: tenth(bottom - top),
  fill: { ink: 'soft', share },
});

export function scaleShapes(plot: Plot): readonly Shape[] {
  const { left, right } = plot;
  const edges = [...BANDS.map((band) => plot.bands[band].top), plot.alerts.top, plot.entries.top, plot.entries.bottom];
  return [
    ...BANDS.flatMap((band) => scaleOf(band, plot)),
    ...edges.map((y) => line([0, y], [right, y], { ink: 'soft', width: 0.6 })),
    line([left, plot.phases.bottom], [left, plot.entries.bottom], { ink: 'soft', width: 0.6 }),
    line([right, plot.phases.bottom], [right, plot.entries.bottom], { ink: 'soft', width: 0.6 }),
    text(0, plot.alerts.top + 10, 'Alerts', { weight: 'bold' }),
    text(0, plot.entries.top + 10, 'Entries', { weight: 'bold' }),
  ];
}

function scaleOf(band: Band, plot: Plot): readonly Shape[] {
  const { top, bottom } = plot.bands[band];
  const { min, max } = plot.ranges[band];
  const perUnit = (bottom - top) / (max - min);
  const step = [1, 2, 4, 8].map((times) => STEP[band] * times).find((each) => each * perUnit >= APART) ?? STEP[band];
  const values: number[] = [];
  for (let value = Math.ceil(min / step) * step; value <= max; value += step) values.push(value);
  return [
    text(0, top + 10, BAND_LABEL[band], { weight: 'bold' }),
    text(0, top + 18.5, UNIT[band], { size: SIZE.small, ink: 'soft' }),
    ...values.flatMap((value): readonly Shape[] => {
      const y = plot.y(band, value);
      // Half a letter from the edge, so that no figure lies on a line between two bands.
      if (y < top + 4 || y > bottom - 4) return [];
      return [
        line([plot.left, y], [plot.right, y], { width: 0.35 }),
        text(plot.left - 4, y + 2.6, String(value), { anchor: 'end' }),
      ];
    }),
  ];
}

export function timeShapes(plot: Plot, clock: ChartSize['clock']): readonly Shape[] {
  const span = plot.to - plot.from;
  const most = Math.max(1, Math.floor((plot.right - plot.left) / TIME_APART));
  const step = (TIME_STEPS_MIN.find((minutes) => span / (minutes * MINUTE) <= most) ?? 240) * MINUTE;
  const shapes: Shape[] = [];
  for (let at = Math.ceil(plot.from / step) * step; at <= plot.to; at += step) {
    const x = plot.x(at);
    shapes.push(line([x, plot.phases.bottom], [x, plot.entries.bottom + 2], { width: 0.35 }));
    shapes.push(text(x, plot.timesAt, clock(at), { anchor: 'middle' }));
  }
  return shapes;
}
