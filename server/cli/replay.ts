/**
 * A recording run through the real engine as an infusion in progress that never ends, so that nothing but the vital signs
 * brings facts about. Clinic time is the recording's own `t_s`. Nobody answers an alert.
 */
import type { AlertKind } from '#core/alerts/alert.ts';
import { alertText } from '#core/alerts/text.ts';
import type { Priority } from '#core/clinical-protocol.ts';
import { PRIORITIES } from '#core/clinical-protocol.ts';
import type { AlertEvent, VisitEvent, VisitEventBody } from '#core/event.ts';
import type { Baseline } from '#core/phase.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { Duration, Instant, OximetryReading, Reading } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import { advance, advanceByTime } from '../clinic/advance.ts';
import type { Recording, Row } from './recording.ts';

const PROTOCOL = publishedProtocols[0];
const TICK_MS = 250;
const SECOND_MS = 1000;
/** Stands for a baseline value the recording does not have. */
const NEUTRAL = { spo2Pct: 98, pulseBpm: 75, systolicMmHg: 120, diastolicMmHg: 75 };

const FACTS = {
  'alert-issued': 'issued',
  'alert-raised': 'raised',
  'alert-lowered': 'lowered',
  'alert-escalated': 'escalated',
  'alert-ended': 'ended',
} as const;
type Fact = (typeof FACTS)[keyof typeof FACTS];

export interface FactLine {
  readonly t_s: number;
  readonly alertId: string;
  readonly alert: AlertKind;
  readonly priority: Priority;
  readonly fact: Fact;
  readonly text: string;
  /** Of an escalation: to whom. */
  readonly to?: 'station' | 'provider' | 'second-person';
}

export interface SummaryLine {
  readonly summary: {
    readonly rows: number;
    readonly seconds: number;
    /** Alerts by kind and by the highest priority each reached. */
    readonly alerts: Readonly<Partial<Record<AlertKind, Readonly<Partial<Record<Priority, number>>>>>>;
    readonly facts: Readonly<Record<Fact, number>>;
    /** Time with at least one medium or high alert that is not waiting for a repeat. */
    readonly audibleSeconds: number;
    readonly baseline: Pick<Baseline, 'systolicMmHg' | 'diastolicMmHg' | 'spo2Pct' | 'pulseBpm'>;
  };
}
export type ReplayLine = FactLine | SummaryLine;

/** One line for each alert fact, in time order, then the summary. */
export function* replay(recording: Recording): Iterable<ReplayLine> {
  const { rows } = recording;
  const startedAt = at(rows[0]);
  let ids = 0;
  const newId = (): string => `alert-${(ids += 1)}`;
  const tally = createTally(startedAt);
  let state = begin(recording, startedAt);

  const fold = function* (events: readonly VisitEvent[]): Iterable<FactLine> {
    for (const event of events) {
      const before = state;
      state = evolve(state, event);
      tally.add(before, state, event);
      const line = lineOf(before, state, event);
      if (line) yield line;
    }
  };
  let now = startedAt;
  const tickUntil = function* (until: Instant): Iterable<FactLine> {
    for (now += TICK_MS; now < until; now += TICK_MS) yield* fold(advanceByTime(state, now, newId).events);
    now = until;
  };
  const receive = function* (reading: Reading): Iterable<FactLine> {
    const source = { deviceId: 'recording', epoch: 'replay', seq: 1 };
    const event = recorded({ type: 'reading-recorded', source, reading }, now);
    yield* fold(advance(state, now, newId, () => accept([event])).advanced.events);
  };

  const holdMs = holdOf(rows);
  for (const [index, row] of rows.entries()) {
    yield* tickUntil(at(row));
    for (const reading of readingsOf(row)) yield* receive(reading);
    const next = rows[index + 1];
    const until = Math.min(at(row) + holdMs, next ? at(next) : Infinity);
    for (let again = at(row) + SECOND_MS; again < until; again += SECOND_MS) {
      if (row.spo2 === undefined && row.pulse === undefined && row.rr === undefined) break;
      yield* tickUntil(again);
      yield* receive(oximetryOf(row, again));
    }
  }
  const endedAt = at(rows.at(-1) ?? rows[0]) + holdMs;
  yield* tickUntil(endedAt);
  yield* fold(advanceByTime(state, endedAt, newId).events);
  const { systolicMmHg, diastolicMmHg, spo2Pct, pulseBpm } = baselineOf(recording, startedAt);
  const baseline = { systolicMmHg, diastolicMmHg, spo2Pct, pulseBpm };
  yield { summary: { rows: rows.length, seconds: (endedAt - startedAt) / 1000, ...tally.upTo(endedAt), baseline } };
}

const at = (row: Row): Instant => Math.round(row.t_s * 1000);
const recorded = (body: VisitEventBody, when: Instant): VisitEvent => ({
  ...body,
  at: when,
  actor: { kind: 'system' },
});

function begin(recording: Recording, startedAt: Instant): VisitState {
  const { rows } = recording;
  const plannedMs = at(rows.at(-1) ?? rows[0]) - startedAt + PROTOCOL.infusion.maxPlannedMs;
  const bodies: readonly VisitEventBody[] = [
    { type: 'baseline-frozen', baseline: baselineOf(recording, startedAt) },
    { type: 'adapter-connected', adapterId: 'replay' },
    { type: 'infusion-started', happenedAt: startedAt, plannedMs },
  ];
  const ids = { visitId: 'replay', chairId: 'replay', patientId: 'replay' };
  const opened = evolve(undefined, recorded({ type: 'visit-opened', ...ids, protocol: PROTOCOL }, startedAt));
  return bodies.reduce<VisitState>((state, body) => evolve(state, recorded(body, startedAt)), opened);
}

