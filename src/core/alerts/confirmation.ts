/**
 * A blood pressure that waits for its repeat: confirmed when it agrees, unconfirmed when it fails or does not come (AL-12). One that
 * neither agrees nor clears is an answer: the next BP decides (AL-106, docs/adr/0013-bp-between-the-limits.md).
 */
import { bpPlan } from '../bp-schedule.ts';
import type { VitalRule } from '../clinical-protocol.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { inWords } from '../minutes.ts';
import { FAILURE_WORDS } from '../view/words.ts';
import type { Alert } from './alert.ts';
import { datedFrom } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { rulesOf } from './rules-of.ts';
import type { RuleTrack } from './track.ts';
import { withWorst } from './worst-of.ts';

export function confirmationFact(
  state: VisitState,
  rule: VitalRule,
  alert: Alert,
  track: RuleTrack,
): DueFact | undefined {
  const { alertId, confirmation } = alert;
  if (confirmation === undefined || confirmation.state === 'confirmed') return undefined;
  const from = datedFrom(state);
  const index = rule.levels.findIndex((level) => level.priority === alert.priority);
  const { when: clock, metAt = Infinity } = track.levels[index] ?? {};
  // The first reading that met the level issued the alert; a later one is the repeat that agrees, with one between the limits or not.
  if (clock && clock.lastAt > metAt) {
    const excess = withWorst(clock.excess, alert.excess);
    return { at: from, body: () => ({ type: 'alert-confirmed', alertId, excess }) };
  }
  if (confirmation.state === 'unconfirmed') return undefined;

  const reason = repeatFailed(state);
  if (reason !== undefined) return { at: from, body: () => ({ type: 'alert-unconfirmed', alertId, reason }) };
  const until = waitsUntil(state, alert) ?? confirmation.until;
  const none = `No repeat within ${inWords(rule.levels[index]?.confirmWithinMs ?? 0)}`;
  return {
    at: Math.max(until, from),
    body: () => ({ type: 'alert-unconfirmed', alertId, reason: none }),
  };
}

/** In words, that the cuff has failed since the newest BP; undefined: it has not. */
export function repeatFailed({ bps, lastBpFailure: failure }: VisitState): string | undefined {
  const isNewer = failure !== undefined && failure.measuredAt > (bps.at(-1)?.measuredAt ?? -Infinity);
  return isNewer ? `Repeat failed: ${FAILURE_WORDS[failure.failure]}` : undefined;
}

/** Whether a repeat has come that neither agrees nor clears. */
export function isBetweenLimits(state: VisitState, alert: Alert): boolean {
  if (alert.confirmation?.state !== 'waiting') return false;
  const rule = rulesOf(state).find((each) => each.alert === alert.kind);
  const index = rule?.levels.findIndex((level) => level.priority === alert.priority) ?? -1;
  const track = rule && state.tracks.rules[rule.alert]?.levels[index];
  return track?.metAt !== undefined && track.when === undefined;
}

/** Until when a BP alert waits in silence; undefined = it does not wait. Between the limits: as long again from the next BP that is due. */
export function waitsUntil(state: VisitState, alert: Alert): Instant | undefined {
  const { confirmation } = alert;
  if (confirmation?.state !== 'waiting') return undefined;
  const dueAt = isBetweenLimits(state, alert) ? bpPlan(state)?.dueAt : undefined;
  if (dueAt === undefined) return confirmation.until;
  return Math.max(confirmation.until, dueAt + confirmation.until - alert.priorityAt);
}
