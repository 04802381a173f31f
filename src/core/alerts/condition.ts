/** Conditions of a protocol against measured values. Three-valued: what cannot be known is `undefined`, never false by accident. */
import type { Comparison, Condition, Parameter, RuleLevel, Threshold } from '../clinical-protocol.ts';
import type { Baseline } from '../phase.ts';
import type { Excess } from './alert.ts';

/** What one reading measured. A parameter it does not carry is absent. */
export type Values = Readonly<Partial<Record<Parameter, number>>>;
type Leaf = Extract<Condition, { readonly of: Parameter }>;

export function baselineOf(baseline: Baseline | undefined, parameter: Parameter): number | undefined {
  // These are not part of the baseline, so a threshold that follows one never applies.
  return parameter === 'respiratoryRatePerMin' || parameter === 'moaas' ? undefined : baseline?.[parameter];
}

/** The number a threshold stands for, in the parameter's unit; undefined while its baseline is missing. */
export function resolve(than: Threshold, of: Parameter, baseline: Baseline | undefined): number | undefined {
  if (typeof than === 'number') return than;
  const own = baselineOf(baseline, of);
  if ('baselineBelow' in than) return own === undefined || own < than.baselineBelow ? than.then : than.otherwise;
  if (own === undefined) return undefined;
  return 'baselinePlus' in than ? own + than.baselinePlus : own * than.baselineTimes;
}

export function compares(value: number, is: Comparison, limit: number): boolean {
  switch (is) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}

/** Whether the condition holds; undefined when that rests on a value or a baseline that is missing. */
export function holds(condition: Condition, values: Values, baseline: Baseline | undefined): boolean | undefined {
  if ('all' in condition) return combine(condition.all, false, values, baseline);
  if ('any' in condition) return combine(condition.any, true, values, baseline);
  const value = values[condition.of];
  const limit = resolve(condition.than, condition.of, baseline);
  return value === undefined || limit === undefined ? undefined : compares(value, condition.is, limit);
}

/** `all` is settled by one false part, `any` by one true part; else one unknown part leaves it unknown. */
function combine(parts: readonly Condition[], settledBy: boolean, values: Values, baseline: Baseline | undefined) {
  let known = true;
  for (const part of parts) {
    const result = holds(part, values, baseline);
    if (result === settledBy) return settledBy;
    known &&= result !== undefined;
  }
  return known ? !settledBy : undefined;
}

/** Whether a larger value is the worse one. */
export const isUpper = (is: Comparison): boolean => is === '>' || is === '>=';
export const worse = (is: Comparison, a: number, b: number): number => (isUpper(is) ? Math.max(a, b) : Math.min(a, b));

/** Every comparison of a condition, in the order written. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  return [condition];
}

/** What the alert's text compares: as the level says, or, where another part is at fault (DIA 112 ≥ 110), that one. */
export function excessOf(level: RuleLevel, values: Values, baseline: Baseline | undefined): Excess | undefined {
  const leaf: Leaf =
    holds(level.shows, values, baseline) === true
      ? level.shows
      : (leavesOf(level.when).find((each) => holds(each, values, baseline) === true) ?? level.shows);
  const value = values[leaf.of];
  const limit = resolve(leaf.than, leaf.of, baseline);
  return value === undefined || limit === undefined ? undefined : { of: leaf.of, extreme: value, is: leaf.is, limit };
}
