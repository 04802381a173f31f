/** Whether a protocol makes sense as a whole. Its shape is the schema's to say (AL-20). */
import { plainLimits, ruleComplaints } from './alerts/rule-check.ts';
import { isUpper } from './alerts/condition.ts';
import { rangeComplaints } from './limits/check-ranges.ts';
import type { BpPair, ClinicalProtocol, VitalAlertKind } from './clinical-protocol.ts';
import { USUAL_SCALES } from './entry.ts';
import type { PhaseName } from './phase.ts';
import { accept, refuse } from './refusal.ts';
import type { Result } from './refusal.ts';

/** The protocol itself, or a refusal whose message names every field that is wrong, with its rule. */
export function checkProtocol(protocol: ClinicalProtocol): Result<ClinicalProtocol> {
  const complaints = [...complaintsOf(protocol)];
  return complaints.length === 0 ? accept(protocol) : refuse('out-of-range', complaints.join(' '));
}

/** Without these nobody is watched. */
const NEEDED_RULES = ['spo2-low', 'pulse-high', 'pulse-low', 'bp-high'] as const satisfies readonly VitalAlertKind[];
const AUDIBLE = ['medium', 'high'] as const;
/** The phases of a visit that is watched. */
const WATCHED = ['infusion', 'recovery'] as const satisfies readonly PhaseName[];

/** Each names a field and what is wrong with it: `recovery.upperMarkMs: …`. */
export function* complaintsOf(protocol: ClinicalProtocol): Iterable<string> {
  yield* neededComplaints(protocol);
  yield* ruleSetComplaints(protocol);
  yield* rangeComplaints(protocol);
  const { baseline, infusion, recovery, discharge, technical, alarm } = protocol;
  yield* positive({
    'baseline.nibpCount': baseline.nibpCount,
    'baseline.medianWindowMs': baseline.medianWindowMs,
    'infusion.minPlannedMs': infusion.minPlannedMs,
    'infusion.bpEveryMs': infusion.bpEveryMs,
    'infusion.pauseReminderMs': infusion.pauseReminderMs,
    'infusion.resumeBpMaxAgeMs': infusion.resumeBpMaxAgeMs,
    'recovery.minimumMs': recovery.minimumMs,
    'recovery.bpThenEveryMs': recovery.bpThenEveryMs,
    'recovery.bpExtendedEveryMs': recovery.bpExtendedEveryMs,
    'discharge.bpReadings': discharge.bpReadings,
    'discharge.bpMaxAgeMs': discharge.bpMaxAgeMs,
    'technical.staleMs': technical.staleMs,
    'technical.noSpo2.backMs': technical.noSpo2.backMs,
    'technical.cuffOverdue.graceMs': technical.cuffOverdue.graceMs,
    'technical.cuffOverdue.highAfterIntervals': technical.cuffOverdue.highAfterIntervals,
    'technical.adapterLost.mediumMs': technical.adapterLost.mediumMs,
    'technical.bpRepeat.highWithinMs': technical.bpRepeat.highWithinMs,
    'technical.bpRepeat.highEveryMs': technical.bpRepeat.highEveryMs,
    'technical.bpRepeat.mediumEveryMs': technical.bpRepeat.mediumEveryMs,
    'technical.bpRepeat.untilBelow': technical.bpRepeat.untilBelow,
    ...(technical.sound && {
      'technical.sound.cannotMs': technical.sound.cannotMs,
      'technical.sound.nobodyMs': technical.sound.nobodyMs,
    }),
    'alarm.high.toStationMs': alarm.high.toStationMs,
    'alarm.medium.toStationMs': alarm.medium.toStationMs,
    'alarm.technicalMedium.toStationMs': alarm.technicalMedium.toStationMs,
    'alarm.soundsAgain.urgentMs': alarm.soundsAgain.urgentMs,
    'alarm.soundsAgain.mediumMs': alarm.soundsAgain.mediumMs,
    'alarm.soundsAgain.spo2FallPct': alarm.soundsAgain.spo2FallPct,
    'alarm.soundsAgain.bpWorseMmHg': alarm.soundsAgain.bpWorseMmHg,
  });
  yield* rising('baseline', baseline, ['nibpMinApartMs', 'nibpMaxApartMs', 'nibpMaxAgeMs']);
  yield* rising('infusion', infusion, ['minPlannedMs', 'plannedMs', 'maxPlannedMs']);
  yield* rising('recovery', recovery, ['minimumMs', 'upperMarkMs']);
  // A value is first stale, then missing: else a signal could be back before it was gone.
  yield* rising('technical', { staleMs: technical.staleMs + 1, lowMs: technical.noSpo2.lowMs }, ['staleMs', 'lowMs']);
  yield* rising('technical.noSpo2', technical.noSpo2, ['lowMs', 'mediumMs', 'highMs']);
  yield* rising('alarm.high', alarm.high, ['toStationMs', 'toProviderMs', 'toSecondPersonMs']);
  const { unattendedToProviderMs = alarm.high.toStationMs } = alarm.high;
  yield* rising('alarm.high', { ...alarm.high, unattendedToProviderMs }, [
    'toStationMs',
    'unattendedToProviderMs',
    'toProviderMs',
  ]);
  yield* risingPairs('baseline.gate', baseline.gate, ['repeatAbove', 'holdFrom', 'noStartFrom']);
  yield* instants('infusion.bpAtMs', infusion.bpAtMs);
  yield* instants('recovery.bpAtMs', recovery.bpAtMs);
  yield* instants('infusion.bpChoicesMs', infusion.bpChoicesMs);
  if (!infusion.bpChoicesMs.includes(infusion.bpEveryMs))
    yield `infusion.bpChoicesMs: does not offer bpEveryMs itself (${infusion.bpEveryMs}).`;
  yield* laterComplaints(protocol);
  const unwatched = technical.phases.find((phase) => phase !== 'infusion' && phase !== 'recovery');
  if (unwatched) yield `technical.phases: nothing technical alarms without a running visit, so not in ${unwatched}.`;
}

