/** What a page tells of the time it watched alone (docs/adr/0008-tablet-alone.md), parsed at the socket. */
import * as z from 'zod/mini';
import { ALERT_KINDS } from '#core/alerts/alert.ts';
import type { Clock } from '#core/alerts/clock.ts';
import type { SatSum } from '#core/alerts/sat-seconds.ts';
import type { LevelTrack, RuleTrack, Tracks } from '#core/alerts/track.ts';
import type { Seen, SeenAlert, ToldFact, WatchedAlone } from '#core/alone/alone.ts';
import { COMPARISONS, PARAMETERS, PRIORITIES, VITAL_ALERT_KINDS } from '#core/clinical-protocol.ts';
import { CAUSES, NIBP_FAILURES, QUALITIES } from '#core/reading.ts';
import type { CuffPressureReading, NibpFailedReading, NibpReading, OximetryReading } from '#core/reading.ts';
import { idText, intIn, mmHg, numberIn, shortText } from './bounded.ts';

/** A page tells a long stretch in parts: one message holds at most 256 KB (WS-7). */
export const MOST_FACTS = 1_000;

export const instant = intIn(0, 8.64e15);
/** Held time; a gap adds at most seconds to it. */
const held = numberIn(0, 864e5);
const priority = z.enum(PRIORITIES);
const excess = z.strictObject({
  of: z.enum(PARAMETERS),
  extreme: numberIn(0, 1_000),
  is: z.enum(COMPARISONS),
  limit: numberIn(0, 1_000),
});

const fact = <Type extends ToldFact['type'], Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), alertId: idText, at: instant, ...shape });

const told = z.discriminatedUnion('type', [
  fact('alert-issued', {
    kind: z.enum(ALERT_KINDS),
    priority,
    onsetAt: instant,
    excess: z.exactOptional(excess),
    reason: z.exactOptional(shortText),
    confirmUntil: z.exactOptional(instant),
  }),
  fact('alert-raised', {
    priority,
    excess: z.exactOptional(excess),
    reason: z.exactOptional(shortText),
    confirmUntil: z.exactOptional(instant),
  }),
  fact('alert-lowered', { priority, excess: z.exactOptional(excess) }),
  fact('alert-confirmed', { excess: z.exactOptional(excess) }),
  fact('alert-unconfirmed', { reason: shortText }),
  fact('alert-acknowledged', {}),
  fact('alert-audio-paused', { until: instant }),
  fact('alert-resounded', { reason: shortText }),
  fact('alert-ended', { cause: z.enum(['in-range', 'person']), latched: z.boolean() }),
  fact('latched-mark-cleared', {}),
]) satisfies z.ZodMiniType<ToldFact>;

const measured = {
  measuredAt: instant,
  deviceAt: z.exactOptional(instant),
  quality: z.enum(QUALITIES),
  causes: z.array(z.enum(CAUSES)).check(z.maxLength(CAUSES.length)),
};
const saturation = numberIn(1, 100);
const pulse = numberIn(1, 400);
const pressure = numberIn(1, 400);

const oximetry = z.strictObject({
  kind: z.literal('oximetry'),
  ...measured,
  spo2Pct: z.exactOptional(saturation),
  pulseBpm: z.exactOptional(pulse),
  perfusionIndexPct: z.exactOptional(numberIn(0, 100)),
  respiratoryRatePerMin: z.exactOptional(numberIn(0, 200)),
}) satisfies z.ZodMiniType<OximetryReading>;

const nibp = z.strictObject({
  kind: z.literal('nibp'),
  ...measured,
  systolicMmHg: pressure,
  diastolicMmHg: pressure,
  meanMmHg: z.exactOptional(pressure),
  pulseBpm: z.exactOptional(pulse),
  byHand: z.exactOptional(z.literal(true)),
}) satisfies z.ZodMiniType<NibpReading>;

const nibpFailed = z.strictObject({
  kind: z.literal('nibp-failed'),
  ...measured,
  failure: z.enum(NIBP_FAILURES),
}) satisfies z.ZodMiniType<NibpFailedReading>;

const cuffPressure = z.strictObject({
  kind: z.literal('cuff-pressure'),
  ...measured,
  cuffPressureMmHg: mmHg,
}) satisfies z.ZodMiniType<CuffPressureReading>;

