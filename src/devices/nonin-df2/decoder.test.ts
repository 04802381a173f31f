import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joined } from '../bytes.ts';
import type { Decoded, DecodedReading } from '../decoder.ts';
import { createNoninDecoder } from './decoder.ts';
import { encodeFrame, encodePacket, type NoninPacket } from './encoder.ts';
import { FRAME_BYTES, STATUS } from './frame.ts';

const decode = (bytes: Uint8Array) => createNoninDecoder().push(bytes);
const read = (packet: NoninPacket): DecodedReading | undefined => decode(encodePacket(packet)).readings[0];
const concat = (...parts: Uint8Array[]): Uint8Array => parts.reduce(joined, new Uint8Array(0));
const good = { spo2Pct: 97, pulseBpm: 72, status: { perfusion: 'green' } } as const;

/** The packet with frame `place` (1–25) changed by `change`. */
function withFrame(packet: Uint8Array, place: number, change: (frame: Uint8Array) => void): Uint8Array {
  const copy = packet.slice();
  change(copy.subarray((place - 1) * FRAME_BYTES, place * FRAME_BYTES));
  return copy;
}
const broken = (packet: Uint8Array, place: number): Uint8Array =>
  withFrame(packet, place, (frame) => (frame[3] = (frame[3] ?? 0) ^ 0x10));

describe('values', () => {
  test('DV-1 a packet published with a public receiver reads as its authors say: 97 % and 72', () => {
    const frame = (status: string, value: string, sum: string): string => `01${status}01${value}${sum}`;
    const empty = frame('80', '00', '82');
    const [hr, spo2] = [frame('80', '48', 'ca'), frame('80', '61', 'e3')];
    const hex = [
      [frame('81', '00', '83'), hr, spo2, frame('80', '30', 'b2'), empty, empty, empty, empty, spo2, spo2, spo2],
      [empty, empty, empty, hr, spo2, spo2, empty, empty, empty, hr, empty, hr, empty, empty],
    ];
    const bytes = Uint8Array.from(Buffer.from(hex.flat().join(''), 'hex'));
    expect(bytes).toHaveLength(125);
    const { readings, refusals } = decode(bytes);
    expect(readings).toEqual([{ spo2Pct: 97, pulseBpm: 72, quality: 'good', causes: [] }]);
    expect(refusals).toEqual([]);
  });

  test.each([18, 60, 127, 128, 129, 200, 255, 256, 300, 321])(
    'DV-2 a pulse of %i keeps both its halves',
    (pulseBpm) => {
      expect(read({ ...good, pulseBpm })).toEqual({ spo2Pct: 97, pulseBpm, quality: 'good', causes: [] });
    },
  );

  test.each([
    ['SpO2 127', { pulseBpm: 72 }, { pulseBpm: 72, quality: 'good', causes: ['no-value'] }],
    ['pulse 511', { spo2Pct: 97 }, { spo2Pct: 97, quality: 'good', causes: ['no-value'] }],
    ['both', {}, { quality: 'none', causes: ['no-value'] }],
  ] as const)('DV-3 %s is no value', (_, packet, expected) => {
    expect(read(packet)).toEqual(expected);
  });

  test.each([
    ['SpO2 of 0', { spo2Pct: 0 }, { pulseBpm: 72 }],
    ['SpO2 of 101', { spo2Pct: 101 }, { pulseBpm: 72 }],
    ['SpO2 of 126', { spo2Pct: 126 }, { pulseBpm: 72 }],
    ['pulse of 0', { pulseBpm: 0 }, { spo2Pct: 97 }],
    ['pulse of 17', { pulseBpm: 17 }, { spo2Pct: 97 }],
    ['pulse of 322', { pulseBpm: 322 }, { spo2Pct: 97 }],
    ['pulse of 510', { pulseBpm: 510 }, { spo2Pct: 97 }],
  ])('DV-4 a %s is refused, the other value stays', (_, wrong, kept) => {
    const { readings, refusals } = decode(encodePacket({ ...good, ...wrong }));
    expect(readings).toEqual([{ ...kept, quality: 'poor', causes: ['implausible'] }]);
    expect(refusals).toEqual([
      {
        code: 'implausible',
        message: expect.stringContaining(`${Object.keys(wrong)[0]} ${Object.values(wrong)[0]} is`),
      },
    ]);
  });

  test.each([
    [1, 100],
    [100, 18],
    [1, 321],
  ])('DV-4 saturation %i and pulse %i are within the ranges', (spo2Pct, pulseBpm) => {
    expect(read({ spo2Pct, pulseBpm })).toMatchObject({ spo2Pct, pulseBpm, quality: 'good' });
  });
});

