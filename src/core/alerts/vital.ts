/** Facts of one rule: issued at the first level reached, raised, lowered, ended (AL-7, AL-8). */
import type { RuleLevel, VitalRule } from '../clinical-protocol.ts';
import type { AlertEventBody } from '../event.ts';
import type { Baseline } from '../phase.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert, Excess } from './alert.ts';
import { dueAt } from './clock.ts';
import { leavesOf, resolve } from './condition.ts';
import { confirmationFact } from './confirmation.ts';
import { delayOf, ownDelayOf } from './delay.ts';
import { datedFrom, earlier, ended } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { fullAt } from './sat-seconds.ts';
import type { LevelTrack, RuleTrack } from './track.ts';
import { withWorst } from './worst-of.ts';

/** The next fact of this rule's alert. */
export function vitalFact(state: VisitState, rule: VitalRule): DueFact | undefined {
  const alert = state.alerts[rule.alert];
  if (!rule.phases.includes(state.phase.name)) return alert && ended(alert, datedFrom(state), 'person');
  const track = state.tracks.rules[rule.alert];
  if (track === undefined) return undefined;
  const rise = riseOf(state, rule, alert, track);
  if (alert === undefined) return rise;
  return earlier(earlier(rise, confirmationFact(state, rule, alert, track)), fallOf(state, rule, alert, track));
}

/** The level above the present one whose delay has run first; of two at the same instant the more urgent. */
function riseOf(state: VisitState, rule: VitalRule, alert: Alert | undefined, track: RuleTrack): DueFact | undefined {
  const { staleMs } = state.protocol.technical;
  const from = datedFrom(state);
  let at = Infinity;
  let reached = -1;
  for (let i = indexOf(rule, alert) + 1; i < rule.levels.length; i++) {
    const level = rule.levels[i];
    const levelTrack = track.levels[i];
    if (level === undefined || levelTrack?.when === undefined) continue;
    const sum = judgingSum(level, levelTrack, track);
    const reachedAt =
      sum && level.satSeconds
        ? fullAt(level.satSeconds, sum, staleMs)
        : dueAt(levelTrack.when, delayOf(level, track.doubt), staleMs);
    const due = Math.max(reachedAt, from);
    if (due <= at) {
      at = due;
      reached = i;
    }
  }
  return reached < 0 ? undefined : { at, body: (newId) => reachedBody(rule, reached, alert, track, at, newId) };
}

/** The sum by which this reading is judged; undefined: it is judged by the level's delay, as doubtful values of a level that has one for them are. */
const judgingSum = (level: RuleLevel, { sum }: LevelTrack, { doubt }: RuleTrack): LevelTrack['sum'] =>
  level.satSeconds && ownDelayOf(level, doubt) === undefined ? sum : undefined;

function reachedBody(
  rule: VitalRule,
  reached: number,
  alert: Alert | undefined,
  track: RuleTrack,
  at: Instant,
  newId: () => string,
): AlertEventBody {
  const level = rule.levels[reached];
  const levelTrack = track.levels[reached];
  if (level === undefined || levelTrack === undefined) throw new Error('There is no such level');
  const clock = judgingSum(level, levelTrack, track)?.run ?? levelTrack.when;
  if (clock === undefined) throw new Error('A level that was not tracked cannot be reached');
  const { priority, confirmWithinMs } = level;
  const waits = confirmWithinMs === undefined ? {} : { confirmUntil: at + confirmWithinMs };
  const excess = withWorst(clock.excess, alert?.excess);
  if (alert) return { type: 'alert-raised', alertId: alert.alertId, priority, excess, ...waits };
  const onsetAt = clock.since;
  return { type: 'alert-issued', alertId: newId(), kind: rule.alert, priority, onsetAt, excess, ...waits };
}

/** The present level has cleared: down to the next one that has not, or to the end. */
function fallOf(state: VisitState, rule: VitalRule, alert: Alert, track: RuleTrack): DueFact | undefined {
  const present = indexOf(rule, alert);
  if (!hasCleared(rule, track, present)) return undefined;
  const at = Math.max(track.valueAt, datedFrom(state));
  let to = present - 1;
  while (to >= 0 && hasCleared(rule, track, to)) to--;
  const level = rule.levels[to];
  if (level === undefined) return ended(alert, at, 'in-range');
  const { alertId } = alert;
  const { priority } = level;
  const excess = alert.excess && againstLevel(alert.excess, level, state.baseline);
  return { at, body: () => ({ type: 'alert-lowered', alertId, priority, ...(excess && { excess }) }) };
}

/** Only time up to the newest reading counts: an alert is never ended by a value that has stopped coming (AL-2). Doubtful time counts only towards the longer one (AL-9). */
export function hasCleared(rule: VitalRule, track: RuleTrack, index: number): boolean {
  const level = rule.levels[index];
  const { clear, clearGood } = track.levels[index] ?? {};
  if (level === undefined) return false;
  const { clearMs, poorSignalClearMs = clearMs } = level;
  return (clearGood?.heldMs ?? -Infinity) >= clearMs || (clear?.heldMs ?? -Infinity) >= poorSignalClearMs;
}

const indexOf = (rule: VitalRule, alert: Alert | undefined): number =>
  alert ? rule.levels.findIndex((level) => level.priority === alert.priority) : -1;

/** The worst value stays; it now stands against the lower level's limit of the same parameter. */
export function againstLevel(excess: Excess, level: RuleLevel, baseline: Baseline | undefined): Excess {
  const leaf = [level.shows, ...leavesOf(level.when)].find((each) => each.of === excess.of);
  const limit = leaf && resolve(leaf.than, leaf.of, baseline);
  return leaf && limit !== undefined ? { ...excess, is: leaf.is, limit } : excess;
}
