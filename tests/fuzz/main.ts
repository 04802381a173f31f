/**
 * `npm run fuzz -- --frames 1000000 --device NAME|all --seed N`: mutated frames through each decoder. A decoder that throws,
 * or says what it may never say (fault.ts), is named with its bytes in hex, and the exit code is 1.
 */
import { parseArgs } from 'node:util';
import { deviceModelNames, deviceTable } from '#devices/device-table.ts';
import type { DeviceModel } from '#devices/device-table.ts';
import type { DecoderOptions } from '#devices/decoder.ts';
import { faultOf } from './fault.ts';
import { mutated } from './mutate.ts';
import { seeded } from './random.ts';
import { samplesOf, variantsOf } from './variants.ts';

const { values: options } = parseArgs({
  options: {
    frames: { type: 'string', default: '1000000' },
    device: { type: 'string', default: 'all' },
    seed: { type: 'string', default: '1' },
  },
});
const frames = Number(options.frames);
const seed = Number(options.seed);
const models = deviceTable.filter(({ name }) => options.device === 'all' || name === options.device);
if (!(Number.isSafeInteger(frames) && frames > 0 && Number.isSafeInteger(seed))) {
  console.error('--frames is a whole number above 0, --seed a whole number.');
  process.exit(1);
}
if (models.length === 0) {
  console.error(`--device ${options.device}: known are all, ${deviceModelNames.join(', ')}.`);
  process.exit(1);
}

/** A link is opened anew now and then; what a decoder keeps in between is fuzzed too. */
const FRAMES_A_LINK = 500;
const MOST_FAULTS = 10;

interface Tally {
  frames: number;
  readings: number;
  refusals: number;
  worstUs: number;
  totalUs: number;
  faults: string[];
}

function run(model: DeviceModel, variant: DecoderOptions, samples: readonly Uint8Array[], share: number, tally: Tally) {
  const random = seeded(seed);
  let decoder = model.createDecoder(variant);
  for (let n = 0; n < share && tally.faults.length < MOST_FAULTS; n += 1) {
    if (n % FRAMES_A_LINK === 0) decoder = model.createDecoder(variant);
    const bytes = mutated(samples, random);
    let fault: string | undefined;
    const startedAt = performance.now();
    try {
      const decoded = decoder.push(bytes);
      const us = (performance.now() - startedAt) * 1_000;
      tally.totalUs += us;
      tally.worstUs = Math.max(tally.worstUs, us);
      tally.readings += decoded.readings.length;
      tally.refusals += decoded.refusals.length;
      fault = faultOf(decoded) ?? (decoder.flush && faultOf(decoder.flush()));
    } catch (error) {
      fault = `it threw: ${String(error)}`;
      decoder = model.createDecoder(variant);
    }
    tally.frames += 1;
    if (fault)
      tally.faults.push(`frame ${n} ${JSON.stringify(variant)} ${Buffer.from(bytes).toString('hex')}: ${fault}`);
  }
}

console.log(`seed ${seed}`);
console.log(
  ['device', 'frames', 'readings', 'refusals', 'mean µs', 'worst µs'].map((word) => word.padStart(14)).join(''),
);
for (const model of models) {
  const samples = await samplesOf(model);
  const variants = variantsOf(model);
  const tally: Tally = { frames: 0, readings: 0, refusals: 0, worstUs: 0, totalUs: 0, faults: [] };
  for (const variant of variants) run(model, variant, samples, Math.ceil(frames / variants.length), tally);
  const figures = [tally.frames, tally.readings, tally.refusals, (tally.totalUs / tally.frames).toFixed(2)];
  console.log([model.name, ...figures, tally.worstUs.toFixed(0)].map((cell) => String(cell).padStart(14)).join(''));
  for (const fault of tally.faults) console.error(`${model.name}: ${fault}`);
  if (tally.faults.length > 0) process.exitCode = 1;
}
