import { describe, expect, test } from 'vitest';
import { bytesOfHex } from '../bytes.ts';
import type { Decoded } from '../decoder.ts';
import { createReducer } from '../reduce.ts';
import { createCms50Decoder } from './decoder.ts';
import { encodeFrame, type Cms50Frame } from './encoder.ts';

const decode = (...hex: readonly string[]): Decoded => createCms50Decoder().push(bytesOfHex(hex.join('')));
const read = (frame: Cms50Frame) => createCms50Decoder().push(encodeFrame(frame)).readings;
const good = { spo2Pct: 98, pulseBpm: 72 } as const;
const reading = { ...good, quality: 'good', causes: [] };
const [FRAME, OTHER] = ['8732054862', '8332064961'];

describe('values', () => {
  test.each([
    ['8732054862', 50],
    ['8332054862', 50],
  ])('DV-145 the published frame %s reads 98 % and 72', (hex, sample) => {
    expect(decode(hex)).toEqual({
      readings: [reading],
      refusals: [],
      pleth: [{ sampleHz: 60, fullScale: 127, samples: [sample] }],
    });
  });

  test.each([18, 64, 126, 127, 128, 129, 200, 254])('DV-145 a pulse of %i keeps its bit 7', (pulseBpm) => {
    expect(read({ ...good, pulseBpm })).toEqual([{ ...reading, pulseBpm }]);
  });

  test('DV-145 each whole frame is a reading, at its fifth byte', () => {
    const decoder = createCms50Decoder();
    const counts = [...bytesOfHex(FRAME + OTHER)].map((byte) => decoder.push(Uint8Array.of(byte)).readings.length);
    expect(counts).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    expect(decode(FRAME, OTHER).readings).toMatchObject([good, { spo2Pct: 97, pulseBpm: 73 }]);
  });

  test('DV-20 sixty of them a second become one reading a second', () => {
    const [decoder, reducer] = [createCms50Decoder(), createReducer('oximeter')];
    const sent = Array.from({ length: 600 }, (_, frame) => Math.round((frame * 1_000) / 60)).flatMap((at) =>
      decoder.push(encodeFrame(good)).readings.flatMap((each) => reducer.push(each, at)),
    );
    expect(sent).toHaveLength(10);
  });

  test.each([
    ['127 and 255', {}, { quality: 'none', causes: ['no-value'] }],
    ['0 and 0', { spo2Pct: 0, pulseBpm: 0 }, { quality: 'none', causes: ['no-value'] }],
    ['SpO2 127 alone', { pulseBpm: 72 }, { pulseBpm: 72, quality: 'good', causes: ['no-value'] }],
    ['pulse 255 alone', { spo2Pct: 98 }, { spo2Pct: 98, quality: 'good', causes: ['no-value'] }],
  ])('DV-146 %s: no value', (_, frame, expected) => {
    expect(read(frame)).toEqual([expected]);
  });

  test.each([
    ['SpO2 of 101', { ...good, spo2Pct: 101 }, { pulseBpm: 72 }],
    ['SpO2 of 126', { ...good, spo2Pct: 126 }, { pulseBpm: 72 }],
    ['pulse of 17', { ...good, pulseBpm: 17 }, { spo2Pct: 98 }],
  ])('DV-105 a %s is refused by itself', (_, frame, kept) => {
    const { readings, refusals } = createCms50Decoder().push(encodeFrame(frame));
    expect(readings).toEqual([{ ...kept, quality: 'poor', causes: ['implausible'] }]);
    expect(refusals.map(({ code }) => code)).toEqual(['implausible']);
  });
});

describe('status', () => {
  test.each([
    ['searching too long', { searchingTooLong: true }, ['searching']],
    ['searching', { searching: true }, ['searching']],
    ['a probe error', { probeError: true }, ['probe-off']],
    ['all of them', { searchingTooLong: true, searching: true, probeError: true }, ['probe-off', 'searching']],
  ])('DV-147 numbers sent with %s are absent', (_, status, causes) => {
    expect(read({ ...good, ...status })).toEqual([{ quality: 'none', causes }]);
  });

  test.each([
    [0, 'poor', ['poor-signal']],
    [1, 'good', []],
    [15, 'good', []],
  ])('DV-147 strength %i of the signal', (strength, quality, causes) => {
    expect(read({ ...good, strength })).toEqual([{ ...good, quality, causes }]);
  });

  test('DV-147 a beat, and "dropping", on which makers disagree, change nothing', () => {
    expect(read({ ...good, beep: true, dropping: true })).toEqual([reading]);
  });
});

describe('broken and lost bytes', () => {
  test('DV-148 a frame is found behind noise', () => {
    const { readings, refusals } = decode('010203', FRAME);
    expect(readings).toEqual([reading]);
    expect(refusals).toEqual([{ code: 'framing', message: 'Skipped in search of a frame: 01 02 03.' }]);
  });

  test('DV-148 bit 7 in another byte makes no frame, and the next one is read', () => {
    expect(decode('87b2054862').readings).toEqual([]);
    const { readings, refusals } = decode('87b2054862', FRAME);
    expect(readings).toEqual([reading]);
    expect(refusals.map(({ message }) => message)).toEqual([
      'Broke off after 1 of 5 bytes: 87.',
      'Broke off after 4 of 5 bytes: b2 05 48 62.',
    ]);
  });

  test.each([0, 1, 2, 3, 4])('DV-148 without its byte %i a frame is none, and those beside it are read', (lost) => {
    const cut = FRAME.slice(0, 2 * lost) + FRAME.slice(2 * lost + 2);
    const { readings, refusals, pleth } = decode(OTHER, cut, OTHER);
    expect(readings).toMatchObject([{ spo2Pct: 97 }, { spo2Pct: 97 }]);
    expect(refusals).toHaveLength(1);
    expect(pleth?.map(({ samples }) => samples)).toEqual([[50], [50]]);
  });

  test.each(['f0c45f', 'f0c85f', 'f08000', 'f28000f28000f2800080d57ff0c45f'])(
    'DV-148 the stored record %s is of another time: no reading',
    (hex) => {
      expect(decode(FRAME, hex, OTHER).readings).toMatchObject([good, { spo2Pct: 97 }]);
    },
  );
});

describe('pulse wave', () => {
  test('DV-140 a sample a frame, 60 a second, 0 to 127', () => {
    const frames = [0, 1, 126, 127].map((pleth) => Buffer.from(encodeFrame({ ...good, pleth })).toString('hex'));
    expect(decode(...frames).pleth).toEqual([{ sampleHz: 60, fullScale: 127, samples: [0, 1, 126, 127] }]);
    expect(decode('87')).not.toHaveProperty('pleth');
  });
});
