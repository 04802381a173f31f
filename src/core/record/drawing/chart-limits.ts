/** The baseline, and the limits as they were in force: each from when to when, in the phases that judge it. */
import { COMPARISON_SIGN } from '../../alerts/text.ts';
import type { LimitName } from '../../limits/limit-name.ts';
import { LIMIT_PLACE, limitIn } from '../../limits/limit-table.ts';
import type { Instant } from '../../reading.ts';
import type { VisitRecord } from '../visit-record.ts';
import type { Band } from './band.ts';
import { line, text, tint } from './chart-frame.ts';
import { SIZE, type Plot } from './chart-plot.ts';
import type { Shape } from './drawing.ts';

/** The lowest level's, which a value meets first; of a BP the systolic one. */
const LIMITS: readonly (readonly [LimitName, Band])[] = [
  ['systolic-high-medium', 'bp'],
  ['systolic-low-medium', 'bp'],
  ['spo2-low-medium', 'spo2'],
  ['pulse-high-medium', 'pulse'],
  ['pulse-low-medium', 'pulse'],
];

export interface LimitStep {
  readonly band: Band;
  readonly value: number;
  /** `SYS ≥`, `<`: what stands ahead of the number. */
  readonly sign: string;
  readonly from: Instant;
  readonly to: Instant;
}

export function limitSteps(record: VisitRecord): readonly LimitStep[] {
  const { protocol, baseline, limitChanges, phases } = record;
  return LIMITS.flatMap(([name, band]): readonly LimitStep[] => {
    const rule = protocol.rules.find(({ alert }) => alert === LIMIT_PLACE[name].alert);
    const first = limitIn(protocol.rules, name, baseline);
    const sign = first && `${band === 'bp' ? 'SYS ' : ''}${COMPARISON_SIGN[first.is]}`;
    const judged = phases.filter((phase) => rule?.phases.includes(phase.name));
    const [from, to] = [judged[0]?.from, judged.at(-1)?.to];
    if (first === undefined || sign === undefined || from === undefined || to === undefined) return [];
    const steps: LimitStep[] = [];
    let [value, since] = [first.limit, from];
    for (const { at, changes } of limitChanges.toSorted((a, b) => a.at - b.at)) {
      const change = changes.find((each) => each.name === name);
      if (!change) continue;
      // A change before the phases that judge it holds from their beginning on.
      if (at > since && at < to) {
        steps.push({ band, value, sign, from: since, to: at });
        since = at;
      }
      if (at < to) value = change.to;
    }
    return [...steps, { band, value, sign, from: since, to }];
  });
}

export function limitShapes(record: VisitRecord, plot: Plot): readonly Shape[] {
  const steps = limitSteps(record);
  return steps.flatMap((step, index): readonly Shape[] => {
    const { band, value, sign } = step;
    const y = plot.y(band, value);
    const box = plot.bands[band];
    const [start, end] = [plot.x(Math.max(step.from, plot.from)), plot.x(Math.min(step.to, plot.to))];
    if (y < box.top || y > box.bottom || end <= start) return [];
    const before = steps[index - 1];
    const changed = before?.to === step.from && before.band === band ? before : undefined;
    const next = steps[index + 1];
    const isLast = !(next?.from === step.to && next.band === band);
    const ink = { ink: 'text', width: 0.7, dash: [1, 2.5] } as const;
    return [
      line([start, y], [end, y], ink),
      ...(changed ? [line([start, plot.y(band, changed.value)], [start, y], ink)] : []),
      isLast
        ? text(plot.right + 3, y + 2.4, `${sign} ${value}`, { size: SIZE.small })
        : text(end - 2, y - 2, `${sign} ${value}`, { size: SIZE.small, anchor: 'end' }),
    ];
  });
}

/** Of the BP a band from diastolic to systolic; of the others a line of long dashes. */
export function baselineShapes({ baseline }: VisitRecord, plot: Plot): readonly Shape[] {
  if (!baseline) return [];
  const start = plot.x(Math.max(plot.from, baseline.frozenAt));
  const ink = { ink: 'soft', width: 0.6, dash: [6, 3] } as const;
  const level = (band: Band, value: number): Shape =>
    line([start, plot.y(band, value)], [plot.right, plot.y(band, value)], ink);
  return [
    tint(start, plot.right, plot.y('bp', baseline.systolicMmHg), plot.y('bp', baseline.diastolicMmHg), 0.05),
    level('bp', baseline.systolicMmHg),
    level('bp', baseline.diastolicMmHg),
    level('spo2', baseline.spo2Pct),
    level('pulse', baseline.pulseBpm),
  ];
}
