/** The shape of a clinical protocol that arrives from outside; that its levels make sense is `checkProtocol`'s to say. */
import * as z from 'zod/mini';
import { leavesOf } from '#core/alerts/condition.ts';
import { COMPARISONS, PARAMETERS, PRIORITIES, VITAL_ALERT_KINDS } from '#core/clinical-protocol.ts';
import type { ClinicalProtocol, Condition, Threshold } from '#core/clinical-protocol.ts';
import { SCALES } from '#core/entry.ts';
import { LIMIT_NAMES } from '#core/limits/limit-name.ts';
import { ORDERABLE } from '#core/orders/verbal-order.ts';
import { PHASE_NAMES } from '#core/phase.ts';
import { durationMs, idText, intIn, mmHg, noteText, numberIn, percent, shortText } from './bounded.ts';

const figure = numberIn(-1_000, 1_000);
const pair = z.strictObject({ systolicMmHg: mmHg, diastolicMmHg: mmHg });
const instants = z.array(durationMs).check(z.maxLength(50));
const phases = z.array(z.enum(PHASE_NAMES)).check(z.maxLength(PHASE_NAMES.length));
const share = numberIn(0, 1);

const threshold: z.ZodMiniType<Threshold> = z.union([
  figure,
  z.strictObject({ baselinePlus: figure }),
  z.strictObject({ baselineTimes: numberIn(0, 10) }),
  z.strictObject({ baselineBelow: figure, then: figure, otherwise: figure }),
]);

const comparison = z.strictObject({ of: z.enum(PARAMETERS), is: z.enum(COMPARISONS), than: threshold });
const of = (part: z.ZodMiniType<Condition>): z.ZodMiniType<Condition> => {
  const parts = z.array(part).check(z.minLength(1), z.maxLength(8));
  return z.union([comparison, z.strictObject({ all: parts }), z.strictObject({ any: parts })]);
};
// Two levels of all and any are enough for a limit, and no message can nest deeper than the stack.
const nested = of(of(comparison));
/** What a level compares, at most: each is tried with every other (`overlaps` in rule-check.ts), on the thread that watches. */
export const MAX_LEAVES = 8;
const condition: typeof nested = nested.check(
  z.refine((whole) => leavesOf(whole).length <= MAX_LEAVES, `compares more than ${MAX_LEAVES} values`),
);

const level = z.strictObject({
  priority: z.enum(PRIORITIES),
  when: condition,
  delayMs: durationMs,
  poorSignalDelayMs: z.exactOptional(durationMs),
  movedDelayMs: z.exactOptional(durationMs),
  satSeconds: z.exactOptional(
    z.strictObject({ limit: numberIn(1, 1_000), crossings: intIn(2, 20), crossingsWithinMs: durationMs }),
  ),
  confirmWithinMs: z.exactOptional(durationMs),
  clearsWhen: condition,
  clearMs: durationMs,
  poorSignalClearMs: z.exactOptional(durationMs),
  shows: comparison,
});

const rule = z.strictObject({
  alert: z.enum(VITAL_ALERT_KINDS),
  phases,
  levels: z.array(level).check(z.minLength(1), z.maxLength(PRIORITIES.length)),
  source: noteText,
});

