/** The limits as they were in force: the present ones go on, and each change shows what stood before it. Pure. */
import type { LimitName, LimitsChanged } from '#core/limits/limit-name.ts';
import type { ChairView, LimitView } from '#core/view.ts';
import type { Band } from './band.ts';

export interface LimitStep {
  /** In the band's unit. */
  readonly value: number;
  /** Clinic time; absent: from the beginning. */
  readonly from?: number;
  /** Clinic time; absent: in force now. */
  readonly until?: number;
}

/** The lowest level's, which a value meets first: the higher ones stand beside the numeral. */
const BAND_OF: Readonly<Partial<Record<LimitName, Band>>> = {
  'spo2-low-medium': 'spo2',
  'pulse-low-medium': 'pulse',
  'pulse-high-medium': 'pulse',
  'systolic-low-medium': 'bp',
  'systolic-high-medium': 'bp',
};

export function limitSteps(
  limits: ChairView['limits'],
  changes: readonly LimitsChanged[],
): Readonly<Record<Band, readonly LimitStep[]>> {
  const of = (band: Band, present: readonly LimitView[]): readonly LimitStep[] =>
    (present[0]?.lines ?? []).flatMap((value) => stepsBefore(value, band, changes));
  return { bp: of('bp', limits.nibp), spo2: of('spo2', limits.spo2), pulse: of('pulse', limits.pulse) };
}

/** From the present value back, change by change: each change names the value that stood before it. */
function stepsBefore(present: number, band: Band, changes: readonly LimitsChanged[]): readonly LimitStep[] {
  const steps: LimitStep[] = [];
  let value = present;
  let until: number | undefined;
  for (const { at, changes: each } of changes.toSorted((a, b) => b.at - a.at)) {
    const change = each.find((one) => BAND_OF[one.name] === band && one.to === value);
    if (!change || change.from === change.to) continue;
    steps.unshift({ value, from: at, ...(until !== undefined && { until }) });
    value = change.from;
    until = at;
  }
  return [{ value, ...(until !== undefined && { until }) }, ...steps];
}
