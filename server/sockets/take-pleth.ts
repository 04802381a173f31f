/** `pleth:send` of an adapter: each packet is parsed by itself, corrected to clinic time, and answered in order. */
import type { Instant } from '#core/reading.ts';
import { parsePlethPacket } from '#protocol/adapter-schemas.ts';
import type { UnknownKeys } from '#protocol/adapter-schemas.ts';
import type { PlethAnswer, PlethPacket } from '#protocol/adapter-events.ts';
import type { Answer } from '#protocol/answer.ts';
import type { Clinic } from '../clinic.ts';
import { FUTURE_MS } from '../clinic/ingest.ts';
import type { AdapterClock } from './adapter-clock.ts';

export interface PlethSender {
  readonly adapterId: string;
  readonly unknownKeys: UnknownKeys;
}

export async function takePleth(
  clinic: Clinic,
  { adapterId, unknownKeys }: PlethSender,
  clock: AdapterClock,
  sent: readonly unknown[],
): Promise<Answer<{ readonly answers: readonly PlethAnswer[] }>> {
  const parsed = sent.map((value) => parsePlethPacket(value, unknownKeys));
  await clock.measured();
  const ends = parsed.flatMap((each) => (each.ok ? [lastSampleOf(each.value)] : []));
  for (const stamp of ends) clock.heard(stamp);
  // As with readings: the adapter's clock may have been set meanwhile.
  if (ends.some((stamp) => clock.toClinic(stamp) - clinic.now > FUTURE_MS)) await clock.doubt();
  const packets = parsed.flatMap((each) =>
    each.ok ? [{ ...each.value, measuredAt: clock.toClinic(each.value.measuredAt) }] : [],
  );
  const taken = (await clinic.pleth.take(adapterId, packets)).values();
  return {
    ok: true,
    data: {
      answers: parsed.map((each): PlethAnswer => {
        if (each.ok) return taken.next().value as PlethAnswer;
        clinic.counters.refused('pleth', each.refusal);
        return { status: 'refused', refusal: each.refusal };
      }),
    },
  };
}

const lastSampleOf = ({ measuredAt, samples, sampleHz }: PlethPacket): Instant =>
  measuredAt + ((samples.byteLength / 2 - 1) * 1_000) / sampleHz;
