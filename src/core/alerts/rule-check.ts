/** Whether a rule makes sense. Each complaint names the rule and the field (AL-20). */
import type { Comparison, Parameter, RuleLevel, VitalRule } from '../clinical-protocol.ts';
import type { Baseline } from '../phase.ts';
import type { Values } from './condition.ts';
import { holds, isUpper, leavesOf, resolve } from './condition.ts';
import { JUDGED_BY } from './judged-by.ts';
import { rank } from './open-alert.ts';
import { leafOf } from './sat-seconds.ts';

/** Baselines a threshold that follows the baseline is tried with; the first is "no baseline yet". */
const BASELINES: readonly (Baseline | undefined)[] = [
  undefined,
  ...[
    [90, 55, 88, 45],
    [110, 70, 94, 58],
    [125, 80, 97, 60],
    [140, 90, 98, 75],
    [165, 105, 100, 110],
  ].map(([systolicMmHg = 0, diastolicMmHg = 0, spo2Pct = 0, pulseBpm = 0]) => ({
    frozenAt: 0,
    nibpAt: 0,
    meanMmHg: diastolicMmHg,
    oxygenLPerMin: 0,
    systolicMmHg,
    diastolicMmHg,
    spo2Pct,
    pulseBpm,
  })),
];

export function* ruleComplaints(rule: VitalRule): Iterable<string> {
  if (rule.phases.length === 0) yield `${rule.alert}.phases: names no phase, so the rule would never be judged.`;
  if (rule.levels.length === 0) yield `${rule.alert}.levels: is empty.`;
  for (const [index, level] of rule.levels.entries()) {
    yield* levelComplaints(rule, level);
    const before = rule.levels[index - 1];
    if (before) yield* orderComplaints(rule, before, level);
  }
}

function* levelComplaints(rule: VitalRule, level: RuleLevel): Iterable<string> {
  const name = `${rule.alert} ${level.priority}`;
  const { parameters, reading } = JUDGED_BY[rule.alert];
  const upper = rule.alert.endsWith('-high');
  const fields = [
    { field: 'when', leaves: leavesOf(level.when), towards: upper },
    { field: 'shows', leaves: [level.shows], towards: upper },
    { field: 'clearsWhen', leaves: leavesOf(level.clearsWhen), towards: !upper },
  ];
  for (const { field, leaves, towards } of fields) {
    const foreign = leaves.find((leaf) => !parameters.includes(leaf.of));
    if (foreign) yield `${name}.${field}: compares ${foreign.of}; this rule judges ${parameters.join(' and ')}.`;
    const turned = leaves.find((leaf) => isUpper(leaf.is) !== towards);
    if (turned) yield `${name}.${field}: ${turned.of} ${turned.is} points the wrong way for ${rule.alert}.`;
  }
  if (overlaps(level, parameters))
    yield `${name}.clearsWhen: is true for values at which the level itself is true; it must lie on the safe side.`;

  const { delayMs, clearMs, poorSignalDelayMs = delayMs, poorSignalClearMs = clearMs, confirmWithinMs } = level;
  const { movedDelayMs = poorSignalDelayMs } = level;
  if (delayMs < 0) yield `${name}.delayMs: ${delayMs} is negative.`;
  if (clearMs < 0) yield `${name}.clearMs: ${clearMs} is negative.`;
  if (poorSignalDelayMs < delayMs) yield `${name}.poorSignalDelayMs: is shorter than delayMs.`;
  if (movedDelayMs < poorSignalDelayMs) yield `${name}.movedDelayMs: is shorter than poorSignalDelayMs.`;
  if (poorSignalClearMs < clearMs) yield `${name}.poorSignalClearMs: is shorter than clearMs.`;
  yield* satSecondsComplaints(rule, level, name);
  if (reading !== 'nibp' && confirmWithinMs !== undefined)
    yield `${name}.confirmWithinMs: only a blood pressure waits for a repeat.`;
  if (reading === 'nibp' && Math.max(delayMs, clearMs, poorSignalDelayMs, movedDelayMs, poorSignalClearMs) > 0)
    yield `${name}.delayMs and clearMs: a blood pressure is one value a cycle and has no delay; both must be 0.`;
  if (reading === 'entry' && Math.max(delayMs, clearMs, poorSignalDelayMs, movedDelayMs, poorSignalClearMs) > 0)
    yield `${name}.delayMs and clearMs: an entry is one value and has no delay; both must be 0.`;
  if (confirmWithinMs !== undefined && confirmWithinMs <= 0) yield `${name}.confirmWithinMs: must be positive.`;
}