/** A protocol that makes sense and alarms of nothing is none. */
function* neededComplaints({ rules, technical }: ClinicalProtocol): Iterable<string> {
  for (const alert of NEEDED_RULES) {
    const rule = rules.find((each) => each.alert === alert);
    if (!rule) {
      yield `${alert}: is missing; every protocol needs it.`;
      continue;
    }
    for (const priority of AUDIBLE)
      if (!rule.levels.some((level) => level.priority === priority))
        yield `${alert}.levels: has no ${priority} level; every protocol needs one.`;
    for (const phase of WATCHED)
      if (!rule.phases.includes(phase)) yield `${alert}.phases: leaves out ${phase}; it must be judged there.`;
  }
  for (const phase of WATCHED)
    if (!technical.phases.includes(phase))
      yield `technical.phases: leaves out ${phase}; a missing value and a lost device must alarm there.`;
}

/** Parts that a protocol of an earlier Vigil does not have. */
function* laterComplaints({ infusion, discharge, technical, undone, scales }: ClinicalProtocol): Iterable<string> {
  for (const needed of scales ? USUAL_SCALES : [])
    if (!scales?.on.includes(needed)) yield `scales.on: ${needed} is needed, by the discharge list or by a rule.`;
  const { lowBattery, sameArm, attended, offMonitor, keptOverAbsenceMs, noSpo2 } = technical;
  if (noSpo2.sparse) {
    const { missingMs, windowMs } = noSpo2.sparse;
    yield* rising('technical.noSpo2', { lowMs: noSpo2.lowMs, 'sparse.missingMs': missingMs }, [
      'lowMs',
      'sparse.missingMs',
    ]);
    yield* rising('technical.noSpo2.sparse', { missingMs: missingMs + 1, windowMs }, ['missingMs', 'windowMs']);
  }
  // What is forgotten with the value has to be asked about for want of it.
  if (keptOverAbsenceMs !== undefined)
    yield* rising('technical', { 'noSpo2.mediumMs': noSpo2.mediumMs, keptOverAbsenceMs }, [
      'noSpo2.mediumMs',
      'keptOverAbsenceMs',
    ]);
  yield* positive({
    ...(lowBattery && { 'technical.lowBattery.clearMs': lowBattery.clearMs }),
    ...(sameArm && { 'technical.sameArm.absentMs': sameArm.absentMs }),
    ...(attended && { 'technical.attended.holdMs': attended.holdMs }),
    ...(offMonitor && { 'technical.offMonitor.forMs': offMonitor.forMs }),
    ...(offMonitor?.neverLeftMs !== undefined && { 'technical.offMonitor.neverLeftMs': offMonitor.neverLeftMs }),
  });
  if (undone === undefined) return;
  const { pastEnd, pauseMediumMs, upperMark } = undone;
  yield* rising('undone.pastEnd', pastEnd, ['lowMs', 'mediumMs']);
  const pause = { pauseReminderMs: infusion.pauseReminderMs, pauseMediumMs };
  yield* rising('undone', pause, ['pauseReminderMs', 'pauseMediumMs']);
  // A dip of a second makes the criterion unmet until SpO2 has held again: that alone must not call the provider.
  const upper = { spo2HeldMs: discharge.spo2HeldMs + 1, mediumMs: upperMark.mediumMs };
  yield* rising('undone.upperMark', upper, ['spo2HeldMs', 'mediumMs']);
  yield* positive({ 'undone.upperMark.toProviderMs': upperMark.toProviderMs });
}

