/** When the next blood pressure is due: by interval, or as a repeat after a raised or low one (AL-16). */
import type { Priority, VitalRule } from './clinical-protocol.ts';
import { holds } from './alerts/condition.ts';
import { rulesOf } from './alerts/rules-of.ts';
import type { Recovery } from './phase.ts';
import type { Duration, Instant, NibpReading } from './reading.ts';
import type { VisitState } from './visit-state.ts';

export interface NextBp {
  readonly dueAt: Instant;
  readonly reason: 'interval' | 'repeat';
}

export interface BpPlan extends NextBp {
  /** The regular interval in force. */
  readonly intervalMs: Duration;
  /** The newest BP of the watch, or its start. */
  readonly lastAt: Instant;
}

/** When to measure next; undefined while nobody is watched. After a failed repeat it is tried again soon. */
export function nextBp(state: VisitState): NextBp | undefined {
  const plan = bpPlan(state);
  if (plan === undefined) return undefined;
  const { dueAt, reason } = plan;
  const failedAt = state.lastBpFailure?.measuredAt ?? -Infinity;
  if (reason !== 'repeat' || failedAt <= plan.lastAt) return { dueAt, reason };
  return { dueAt: Math.max(dueAt, failedAt + state.protocol.technical.bpRepeat.afterFailureMs), reason };
}

/** The plan that "overdue" is counted from: a failed cycle does not put it off. */
export function bpPlan(state: VisitState): BpPlan | undefined {
  const { phase } = state;
  if (phase.name !== 'infusion' && phase.name !== 'recovery') return undefined;
  const { startedAt } = phase.infusion;
  const bps = state.bps.filter((bp) => bp.measuredAt >= startedAt);
  const bpAt = bps.at(-1)?.measuredAt;
  const recovery = phase.name === 'recovery' ? phase.recovery : undefined;
  const regular = regularPlan(state, phase, bpAt);
  const lastAt = bpAt ?? startedAt;
  const repeatAt = repeatDueAt(state, bps);
  const notBefore = recovery?.watchedAgainAt ?? -Infinity;
  return repeatAt < regular.dueAt
    ? { ...regular, lastAt, dueAt: Math.max(repeatAt, notBefore), reason: 'repeat' }
    : { ...regular, lastAt, dueAt: Math.max(regular.dueAt, notBefore), reason: 'interval' };
}

type Regular = Pick<BpPlan, 'dueAt' | 'intervalMs'>;

type Watched = Extract<VisitState['phase'], { readonly name: 'infusion' | 'recovery' }>;

/** What was due when another plan took over is due still: no act of a person but a BP puts it off (AL-204). */
function regularPlan(state: VisitState, phase: Watched, bpAt: Instant | undefined): Regular {
  const { startedAt } = phase.infusion;
  if (phase.name === 'infusion') return planOf(state, startedAt, undefined, bpAt);
  const { decision, ...recovery } = phase.recovery;
  const before = planOf(state, startedAt, undefined, bpAt);
  const own = stillDue(before, recovery.startedAt, planOf(state, startedAt, recovery, bpAt));
  return decision ? stillDue(own, decision.at, planOf(state, startedAt, phase.recovery, bpAt)) : own;
}

const stillDue = (before: Regular, at: Instant, plan: Regular): Regular =>
  before.dueAt < at && before.dueAt < plan.dueAt ? { ...plan, dueAt: before.dueAt } : plan;

/** @param recovery undefined: the infusion's. */
function planOf(
  { protocol, setUp }: VisitState,
  startedAt: Instant,
  recovery: Recovery | undefined,
  bpAt: Instant | undefined,
): Regular {
  const { bpAtMs: recoveryAtMs, bpThenEveryMs, bpExtendedEveryMs, countsFrom } = protocol.recovery;
  const { bpAtMs: deviceAtMs, bpEveryMs } = protocol.infusion;
  const every = (intervalMs: Duration, from: Instant): Regular => ({
    dueAt: Math.max(from, bpAt ?? -Infinity) + intervalMs,
    intervalMs,
  });
  if (recovery?.decision?.choice === 'extend') return every(bpExtendedEveryMs, recovery.decision.at);

  // A BP shortly before a planned instant is the one that was planned.
  const earlyMs = protocol.technical.cuffOverdue.graceMs;
  const planned = (from: Instant, atMs: readonly Duration[]): Instant | undefined =>
    atMs.map((each) => from + each).find((at) => bpAt === undefined || at - earlyMs > bpAt);
  // Esketamine's instants count from the first device, whichever phase they fall in.
  if (deviceAtMs.length > 0 && (!recovery || countsFrom === 'first-device')) {
    const dueAt = planned(startedAt, deviceAtMs);
    if (dueAt !== undefined) return { dueAt, intervalMs: dueAt - (bpAt ?? startedAt) };
    return every(bpThenEveryMs, startedAt);
  }
  if (!recovery) return every(setUp.bpEveryMs ?? bpEveryMs, startedAt);
  const dueAt = planned(recovery.startedAt, recoveryAtMs);
  return dueAt === undefined ? every(bpThenEveryMs, recovery.startedAt) : { dueAt, intervalMs: bpThenEveryMs };
}

/** Infinity = no repeat is asked for. */
function repeatDueAt(state: VisitState, bps: readonly NibpReading[]): Instant {
  const { highWithinMs, highEveryMs, mediumEveryMs, untilBelow } = state.protocol.technical.bpRepeat;
  const newest = bps.at(-1);
  if (newest === undefined) return Infinity;
  const levels = bps.map((bp) => levelOf(state, bp));
  const raised = levels.findLastIndex((level) => level !== undefined);
  const below = levels.length - 1 - raised;
  if (raised < 0 || below >= untilBelow) return Infinity;
  const isFirst = levels[raised - 1] === undefined;
  const at = newest.measuredAt;
  if (levels[raised] === 'high')
    return at + (below === 0 && levels[raised - 1] !== 'high' ? highWithinMs : highEveryMs);
  // One medium reading alone asks for its repeat now; one that the repeat did not confirm asks for nothing more.
  if (isFirst) return below === 0 ? at : Infinity;
  return at + mediumEveryMs;
}

/** The level above advisory that a BP reaches. */
function levelOf(state: VisitState, bp: NibpReading): Exclude<Priority, 'low'> | undefined {
  let reached: 'medium' | 'high' | undefined;
  for (const rule of rulesOf(state)) {
    if (!isBpRule(rule)) continue;
    for (const { priority, when } of rule.levels) {
      if (priority !== 'low' && reached !== 'high' && holds(when, bp, state.baseline) === true) reached = priority;
    }
  }
  return reached;
}

const isBpRule = (rule: VitalRule): boolean => rule.alert === 'bp-high' || rule.alert === 'bp-low';
