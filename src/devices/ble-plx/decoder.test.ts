import { describe, expect, test } from 'vitest';
import { bytesOfHex } from '../bytes.ts';
import { createReducer } from '../reduce.ts';
import type { DecodedReading } from '../decoder.ts';
import { createPlxDecoder } from './decoder.ts';
import { readPlxFeatures } from './features.ts';

const decode = (hex: string, characteristic = '2A5F') => createPlxDecoder({ characteristic }).push(bytesOfHex(hex));
const read = (hex: string, characteristic = '2A5F'): DecodedReading | undefined =>
  decode(hex, characteristic).readings[0];

const little = (value: number, bytes: number): string =>
  Array.from({ length: bytes }, (_, n) => ((value >> (8 * n)) & 0xff).toString(16).padStart(2, '0')).join('');
/** 95 % and 90 with both states, continuous. */
const withStatus = (status: number, sensor = 0): string => `0c5f005a00${little(status, 2)}${little(sensor, 3)}`;
const good = { spo2Pct: 95, pulseBpm: 90 };

describe('recorded and published notifications', () => {
  test.each([
    ['00e8f384f3', { spo2Pct: 100, pulseBpm: 90 }],
    ['00d4f34800', { spo2Pct: 98, pulseBpm: 72 }],
    ['1c5f005a00200000000057f0', { spo2Pct: 95, pulseBpm: 90, perfusionIndexPct: 8.7 }],
  ])('DV-110 2A5F %s', (hex, values) => {
    expect(decode(hex)).toEqual({ readings: [{ ...values, quality: 'good', causes: [] }], refusals: [] });
  });

  test('DV-110 2A5E with every field', () => {
    expect(decode('0facf3bef5e8070b1d170839204022000066e3', '2A5E')).toEqual({
      readings: [
        {
          spo2Pct: 94,
          pulseBpm: 147,
          perfusionIndexPct: 8.7,
          quality: 'poor',
          causes: ['low-perfusion', 'poor-signal', 'device-fault'],
          deviceAt: Date.UTC(2024, 10, 29, 23, 8, 57),
        },
      ],
      refusals: [],
    });
  });

  test('DV-114 a ChoiceMMed whose clock was never set: 97 and 96, no time', () => {
    expect(decode('1761006000e10701010122132000200000', '2A5E')).toEqual({
      readings: [{ spo2Pct: 97, pulseBpm: 96, quality: 'poor', causes: ['low-perfusion'] }],
      refusals: [],
    });
  });

  test('DV-110 the normal averaging is read, not fast or slow, and the states after them', () => {
    expect(read('1f5f005a0050006e005e00590020010000001ef0')).toEqual({
      ...good,
      perfusionIndexPct: 3,
      quality: 'good',
      causes: [],
    });
  });

  test.each([
    ['2A5F', '00d4f3'],
    ['2A5F', '1c5f005a002000000000'],
    ['2A5E', '0facf3bef5e8070b1d1708392040'],
  ])('DV-107 %s %s is cut, and refused', (characteristic, hex) => {
    expect(decode(hex, characteristic)).toMatchObject({ readings: [], refusals: [{ code: 'length' }] });
  });

  test('DV-107 bytes after the last field are told and not read', () => {
    expect(decode(`${withStatus(0x20)}ffff`)).toMatchObject({ readings: [good], refusals: [{ code: 'length' }] });
  });

  test('DV-110 another characteristic is refused by name, and no bytes are nothing', () => {
    expect(decode('00e8f384f3', '2A52').refusals).toMatchObject([{ code: 'unknown' }]);
    expect(decode('')).toEqual({ readings: [], refusals: [] });
  });
});

