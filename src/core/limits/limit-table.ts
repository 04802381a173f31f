import type {
  Comparison,
  Condition,
  Parameter,
  RuleLevel,
  Threshold,
  VitalAlertKind,
  VitalRule,
} from '../clinical-protocol.ts';
import { leavesOf, resolve } from '../alerts/condition.ts';
import type { Baseline } from '../phase.ts';
import type { LimitName } from './limit-name.ts';

export interface LimitPlace {
  readonly alert: VitalAlertKind;
  readonly priority: 'medium' | 'high';
  readonly of: Parameter;
}

/** Which number of which rule a limit is. */
export const LIMIT_PLACE: Readonly<Record<LimitName, LimitPlace>> = {
  'spo2-low-medium': { alert: 'spo2-low', priority: 'medium', of: 'spo2Pct' },
  'spo2-low-high': { alert: 'spo2-low', priority: 'high', of: 'spo2Pct' },
  'pulse-high-medium': { alert: 'pulse-high', priority: 'medium', of: 'pulseBpm' },
  'pulse-high-high': { alert: 'pulse-high', priority: 'high', of: 'pulseBpm' },
  'pulse-low-medium': { alert: 'pulse-low', priority: 'medium', of: 'pulseBpm' },
  'pulse-low-high': { alert: 'pulse-low', priority: 'high', of: 'pulseBpm' },
  'systolic-high-medium': { alert: 'bp-high', priority: 'medium', of: 'systolicMmHg' },
  'systolic-high-high': { alert: 'bp-high', priority: 'high', of: 'systolicMmHg' },
  'diastolic-high-medium': { alert: 'bp-high', priority: 'medium', of: 'diastolicMmHg' },
  'diastolic-high-high': { alert: 'bp-high', priority: 'high', of: 'diastolicMmHg' },
  'systolic-low-medium': { alert: 'bp-low', priority: 'medium', of: 'systolicMmHg' },
  'systolic-low-high': { alert: 'bp-low', priority: 'high', of: 'systolicMmHg' },
  'rr-high-medium': { alert: 'rr-high', priority: 'medium', of: 'respiratoryRatePerMin' },
  'rr-high-high': { alert: 'rr-high', priority: 'high', of: 'respiratoryRatePerMin' },
  'rr-low-medium': { alert: 'rr-low', priority: 'medium', of: 'respiratoryRatePerMin' },
  'rr-low-high': { alert: 'rr-low', priority: 'high', of: 'respiratoryRatePerMin' },
};

type Leaf = Extract<Condition, { readonly of: Parameter }>;

/** Its threshold does not follow the baseline's number: a plain number, or one of two. */
export const isSetNumber = ({ than }: Leaf): boolean => numbersOf(than).length > 0;
/** The plain numbers a threshold may stand for. */
export const numbersOf = (than: Threshold): readonly number[] =>
  typeof than === 'number' ? [than] : 'baselineBelow' in than ? [than.then, than.otherwise] : [];

export function levelOf(rules: readonly VitalRule[], { alert, priority }: LimitPlace): RuleLevel | undefined {
  return rules.find((rule) => rule.alert === alert)?.levels.find((level) => level.priority === priority);
}

/** The comparison that a limit is, in a level's condition; undefined where the level does not have it. */
export const leafOf = (condition: Condition, of: Parameter): Leaf | undefined =>
  leavesOf(condition).find((leaf) => leaf.of === of && isSetNumber(leaf));

export interface LimitInForce {
  readonly is: Comparison;
  readonly limit: number;
}

/** A limit as the rules have it for this patient; undefined where the rules know no such limit. */
export function limitIn(
  rules: readonly VitalRule[],
  name: LimitName,
  baseline: Baseline | undefined,
): LimitInForce | undefined {
  const place = LIMIT_PLACE[name];
  const level = levelOf(rules, place);
  const leaf = level && leafOf(level.when, place.of);
  const limit = leaf && resolve(leaf.than, leaf.of, baseline);
  return leaf && limit !== undefined ? { is: leaf.is, limit } : undefined;
}
