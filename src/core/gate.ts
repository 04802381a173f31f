/** What stands between a visit and its start: the BP gate (never an alarm) and everything set-up needs (docs/SPEC.md, PH). */
import { baselineCandidate, baselineTooOld } from './baseline.ts';
import { exceeds, reaches, spoken } from './blood-pressure.ts';
import type { BpPair } from './clinical-protocol.ts';
import { inMinutes, minutes } from './minutes.ts';
import { offMonitorAt } from './off-monitor.ts';
import type { Instant } from './reading.ts';
import type { SetUp } from './setup.ts';
import type { DeviceView } from './view.ts';
import type { GateState, VisitState } from './visit-state.ts';

/** Judges the newest BP taken by `startAt`. An approval is for its BP only: a newer, worse one closes the gate again. */
export function gateState(state: VisitState, now: Instant, startAt: Instant = now): GateState {
  const { repeatAbove, holdFrom, noStartFrom, repeatAfterMs } = state.protocol.baseline.gate;
  const bps = state.bps.filter((bp) => bp.measuredAt <= startAt);
  const newest = bps.at(-1);
  if (!newest) return { gate: 'no-bp', message: 'No BP yet: take one before the start.' };
  const bp = `BP ${spoken(newest)}`;
  const from = (limit: BpPair): string => `at or above ${spoken(limit)}`;

  if (reaches(newest, noStartFrom))
    return {
      gate: 'no-start',
      message: `${bp} is ${from(noStartFrom)}: no start. Call the provider and repeat it later.`,
    };
  if (!exceeds(newest, repeatAbove)) return { gate: 'clear', message: `${bp}: clear to start.` };
  if (state.holdApproved && !exceeds(newest, state.holdApproved.bp))
    return { gate: 'approved', message: `${bp}: approved by ${state.holdApproved.byName}.` };
  if (reaches(newest, holdFrom))
    return {
      gate: 'hold',
      message: `${bp} is ${from(holdFrom)}: hold. A provider may approve the start with a reason.`,
    };

  const lastGood = bps.findLastIndex((each) => !exceeds(each, repeatAbove));
  const repeatFrom = (bps[lastGood + 1]?.measuredAt ?? newest.measuredAt) + repeatAfterMs;
  const above = `above ${spoken(repeatAbove)}`;
  if (newest.measuredAt >= repeatFrom)
    return {
      gate: 'hold',
      message: `${bp} is still ${above} after ${minutes(repeatAfterMs)} min: a provider may approve the start with a reason.`,
    };
  const when = now >= repeatFrom ? 'now' : inMinutes(repeatFrom - now);
  return { gate: 'repeat', message: `${bp} is ${above}: repeat it ${when}.` };
}

/** Everything that is missing for a start at `startAt`, each as a sentence with its way out; empty = ready. */
export function startMissing(state: VisitState, now: Instant, startAt: Instant = now): readonly string[] {
  const { gate, message } = gateState(state, now, startAt);
  return [
    ...setUpMissing(state),
    ...(offMonitorAt(state, now) ? ['The patient is off the monitor: put the oximeter back on first.'] : []),
    ...(state.probeSeenOn
      ? []
      : ['The oximeter is not proved to be on this patient: take the probe off and put it on again.']),
    ...baselineMissing(state, now, startAt),
    ...(gate === 'clear' || gate === 'approved' ? [] : [message]),
  ];
}

/** What does not keep from a start and must be read before it: a device of the chair that may not last through the visit. */
export function startWarnings(devices: readonly DeviceView[]): readonly string[] {
  const low = new Map(devices.filter(({ lowBattery }) => lowBattery).map((device) => [device.deviceId, device]));
  return [...low.values()].map(
    ({ label, batteryPct }) =>
      `The battery of “${label}” is low${batteryPct === undefined ? '' : `, ${batteryPct} %`}: charge it or take another one before the start.`,
  );
}

function baselineMissing(state: VisitState, now: Instant, startAt: Instant): readonly string[] {
  if (!state.baseline) {
    const candidate = baselineCandidate(state, now, startAt);
    return candidate.ok ? [] : [candidate.refusal.message];
  }
  const tooOld = baselineTooOld(state, state.baseline.nibpAt, startAt);
  return tooOld === undefined ? [] : [`${tooOld} Then freeze the baseline again.`];
}

const BY_EVERY_VISIT = [
  'nurseName',
  'providerName',
  'cuffArm',
  'oximeterHand',
] as const satisfies readonly (keyof SetUp)[];
const BY_AN_INFUSION = [
  'weightKg',
  'doseMgPerKg',
  'doseMg',
  'concentrationMgPerMl',
  'ivSite',
] as const satisfies readonly (keyof SetUp)[];

const ASKED: Readonly<Record<(typeof BY_EVERY_VISIT | typeof BY_AN_INFUSION)[number], string>> = {
  nurseName: 'No nurse is named: enter who looks after this visit.',
  providerName: 'No provider is named: enter who can be reached.',
  cuffArm: 'Enter the arm that has the cuff.',
  oximeterHand: 'Enter the hand that has the oximeter.',
  weightKg: 'The weight is missing: weigh the patient and enter it.',
  doseMgPerKg: 'The dose in mg/kg is missing: enter it as ordered.',
  doseMg: 'The dose in mg is missing: enter it as ordered.',
  concentrationMgPerMl: 'The concentration is missing: enter it in mg/mL from the label.',
  ivSite: 'The IV site is missing: enter it.',
};

function setUpMissing({ identity, setUp, protocol }: VisitState): readonly string[] {
  const needed = protocol.treatment === 'infusion' ? [...BY_AN_INFUSION, ...BY_EVERY_VISIT] : BY_EVERY_VISIT;
  return [
    ...(identity ? [] : ['The identity is not confirmed: read name and birth date back, then confirm.']),
    ...needed.filter((field) => setUp[field] === undefined).map((field) => ASKED[field]),
    ...(setUp.ride || setUp.ridePlan
      ? []
      : ["No ride home: enter the escort's name and phone, or a provider's plan instead."]),
  ];
}
