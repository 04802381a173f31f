import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unpackSamples } from '#protocol/pleth-samples.ts';
import type { PlethPacket } from '#protocol/adapter-events.ts';
import { PlethPacker } from './pleth-packer.ts';

const START = 1_800_000_000_000;
const HZ = 75;
const scale = { sampleHz: HZ, fullScale: 255 };
const wave = (count: number, from = 0): number[] => Array.from({ length: count }, (_, n) => (from + n) % 256);
const samplesOf = (packets: readonly PlethPacket[]): number[] =>
  packets.flatMap(({ samples }) => [...unpackSamples(samples)]);
const endOf = ({ measuredAt, samples, sampleHz }: PlethPacket): number =>
  measuredAt + (samples.byteLength / 2) * (1_000 / sampleHz);

describe('WS-100 the wave is gathered into packets of about 200 ms', () => {
  test('WS-100 a device that says 25 samples three times a second: each is a packet, and the last sample is of then', () => {
    const packer = new PlethPacker({ deviceId: 'ox' });
    const packets = [1, 2, 3].flatMap((n) =>
      packer.push([{ ...scale, samples: wave(25, n * 25) }], START + Math.round((n * 1_000) / 3)),
    );
    expect(packets.map(({ samples }) => samples.byteLength / 2)).toEqual([25, 25, 25]);
    for (const [n, packet] of packets.entries())
      expect(Math.abs(endOf(packet) - 1_000 / HZ - (START + ((n + 1) * 1_000) / 3))).toBeLessThan(1_000 / HZ);
  });

  test('WS-100 a device that says each sample as it takes it: twelve of 60 a second wait for each other', () => {
    const packer = new PlethPacker({ deviceId: 'ox' });
    const packets = Array.from({ length: 60 }, (_, n) =>
      packer.push([{ sampleHz: 60, fullScale: 127, samples: [n] }], START + Math.round((n * 1_000) / 60)),
    ).flat();
    expect(packets.map(({ samples }) => samples.byteLength / 2)).toEqual([12, 12, 12, 12, 12]);
    expect(packets.map(({ measuredAt }) => measuredAt - START)).toEqual([0, 200, 400, 600, 800]);
  });

  test('WS-100 no packet has more than a thousand samples, however much comes at once', () => {
    const packets = new PlethPacker({ deviceId: 'ox', speed: 60 }).push([{ ...scale, samples: wave(2_300) }], START);
    expect(packets.map(({ samples }) => samples.byteLength / 2)).toEqual([1_000, 1_000, 300]);
  });

  test('WS-101 what waits although nothing follows goes out; what comes after a closed line is no neighbour', () => {
    const packer = new PlethPacker({ deviceId: 'ox' });
    expect(packer.push([{ ...scale, samples: wave(5) }], START)).toEqual([]);
    expect(packer.flush(START + 400)).toEqual([]);
    expect(samplesOf(packer.flush(START + 401))).toEqual(wave(5));
    packer.push([{ ...scale, samples: wave(5) }], START + 420);
    expect(packer.gap()).toHaveLength(1);
    const [next] = packer.push([{ ...scale, samples: wave(20) }], START + 900);
    expect(next?.measuredAt).toBe(Math.round(START + 900 - (19 * 1_000) / HZ));
  });

  test('WS-101 lost samples inside a push end the packet there', () => {
    const packer = new PlethPacker({ deviceId: 'ox' });
    packer.push([{ ...scale, samples: wave(4) }], START);
    const packets = packer.push(
      [
        { ...scale, samples: wave(3, 4) },
        { ...scale, samples: wave(15, 90) },
      ],
      START + 500,
    );
    expect(packets.map((packet) => samplesOf([packet]))).toEqual([wave(7), wave(15, 90)]);
  });
});

/** Pushes of 1 to 60 samples on time or late by up to `jitterMs`, some after a pause. */
const pushes = fc.array(
  fc.record({
    count: fc.integer({ min: 1, max: 60 }),
    lateMs: fc.integer({ min: 0, max: 40 }),
    pauseMs: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 700, max: 5_000 })),
  }),
  { minLength: 1, maxLength: 40 },
);

test('WS-101 samples in are samples out, their times right within late arrival and one sample, and no pause is bridged', () => {
  fc.assert(
    fc.property(pushes, fc.constantFrom(1, 10), (given, speed) => {
      const packer = new PlethPacker({ deviceId: 'ox', speed });
      const period = 1_000 / HZ;
      let takenAt = START;
      const truth: number[] = [];
      const starts: number[] = [];
      const sent: number[] = [];
      const packets: PlethPacket[] = [];
      for (const { count, lateMs, pauseMs } of given) {
        takenAt += pauseMs * speed;
        if (pauseMs > 0) starts.push(truth.length);
        const samples = wave(count, sent.length);
        for (let n = 0; n < count; n += 1) truth.push((takenAt += period));
        sent.push(...samples);
        packets.push(...packer.push([{ ...scale, samples }], Math.round(takenAt + lateMs)));
      }
      packets.push(...packer.gap());
      expect(samplesOf(packets)).toEqual(sent);
      let at = 0;
      for (const { measuredAt, samples } of packets) {
        const count = samples.byteLength / 2;
        expect(starts.some((start) => start > at && start < at + count)).toBe(false);
        const error = measuredAt - (truth[at] ?? 0);
        expect(error).toBeGreaterThanOrEqual(-period);
        expect(error).toBeLessThanOrEqual(40 + period);
        at += count;
      }
    }),
    { numRuns: 300 },
  );
});
