/**
 * The chart of a record: phases, blood pressures, SpO2 and pulse in a band each, alerts and entries beneath. Page and PDF draw the same
 * list. Nothing in it needs a colour: bands, dashes, shapes, letters and numbers tell everything apart on white paper.
 */
import { spoken } from '../../blood-pressure.ts';
import { highestBpText } from '../../words/bp-words.ts';
import type { VisitRecord } from '../visit-record.ts';
import { alertShapes } from './chart-alerts.ts';
import { bpShapes, curveShapes, gapShapes } from './chart-curves.ts';
import { entryShapes } from './chart-entries.ts';
import { phaseShapes, scaleShapes, text, timeShapes } from './chart-frame.ts';
import { baselineShapes, limitShapes } from './chart-limits.ts';
import { plotOf, type ChartSize, type Plot } from './chart-plot.ts';
import type { ChartSeries } from './chart-series.ts';
import type { Drawing, Shape } from './drawing.ts';

export function chartDrawing(record: VisitRecord, series: ChartSeries, size: ChartSize): Drawing {
  const { width, height, clock } = size;
  const plot = plotOf(record, series, size);
  const alerts = alertShapes(record, plot, clock);
  const entries = entryShapes(record, plot);
  return {
    width,
    height,
    shapes: [
      ...phaseShapes(record, plot),
      ...timeShapes(plot, clock),
      ...scaleShapes(plot),
      ...gapShapes(record, plot),
      ...baselineShapes(record, plot),
      ...limitShapes(record, plot),
      ...curveShapes(series, plot),
      ...bpShapes(series, plot),
      ...nothingMeasured(series, plot),
      ...alerts.shapes,
      ...entries.shapes,
    ],
    key: [...alerts.key, ...entries.key],
    says: says(record, series, plot, clock),
  };
}

/** An empty band is said to be one. */
function nothingMeasured({ oximetry, bps }: ChartSeries, plot: Plot): readonly Shape[] {
  const none = (band: keyof Plot['bands'], words: string): Shape => {
    const { top, bottom } = plot.bands[band];
    return text((plot.left + plot.right) / 2, (top + bottom) / 2, words, { anchor: 'middle', ink: 'soft' });
  };
  return [
    ...(bps.length === 0 ? [none('bp', 'No blood pressure was measured.')] : []),
    ...(oximetry.every(({ spo2Pct }) => spo2Pct === null) ? [none('spo2', 'No SpO₂ was measured.')] : []),
    ...(oximetry.every(({ pulseBpm }) => pulseBpm === null) ? [none('pulse', 'No pulse was measured.')] : []),
  ];
}

function says(
  { vitals, alerts, gaps }: VisitRecord,
  { bps }: ChartSeries,
  { from, to }: Plot,
  clock: ChartSize['clock'],
): string {
  const { lowestSpo2 } = vitals;
  const highest = highestBpText(vitals, {}, (row) => `${spoken(row)} at ${clock(row.at)}`);
  const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;
  return [
    `Chart from ${clock(from)} to ${clock(to)}: ${count(bps.length, 'blood pressure')}`,
    ...(lowestSpo2 ? [`lowest SpO₂ ${lowestSpo2.value} % at ${clock(lowestSpo2.at)}`] : []),
    ...(highest === null ? [] : [`highest BP ${highest}`]),
    `${count(alerts.length, 'alert')} and ${count(gaps.length, 'gap')} in the signal. The tables beneath hold the numbers.`,
  ].join(', ');
}
