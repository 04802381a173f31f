/** Decoders of byte streams, whose frames may be cut anywhere: what must hold whatever the bytes and the cuts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultOf } from '../../tests/fuzz/fault.ts';
import { mutated } from '../../tests/fuzz/mutate.ts';
import { seeded } from '../../tests/fuzz/random.ts';
import type { Decoded, Decoder } from './decoder.ts';
import { createCms50Decoder } from './cms50/decoder.ts';
import { samples as cms50 } from './cms50/samples.ts';
import { createCms50NewDecoder } from './cms50-new/decoder.ts';
import { samples as cms50New } from './cms50-new/samples.ts';
import { createO2ringDecoder } from './o2ring/decoder.ts';
import { samples as o2ring } from './o2ring/samples.ts';
import { createPc60fwDecoder } from './pc-60fw/decoder.ts';
import { samples as pc60fw } from './pc-60fw/samples.ts';

/** The first sample of each gives a reading. */
const formats: readonly (readonly [name: string, create: () => Decoder, samples: readonly Uint8Array[]])[] = [
  ['cms50', createCms50Decoder, cms50],
  ['cms50-new', createCms50NewDecoder, cms50New],
  ['pc-60fw', createPc60fwDecoder, pc60fw],
  ['o2ring', createO2ringDecoder, o2ring],
];

const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const samplesIn = ({ pleth = [] }: Decoded): number[] => pleth.flatMap((segment) => segment.samples);
const seeds = fc.array(fc.nat(0xffffffff), { minLength: 1, maxLength: 6 });
/** Frames, unchanged or mutated, one after the other, and noise between some of them. */
const streamOf = (samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    { weight: 3, arbitrary: seeds.map((list) => concat(...list.map((seed) => mutated(samples, seeded(seed))))) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  );
const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });

function pushedInPieces(decoder: Decoder, bytes: Uint8Array, sizes: readonly number[]): Decoded[] {
  const decoded: Decoded[] = [];
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    decoded.push(decoder.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return decoded;
}

describe.each(formats)('%s', (_, create, samples) => {
  const [known = new Uint8Array(0)] = samples;
  const [expected] = create().push(known).readings;

  test('DV-11 random and mutated streams: nothing throws, no number is out of its range', () => {
    fc.assert(
      fc.property(streamOf(samples), (bytes) => {
        const decoded = create().push(bytes);
        expect(faultOf(decoded)).toBeUndefined();
        expect(decoded.readings.length).toBeLessThanOrEqual(bytes.length / 5);
        expect(decoded.refusals.length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 10_000 },
    );
  });

  test('DV-12 DV-142 however the bytes are split, readings and samples are the same', () => {
    fc.assert(
      fc.property(streamOf(samples), cuts, (bytes, sizes) => {
        const whole = create().push(bytes);
        const pieces = pushedInPieces(create(), bytes, sizes);
        expect(pieces.flatMap(({ readings }) => readings)).toEqual(whole.readings);
        expect(pieces.flatMap(samplesIn)).toEqual(samplesIn(whole));
      }),
      { numRuns: 2_000 },
    );
  });

  test('DV-170 after any bytes it reads on within 64 bytes, or at its next frame', () => {
    const frames = Array.from({ length: Math.ceil(64 / known.length) + 1 }, () => known);
    fc.assert(
      fc.property(streamOf(samples), (bytes) => {
        const decoder = create();
        decoder.push(bytes);
        const read = pushedInPieces(decoder, concat(...frames), [known.length]).flatMap(({ readings }) => readings);
        expect(read.at(-1)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test('DV-170 a start without an end, for ever, costs no more than the bytes', () => {
    const start = known.subarray(0, 4);
    const decoder = create();
    const endless = concat(...Array.from({ length: 50_000 }, () => start));
    for (let at = 0; at < endless.length; at += 1) decoder.push(endless.subarray(at, at + 1));
    const read = Array.from({ length: 16 }, () => decoder.push(known)).flatMap(({ readings }) => readings);
    expect(read.at(-1)).toEqual(expected);
  });
});