describe('status', () => {
  test.each([
    ['sensor alarm', { sensorAlarm: true }, ['probe-off']],
    ['disconnected', { disconnected: true }, ['sensor-disconnected']],
    ['out of track', { outOfTrack: true }, ['searching']],
    [
      'all of them',
      { sensorAlarm: true, disconnected: true, outOfTrack: true },
      ['probe-off', 'sensor-disconnected', 'searching'],
    ],
  ] as const)('DV-5 numbers sent with %s are absent', (_, status, causes) => {
    expect(read({ ...good, status })).toEqual({ quality: 'none', causes });
  });

  test.each([1, 13, 25])('DV-5 one such frame (of place %i) is enough', (place) => {
    const status = (frame: number) => (frame === place ? { sensorAlarm: true } : {});
    expect(read({ ...good, status })).toEqual({ quality: 'none', causes: ['probe-off'] });
  });

  test.each([
    ['artefact', { artefact: true }, 'poor', ['artefact']],
    ['red perfusion', { perfusion: 'red' }, 'poor', ['low-perfusion']],
    ['red perfusion and artefact', { perfusion: 'red', artefact: true }, 'poor', ['low-perfusion', 'artefact']],
    ['yellow perfusion', { perfusion: 'yellow' }, 'good', []],
    ['green perfusion', { perfusion: 'green' }, 'good', []],
  ] as const)('DV-6 %s', (_, status, quality, causes) => {
    expect(read({ ...good, status })).toEqual({ spo2Pct: 97, pulseBpm: 72, quality, causes });
  });

  test('DV-6 a low battery is said and doubts nothing', () => {
    expect(read({ ...good, lowBattery: true, smartPoint: true })).toEqual({
      spo2Pct: 97,
      pulseBpm: 72,
      quality: 'good',
      causes: ['low-battery'],
    });
  });

  test('DV-7 the standard values are read, not the display, fast or extended ones', () => {
    // Every place but 1–3 says something else, with valid checksums.
    let packet = encodePacket({ spo2Pct: 80, pulseBpm: 200 });
    for (const [place, value] of [
      [1, 0],
      [2, 72],
      [3, 97],
    ] as const) {
      const sync = place === 1 ? STATUS.sync : 0;
      packet = withFrame(packet, place, (frame) => frame.set(encodeFrame(STATUS.always | sync, 128, value)));
    }
    expect(decode(packet).readings).toEqual([{ spo2Pct: 97, pulseBpm: 72, quality: 'good', causes: [] }]);
  });
});

