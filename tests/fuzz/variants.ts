/** A decoder in every way it can be made: each characteristic, with and without each quirk profile. */
import type { DecoderOptions } from '#devices/decoder.ts';
import type { DeviceModel } from '#devices/device-table.ts';

export function variantsOf({ ble }: DeviceModel): readonly DecoderOptions[] {
  if (!ble) return [{}];
  const characteristics = [...ble.notify, ...(ble.feature ? [ble.feature] : [])];
  return characteristics.flatMap((characteristic) => [
    { characteristic },
    ...(ble.quirks ?? []).map(({ name }) => ({ characteristic, quirk: name })),
  ]);
}

/** Frames of the device that are right, kept beside its decoder. */
export async function samplesOf({ name }: DeviceModel): Promise<readonly Uint8Array[]> {
  const { samples } = (await import(`../../src/devices/${name}/samples.ts`)) as { samples: readonly Uint8Array[] };
  return samples;
}
