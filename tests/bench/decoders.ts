/** What a frame costs in the decoder of each serial device: one push a frame, as a slow line delivers it. */
import { deviceTable } from '#devices/device-table.ts';
import type { DeviceModel } from '#devices/device-table.ts';
import { FRAME_BYTES as NONIN_FRAME_BYTES } from '#devices/nonin-df2/frame.ts';
import { samplesOf } from '../fuzz/variants.ts';
import { median, type Figure } from './stats.ts';

const GOAL_US = 5;
const FRAMES = 20_000;
const RUNS = 15;
/** Runs before the code is compiled, which are not counted. */
const WARM_UP = 5;

/** A device's samples are frames, but those of Nonin, which are packets of them. */
async function framesOf(model: DeviceModel): Promise<readonly Uint8Array[]> {
  const samples = await samplesOf(model);
  if (model.name !== 'nonin-df2') return samples;
  return samples.flatMap((packet) =>
    Array.from({ length: packet.length / NONIN_FRAME_BYTES }, (_, frame) =>
      packet.subarray(frame * NONIN_FRAME_BYTES, (frame + 1) * NONIN_FRAME_BYTES),
    ),
  );
}

/** @returns µs a frame. */
function run(model: DeviceModel, frames: readonly Uint8Array[]): number {
  const decoder = model.createDecoder();
  const rounds = Math.ceil(FRAMES / frames.length);
  const startedAt = performance.now();
  for (let round = 0; round < rounds; round += 1) for (const frame of frames) decoder.push(frame);
  return ((performance.now() - startedAt) * 1_000) / (rounds * frames.length);
}

export async function decoders(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const model of deviceTable.filter(({ links }) => links.includes('serial'))) {
    const frames = await framesOf(model);
    const runs = Array.from({ length: WARM_UP + RUNS }, () => run(model, frames)).slice(WARM_UP);
    const product = Number(median(runs).toPrecision(3));
    const met = product <= GOAL_US;
    figures.push({
      name: `decoder of ${model.name}, a frame`,
      unit: 'µs',
      product,
      floor: null,
      ratio: null,
      goal: GOAL_US,
      met,
      pairs: [],
    });
  }
  return figures;
}
