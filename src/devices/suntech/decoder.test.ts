import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joined } from '../bytes.ts';
import type { DecodedReading } from '../decoder.ts';
import { createSuntechDecoder } from './decoder.ts';
import { encodeAnswer, encodeFailure, encodePressure, encodeResult } from './encoder.ts';
import { checksum, GET_CUFF_PRESSURE, GET_RESULT } from './frame.ts';

const decode = (bytes: Uint8Array) => createSuntechDecoder().push(bytes);
const concat = (...parts: Uint8Array[]): Uint8Array => parts.reduce(joined, new Uint8Array(0));
const bp = { systolicMmHg: 122, diastolicMmHg: 76, meanMmHg: 91, pulseBpm: 68 };
const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

describe('frames', () => {
  test('DV-13 a published reply reads as its authors say: 258 mmHg in the cuff', () => {
    expect(decode(fromHex('3e050201ba'))).toEqual({
      readings: [{ cuffPressureMmHg: 258, quality: 'good', causes: [] }],
      refusals: [],
    });
  });

  test('DV-13 a result gives systolic, diastolic, mean and pulse', () => {
    expect(decode(encodeResult(bp))).toEqual({ readings: [{ ...bp, quality: 'good', causes: [] }], refusals: [] });
  });

  test('DV-13 numbers over 255 keep their high byte', () => {
    expect(decode(encodeResult({ ...bp, systolicMmHg: 259 })).readings).toMatchObject([{ systolicMmHg: 259 }]);
  });

  test.each([
    ['a length no reply has', '3e000201ba', 'length'],
    ['a wrong sum', '3e050201bb', 'checksum'],
    ['a command heard back', '3a20a6', 'framing'],
  ])('DV-14 %s is refused, and the next frame is read', (_, hex, code) => {
    const { readings, refusals } = decode(concat(fromHex(hex), encodePressure(80)));
    expect(refusals.map((each) => each.code)).toEqual([code]);
    expect(readings).toEqual([{ cuffPressureMmHg: 80, quality: 'good', causes: [] }]);
  });

  test('DV-14 a frame inside what looked like a frame is not lost', () => {
    const { readings } = decode(concat(Uint8Array.of(0x3e, 24, 1), encodeResult(bp), encodePressure(3)));
    expect(readings).toMatchObject([bp, { cuffPressureMmHg: 3 }]);
  });

  test.each(['O', 'K', 'A'])('DV-14 the answer %s carries no reading and is no fault', (letter) => {
    const head = [0x3e, 4, letter.charCodeAt(0)];
    expect(decode(Uint8Array.from([...head, checksum(head)]))).toEqual({ readings: [], refusals: [] });
  });

  test.each([
    ['B', 'busy'],
    ['E', 'error'],
  ] as const)('DV-233 the answer %s is a no to a command, and no reading', (letter, refusedCommand) => {
    expect(decode(encodeAnswer(letter))).toEqual({
      readings: [{ quality: 'none', causes: [], refusedCommand }],
      refusals: [],
    });
  });

  test('DV-14 what the module may be asked has a right sum', () => {
    expect([checksum(GET_CUFF_PRESSURE), checksum(GET_RESULT)]).toEqual([0, 0]);
  });
});

