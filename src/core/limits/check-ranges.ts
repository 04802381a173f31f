/** Whether the ranges in which limits may be set for one patient make sense. Each complaint names the limit (AL-151). */
import { isUpper, leavesOf } from '../alerts/condition.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import { canLayOver } from './lay-over.ts';
import { LIMIT_NAMES } from './limit-name.ts';
import type { LimitName, LimitRange } from './limit-name.ts';
import { leafOf, levelOf, LIMIT_PLACE, numbersOf } from './limit-table.ts';

export function* rangeComplaints(protocol: ClinicalProtocol): Iterable<string> {
  const { ranges = {} } = protocol.patientLimits ?? {};
  for (const name of LIMIT_NAMES) {
    const range = ranges[name];
    if (range) yield* complaintsOf(protocol, name, range);
  }
  for (const low of LIMIT_NAMES) for (const high of LIMIT_NAMES) yield* apart(ranges, low, high);
}

function* complaintsOf(protocol: ClinicalProtocol, name: LimitName, range: LimitRange): Iterable<string> {
  const field = `patientLimits.ranges.${name}`;
  const { atLeast, atMost } = range;
  const { of, alert } = LIMIT_PLACE[name];
  const level = levelOf(protocol.rules, LIMIT_PLACE[name]);
  const leaf = level && leafOf(level.when, of);
  if (!level || !leaf || !canLayOver(level, of)) {
    yield `${field}: the protocol has no such limit with a number of its own, or none for where it clears.`;
    return;
  }
  if (atLeast <= 0) yield `${field}.atLeast: ${atLeast} must be more than 0: no limit can be switched off.`;
  for (const own of numbersOf(leaf.than))
    if (own < atLeast || own > atMost)
      yield `${field}: the protocol's own ${own} is not between ${atLeast} and ${atMost}.`;
  const advisory = protocol.rules
    .find((rule) => rule.alert === alert)
    ?.levels.find(({ priority }) => priority === 'low');
  for (const mild of advisory ? leavesOf(advisory.when) : [])
    if (mild.of === of && typeof mild.than === 'number')
      if (isUpper(leaf.is) ? atLeast <= mild.than : atMost >= mild.than)
        yield `${field}: does not stay beyond the advisory's ${mild.than}.`;
}

/** Of one parameter a low limit stays below a high one wherever both are set, and a systolic above its diastolic. */
function* apart(
  ranges: Readonly<Partial<Record<LimitName, LimitRange>>>,
  low: LimitName,
  high: LimitName,
): Iterable<string> {
  const below = ranges[low];
  const above = ranges[high];
  if (!below || !above || below.atMost < above.atLeast) return;
  const [a, b] = [LIMIT_PLACE[low], LIMIT_PLACE[high]];
  const isPair = a.of === b.of && a.alert.endsWith('-low') && b.alert.endsWith('-high');
  const isBp = a.alert === b.alert && a.priority === b.priority && a.of === 'diastolicMmHg' && b.of === 'systolicMmHg';
  if (isPair || isBp)
    yield `patientLimits.ranges.${low}: reaches ${below.atMost}, which ${high} (from ${above.atLeast}) must stay above.`;
}