function* satSecondsComplaints(
  rule: VitalRule,
  { satSeconds, priority, when }: RuleLevel,
  name: string,
): Iterable<string> {
  if (satSeconds === undefined) return;
  if (rule.alert !== 'spo2-low' || priority !== 'medium')
    yield `${name}.satSeconds: is a mode of spo2-low medium alone.`;
  if (!leafOf(when))
    yield `${name}.satSeconds: counts below one limit; "when" must be SpO2 < that limit and nothing else.`;
  const { limit, crossings, crossingsWithinMs } = satSeconds;
  if (limit <= 0) yield `${name}.satSeconds.limit: ${limit} must be more than 0.`;
  if (!Number.isInteger(crossings) || crossings < 2)
    yield `${name}.satSeconds.crossings: ${crossings} must be 2 or more.`;
  if (crossingsWithinMs <= 0) yield `${name}.satSeconds.crossingsWithinMs: ${crossingsWithinMs} must be more than 0.`;
  // A deep fall must never wait for a sum.
  if (!rule.levels.some((each) => each.priority === 'high' && each.delayMs === 0))
    yield `${name}.satSeconds: needs a high level beside it that does not wait (delayMs 0).`;
}

function* orderComplaints(rule: VitalRule, before: RuleLevel, level: RuleLevel): Iterable<string> {
  const name = `${rule.alert} ${level.priority}`;
  if (rank(level.priority) <= rank(before.priority))
    yield `${name}.priority: levels go from the least to the most urgent, each priority once; it follows ${before.priority}.`;
  for (const { of, is, than } of leavesOf(level.when)) {
    const milder = leavesOf(before.when).find((leaf) => leaf.of === of)?.than;
    if (typeof milder !== 'number' || typeof than !== 'number') continue;
    if (isUpper(is) ? than <= milder : than >= milder)
      yield `${name}.when: ${of} ${than} is not beyond the ${before.priority} level's ${milder}.`;
  }
}

/** Tried at every threshold and half a unit to either side, which is where the answer can change. */
function overlaps(level: RuleLevel, parameters: readonly Parameter[]): boolean {
  const leaves = [...leavesOf(level.when), ...leavesOf(level.clearsWhen)];
  return BASELINES.some((baseline) => {
    const points = (of: Parameter): readonly number[] =>
      leaves.flatMap((leaf) => {
        const limit = leaf.of === of ? resolve(leaf.than, of, baseline) : undefined;
        return limit === undefined ? [] : [limit - 0.5, limit, limit + 0.5];
      });
    const grid = parameters.reduce<readonly Values[]>(
      (all, of) => all.flatMap((values) => points(of).map((value) => ({ ...values, [of]: value }))),
      [{}],
    );
    return grid.some((values) =>
      [level.when, level.clearsWhen].every((each) => holds(each, values, baseline) === true),
    );
  });
}

/** The plain numbers a rule compares with, for "low never above high". */
export function* plainLimits(rule: VitalRule): Iterable<{ of: Parameter; is: Comparison; than: number; name: string }> {
  for (const level of rule.levels)
    for (const { of, is, than } of leavesOf(level.when)) {
      const numbers = typeof than === 'number' ? [than] : 'baselineBelow' in than ? [than.then, than.otherwise] : [];
      for (const number of numbers) yield { of, is, than: number, name: `${rule.alert} ${level.priority}` };
    }
}