function* ruleSetComplaints({ rules }: ClinicalProtocol): Iterable<string> {
  for (const [index, rule] of rules.entries()) {
    if (rules.findIndex((each) => each.alert === rule.alert) !== index) yield `${rule.alert}: is there twice.`;
    yield* ruleComplaints(rule);
  }
  const limits = rules.flatMap((rule) => [...plainLimits(rule)]);
  for (const low of limits.filter((limit) => !isUpper(limit.is)))
    for (const high of limits.filter((limit) => isUpper(limit.is) && limit.of === low.of))
      if (low.than >= high.than)
        yield `${low.name}.when: ${low.of} ${low.is} ${low.than} is not below ${high.name}'s ${high.is} ${high.than}.`;
}

function* positive(fields: Readonly<Record<string, number>>): Iterable<string> {
  for (const [field, value] of Object.entries(fields)) if (value <= 0) yield `${field}: ${value} must be more than 0.`;
}

function* rising<Field extends string>(
  where: string,
  values: Readonly<Record<Field, number>>,
  fields: readonly Field[],
): Iterable<string> {
  for (const [index, field] of fields.entries()) {
    const before = fields[index - 1];
    if (before !== undefined && values[field] < values[before])
      yield `${where}.${field}: ${values[field]} is less than ${before} (${values[before]}).`;
  }
}

function* risingPairs<Field extends string>(
  where: string,
  pairs: Readonly<Record<Field, BpPair>>,
  fields: readonly Field[],
): Iterable<string> {
  const part = (which: keyof BpPair) =>
    Object.fromEntries(fields.map((field) => [field, pairs[field][which]])) as Record<Field, number>;
  yield* rising(`${where} systolicMmHg`, part('systolicMmHg'), fields);
  yield* rising(`${where} diastolicMmHg`, part('diastolicMmHg'), fields);
}

function* instants(field: string, values: readonly number[]): Iterable<string> {
  for (const [index, value] of values.entries()) {
    if (value < 0) yield `${field}: ${value} is negative.`;
    if (index > 0 && value <= (values[index - 1] ?? 0)) yield `${field}: ${value} does not come after the one before.`;
  }
}