/** SpO2 and pulse: the median of the first minute with values. BP: the recording's first. */
function baselineOf({ rows }: Recording, startedAt: Instant): Baseline {
  const bp = rows.find(hasBp);
  const systolicMmHg = bp?.sbp ?? NEUTRAL.systolicMmHg;
  const diastolicMmHg = bp?.dbp ?? NEUTRAL.diastolicMmHg;
  return {
    frozenAt: startedAt,
    nibpAt: startedAt,
    systolicMmHg,
    diastolicMmHg,
    meanMmHg: bp?.map ?? diastolicMmHg + (systolicMmHg - diastolicMmHg) / 3,
    spo2Pct: firstMinute(rows, 'spo2') ?? NEUTRAL.spo2Pct,
    pulseBpm: firstMinute(rows, 'pulse') ?? NEUTRAL.pulseBpm,
    oxygenLPerMin: 0,
  };
}

const hasBp = (row: Row): row is Row & { readonly sbp: number; readonly dbp: number } =>
  row.sbp !== undefined && row.dbp !== undefined;

function firstMinute(rows: readonly Row[], column: 'spo2' | 'pulse'): number | undefined {
  const first = rows.find((row) => row[column] !== undefined);
  if (first === undefined) return undefined;
  const until = at(first) + PROTOCOL.baseline.medianWindowMs;
  return median(rows.flatMap((row) => (at(row) >= at(first) && at(row) < until ? (row[column] ?? []) : [])));
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

/**
 * Rows further apart than a value stays valid are the recording's own sampling interval (one row a minute), not a lost
 * signal: such a row's values are given again every second for one interval.
 */
function holdOf(rows: readonly Row[]): Duration {
  const spacingMs = median(rows.slice(1).map((row, index) => at(row) - at(rows[index] ?? row))) ?? 0;
  return spacingMs > PROTOCOL.technical.staleMs ? spacingMs : 0;
}

function* readingsOf(row: Row): Iterable<Reading> {
  yield oximetryOf(row, at(row));
  if (!hasBp(row)) return;
  const { sbp: systolicMmHg, dbp: diastolicMmHg, map } = row;
  const mean = map === undefined ? {} : { meanMmHg: map };
  yield { kind: 'nibp', measuredAt: at(row), quality: 'good', causes: [], systolicMmHg, diastolicMmHg, ...mean };
}

function oximetryOf({ spo2, pulse, rr }: Row, measuredAt: Instant): OximetryReading {
  const none = spo2 === undefined && pulse === undefined;
  return {
    kind: 'oximetry',
    measuredAt,
    quality: none ? 'none' : 'good',
    causes: spo2 === undefined ? ['no-value'] : [],
    ...(spo2 !== undefined && { spo2Pct: spo2 }),
    ...(pulse !== undefined && { pulseBpm: pulse }),
    ...(rr !== undefined && { respiratoryRatePerMin: rr }),
  };
}

const isShown = (event: VisitEvent): event is AlertEvent & { readonly type: keyof typeof FACTS } => event.type in FACTS;

function lineOf(before: VisitState, after: VisitState, event: VisitEvent): FactLine | undefined {
  if (!isShown(event)) return undefined;
  const { alertId } = event;
  const find = (state: VisitState) => Object.values(state.alerts).find((each) => each.alertId === alertId);
  const alert = find(after) ?? find(before);
  if (alert === undefined) return undefined;
  const { kind, priority } = alert;
  return {
    t_s: event.at / 1000,
    alertId,
    alert: kind,
    priority,
    fact: FACTS[event.type],
    text: alertText(alert),
    ...(event.type === 'alert-escalated' && { to: event.to }),
  };
}

/** Counts, and how long something could be heard. */
function createTally(startedAt: Instant) {
  const highest = new Map<string, { kind: AlertKind; priority: Priority }>();
  const facts: Record<Fact, number> = { issued: 0, raised: 0, lowered: 0, escalated: 0, ended: 0 };
  let audibleMs = 0;
  let from = startedAt;
  let audible = false;
  const isAudible = (state: VisitState): boolean =>
    Object.values(state.alerts).some(
      ({ priority, confirmation }) => priority !== 'low' && confirmation?.state !== 'waiting',
    );
  const until = (instant: Instant): void => {
    if (audible) audibleMs += instant - from;
    from = instant;
  };
  return {
    add(_before: VisitState, after: VisitState, event: VisitEvent): void {
      if (!event.type.startsWith('alert-')) return;
      until(event.at);
      audible = isAudible(after);
      if (isShown(event)) facts[FACTS[event.type]] += 1;
      for (const { alertId, kind, priority } of Object.values(after.alerts)) {
        const before = highest.get(alertId);
        if (!before || PRIORITIES.indexOf(priority) > PRIORITIES.indexOf(before.priority))
          highest.set(alertId, { kind, priority });
      }
    },
    upTo(endedAt: Instant): Pick<SummaryLine['summary'], 'alerts' | 'facts' | 'audibleSeconds'> {
      until(endedAt);
      const alerts: Partial<Record<AlertKind, Partial<Record<Priority, number>>>> = {};
      for (const { kind, priority } of highest.values()) {
        const ofKind = (alerts[kind] ??= {});
        ofKind[priority] = (ofKind[priority] ?? 0) + 1;
      }
      return { alerts, facts, audibleSeconds: audibleMs / 1000 };
    },
  };
}
