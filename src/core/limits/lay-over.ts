import type { Condition, Parameter, RuleLevel, Threshold, VitalRule } from '../clinical-protocol.ts';
import { leavesOf } from '../alerts/condition.ts';
import type { ChangedLimits, LimitName } from './limit-name.ts';
import { LIMIT_NAMES } from './limit-name.ts';
import { isSetNumber, leafOf, LIMIT_PLACE, numbersOf } from './limit-table.ts';

type Leaf = Extract<Condition, { readonly of: Parameter }>;
/** Of one rule: by priority and parameter. */
type Numbers = readonly { readonly name: LimitName; readonly limit: number }[];

/**
 * The protocol's rules with the limits of one patient laid over (AL-150). What is not changed is the protocol's very object.
 *
 * A changed limit is an absolute number, and it is the whole of its comparison. Where the protocol's own follows the baseline (a pulse
 * under 45 instead of 50 when the baseline is under 60), or is only judged together with a part that does (a systolic under 90 that is
 * also 20 % under the baseline), that part falls away: who sets 100 is told at 99, whatever the baseline. Delays, confirmation and the
 * silent advisory stay. The clearing level moves by as much, so that the distance between the two is the protocol's.
 */
export function layOver(rules: readonly VitalRule[], changed: ChangedLimits): readonly VitalRule[] {
  const numbers = LIMIT_NAMES.flatMap((name) => {
    const own = changed[name];
    return own ? [{ name, limit: own.limit }] : [];
  });
  if (numbers.length === 0) return rules;
  return rules.map((rule) => {
    const ofRule = numbers.filter(({ name }) => LIMIT_PLACE[name].alert === rule.alert);
    return ofRule.length === 0 ? rule : { ...rule, levels: rule.levels.map((level) => overLevel(rule, level, ofRule)) };
  });
}

function overLevel(rule: VitalRule, level: RuleLevel, numbers: Numbers): RuleLevel {
  const own = numbers.filter(({ name }) => LIMIT_PLACE[name].priority === level.priority);
  const limits = own.reduce<Pick<RuleLevel, 'when' | 'clearsWhen'>>(overOne, level);
  const shows = shownBy(rule, level.shows, numbers);
  return own.length === 0 && shows === level.shows ? level : { ...level, ...limits, shows };
}

function overOne<Level extends Pick<RuleLevel, 'when' | 'clearsWhen'>>(
  level: Level,
  { name, limit }: Numbers[number],
): Level {
  const { of } = LIMIT_PLACE[name];
  const leaf = leafOf(level.when, of);
  if (leaf === undefined) return level;
  return {
    ...level,
    when: mapped(level.when, of, (each) => (isSetNumber(each) ? { ...each, than: limit } : undefined)),
    clearsWhen: mapped(level.clearsWhen, of, (each) =>
      isSetNumber(each) ? { ...each, than: moved(each.than, leaf.than, limit) } : undefined,
    ),
  };
}

/** A level's text may compare with another level's limit (`SpO₂ 84 < 90` of a high one): it follows that one. */
function shownBy(rule: VitalRule, shows: Leaf, numbers: Numbers): Leaf {
  for (const { name, limit } of numbers) {
    const { of, priority } = LIMIT_PLACE[name];
    const level = rule.levels.find((each) => each.priority === priority);
    const leaf = level && leafOf(level.when, of);
    if (leaf && of === shows.of && leaf.is === shows.is && isSame(leaf.than, shows.than))
      return { ...shows, than: limit };
  }
  return shows;
}

/** The comparisons of one parameter, each changed; one that becomes nothing falls away with what stood around it alone. */
function mapped(condition: Condition, of: Parameter, change: (leaf: Leaf) => Leaf | undefined): Condition {
  return mappedOrGone(condition, of, change) ?? condition;
}

function mappedOrGone(
  condition: Condition,
  of: Parameter,
  change: (leaf: Leaf) => Leaf | undefined,
): Condition | undefined {
  if (!('all' in condition) && !('any' in condition)) return condition.of === of ? change(condition) : condition;
  const parts = 'all' in condition ? condition.all : condition.any;
  const kept = parts.flatMap((part) => mappedOrGone(part, of, change) ?? []);
  if (kept.length <= 1) return kept[0];
  return 'all' in condition ? { all: kept } : { any: kept };
}

/** The clearing level, as far from the new limit as it is from the protocol's; of two distances the longer. */
function moved(clears: Threshold, from: Threshold, limit: number): number {
  const distances = numbersOf(clears).flatMap((clear, i) => {
    const of = numbersOf(from);
    const own = of[i] ?? of[0];
    return own === undefined ? [] : [clear - own];
  });
  return limit + distances.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
}

const isSame = (a: Threshold, b: Threshold): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether a limit can be laid over this level: it and its clearing level are numbers of their own. */
export const canLayOver = (level: RuleLevel, of: Parameter): boolean =>
  leafOf(level.when, of) !== undefined &&
  leavesOf(level.clearsWhen).some((leaf) => leaf.of === of && isSetNumber(leaf));
