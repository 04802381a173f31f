/** Arbitrary commands, readings and whole courses of visits, for properties. */
import fc from 'fast-check';
import type { Actor } from '#core/actor.ts';
import type { VisitCommand } from '#core/command.ts';
import { MINUTES_AGO } from '#core/command.ts';
import { CHECKED_BY_HAND, CRITERIA } from '#core/discharge.ts';
import type { Entry } from '#core/entry.ts';
import { EMERGENCY_STEPS, INTERVENTIONS, RESPONSES, SCALES, SIDE_EFFECTS } from '#core/entry.ts';
import { LIMIT_NAMES } from '#core/limits/limit-name.ts';
import { PHASE_NAMES, STOP_REASONS } from '#core/phase.ts';
import { CAUSES, NIBP_FAILURES, QUALITIES } from '#core/reading.ts';
import type { Duration, Reading } from '#core/reading.ts';
import type { SetUp } from '#core/setup.ts';
import { administrator, nurse, provider, screen, system } from './visit-builder.ts';
import type { VisitBuilder } from './visit-builder.ts';
import { aVisit, esketamine, ivKetamine, makeReady, meetByHand, MINUTE, SECOND } from './visit-builder.ts';

const minutesAgo = fc.constantFrom(...MINUTES_AGO);
const reason = fc.constantFrom('as discussed', '', ' ');
const number = fc.oneof(
  fc.integer({ min: -5, max: 320 }),
  fc.double({ min: 0, max: 200 }),
  fc.constantFrom(NaN, Infinity),
);
/** Sensible or not; null = the protocol's. */
export const anyLimits = fc.dictionary(
  fc.constantFrom(...LIMIT_NAMES),
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 76, max: 92 }) },
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 200 }) },
    fc.constant(null),
    fc.constant(0),
  ),
  { maxKeys: 4, noNullPrototype: true },
);
const mmHg = fc.integer({ min: 30, max: 220 });
const criterion = fc.constantFrom(...CRITERIA);

const setUp: fc.Arbitrary<SetUp> = fc.record(
  {
    weightKg: number,
    doseMgPerKg: number,
    doseMg: number,
    plannedMs: fc.integer({ min: 0, max: 150 }).map((minutes) => minutes * MINUTE),
    bpEveryMs: fc.constantFrom(5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 7 * MINUTE),
    lot: reason,
    ride: fc.record({ name: reason, phone: reason }),
    ridePlan: fc.record({ plan: reason, byName: reason }),
  },
  { requiredKeys: [] },
);

const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ kind: fc.constant('side-effect'), effect: fc.constantFrom(...SIDE_EFFECTS) }),
  fc.record({ kind: fc.constant('intervention'), intervention: fc.constantFrom(...INTERVENTIONS) }),
  fc.record({ kind: fc.constant('oxygen'), flowLPerMin: fc.constantFrom(0, 2, 4, -1, 60, NaN) }),
  fc.record({ kind: fc.constant('scale'), scale: fc.constantFrom(...SCALES), score: fc.integer({ min: -1, max: 11 }) }),
  fc.record({ kind: fc.constant('response'), response: fc.constantFrom(...RESPONSES), nausea: fc.boolean() }),
  fc.record({ kind: fc.constant('note'), text: reason }),
  fc.record({ kind: fc.constant('bp-started') }),
  fc.record({ kind: fc.constant('emergency'), step: fc.constantFrom(...EMERGENCY_STEPS), text: reason }),
);

const command = <Type extends VisitCommand['type'], Shape extends object>(
  type: Type,
  shape: { [K in keyof Shape]: fc.Arbitrary<Shape[K]> },
) => fc.record({ type: fc.constant(type), ...shape }) as unknown as fc.Arbitrary<VisitCommand>;
const alertId = fc.constantFrom('id-1', 'id-2', 'id-3', 'id-9', 'nothing');

/** Any command, sensible or not. */
export const anyCommand: fc.Arbitrary<VisitCommand> = fc.oneof(
  command('identity:confirm', {}),
  command('setup:record', { setUp, confirmed: fc.boolean() }),
  command('baseline:freeze', {}),
  command('baseline:correct', { systolicMmHg: mmHg, diastolicMmHg: mmHg, spo2Pct: number, pulseBpm: number, reason }),
  command('hold:approve', { reason }),
  command('limits:change', { limits: anyLimits, reason }),
  command('infusion:start', { minutesAgo }),
  command('device:give', { mg: number, lot: reason, minutesAgo }),
  command('pump:pause', { minutesAgo }),
  command('pump:resume', { minutesAgo }),
  command('infusion:end', { reason: fc.constantFrom(...STOP_REASONS), pumpVolumeMl: number, minutesAgo }),
  command('infusion:end', { reason: fc.constantFrom(...STOP_REASONS), minutesAgo }),
  command('infusion:reopen', { reason }),
  command('pump:volume', { pumpVolumeMl: number }),
  command('recovery:decide', { choice: fc.constantFrom('extend', 'treated'), reason }),
  command('monitoring:end', {}),
  command('monitoring:reopen', { reason }),
  command('criterion:check', { criterion: fc.constantFrom(...CHECKED_BY_HAND), met: fc.boolean() }),
  command('criterion:override', { criterion, reason }),
  command('ride:wait', {}),
  command('visit:end', {
    ending: fc.constantFrom('home', 'transferred', 'left-against-advice', 'cancelled'),
    reason,
    escortName: reason,
  }),
  command('visit:move', { chairId: fc.constantFrom('chair-1', 'chair-2', 'chair-3') }),
  command('patient:correct', { patientId: fc.constantFrom('patient-1', 'patient-2'), reason }),
  command('emergency:declare', {}),
  command('emergency:end', {}),
  command('entry:record', { entry, minutesAgo }),
  command('bp:enter', { systolicMmHg: mmHg, diastolicMmHg: mmHg, minutesAgo }),
  command('cuff:measure', {}),
  command('cuff:stop', {}),
  command('alert:acknowledge', { alertId }),
  command('alert:pause-audio', { alertId }),
  command('mark:clear', { alertId }),
  command('patient:attended', {}),
  command('message:send', { text: reason }),
  command('message:read', { messageId: alertId }),
  command('provider:call', {}),
  command('provider:answer', {}),
  command('provider:call-off', {}),
  command('order:verbal', {
    orderedBy: fc.constantFrom(provider.name, nurse.name, ''),
    readBack: fc.constant(true),
    minutesAgo,
    command: fc.oneof(
      command('hold:approve', { reason }),
      command('limits:change', { limits: anyLimits, reason }),
      command('recovery:decide', { choice: fc.constantFrom('extend', 'treated'), reason }),
      command('criterion:override', { criterion, reason }),
    ),
  }),
  command('order:cosign', { orderId: alertId }),
  command('order:dispute', { orderId: alertId, reason, undo: fc.boolean() }),
  command('record:close', { seen: fc.constantFrom(0, 1), seenSeq: fc.constantFrom(1, 2) }),
  command('record:sign', { seen: fc.constantFrom(0, 1), seenSeq: fc.constantFrom(1, 2) }),
  command('record:addend', { text: reason }),
  command('nurse:take-over', { from: fc.constantFrom(null, nurse.name, provider.name) }),
  command('cover:begin', {}),
  command('cover:end', {}),
  command('off-monitor:begin', {}),
  command('off-monitor:back', {}),
);

