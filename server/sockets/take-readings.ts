/** `readings:send` of an adapter: each reading is parsed by itself, corrected to clinic time, and answered in order. */
import type { Refusal } from '#core/refusal.ts';
import type { Duration } from '#core/reading.ts';
import type { ReadingAnswer, WireReading } from '#protocol/adapter-events.ts';
import { parseWireReading, wireIdentityOf } from '#protocol/adapter-schemas.ts';
import type { Answer } from '#protocol/answer.ts';
import type { Clinic } from '../clinic.ts';
import { FUTURE_MS } from '../clinic/ingest.ts';
import { CLOCK_UNKNOWN } from './adapter-clock.ts';
import type { AdapterClock } from './adapter-clock.ts';
import { inClinicTime } from './sent.ts';
import type { AdapterSender } from './sent.ts';
import { WIRE_OPTIONS } from './wire-options.ts';

/**
 * Hardly a connection lives on which a message takes longer. So old, and of the same visit then and now, a live reading is late by its network,
 * which would keep a probe waiting as well: its clock is asked beside it. (Where the clock was set after all, its readings stand so much too early
 * until it has answered, at most a minute.)
 */
const SLOWEST_MS: Duration = WIRE_OPTIONS.pingInterval + WIRE_OPTIONS.pingTimeout;

/** A malformed or foreign one is refused, the others are taken. */
export async function takeReadings(
  clinic: Clinic,
  { adapterId, unknownKeys, pass }: AdapterSender,
  clock: AdapterClock,
  sent: readonly unknown[],
): Promise<Answer<{ readonly answers: readonly ReadingAnswer[] }>> {
  const parsed = sent.map((value) => parseWireReading(value, unknownKeys));
  const stamped = parsed.flatMap((each) => (each.ok ? [each.value] : []));
  await clock.measured();
  for (const { measuredAt } of stamped) clock.heard(measuredAt);
  const isOneVisits = ({ deviceId, measuredAt }: WireReading): boolean =>
    clinic.visitAt(deviceId, clock.toClinic(measuredAt)) === clinic.visitAt(deviceId, clinic.now);
  // The first is the live one: too far from now on either side, the adapter's clock may have been set meanwhile.
  const off = stamped.map(({ measuredAt }) => clock.toClinic(measuredAt) - clinic.now);
  const live = off[0] ?? 0;
  const isSlow = live < -FUTURE_MS && live >= -SLOWEST_MS && stamped.every(isOneVisits);
  if (off.some((ms) => ms > FUTURE_MS) || (live < -FUTURE_MS && !isSlow)) {
    if (!(await clock.isSure())) return CLOCK_UNKNOWN;
  } else if (isSlow) void clock.isSure();
  const corrected = inClinicTime(parsed, clock, pass);
  const readings = corrected.flatMap((each) => (each.ok ? [each.value] : []));
  clinic.signals.clockOffset(adapterId, clock.offsetMs ?? 0);
  const taken = await clinic.ingest(adapterId, readings);
  if (!taken.ok) return taken;
  const answers = taken.data.answers.values();
  return {
    ok: true,
    data: {
      answers: corrected.map((each, index): ReadingAnswer => {
        if (each.ok) return answers.next().value as ReadingAnswer;
        clinic.counters.refused('readings', each.refusal);
        tellRefused(clinic, adapterId, sent[index], each.refusal);
        return { ...wireIdentityOf(sent[index]), status: 'refused', refusal: each.refusal };
      }),
    },
  };
}

/** A signal test shows also what could not be read, and what came from the wrong adapter. */
function tellRefused(clinic: Clinic, adapterId: string, sent: unknown, refusal: Refusal): void {
  const { deviceId } = typeof sent === 'object' && sent !== null ? (sent as { deviceId?: unknown }) : {};
  if (typeof deviceId === 'string') clinic.signals.tell(adapterId, { deviceId, at: clinic.now, refusal });
}
