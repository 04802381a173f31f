/** What an adapter sent, piece by piece, as the clinic takes it. */
import type { Instant } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { UnknownKeys } from '#protocol/adapter-schemas.ts';
import type { AdapterClock } from './adapter-clock.ts';
import type { AdapterPass } from './adapter-door.ts';

export interface AdapterSender {
  readonly adapterId: string;
  readonly unknownKeys: UnknownKeys;
  readonly pass: Pick<AdapterPass, 'refuseDevice'>;
}

/** In clinic time; what was malformed stays refused, and so is what comes of a device that this adapter may not bring. */
export const inClinicTime = <T extends { readonly deviceId: string; readonly measuredAt: Instant }>(
  parsed: readonly Result<T>[],
  clock: Pick<AdapterClock, 'toClinic'>,
  pass: AdapterSender['pass'],
): readonly Result<T>[] =>
  parsed.map((each) => {
    if (!each.ok) return each;
    const measuredAt = clock.toClinic(each.value.measuredAt);
    const refusal = pass.refuseDevice(each.value.deviceId, measuredAt);
    return refusal ? { ok: false, refusal } : accept({ ...each.value, measuredAt });
  });