export const anyActor: fc.Arbitrary<Actor> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(nurse, provider) },
  { weight: 1, arbitrary: fc.constantFrom(administrator, screen, system) },
);

/** A reading measured so long before it is received: mostly live, at times late. */
const lateMs = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 7 * SECOND }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 20 * MINUTE }) },
);
const causes = fc.subarray([...CAUSES], { maxLength: 2 });
const quality = fc.constantFrom(...QUALITIES);
const valued = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 8 });
type Unmeasured<R> = R extends Reading ? Omit<R, 'measuredAt'> : never;

const unmeasured: fc.Arbitrary<Unmeasured<Reading>> = fc.oneof(
  { weight: 6, arbitrary: oximetry() },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('nibp' as const),
      quality,
      causes,
      systolicMmHg: fc.integer({ min: 70, max: 200 }),
      diastolicMmHg: fc.integer({ min: 40, max: 120 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('nibp-failed' as const),
      quality,
      causes,
      failure: fc.constantFrom(...NIBP_FAILURES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('cuff-pressure' as const),
      quality,
      causes,
      cuffPressureMmHg: fc.integer({ min: 0, max: 280 }),
    }),
  },
);

function oximetry(): fc.Arbitrary<Unmeasured<Extract<Reading, { kind: 'oximetry' }>>> {
  return fc
    .record({
      quality,
      causes,
      spo2Pct: valued(fc.integer({ min: 70, max: 100 })),
      pulseBpm: valued(fc.integer({ min: 30, max: 160 })),
    })
    .map(({ spo2Pct, pulseBpm, ...rest }) => ({
      kind: 'oximetry' as const,
      ...rest,
      ...(spo2Pct !== undefined && rest.quality !== 'none' && { spo2Pct }),
      ...(pulseBpm !== undefined && rest.quality !== 'none' && { pulseBpm }),
    }));
}

export type Step =
  | { readonly do: 'command'; readonly command: VisitCommand; readonly by: Actor; readonly place: 'chair' | 'station' }
  | { readonly do: 'reading'; readonly reading: Unmeasured<Reading>; readonly lateMs: Duration }
  | { readonly do: 'watch'; readonly seconds: number }
  | { readonly do: 'wait'; readonly ms: Duration }
  /** Everything the next phase needs, so that courses get far. */
  | { readonly do: 'ready' };

export const anySteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 10,
      arbitrary: fc.record({
        do: fc.constant('command' as const),
        command: anyCommand,
        by: anyActor,
        place: fc.constantFrom('chair', 'station'),
      }),
    },
    { weight: 8, arbitrary: fc.record({ do: fc.constant('reading' as const), reading: unmeasured, lateMs }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('watch' as const), seconds: fc.integer({ min: 1, max: 30 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 15 * MINUTE }) }),
    },
    { weight: 1, arbitrary: fc.constant({ do: 'ready' as const }) },
  ),
  { minLength: 1, maxLength: 40 },
);

/** A visit somewhere on its way. */
export const anyStart: fc.Arbitrary<VisitBuilder> = fc
  .record({ phase: fc.constantFrom(...PHASE_NAMES), protocol: fc.constantFrom(ivKetamine, esketamine) })
  .map((wish) => aVisit(wish));

/** Goes one step; commands that are refused change nothing. */
export function go(visit: VisitBuilder, step: Step): void {
  switch (step.do) {
    case 'command': {
      const answer = visit.tick().ask(step.command, step.by, step.place);
      if (answer.ok) for (const body of answer.value) visit.record(body, step.by);
      break;
    }
    case 'reading':
      visit.tick().reading({ ...step.reading, measuredAt: visit.now - step.lateMs } as Reading);
      break;
    case 'watch':
      visit.watched(step.seconds);
      break;
    case 'wait':
      visit.after(step.ms);
      break;
    case 'ready':
      if (visit.state.phase.name === 'baseline') makeReady(visit);
      if (visit.state.phase.name === 'discharge') meetByHand(visit);
      break;
  }
  visit.tick();
}