export const clinicalProtocolSchema = z.strictObject({
  id: idText,
  version: intIn(1, 100_000),
  title: shortText,
  treatment: z.enum(['infusion', 'administration']),
  drug: shortText,
  baseline: z.strictObject({
    nibpCount: intIn(1, 8),
    nibpMinApartMs: durationMs,
    nibpMaxApartMs: durationMs,
    nibpMaxAgeMs: durationMs,
    medianWindowMs: intIn(1_000, 600_000),
    gate: z.strictObject({ repeatAbove: pair, holdFrom: pair, noStartFrom: pair, repeatAfterMs: durationMs }),
    weightChangeShare: share,
    doseDisagreementShare: share,
    source: noteText,
  }),
  infusion: z.strictObject({
    plannedMs: durationMs,
    minPlannedMs: durationMs,
    maxPlannedMs: durationMs,
    bpEveryMs: intIn(60_000, 86_400_000),
    bpChoicesMs: instants,
    bpAtMs: instants,
    pauseReminderMs: durationMs,
    resumeBpMaxAgeMs: durationMs,
    resumeNeedsProviderFrom: pair,
    source: noteText,
  }),
  recovery: z.strictObject({
    minimumMs: durationMs,
    countsFrom: z.enum(['stop', 'first-device']),
    upperMarkMs: durationMs,
    bpAtMs: instants,
    bpThenEveryMs: intIn(60_000, 86_400_000),
    bpExtendedEveryMs: intIn(60_000, 86_400_000),
    noOverrideFrom: pair,
    source: noteText,
  }),
  discharge: z.strictObject({
    bpWithinShare: share,
    bpBelow: pair,
    systolicAtLeastMmHg: mmHg,
    bpReadings: intIn(1, 8),
    bpApartMs: durationMs,
    bpMaxAgeMs: durationMs,
    spo2BelowBaselinePct: percent,
    spo2HeldMs: durationMs,
    offOxygenMs: durationMs,
    nauseaAtMost: intIn(0, 10),
    dissociationAtMost: intIn(0, 10),
    source: noteText,
  }),
  rules: z.array(rule).check(z.maxLength(VITAL_ALERT_KINDS.length)),
  scales: z.exactOptional(
    z.strictObject({ on: z.array(z.enum(SCALES)).check(z.maxLength(SCALES.length)), source: noteText }),
  ),
  patientLimits: z.exactOptional(
    z.strictObject({
      ranges: z.partialRecord(z.enum(LIMIT_NAMES), z.strictObject({ atLeast: mmHg, atMost: mmHg })),
      source: noteText,
    }),
  ),
  verbalOrders: z.exactOptional(
    z.strictObject({
      commands: z.array(z.enum(ORDERABLE)).check(z.maxLength(ORDERABLE.length)),
      source: noteText,
    }),
  ),
  technical: z.strictObject({
    phases,
    staleMs: intIn(1_000, 60_000),
    keptOverAbsenceMs: z.exactOptional(durationMs),
    noSpo2: z.strictObject({
      lowMs: durationMs,
      mediumMs: durationMs,
      highMs: durationMs,
      backMs: durationMs,
      sparse: z.exactOptional(z.strictObject({ windowMs: intIn(1_000, 300_000), missingMs: durationMs })),
    }),
    cuffOverdue: z.strictObject({ graceMs: durationMs, retryGraceMs: durationMs, highAfterIntervals: intIn(1, 10) }),
    adapterLost: z.strictObject({ mediumMs: durationMs }),
    sound: z.exactOptional(z.strictObject({ cannotMs: durationMs, nobodyMs: durationMs, backMs: durationMs })),
    lowBattery: z.exactOptional(z.strictObject({ clearMs: durationMs })),
    sameArm: z.exactOptional(z.strictObject({ absentMs: durationMs })),
    attended: z.exactOptional(z.strictObject({ holdMs: durationMs })),
    offMonitor: z.exactOptional(z.strictObject({ forMs: durationMs, neverLeftMs: z.exactOptional(durationMs) })),
    bpRepeat: z.strictObject({
      highWithinMs: durationMs,
      highEveryMs: durationMs,
      mediumEveryMs: durationMs,
      untilBelow: intIn(1, 8),
      afterFailureMs: durationMs,
      automaticRetries: z.exactOptional(intIn(0, 5)),
    }),
    source: noteText,
  }),
  undone: z.exactOptional(
    z.strictObject({
      pastEnd: z.strictObject({ lowMs: durationMs, mediumMs: durationMs }),
      pauseMediumMs: durationMs,
      upperMark: z.strictObject({ mediumMs: durationMs, toProviderMs: durationMs }),
      source: noteText,
    }),
  ),
  alarm: z.strictObject({
    high: z.strictObject({
      toStationMs: durationMs,
      toProviderMs: durationMs,
      unattendedToProviderMs: z.exactOptional(durationMs),
      toSecondPersonMs: durationMs,
    }),
    medium: z.strictObject({ toStationMs: durationMs }),
    technicalMedium: z.strictObject({ toStationMs: durationMs }),
    soundsAgain: z.strictObject({
      urgentMs: durationMs,
      mediumMs: durationMs,
      spo2FallPct: percent,
      bpWorseMmHg: mmHg,
      bpFrom: pair,
    }),
    source: noteText,
  }),
}) satisfies z.ZodMiniType<ClinicalProtocol>;
