/** The values: two lines that stop where nothing was measured, blood pressures as bars, and the gaps themselves. */
import type { VisitRecord } from '../visit-record.ts';
import type { Band } from './band.ts';
import { bucketed } from './bucket.ts';
import { line, text } from './chart-frame.ts';
import { SIZE, tenth, widthOf, type Plot } from './chart-plot.ts';
import type { BpBar, ChartSeries, OximetryPoint } from './chart-series.ts';
import type { Polyline, Shape, Stroke } from './drawing.ts';

const ARM = { x: 3, y: 4 } as const;
/** A gap shorter than this on the drawing is still a mark. */
const LEAST_GAP = 1.5;

export function curveShapes(series: ChartSeries, plot: Plot): readonly Shape[] {
  return (
    [
      ['spo2', 'spo2Pct'],
      ['pulse', 'pulseBpm'],
    ] as const
  ).flatMap(([band, of]) => [
    ...linesOf(series.oximetry, (row) => (row.isDoubtful ? null : row[of]), band, plot, { ink: band, width: 1 }),
    // Doubtful by the device's own word: thin and dotted, so that nobody takes its dip for one of the patient's.
    ...linesOf(series.oximetry, (row) => (row.isDoubtful ? row[of] : null), band, plot, {
      ...{ ink: band, width: 0.9, dash: [1.5, 1.5] },
    }),
  ]);
}

function linesOf(
  rows: readonly OximetryPoint[],
  valueOf: (row: OximetryPoint) => number | null,
  band: Band,
  plot: Plot,
  stroke: Stroke,
): readonly Polyline[] {
  const { from, to, left, right } = plot;
  const columns = Math.max(1, Math.ceil(right - left));
  const lines: Polyline[] = [];
  let points: (readonly [number, number])[] = [];
  const close = (): void => {
    if (points.length > 0) lines.push({ kind: 'polyline', ...stroke, points });
    points = [];
  };
  for (const { x, y } of bucketed({ rows, valueOf, from, to, columns, quiet: 0 }))
    if (y === null) close();
    else points.push([plot.x(x), plot.y(band, y)]);
  close();
  return lines;
}

export function bpShapes({ bps, failures }: ChartSeries, plot: Plot): readonly Shape[] {
  const within = (at: number): boolean => at >= plot.from && at <= plot.to;
  return [
    ...bps.filter(({ at }) => within(at)).flatMap((bp) => barShapes(bp, plot)),
    ...failures.filter(within).map((at): Shape => ({
      ...{ kind: 'mark', shape: 'cross', x: plot.x(at), y: tenth(plot.bands.bp.bottom - 7), size: 6 },
      ...{ ink: 'bp', filled: false },
    })),
  ];
}

/** As the anaesthesia record draws them: v at systolic, ^ at diastolic, a bar between, a tick at the mean; dashed where it was typed. */
function barShapes({ at, systolicMmHg, diastolicMmHg, meanMmHg, byHand }: BpBar, plot: Plot): readonly Shape[] {
  const x = plot.x(at);
  const [top, bottom] = [plot.y('bp', systolicMmHg), plot.y('bp', diastolicMmHg)];
  const arms = (y: number, away: number): Polyline => ({
    ...{ kind: 'polyline', ink: 'bp', width: 1.2 },
    points: [
      [tenth(x - ARM.x), tenth(y + away)],
      [x, y],
      [tenth(x + ARM.x), tenth(y + away)],
    ],
  });
  return [
    line([x, top], [x, bottom], { ink: 'bp', width: 0.9, ...(byHand && { dash: [2, 2] }) }),
    arms(top, -ARM.y),
    arms(bottom, ARM.y),
    ...(meanMmHg === null
      ? []
      : [line([x - 2, plot.y('bp', meanMmHg)], [x + 2, plot.y('bp', meanMmHg)], { ink: 'bp', width: 1 })]),
  ];
}

/** Through both bands that had no value, with the reason where it fits. */
export function gapShapes({ gaps }: VisitRecord, plot: Plot): readonly Shape[] {
  const { top } = plot.bands.spo2;
  const { bottom } = plot.bands.pulse;
  return gaps.flatMap(({ from, to, why }): readonly Shape[] => {
    if (to <= plot.from || from >= plot.to) return [];
    const [start, end] = [plot.x(Math.max(from, plot.from)), plot.x(Math.min(to, plot.to))];
    const width = Math.max(LEAST_GAP, end - start);
    const isRoomy = width > widthOf(why, SIZE.small) + 4;
    return [
      {
        kind: 'rect',
        x: start,
        y: tenth(top),
        width: tenth(width),
        height: tenth(bottom - top),
        fill: { ink: 'soft', share: 0.1 },
        stroke: { ink: 'soft', width: 0.5, dash: [1, 1] },
      },
      ...(isRoomy
        ? [text(start + width / 2, bottom - 4, why, { anchor: 'middle', size: SIZE.small })]
        : width > SIZE.small + 1
          ? [text(start + width / 2 + 2.2, bottom - 4, why, { size: SIZE.small, turn: -90 })]
          : []),
    ];
  });
}
