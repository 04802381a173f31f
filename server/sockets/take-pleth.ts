/** `pleth:send` of an adapter: each packet is parsed by itself, corrected to clinic time, and answered in order. */
import { parsePlethPacket } from '#protocol/adapter-schemas.ts';
import type { UnknownKeys } from '#protocol/adapter-schemas.ts';
import type { PlethAnswer } from '#protocol/adapter-events.ts';
import type { Answer } from '#protocol/answer.ts';
import type { Clinic } from '../clinic.ts';
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
