import { describe, expect, test } from 'vitest';
import { bytesOfHex } from '../bytes.ts';
import type { Decoded, DecodedReading } from '../decoder.ts';
import { createPc60fwDecoder } from './decoder.ts';
import { encodeFrame, encodeValues, encodeWave, type Pc60fwValues } from './encoder.ts';

const decode = (...hex: readonly string[]): Decoded => createPc60fwDecoder().push(bytesOfHex(hex.join('')));
const read = (values: Pc60fwValues) => createPc60fwDecoder().push(encodeValues(values)).readings;
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const good = { spo2Pct: 98, pulseBpm: 72 } as const;

/** Notifications of 20 bytes as a PC-60FW sent them: frames begin and end anywhere in them. */
const NOTIFICATIONS = [
  'aa550f08016144000000c094aa55f0030303f6aa',
  '550f06210200000045aa550f07024dcb494643aa',
  'aa550f0702403e3d3c3c2f',
  'aa550f0702ca4744413e80aa550f080162440000',
  '00c0cdaa55f0030303f6aa550f06210200000045',
  'aa550f07023c3b3a393806aa550f070237363533',
  '31cfaa550f07022f2e2c2b29a8',
];

describe('values', () => {
  test.each([
    ['aa550f08015f55005700c0da', 95, 85, 8.7],
    ['aa550f08016358002300c0d7', 99, 88, 3.5],
  ])('DV-155 the captured frame %s reads %i %%, %i and PI %f', (hex, spo2Pct, pulseBpm, perfusionIndexPct) => {
    expect(decode(hex)).toEqual({
      readings: [{ spo2Pct, pulseBpm, perfusionIndexPct, quality: 'good', causes: [] }],
      refusals: [],
    });
  });

  test('DV-155 a published frame whose battery is empty says so beside its values', () => {
    expect(decode('aa550f08016248000f000079').readings).toEqual([
      { ...good, perfusionIndexPct: 1.5, quality: 'good', causes: ['low-battery'] },
    ]);
  });

  test.each([127, 128, 250, 256, 300])('DV-155 a pulse of %i keeps both its bytes', (pulseBpm) => {
    expect(read({ ...good, pulseBpm })).toEqual([{ ...good, pulseBpm, quality: 'good', causes: [] }]);
  });

  test.each([
    ['0 and 0', {}, { quality: 'none', causes: ['no-value'] }],
    ['127 and 511', { spo2Pct: 127, pulseBpm: 511 }, { quality: 'none', causes: ['no-value'] }],
    ['SpO2 0 alone', { pulseBpm: 72 }, { pulseBpm: 72, quality: 'good', causes: ['no-value'] }],
    ['pulse 0 alone', { spo2Pct: 98 }, { spo2Pct: 98, quality: 'good', causes: ['no-value'] }],
    ['a PI of 0', good, { ...good, quality: 'good', causes: [] }],
    ['a PI without the others', { perfusionTenths: 12 }, { quality: 'none', causes: ['no-value'] }],
  ])('DV-156 %s: no value', (_, values, expected) => {
    expect(read(values)).toEqual([expected]);
  });

  test.each([
    ['SpO2 of 101', { ...good, spo2Pct: 101 }, { pulseBpm: 72 }],
    ['pulse of 17', { ...good, pulseBpm: 17 }, { spo2Pct: 98 }],
    ['pulse of 322', { ...good, pulseBpm: 322 }, { spo2Pct: 98 }],
  ])('DV-105 a %s is refused by itself', (_, values, kept) => {
    const { readings, refusals } = createPc60fwDecoder().push(encodeValues(values));
    expect(readings).toEqual([{ ...kept, quality: 'poor', causes: ['implausible'] }]);
    expect(refusals.map(({ code }) => code)).toEqual(['implausible']);
  });

  test.each([
    ['the probe is off', { probeOff: true }, ['probe-off']],
    ['it searches', { searching: true }, ['searching']],
    ['both', { probeOff: true, searching: true }, ['probe-off', 'searching']],
  ])('DV-156 numbers sent while %s are absent', (_, status, causes) => {
    expect(read({ ...good, perfusionTenths: 15, ...status })).toEqual([{ quality: 'none', causes }]);
  });

  test.each([
    [0, ['low-battery']],
    [1, []],
    [3, []],
  ])('DV-156 battery level %i of 3', (battery, causes) => {
    expect(read({ ...good, battery })).toEqual([{ ...good, quality: 'good', causes }]);
  });
});