describe('broken and lost bytes', () => {
  test.each([
    [1, { spo2Pct: 97 }],
    [2, { spo2Pct: 97 }],
    [3, { pulseBpm: 72 }],
    [7, { spo2Pct: 97, pulseBpm: 72 }],
    [24, { spo2Pct: 97, pulseBpm: 72 }],
  ])('DV-8 a broken frame %i is refused and the rest of its packet is used', (place, kept) => {
    const { readings, refusals } = decode(
      concat(encodePacket(good), broken(encodePacket(good), place), encodePacket(good)),
    );
    expect(readings).toHaveLength(3);
    expect(readings[1]).toEqual({ ...kept, quality: 'good', causes: [] });
    expect(refusals).toEqual([
      { code: 'checksum', message: expect.stringContaining(`Frame ${place} is broken: 01 8`) },
    ]);
  });

  test('DV-8 a packet whose last frame is broken counts once the next one begins where it should', () => {
    const decoder = createNoninDecoder();
    expect(decoder.push(broken(encodePacket(good), 25)).readings).toEqual([]);
    expect(decoder.push(encodePacket({ ...good, spo2Pct: 96 })).readings).toMatchObject([
      { spo2Pct: 97 },
      { spo2Pct: 96 },
    ]);
  });

  test('DV-9 values never come from two packets, wherever fewer than 125 bytes were lost', () => {
    const before = encodePacket({ ...good, spo2Pct: 99, pulseBpm: 80 });
    const [first, second] = [encodePacket({ ...good, pulseBpm: 250 }), encodePacket({ ...good, pulseBpm: 60 })];
    const stream = concat(before, first, second, second);
    for (let from = 125; from < 250; from += 1) {
      for (const lost of [1, 4, 5, 6, 10, 25, 60, 115, 119, 120, 121, 124]) {
        const { readings } = decode(concat(stream.subarray(0, from), stream.subarray(from + lost)));
        expect(readings[0]).toMatchObject({ spo2Pct: 99, pulseBpm: 80 });
        for (const reading of readings.slice(1)) {
          expect([undefined, 250, 60]).toContain(reading.pulseBpm);
          expect([undefined, 97]).toContain(reading.spo2Pct);
        }
        expect(readings.at(-1)?.pulseBpm).toBe(60);
      }
    }
  });

  test('DV-9 another device on the same line is believed once a packet of it is proved', () => {
    const other = encodePacket({ ...good, spo2Pct: 91, revision: 0x31 });
    const { readings } = decode(concat(encodePacket(good), encodePacket(good), other, other));
    expect(readings).toMatchObject([{ spo2Pct: 97 }, { spo2Pct: 97 }, { spo2Pct: 91 }, { spo2Pct: 91 }]);
  });

  test('DV-9 a lost frame does not shift the next values into its place, even when the next start is broken too', () => {
    const packet = encodePacket(good);
    const cut = concat(packet.subarray(0, 5), packet.subarray(10));
    const { readings } = decode(concat(cut, broken(encodePacket(good), 1), encodePacket(good)));
    for (const reading of readings) {
      expect([undefined, 97]).toContain(reading.spo2Pct);
      expect([undefined, 72]).toContain(reading.pulseBpm);
    }
  });

  test.each([
    ['noise before it', [0x00, 0x01, 0x81, 0x55]],
    ['a start that is none', [0x01, 0x81, 0x00, 0x00, 0x82]],
    ['half a packet', [...encodePacket(good).subarray(60)]],
  ])('DV-10 a packet is found behind %s', (_, noise) => {
    const { readings, refusals } = decode(concat(Uint8Array.from(noise), encodePacket(good)));
    expect(readings).toMatchObject([{ spo2Pct: 97, pulseBpm: 72 }]);
    expect(refusals.map(({ code }) => code)).toContain('framing');
  });
});

