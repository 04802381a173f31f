/** Discharge criteria: which are met, from live values and from what a person checked (docs/SPEC.md, PH). */
export const CRITERIA = [
  'minimum-time',
  'bp-stable',
  'spo2-on-air',
  'off-oxygen',
  'responds-normally',
  'oriented',
  'steady-gait',
  'nausea-mild',
  'dissociation-resolved',
  'iv-out',
  'ride-home',
  'instructions-given',
] as const;
export type Criterion = (typeof CRITERIA)[number];

/** Those a person checks by hand; all others fill themselves from the record. */
export const CHECKED_BY_HAND = [
  'oriented',
  'steady-gait',
  'iv-out',
  'instructions-given',
] as const satisfies readonly Criterion[];
export type CheckedByHand = (typeof CHECKED_BY_HAND)[number];

export interface CriterionState {
  readonly criterion: Criterion;
  readonly status: 'met' | 'unmet' | 'overridden';
  /** What it rests on, in words: `98 for 60 s`, `1 of 2, next 15:00`. Times are clinic instants in `at`, never formatted here. */
  readonly detail: string;
  readonly byHand: boolean;
}
