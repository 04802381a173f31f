/** Discharge criteria: which are met, from live values and from what a person checked (docs/SPEC.md, PH-60 on). */
import type { Instant, NibpReading } from './reading.ts';
import { minimumReachedAt } from './recovery-marks.ts';
import type { VisitState } from './visit-state.ts';

export const CRITERIA = [
  'minimum-time',
  'bp-stable',
  'spo2-on-air',
  'off-oxygen',
  'responds-normally',
  'nausea-mild',
  'dissociation-resolved',
  'ride-home',
  'oriented',
  'steady-gait',
  'iv-out',
  'instructions-given',
] as const;
export type Criterion = (typeof CRITERIA)[number];

/** Those a person checks by hand; all others fill themselves from the record. */
export const CHECKED_BY_HAND = [
  'oriented',
  'steady-gait',
  'iv-out',
  'instructions-given',
] as const satisfies readonly Criterion[];
export type CheckedByHand = (typeof CHECKED_BY_HAND)[number];

/** Monitoring may end when these are met: gait test and IV removal come after it, with the patient still in the chair. */
export const NEEDED_TO_END_MONITORING = [
  'minimum-time',
  'bp-stable',
  'spo2-on-air',
  'off-oxygen',
  'responds-normally',
] as const satisfies readonly Criterion[];

export interface CriterionState {
  readonly criterion: Criterion;
  readonly status: 'met' | 'unmet' | 'overridden';
  /** What it rests on, in words: `1 of 2`, `98`, `never on`. */
  readonly detail: string;
  /** When it will or may be met by time alone; the screen writes it as a clock time. */
  readonly from?: Instant;
  readonly byHand: boolean;
}

interface Judgement {
  readonly met: boolean;
  readonly detail: string;
  readonly from?: Instant;
}
const judged = (met: boolean, detail: string, from?: Instant): Judgement =>
  from === undefined ? { met, detail } : { met, detail, from };

/** Is this BP good enough to go home with? Without a baseline only the absolute bounds can be judged. */
function isStable(state: VisitState, bp: NibpReading): boolean {
  const { bpWithinShare, bpBelow, systolicAtLeastMmHg } = state.protocol.discharge;
  const near = (value: number, baseline: number | undefined): boolean =>
    baseline === undefined || Math.abs(value - baseline) <= baseline * bpWithinShare;
  return (
    near(bp.systolicMmHg, state.baseline?.systolicMmHg) &&
    near(bp.diastolicMmHg, state.baseline?.diastolicMmHg) &&
    bp.systolicMmHg < bpBelow.systolicMmHg &&
    bp.diastolicMmHg < bpBelow.diastolicMmHg &&
    bp.systolicMmHg >= systolicAtLeastMmHg
  );
}

function bpStable(state: VisitState, at: Instant, recoveryFrom: Instant): Judgement {
  const { bpReadings, bpApartMs, bpMaxAgeMs } = state.protocol.discharge;
  const bps = state.bps.filter((bp) => bp.measuredAt >= recoveryFrom);
  const newest = bps.at(-1);
  if (!newest || !isStable(state, newest)) return judged(false, `0 of ${bpReadings}`);
  // Readings count back from the newest: the first bad one ends the run, and those too near each other count once.
  let counted = 1;
  let last = newest;
  for (const bp of bps.toReversed().slice(1)) {
    if (!isStable(state, bp)) break;
    if (last.measuredAt - bp.measuredAt < bpApartMs) continue;
    counted += 1;
    last = bp;
  }
  if (at - newest.measuredAt > bpMaxAgeMs) return judged(false, 'last BP too old');
  if (counted < bpReadings) return judged(false, `${counted} of ${bpReadings}`, newest.measuredAt + bpApartMs);
  return judged(true, `${newest.systolicMmHg}/${newest.diastolicMmHg}`);
}

function spo2OnAir(state: VisitState, at: Instant): Judgement {
  const { spo2HeldMs } = state.protocol.discharge;
  const { lastSpo2, spo2SteadySince: since } = state;
  if (state.oxygenLPerMin > 0) return judged(false, `on ${state.oxygenLPerMin} L/min`);
  if (!lastSpo2 || at - lastSpo2.at > state.protocol.technical.staleMs) return judged(false, 'no signal');
  if (since === undefined) return judged(false, `${lastSpo2.value}`);
  return at - since >= spo2HeldMs
    ? judged(true, `${lastSpo2.value} for ${spo2HeldMs / 1000} s`)
    : judged(false, `${lastSpo2.value}`, since + spo2HeldMs);
}

function offOxygen(state: VisitState, now: Instant): Judgement {
  if (state.oxygenLPerMin > 0) return judged(false, `on ${state.oxygenLPerMin} L/min`);
  if (state.offOxygenSince === undefined) return judged(true, 'never on');
  const from = state.offOxygenSince + state.protocol.discharge.offOxygenMs;
  return now >= from ? judged(true, 'off') : judged(false, 'off', from);
}