describe('frames', () => {
  test('DV-157 captured notifications that split and merge frames give every value and sample', () => {
    const decoder = createPc60fwDecoder();
    const decoded = NOTIFICATIONS.map((hex) => decoder.push(bytesOfHex(hex)));
    expect(decoded.flatMap(({ refusals }) => refusals)).toEqual([]);
    expect(decoded.flatMap<DecodedReading>(({ readings }) => readings)).toEqual([
      { spo2Pct: 97, pulseBpm: 68, quality: 'good', causes: [] },
      { spo2Pct: 98, pulseBpm: 68, quality: 'good', causes: [] },
    ]);
    expect(decoded.flatMap(({ pleth = [] }) => pleth.flatMap(({ samples }) => samples))).toHaveLength(6 * 5);
    expect(decode(...NOTIFICATIONS).readings).toHaveLength(2);
  });

  test.each([
    ['working mode', 'aa550f06210200000045'],
    ['battery', 'aa55f0030303f6'],
    ['a name', hexOf(encodeFrame(0xf0, 0x01, [...Buffer.from('PC-60FW')]))],
  ])('DV-157 a frame of %s carries no reading and is no fault', (_, hex) => {
    expect(decode(hex)).toEqual({ readings: [], refusals: [] });
  });

  const frame = hexOf(encodeValues(good));
  test.each([
    ['a changed byte', frame.replace('62', '63'), 'checksum'],
    ['a lost byte', frame.slice(0, 10) + frame.slice(12), 'checksum'],
    ['noise', '0055aa00', 'framing'],
    ['a length no frame has', 'aa550fff01', 'length'],
    ['a length of nothing', 'aa550f0101', 'length'],
    ['values of another length', hexOf(encodeFrame(0x0f, 0x01, [98, 72, 0, 15, 0])), 'length'],
    ['a wave of another length', hexOf(encodeFrame(0x0f, 0x02, [1, 2, 3])), 'length'],
  ])('DV-157 behind %s, which is refused, the next frame is read', (_, hex, code) => {
    const { readings, refusals } = decode(hex, frame);
    expect(readings).toEqual([{ ...good, quality: 'good', causes: [] }]);
    expect(refusals.map((each) => each.code)).toContain(code);
  });

  test('DV-157 a frame inside what looked like a frame is not lost', () => {
    expect(decode('aa550f20', frame, frame, frame).readings).toHaveLength(3);
  });
});

describe('pulse wave', () => {
  test('DV-140 five samples a frame, 50 a second, 0 to 127, without the mark of the beat', () => {
    expect(decode('aa550f07024dcb494643aa', 'aa550f0702403e3d3c3c2f').pleth).toEqual([
      { sampleHz: 50, fullScale: 127, samples: [77, 75, 73, 70, 67, 64, 62, 61, 60, 60] },
    ]);
  });

  test('DV-141 a broken frame ends the segment, a frame of values does not', () => {
    const [first, second] = [hexOf(encodeWave([1, 2, 3, 4, 5])), hexOf(encodeWave([6, 7, 8, 9, 10], 2))];
    const segments = (...hex: string[]) => decode(...hex).pleth?.map(({ samples }) => samples);
    expect(segments(first, hexOf(encodeValues(good)), second)).toEqual([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]);
    expect(segments(first, second.replace('06', '07'), second)).toEqual([
      [1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10],
    ]);
  });
});
