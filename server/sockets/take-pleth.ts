/** `pleth:send` of an adapter: each packet is parsed by itself, corrected to clinic time, and answered in order. */
import type { Instant } from '#core/reading.ts';
import { parsePlethPacket } from '#protocol/adapter-schemas.ts';
import type { PlethAnswer, PlethPacket } from '#protocol/adapter-events.ts';
import type { Answer } from '#protocol/answer.ts';
import type { Clinic } from '../clinic.ts';
import { FUTURE_MS } from '../clinic/ingest.ts';
import { CLOCK_UNKNOWN } from './adapter-clock.ts';
import type { AdapterClock } from './adapter-clock.ts';
import { inClinicTime } from './sent.ts';
import type { AdapterSender } from './sent.ts';

export async function takePleth(
  clinic: Clinic,
  { adapterId, unknownKeys, pass }: AdapterSender,
  clock: AdapterClock,
  sent: readonly unknown[],
): Promise<Answer<{ readonly answers: readonly PlethAnswer[] }>> {
  const parsed = sent.map((value) => parsePlethPacket(value, unknownKeys));
  await clock.measured();
  const ends = parsed.flatMap((each) => (each.ok ? [lastSampleOf(each.value)] : []));
  for (const stamp of ends) clock.heard(stamp);
  // As with readings: the adapter's clock may have been set meanwhile.
  if (ends.some((stamp) => clock.toClinic(stamp) - clinic.now > FUTURE_MS) && !(await clock.isSure()))
    return CLOCK_UNKNOWN;
  const corrected = inClinicTime(parsed, clock, pass);
  const packets = corrected.flatMap((each) => (each.ok ? [each.value] : []));
  const taken = (await clinic.pleth.take(adapterId, packets)).values();
  return {
    ok: true,
    data: {
      answers: corrected.map((each): PlethAnswer => {
        if (each.ok) return taken.next().value as PlethAnswer;
        clinic.counters.refused('pleth', each.refusal);
        return { status: 'refused', refusal: each.refusal };
      }),
    },
  };
}

const lastSampleOf = ({ measuredAt, samples, sampleHz }: PlethPacket): Instant =>
  measuredAt + ((samples.byteLength / 2 - 1) * 1_000) / sampleHz;