describe('states', () => {
  test.each([
    ['demonstration', 10, 'demonstration'],
    ['testing', 11, 'demonstration'],
    ['unavailable', 13, 'no-value'],
    ['invalid', 15, 'no-value'],
  ])('DV-111 %s: no number, whatever was sent', (_, bit, cause) => {
    expect(decode(withStatus(0x20 | (1 << bit)))).toEqual({
      readings: [{ quality: 'none', causes: [cause] }],
      refusals: [],
    });
  });

  test.each([
    ['a signal without a pulse', 7, 'poor-signal'],
    ['unconnected to the user', 11, 'probe-off'],
    ['unknown sensor', 12, 'sensor-fault'],
    ['sensor displaced', 13, 'probe-off'],
    ['sensor malfunctioning', 14, 'sensor-fault'],
    ['sensor disconnected', 15, 'sensor-disconnected'],
  ])('DV-111 %s: no number, whatever was sent', (_, bit, cause) => {
    expect(read(withStatus(0x20, 1 << bit))).toEqual({ quality: 'none', causes: [cause] });
  });

  test.each([
    ['early estimate', 6, 'searching'],
    ['calibration', 12, 'calibrating'],
    ['questionable', 14, 'poor-signal'],
  ])('DV-112 %s is poor', (_, bit, cause) => {
    expect(read(withStatus(1 << bit))).toEqual({ ...good, quality: 'poor', causes: [cause] });
  });

  test.each([
    [0, 'poor-signal'],
    [1, 'device-fault'],
    [2, 'artefact'],
    [3, 'poor-signal'],
    [4, 'poor-signal'],
    [5, 'low-perfusion'],
    [6, 'artefact'],
    [8, 'poor-signal'],
    [9, 'searching'],
    [10, 'interference'],
  ])('DV-112 device and sensor bit %i is poor: %s', (bit, cause) => {
    expect(read(withStatus(0, 1 << bit))).toEqual({ ...good, quality: 'poor', causes: [cause] });
  });

  test('DV-112 ongoing, validated, fully qualified and reserved bits are good', () => {
    expect(read(withStatus(0b1_1010_1111, 0xff0000))).toEqual({ ...good, quality: 'good', causes: [] });
  });

  test('DV-113 a value from storage says so, and the reducer does not send it', () => {
    const stored = decode(withStatus(1 << 9)).readings;
    expect(stored).toEqual([{ ...good, quality: 'poor', causes: ['from-storage'] }]);
    const reducer = createReducer('oximeter');
    expect(stored.flatMap((reading) => reducer.push(reading, 1_000))).toEqual([]);
    expect(reducer.flush(60_000)).toEqual([]);
  });
});

describe('no value and implausible', () => {
  test.each([
    ['NaN for both', '00ff07ff07', {}],
    ['NRes for SpO2', '0000085a00', { pulseBpm: 90 }],
    ['infinite pulse', '005f00fe07', { spo2Pct: 95 }],
    ['127 and 255', '007f00ff00', {}],
    ['127 and 511', '007f00ff01', {}],
    ['0 and 0', '0000000000', {}],
    ['pulse 511 alone', '005f00ff01', { spo2Pct: 95 }],
  ])('DV-115 %s', (_, hex, values) => {
    const quality = Object.keys(values).length === 0 ? 'none' : 'good';
    expect(decode(hex)).toEqual({ readings: [{ ...values, quality, causes: ['no-value'] }], refusals: [] });
  });

  test('DV-115 a pulse of 255 with a saturation is a pulse', () => {
    expect(read('005f00ff00')).toMatchObject({ spo2Pct: 95, pulseBpm: 255, quality: 'good' });
  });

  test.each([
    ['SpO2 101', '0065005a00', { pulseBpm: 90 }],
    ['SpO2 −1', '00ff0f5a00', { pulseBpm: 90 }],
    ['pulse 17', '005f001100', { spo2Pct: 95 }],
    ['pulse 322', '005f004201', { spo2Pct: 95 }],
  ])('DV-105 %s is refused alone', (_, hex, values) => {
    expect(decode(hex)).toMatchObject({
      readings: [{ ...values, quality: 'poor', causes: ['implausible'] }],
      refusals: [{ code: 'implausible' }],
    });
    expect(Object.keys(read(hex) ?? {})).toHaveLength(3);
  });

  test('DV-101 a spot-check of an impossible date keeps its values', () => {
    expect(decode('015f005a00e807021f000000', '2A5E')).toEqual({
      readings: [{ ...good, quality: 'good', causes: [] }],
      refusals: [{ code: 'implausible', message: expect.stringContaining('no date') }],
    });
  });
});

describe('features', () => {
  test.each([
    ['0100', ['measurementStatus']],
    ['0400', ['measurementStorage']],
    ['1000', ['spo2prFast']],
    ['4000', ['pulseAmplitudeIndex']],
    ['0000', []],
  ])('DV-108 %s', (hex, features) => {
    expect(decode(hex, '2A60')).toEqual({ readings: [], refusals: [], features });
    expect(readPlxFeatures(bytesOfHex(hex))).toEqual({ features });
  });

  test('DV-108 with the masks of both states', () => {
    expect(readPlxFeatures(bytesOfHex('03000082200800'))).toEqual({
      features: ['measurementStatus', 'deviceSensorStatus'],
      measurementStatus: ['fromStorage', 'invalid'],
      deviceSensorStatus: ['lowPerfusion', 'sensorUnconnectedToUser'],
    });
    expect(decode('01', '2A60').refusals).toMatchObject([{ code: 'length' }]);
  });
});