describe('results', () => {
  test.each([
    [1, 'weak-signal'],
    [2, 'artefact'],
    [3, 'implausible'],
    [4, 'timed-out'],
    [85, 'device-fault'],
    [86, 'stopped'],
    [87, 'cuff-leak'],
    [88, 'timed-out'],
    [89, 'over-pressure'],
    [90, 'device-fault'],
    [97, 'device-fault'],
    [200, 'device-fault'],
  ])('DV-15 error %i is %s', (error, failure) => {
    expect(decode(encodeFailure(error)).readings).toEqual([{ quality: 'none', causes: [], failure }]);
  });

  test('DV-15 numbers sent with an error are not used', () => {
    expect(decode(encodeResult({ ...bp, error: 2 })).readings).toEqual([
      { quality: 'none', causes: [], failure: 'artefact' },
    ]);
  });

  test.each([
    ['systolic too high', { systolicMmHg: 261 }],
    ['systolic too low', { systolicMmHg: 39, diastolicMmHg: 30 }],
    ['diastolic too low', { diastolicMmHg: 19 }],
    ['diastolic too high', { systolicMmHg: 250, diastolicMmHg: 201 }],
    ['diastolic of 0', { diastolicMmHg: 0 }],
    ['systolic not above diastolic', { systolicMmHg: 90, diastolicMmHg: 90 }],
  ])('DV-16 %s: the cycle failed, no number is used', (_, wrong) => {
    const { readings, refusals } = decode(encodeResult({ ...bp, ...wrong }));
    expect(readings).toEqual([{ quality: 'none', causes: [], failure: 'implausible' }]);
    expect(refusals[0]?.code).toBe('implausible');
  });

  test.each([
    ['mean below diastolic', { meanMmHg: 70 }, 'meanMmHg'],
    ['mean out of range', { meanMmHg: 230 }, 'meanMmHg'],
    ['pulse too high', { pulseBpm: 221 }, 'pulseBpm'],
    ['pulse too low', { pulseBpm: 29 }, 'pulseBpm'],
  ] as const)('DV-16 %s is refused alone', (_, wrong, absent) => {
    const { readings, refusals } = decode(encodeResult({ ...bp, ...wrong }));
    const { [absent]: __, ...kept } = bp;
    expect(readings).toEqual([{ ...kept, quality: 'good', causes: [] }]);
    expect(refusals).toEqual([{ code: 'implausible', message: expect.stringContaining(absent) }]);
  });

  test.each([
    [{ systolicMmHg: 40, diastolicMmHg: 20 }],
    [{ systolicMmHg: 260, diastolicMmHg: 200 }],
    [{ pulseBpm: 30 }],
    [{ pulseBpm: 220 }],
  ])('DV-16 %o stands at the edge and is used', (edge) => {
    expect(decode(encodeResult({ ...bp, meanMmHg: 0, ...edge })).readings).toMatchObject([edge]);
  });

  test('DV-17 a mean or pulse of 0, and a module that has measured nothing, give no value and no refusal', () => {
    const { systolicMmHg, diastolicMmHg } = bp;
    expect(decode(encodeResult({ systolicMmHg, diastolicMmHg, meanMmHg: 0, pulseBpm: 0 }))).toEqual({
      readings: [{ systolicMmHg, diastolicMmHg, quality: 'good', causes: [] }],
      refusals: [],
    });
    expect(decode(encodeFailure(0))).toEqual({ readings: [{ quality: 'none', causes: ['no-value'] }], refusals: [] });
  });

  test.each([
    [330, 1],
    [331, 0],
    [65_535, 0],
  ])('DV-16 a cuff pressure of %i mmHg gives %i reading', (pressure, count) => {
    const { readings, refusals } = decode(encodePressure(pressure));
    expect([readings.length, refusals.length]).toEqual([count, 1 - count]);
  });
});

describe('any bytes', () => {
  const u16 = fc.nat(0xffff);
  const frame = fc.oneof(
    u16.map(encodePressure),
    fc.nat(255).map(encodeFailure),
    fc
      .record({ systolicMmHg: fc.nat(300), diastolicMmHg: fc.nat(220), meanMmHg: fc.nat(260), pulseBpm: fc.nat(260) })
      .map(encodeResult),
    fc.record({ systolicMmHg: u16, diastolicMmHg: u16, meanMmHg: u16, pulseBpm: u16 }).map(encodeResult),
  );
  const piece = fc.oneof(
    { weight: 3, arbitrary: frame },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }) },
    { weight: 1, arbitrary: fc.tuple(frame, fc.nat(4), fc.nat(255)).map(([bytes, at, byte]) => bytes.with(at, byte)) },
    { weight: 1, arbitrary: fc.tuple(frame, fc.nat(23)).map(([bytes, to]) => bytes.subarray(0, to)) },
  );
  const stream = fc.array(piece, { maxLength: 10 }).map((pieces) => concat(...pieces));
  const limits: Record<string, readonly [number, number]> = {
    systolicMmHg: [40, 260],
    diastolicMmHg: [20, 200],
    meanMmHg: [26, 220],
    pulseBpm: [30, 220],
    cuffPressureMmHg: [0, 330],
  };

  test('DV-11 nothing throws, and no number is out of its range', () => {
    fc.assert(
      fc.property(fc.oneof(stream, fc.uint8Array({ maxLength: 200 })), (bytes) =>
        decode(bytes).readings.every((reading) => {
          const inRange = Object.entries(reading).every(([key, value]) => {
            const [low, high] = limits[key] ?? [-Infinity, Infinity];
            return typeof value !== 'number' || (value >= low && value <= high);
          });
          const { systolicMmHg = 2, diastolicMmHg = 1, meanMmHg = diastolicMmHg + 0.5 } = reading;
          return inRange && diastolicMmHg < meanMmHg && meanMmHg < systolicMmHg;
        }),
      ),
      { numRuns: 10_000 },
    );
  });

  test('DV-12 however the bytes are split, the readings are the same', () => {
    fc.assert(
      fc.property(stream, (bytes) => {
        const decoder = createSuntechDecoder();
        const parts: DecodedReading[] = [];
        for (const byte of bytes) parts.push(...decoder.push(Uint8Array.of(byte)).readings);
        expect(parts).toEqual(decode(bytes).readings);
      }),
      { numRuns: 1_000 },
    );
  });
});