/** A response or MOAA/S entered in recovery; MOAA/S 5 responds readily to the name in a normal tone (Chernik 1990). */
function respondsNormally(state: VisitState, recoveryFrom: Instant): Judgement {
  const tap = state.response;
  const moaas = state.scales.moaas;
  const newestIsTap = tap && (!moaas || tap.at >= moaas.at);
  const newest = newestIsTap ? tap.at : moaas?.at;
  if (newest === undefined || newest < recoveryFrom) return judged(false, 'not asked in recovery');
  if (newestIsTap) {
    const words = { normal: 'normally', drowsy: 'drowsy', none: 'not responding' } as const;
    return judged(tap.response === 'normal', words[tap.response]);
  }
  return judged(moaas?.score === 5, `MOAA/S ${moaas?.score}`);
}

/** The newest nausea said in recovery: the 0–10 scale, or the yes/no of the tap after a BP. */
function nauseaMild(state: VisitState, recoveryFrom: Instant): Judgement {
  for (const { entry, at } of state.entries.toReversed()) {
    if (at < recoveryFrom) continue;
    if (entry.kind === 'scale' && entry.scale === 'nausea')
      return judged(entry.score <= state.protocol.discharge.nauseaAtMost, `${entry.score} of 10`);
    if (entry.kind === 'response' && entry.nausea !== undefined)
      return entry.nausea ? judged(false, 'yes: score it') : judged(true, 'none');
  }
  return judged(false, 'not asked in recovery');
}

function dissociationResolved(state: VisitState, recoveryFrom: Instant): Judgement {
  const score = state.scales.dissociation;
  if (!score || score.at < recoveryFrom) return judged(false, 'not asked in recovery');
  return judged(score.score <= state.protocol.discharge.dissociationAtMost, `${score.score} of 10`);
}

function rideHome({ setUp }: VisitState): Judgement {
  if (setUp.ride) return judged(true, setUp.ride.name);
  if (setUp.ridePlan) return judged(true, `plan by ${setUp.ridePlan.byName}`);
  return judged(false, 'nobody named');
}

/**
 * Every criterion with its state; empty outside recovery and discharge.
 * Vital signs are judged as they were when monitoring ended: the cuff and the probe are off after that.
 */
export function dischargeCriteria(state: VisitState, now: Instant): readonly CriterionState[] {
  const { phase } = state;
  if (phase.name !== 'recovery' && phase.name !== 'discharge') return [];
  const vitalsAt = phase.name === 'discharge' ? phase.monitoringEndedAt : now;
  const recoveryFrom = phase.recovery.startedAt;
  const minimumAt = minimumReachedAt(state) ?? now;
  const checked = (criterion: CheckedByHand): Judgement => {
    const check = state.checked[criterion];
    return judged(check?.met ?? false, check?.met ? check.byName : '');
  };
  const judgements: Readonly<Record<Criterion, Judgement>> = {
    'minimum-time': now >= minimumAt ? judged(true, 'reached') : judged(false, '', minimumAt),
    'bp-stable': bpStable(state, vitalsAt, recoveryFrom),
    'spo2-on-air': spo2OnAir(state, vitalsAt),
    'off-oxygen': offOxygen(state, now),
    'responds-normally': respondsNormally(state, recoveryFrom),
    'nausea-mild': nauseaMild(state, recoveryFrom),
    'dissociation-resolved': dissociationResolved(state, recoveryFrom),
    'ride-home': rideHome(state),
    oriented: checked('oriented'),
    'steady-gait': checked('steady-gait'),
    'iv-out': checked('iv-out'),
    'instructions-given': checked('instructions-given'),
  };
  return CRITERIA.map((criterion) => {
    const { met, detail, from } = judgements[criterion];
    const override = state.overridden[criterion];
    const byHand = (CHECKED_BY_HAND as readonly Criterion[]).includes(criterion);
    if (!met && override) return { criterion, status: 'overridden', detail: override.byName, byHand };
    const disputed = met ? undefined : disputedBy(state, criterion, recoveryFrom);
    return {
      ...{ criterion, status: met ? 'met' : 'unmet', byHand },
      detail: [disputed, detail].filter(Boolean).join('; '),
      ...(from === undefined ? {} : { from }),
    };
  });
}

/** It was set aside on a provider's word, who has disputed that since. */
function disputedBy({ orders = [] }: VisitState, criterion: Criterion, recoveryFrom: Instant): string | undefined {
  const order = orders.findLast(({ disputed }) => disputed?.asksAnew === criterion);
  return order?.disputed && order.recordedAt >= recoveryFrom
    ? `set aside by order, disputed by ${order.disputed.byName}`
    : undefined;
}

/** Criteria that still stand in the way of ending the monitoring. */
export function endMonitoringMissing(criteria: readonly CriterionState[]): readonly Criterion[] {
  const needed: readonly Criterion[] = NEEDED_TO_END_MONITORING;
  return criteria
    .filter((each) => each.status === 'unmet' && needed.includes(each.criterion))
    .map((each) => each.criterion);
}
