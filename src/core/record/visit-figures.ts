/** The numbers of a visit that lists of visits, a patient's series and the quality page are made of: small, and kept as JSON. */
import type { AlertKind } from '../alerts/alert.ts';
import type { BpPair, Priority } from '../clinical-protocol.ts';
import type { Scale, SideEffect } from '../entry.ts';
import type { Ending } from '../phase.ts';
import type { Duration, Instant } from '../reading.ts';
import type { Answer } from './alarm-answers.ts';
import { signOffStep } from './sign-off.ts';
import type { SignOffStep } from './sign-off.ts';
import type { VisitRecord } from './visit-record.ts';

export const SEVERITIES = ['mild', 'moderate', 'severe'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface VisitFigures {
  readonly protocolId: string;
  readonly protocolVersion: number;
  readonly treatment: 'infusion' | 'administration';
  readonly openedAt: Instant;
  readonly startedAt?: Instant;
  readonly endedAt: Instant;
  readonly ending: Ending;
  /** It came from a file of recorded vitals. */
  readonly isImported?: true;
  readonly weightKg?: number;
  /** As it was planned for the pump, or given in nasal devices. */
  readonly doseMg?: number;
  /** Read off the pump × the concentration, or given in nasal devices; else the estimate. */
  readonly givenMg?: number;
  /** Nobody read the pump: `givenMg` is the estimate. */
  readonly isGivenEstimated?: true;
  readonly plannedMs?: Duration;
  readonly givenMs?: Duration;
  readonly stoppedEarly?: true;
  readonly baseline?: BpPair & { readonly spo2Pct: number; readonly pulseBpm: number };
  readonly highestBp?: BpPair;
  /** The reading with the highest diastolic number, when it is another than `highestBp`. */
  readonly highestDiastolicBp?: BpPair;
  readonly systolicRiseMmHg?: number;
  readonly diastolicRiseMmHg?: number;
  readonly lowestSpo2?: number;
  readonly highestPulse?: number;
  readonly bpCount: number;
  readonly bpFailures: number;
  readonly watchedMs: Duration;
  readonly withoutSignalMs: Duration;
  /** Each with the worst that was said of it; null: nobody said how bad it was. */
  readonly sideEffects: readonly { readonly effect: SideEffect; readonly worst: Severity | null }[];
  /** The highest score of each scale; the lowest of MOAA/S, RASS and Aldrete, where less is worse. */
  readonly scores: Readonly<Partial<Record<Scale, number>>>;
  readonly interventions: number;
  /** Each alert once, at the highest priority it reached. */
  readonly alerts: Readonly<Record<Priority, number>>;
  readonly alertsByKind: Readonly<Partial<Record<AlertKind, number>>>;
  readonly audibleMs: Duration;
  /** Of each alert that was medium or high: its kind, its priority, what became of it, and after how long. */
  readonly answers: readonly FiguredAnswer[];
  /** What is to be done with the record, and orders by word of mouth that nobody signed. */
  readonly signOff: SignOffStep;
  readonly openOrders: number;
}

export type FiguredAnswer = readonly [
  kind: AlertKind,
  priority: Exclude<Priority, 'low'>,
  answer: Answer,
  afterMs: Duration | null,
];

/** What of a record the figures are made of: no more of its readings than its summary of vitals. */
export type Figured = Pick<
  VisitRecord,
  | 'protocol'
  | 'openedAt'
  | 'ended'
  | 'imported'
  | 'setUp'
  | 'baseline'
  | 'treatment'
  | 'vitals'
  | 'entries'
  | 'alerts'
  | 'answers'
  | 'audibleMs'
  | 'signOff'
  | 'orders'
>;

export function figuresOf(record: Figured): VisitFigures {
  const { protocol, openedAt, ended, imported, setUp, baseline, treatment, vitals, entries, alerts, signOff } = record;
  const { highestBp, highestDiastolicBp, systolicRiseMmHg, diastolicRiseMmHg, lowestSpo2, highestPulse } = vitals;
  const given = treatment && (treatment.pumpMg ?? treatment.estimatedMg ?? devicesMg(treatment));
  const count = (priority: Priority): number => alerts.filter((each) => each.priority === priority).length;
  return {
    protocolId: protocol.id,
    protocolVersion: protocol.version,
    treatment: protocol.treatment,
    openedAt,
    endedAt: ended.at,
    ending: ended.ending,
    ...(imported && { isImported: true }),
    ...(setUp.weightKg !== undefined && { weightKg: setUp.weightKg }),
    ...(treatment && {
      startedAt: treatment.startedAt,
      plannedMs: treatment.plannedMs,
      givenMs: treatment.givenMs,
      ...(treatment.doseMg !== undefined && { doseMg: treatment.doseMg }),
      ...(given !== undefined && { givenMg: given }),
      ...(treatment.pumpMg === undefined && treatment.estimatedMg !== undefined && { isGivenEstimated: true as const }),
      ...(treatment.stopReason !== undefined &&
        treatment.stopReason !== 'completed' && { stoppedEarly: true as const }),
    }),
    ...(baseline && {
      baseline: {
        systolicMmHg: baseline.systolicMmHg,
        diastolicMmHg: baseline.diastolicMmHg,
        spo2Pct: baseline.spo2Pct,
        pulseBpm: baseline.pulseBpm,
      },
    }),
    ...(highestBp && { highestBp: pairOf(highestBp) }),
    ...(highestDiastolicBp && { highestDiastolicBp: pairOf(highestDiastolicBp) }),
    ...(systolicRiseMmHg !== undefined && { systolicRiseMmHg }),
    ...(diastolicRiseMmHg !== undefined && { diastolicRiseMmHg }),
    ...(lowestSpo2 && { lowestSpo2: lowestSpo2.value }),
    ...(highestPulse && { highestPulse: highestPulse.value }),
    bpCount: vitals.bpCount,
    bpFailures: vitals.bpFailures,
    watchedMs: vitals.watchedMs,
    withoutSignalMs: vitals.watchedMs - vitals.withSignalMs,
    sideEffects: sideEffectsIn(entries),
    scores: scoresIn(entries),
    interventions: entries.filter(({ entry }) => entry.kind === 'intervention').length,
    alerts: { low: count('low'), medium: count('medium'), high: count('high') },
    alertsByKind: byKindOf(alerts),
    audibleMs: record.audibleMs,
    answers: record.answers.map(({ kind, priority, answer, answeredAfterMs = null }) => [
      kind,
      priority,
      answer,
      answeredAfterMs,
    ]),
    signOff: signOffStep(signOff),
    openOrders: record.orders.filter(({ cosigned, disputed }) => !cosigned && !disputed).length,
  };
}

const pairOf = ({ systolicMmHg, diastolicMmHg }: BpPair): BpPair => ({ systolicMmHg, diastolicMmHg });

const devicesMg = ({ devices }: NonNullable<VisitRecord['treatment']>): number | undefined =>
  devices.length === 0 ? undefined : devices.reduce((sum, { mg }) => sum + mg, 0);

function sideEffectsIn(entries: VisitRecord['entries']): VisitFigures['sideEffects'] {
  const worst = new Map<SideEffect, Severity | null>();
  for (const { entry } of entries) {
    if (entry.kind !== 'side-effect') continue;
    const { effect, severity = null } = entry;
    const before = worst.get(effect) ?? null;
    worst.set(effect, rank(severity) > rank(before) ? severity : before);
  }
  return [...worst].map(([effect, each]) => ({ effect, worst: each }));
}

const rank = (severity: Severity | null): number => (severity === null ? -1 : SEVERITIES.indexOf(severity));

/** They fall with sedation. */
const LESS_IS_WORSE: readonly Scale[] = ['moaas', 'rass', 'aldrete'];

function scoresIn(entries: VisitRecord['entries']): VisitFigures['scores'] {
  const scores: Partial<Record<Scale, number>> = {};
  for (const { entry } of entries) {
    if (entry.kind !== 'scale') continue;
    const { scale, score } = entry;
    const before = scores[scale] ?? score;
    scores[scale] = LESS_IS_WORSE.includes(scale) ? Math.min(before, score) : Math.max(before, score);
  }
  return scores;
}

function byKindOf(alerts: VisitRecord['alerts']): VisitFigures['alertsByKind'] {
  const counts: Partial<Record<AlertKind, number>> = {};
  for (const { kind } of alerts) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