describe('pulse wave', () => {
  const wave = (from: number): number[] => Array.from({ length: 25 }, (_, index) => from + index);
  const packet = (from: number): Uint8Array => encodePacket({ ...good, pleth: wave(from) });
  const segments = (bytes: Uint8Array): (readonly number[])[] =>
    (decode(bytes).pleth ?? []).map((each) => each.samples);

  test('DV-140 a sample a frame, 75 a second, 0 to 255', () => {
    expect(decode(concat(packet(0), packet(200))).pleth).toEqual([
      { sampleHz: 75, fullScale: 255, samples: [...wave(0), ...wave(200)] },
    ]);
    expect(decode(packet(0).subarray(0, 5))).not.toHaveProperty('pleth');
  });

  test.each([1, 2, 13, 25])('DV-141 a broken frame %i ends the segment; its sample is not made up', (place) => {
    const stream = concat(packet(0), broken(packet(100), place), packet(200));
    const before = [...wave(0), ...wave(100).slice(0, place - 1)];
    expect(segments(stream)).toEqual([before, [...wave(100).slice(place), ...wave(200)]]);
  });

  test.each([1, 2, 3, 4, 6, 24])('DV-141 so do %i lost bytes, where they are lost', (lost) => {
    const cut = concat(packet(100).subarray(0, 50), packet(100).subarray(50 + lost));
    const found = segments(concat(packet(0), cut, packet(200)));
    expect(found[0]).toEqual([...wave(0), ...wave(100).slice(0, 10)]);
    expect(found.at(-1)?.slice(-25)).toEqual(wave(200));
  });

  test('DV-141 whole frames that were lost are known, and end the segment, where the next packet begins', () => {
    const cut = concat(packet(100).subarray(0, 50), packet(100).subarray(60));
    expect(segments(concat(packet(0), cut, packet(200)))).toEqual([
      [...wave(0), ...wave(100).filter((_, index) => index !== 10 && index !== 11)],
      wave(200),
    ]);
  });
});

describe('any bytes', () => {
  const packet = fc.record({
    spo2Pct: fc.integer({ min: 0, max: 127 }),
    pulseBpm: fc.integer({ min: 0, max: 511 }),
    status: fc.record({
      disconnected: fc.boolean(),
      artefact: fc.boolean(),
      outOfTrack: fc.boolean(),
      sensorAlarm: fc.boolean(),
      perfusion: fc.constantFrom('green', 'yellow', 'red'),
    }),
    lowBattery: fc.boolean(),
  });
  const piece = fc.oneof(
    { weight: 4, arbitrary: packet.map((each) => encodePacket(each)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(packet, fc.nat(124), fc.nat(255))
        .map(([each, at, byte]) => encodePacket(each).with(at, byte)),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(packet, fc.nat(124), fc.nat(60)).map(([each, from, lost]) => {
        const bytes = encodePacket(each);
        return concat(bytes.subarray(0, from), bytes.subarray(from + lost));
      }),
    },
  );
  const stream = fc.array(piece, { maxLength: 8 }).map((pieces) => concat(...pieces));

  test('DV-11 nothing throws, and no number is out of its range', () => {
    fc.assert(
      fc.property(fc.oneof(stream, fc.uint8Array({ maxLength: 400 })), (bytes) => {
        const { readings, refusals } = decode(bytes);
        for (const { spo2Pct = 50, pulseBpm = 50, quality, ...rest } of readings) {
          if (spo2Pct < 1 || spo2Pct > 100 || pulseBpm < 18 || pulseBpm > 321) return false;
          if (quality === 'none' && ('spo2Pct' in rest || 'pulseBpm' in rest)) return false;
        }
        return readings.length <= bytes.length / 120 && refusals.length <= bytes.length / 5 + 2;
      }),
      { numRuns: 10_000 },
    );
  });

  test('DV-12 DV-142 however the bytes are split, readings and samples are the same', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1 }), (bytes, sizes) => {
        const decoder = createNoninDecoder();
        const parts: DecodedReading[] = [];
        const samples: number[] = [];
        const samplesIn = ({ pleth = [] }: Decoded): readonly number[] => pleth.flatMap((each) => each.samples);
        for (let at = 0, index = 0; at < bytes.length; index += 1) {
          const size = sizes[index % sizes.length] ?? 1;
          const decoded = decoder.push(bytes.subarray(at, at + size));
          parts.push(...decoded.readings);
          samples.push(...samplesIn(decoded));
          at += size;
        }
        const whole = decode(bytes);
        expect(parts).toEqual(whole.readings);
        expect(samples).toEqual(samplesIn(whole));
      }),
      { numRuns: 1_000 },
    );
  });
});
