/** What happens to an alert nobody answers, and to one that goes on after somebody did (AL-17, AL-18). */
import { reaches } from '../blood-pressure.ts';
import { inWords } from '../minutes.ts';
import type { Duration, Instant, NibpReading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { lostAnotherAt } from './adapter-lost.ts';
import { TECHNICAL_ALERT_KINDS } from './alert.ts';
import type { Alert } from './alert.ts';
import { holds, isUpper, leavesOf } from './condition.ts';
import { repeatFailed } from './confirmation.ts';
import { datedFrom, earlier } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { isAbsorbed } from './heard.ts';
import { staleFrom } from './open-alert.ts';
import { rulesOf } from './rules-of.ts';

const STEPS = ['station', 'provider', 'second-person'] as const;
type Step = (typeof STEPS)[number];

export function attentionFact(state: VisitState, alert: Alert): DueFact | undefined {
  if (alert.unansweredSince !== undefined) return escalation(state, alert, alert.unansweredSince);
  if (alert.acknowledged !== undefined) return soundsAgain(state, alert, alert.acknowledged.at);
  return undefined;
}

function escalation(state: VisitState, alert: Alert, since: Instant): DueFact | undefined {
  const next = STEPS[alert.escalatedTo === undefined ? 0 : STEPS.indexOf(alert.escalatedTo) + 1];
  if (next === undefined) return undefined;
  const due = stepAt(state, alert, since, next);
  if (due === undefined) return undefined;
  const { alertId } = alert;
  return {
    at: Math.max(due, datedFrom(state)),
    body: () => ({ type: 'alert-escalated', alertId, to: next }),
  };
}

function stepAt(state: VisitState, alert: Alert, since: Instant, step: Step): Instant | undefined {
  const afterMs = stepMs(state, alert, step);
  if (afterMs === undefined) return undefined;
  const soonerMs = state.protocol.alarm.high.unattendedToProviderMs;
  const isSooner = step === 'provider' && alert.priority === 'high' && state.sound?.station === 'absent';
  if (!isSooner || soonerMs === undefined) return since + afterMs;
  // Who goes away in between is paged for at once.
  return Math.min(since + afterMs, Math.max(since + soonerMs, state.sound.stationSince));
}

function stepMs({ protocol }: VisitState, alert: Alert, step: Step): Duration | undefined {
  const { alarm } = protocol;
  if (alert.priority === 'high') {
    const { toStationMs, toProviderMs, toSecondPersonMs } = alarm.high;
    return { station: toStationMs, provider: toProviderMs, 'second-person': toSecondPersonMs }[step];
  }
  const { undone } = protocol;
  if (alert.kind === 'recovery-overdue' && step === 'provider') return undone?.upperMark.toProviderMs;
  // Technical medium never goes to the pager, nor does any other medium but the one that calls a provider by its meaning.
  if (step !== 'station') return undefined;
  return isTechnical(alert) ? alarm.technicalMedium.toStationMs : alarm.medium.toStationMs;
}

const isTechnical = (alert: Alert): boolean => TECHNICAL_ALERT_KINDS.some((kind) => kind === alert.kind);

function soundsAgain(state: VisitState, alert: Alert, acknowledgedAt: Instant): DueFact | undefined {
  if (alert.priority === 'low' || alert.confirmation?.state === 'waiting') return undefined;
  const { alertId } = alert;
  const from = datedFrom(state);
  const worsened = gotWorse(state, alert, acknowledgedAt) ?? failedSince(state, alert, acknowledgedAt);
  const resoundedAt = (due: Instant, reason: string): DueFact => ({
    at: Math.max(due, from),
    body: () => ({ type: 'alert-resounded', alertId, reason }),
  });
  if (worsened !== undefined) return resoundedAt(from, worsened);
  const another =
    alert.kind === 'adapter-lost'
      ? resoundedAt(lostAnotherAt(state, acknowledgedAt), 'Another adapter was lost since it was acknowledged')
      : undefined;

  const { urgentMs, mediumMs } = state.protocol.alarm.soundsAgain;
  const urgent = alert.priority === 'high' || (state.phase.name === 'infusion' && isOfNoSpo2(state, alert));
  const afterMs = urgent ? urgentMs : mediumMs;
  // A value that was in range calms only until it is stale.
  const goesOnFrom = alert.condition === 'clearing' ? staleFrom(state, alert) : -Infinity;
  const due = Math.max(acknowledgedAt + afterMs, goesOnFrom);
  return earlier(another, resoundedAt(due, `Still true ${inWords(afterMs)} after it was acknowledged`));
}

/** It says that there is no SpO2, or stands in for the alert that would (AL-201). */
const isOfNoSpo2 = (state: VisitState, { kind }: Alert): boolean =>
  kind === 'no-spo2' || (kind === 'adapter-lost' && isAbsorbed(state, 'oximeter'));

/** How an acknowledged alert got worse, in words. */
function gotWorse(state: VisitState, alert: Alert, acknowledgedAt: Instant): string | undefined {
  const { excess, extremeAtAcknowledgement: before, extremeAtAcknowledgementOf: of = excess?.of } = alert;
  if (excess === undefined || before === undefined) return undefined;
  if (of !== excess.of) return 'Another number is at fault since it was acknowledged';
  const { spo2FallPct, bpWorseMmHg, bpFrom } = state.protocol.alarm.soundsAgain;
  const by = isUpper(excess.is) ? excess.extreme - before : before - excess.extreme;
  if (excess.of === 'spo2Pct') return by >= spo2FallPct ? `${figure(by)} lower since it was acknowledged` : undefined;
  if (excess.of !== 'systolicMmHg' && excess.of !== 'diastolicMmHg') return undefined;
  if (by >= bpWorseMmHg) return `${figure(by)} mmHg worse since it was acknowledged`;
  const newest = state.bps.at(-1);
  const isNew = (state.tracks.bpReceivedAt ?? -Infinity) > acknowledgedAt;
  if (alert.kind !== 'bp-high' || !newest || !isNew) return undefined;
  if (reaches(newest, bpFrom)) return `Again at or above ${bpFrom.systolicMmHg}/${bpFrom.diastolicMmHg}`;
  const other = otherRoseBy(state, alert, newest, acknowledgedAt);
  return other >= bpWorseMmHg ? `${figure(other)} mmHg worse since it was acknowledged` : undefined;
}

/** While BP is high, a failed cycle asks a person at once: whoever has seen the alert does not know that nothing newer comes (AL-200). */
function failedSince(state: VisitState, { kind }: Alert, acknowledgedAt: Instant): string | undefined {
  const isNew = (state.tracks.bpFailureReceivedAt ?? -Infinity) > acknowledgedAt;
  return kind === 'bp-high' && isNew ? repeatFailed(state) : undefined;
}

/** By how much a BP's other number, which the text does not show, is over what was seen of it; counted once it raises an alert itself. */
function otherRoseBy(state: VisitState, { kind, onsetAt }: Alert, newest: NibpReading, seenAt: Instant): number {
  const rule = rulesOf(state).find((each) => each.alert === kind);
  const leaves = rule?.levels.flatMap(({ priority, when }) => (priority === 'low' ? [] : leavesOf(when))) ?? [];
  const seen = state.bps.filter((bp) => bp !== newest && bp.measuredAt >= onsetAt && bp.measuredAt <= seenAt);
  if (seen.length === 0) return -Infinity;
  const rises = (['systolicMmHg', 'diastolicMmHg'] as const).map((of) =>
    leaves.some((leaf) => leaf.of === of && holds(leaf, newest, state.baseline) === true)
      ? newest[of] - Math.max(...seen.map((bp) => bp[of]))
      : -Infinity,
  );
  return Math.max(...rises);
}

const figure = (value: number): number => Math.round(value * 10) / 10;