const clockShape = { since: instant, heldMs: held, lastAt: instant, running: z.boolean() };
const clock = z.strictObject(clockShape) satisfies z.ZodMiniType<Clock>;
const sum = z.strictObject({
  sum: numberIn(0, 1_000_000),
  lastAt: instant,
  below: numberIn(-100, 100),
  run: z.exactOptional(z.strictObject({ since: instant, excess })),
  crossedAt: z.array(instant).check(z.maxLength(20)),
  isCounted: z.boolean(),
}) satisfies z.ZodMiniType<SatSum>;
const level = z.strictObject({
  when: z.exactOptional(z.strictObject({ ...clockShape, excess })),
  paused: z.exactOptional(z.strictObject({ ...clockShape, excess })),
  clear: z.exactOptional(clock),
  clearGood: z.exactOptional(clock),
  sum: z.exactOptional(sum),
  metAt: z.exactOptional(instant),
}) satisfies z.ZodMiniType<LevelTrack>;
const rule = z.strictObject({
  valueAt: instant,
  doubt: z.enum(['none', 'poor', 'moved']),
  levels: z.array(level).check(z.maxLength(PRIORITIES.length)),
}) satisfies z.ZodMiniType<RuleTrack>;

const byDevice = z.exactOptional(
  z.strictObject({ oximeter: z.exactOptional(instant), cuff: z.exactOptional(instant) }),
);
const tracks = z.strictObject({
  rules: z.partialRecord(z.enum(VITAL_ALERT_KINDS), rule),
  spo2Run: z.exactOptional(z.strictObject({ since: instant, lastAt: instant })),
  spo2Gaps: z.exactOptional(
    z.strictObject({
      lastAt: instant,
      gaps: z.array(z.strictObject({ since: instant, backAt: instant })).check(z.maxLength(100)),
    }),
  ),
  bpReceivedAt: z.exactOptional(instant),
  bpFailureReceivedAt: z.exactOptional(instant),
  heardAt: byDevice,
  lowBatteryAt: byDevice,
  inflation: z.exactOptional(z.strictObject({ since: instant, lastAt: instant })),
}) as z.ZodMiniType<Tracks>;

const alert = z.strictObject({
  alertId: idText,
  condition: z.enum(['true', 'clearing', 'no-data']),
  excess: z.exactOptional(excess),
  reason: z.exactOptional(shortText),
  extremeAtAcknowledgement: z.exactOptional(numberIn(0, 1_000)),
}) satisfies z.ZodMiniType<SeenAlert>;

/** Bounds of each key alone; what they mean together is checked against the visit (src/core/alone/fault-of-seen.ts). */
const valued = z.exactOptional(z.strictObject({ value: numberIn(0, 400), at: instant }));
const seen = z.strictObject({
  oximetry: z.exactOptional(oximetry),
  lastSpo2: valued,
  lastPulse: valued,
  recentOximetry: z
    .array(z.strictObject({ at: instant, spo2Pct: saturation, pulseBpm: z.exactOptional(pulse) }))
    .check(z.maxLength(1_300)),
  spo2SteadySince: z.exactOptional(instant),
  probeSeenOn: z.boolean(),
  probeSeenOff: z.exactOptional(z.literal(true)),
  bps: z.array(nibp).check(z.maxLength(8)),
  highestBp: z.exactOptional(nibp),
  highestDiastolicBp: z.exactOptional(nibp),
  lastBpFailure: z.exactOptional(nibpFailed),
  cuffPressure: z.exactOptional(cuffPressure),
  tracks,
  alerts: z.array(alert).check(z.maxLength(ALERT_KINDS.length)),
}) as z.ZodMiniType<Seen>;

const feed = z.strictObject({ deviceId: z.exactOptional(idText), since: instant });

/** The keys of `visit:join` beside its ids. */
export const watchedAloneShape = {
  from: instant,
  until: instant,
  feeds: z.strictObject({ oximeter: z.exactOptional(feed), cuff: z.exactOptional(feed) }),
  facts: z.array(told).check(z.maxLength(MOST_FACTS)),
  seen,
} satisfies { [Key in keyof WatchedAlone]: z.ZodMiniType<WatchedAlone[Key]> };
