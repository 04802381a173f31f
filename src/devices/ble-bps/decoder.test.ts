import { describe, expect, test } from 'vitest';
import { bytesOfHex } from '../bytes.ts';
import { deviceModel, quirkOf } from '../device-table.ts';
import type { DecodedReading, DecoderOptions } from '../decoder.ts';
import { BEURER_BM85, createBpsDecoder } from './decoder.ts';

const decode = (hex: string, options: DecoderOptions = {}) => createBpsDecoder(options).push(bytesOfHex(hex));
const read = (hex: string, options: DecoderOptions = {}): DecodedReading | undefined =>
  decode(hex, options).readings[0];

/** SFLOAT of exponent 0, little-endian. */
const word = (value: number): string => {
  const hex = (value & 0xffff).toString(16).padStart(4, '0');
  return hex.slice(2) + hex.slice(0, 2);
};
const NAN = 'ff07';
const bp = (systolic: number, diastolic: number, mean: number): string => word(systolic) + word(diastolic) + word(mean);
/** 122/76, mean 91, pulse 68, with what is set in the state. */
const withStatus = (status: number): string => `14${bp(122, 76, 91)}${word(68)}${word(status)}`;

describe('recorded and published notifications', () => {
  test('DV-102 all fields but the user id', () => {
    expect(decode('167c0056006100e807060f11111b33000000')).toEqual({
      readings: [
        {
          systolicMmHg: 124,
          diastolicMmHg: 86,
          meanMmHg: 97,
          pulseBpm: 51,
          quality: 'good',
          causes: [],
          deviceAt: Date.UTC(2024, 5, 15, 17, 17, 27),
        },
      ],
      refusals: [],
    });
  });

  test('DV-102 exponents, a mean that is NaN, and reserved bits set in flags and state', () => {
    expect(decode('def6f416f3ff07e4070114082b00b2f2018000')).toEqual({
      readings: [
        {
          systolicMmHg: 127,
          diastolicMmHg: 79,
          pulseBpm: 69,
          quality: 'good',
          causes: ['no-value'],
          deviceAt: Date.UTC(2020, 0, 20, 8, 43),
        },
      ],
      refusals: [],
    });
  });

  test('DV-102 pressures and pulse alone', () => {
    expect(read('047a0052005f004400')).toEqual({
      systolicMmHg: 122,
      diastolicMmHg: 82,
      meanMmHg: 95,
      pulseBpm: 68,
      quality: 'good',
      causes: [],
    });
  });

  test('DV-102 kPa become whole mmHg: 16.0 over 10.7, mean 12.5', () => {
    expect(read('01a0f06bf07df0')).toMatchObject({ systolicMmHg: 120, diastolicMmHg: 80, meanMmHg: 94 });
  });

  test('DV-105 fields in the right order whose numbers no patient has: all are refused, the cycle failed', () => {
    const { readings, refusals } = decode('1e010002000300040005060708090a000b2500');
    expect(readings).toEqual([
      {
        quality: 'none',
        causes: ['motion', 'irregular-pulse', 'implausible', 'improper-position'],
        failure: 'implausible',
      },
    ]);
    // The date of year 4, and four numbers.
    expect(refusals.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'implausible'));
  });

  test.each([
    ['month and day 0', '027c00560061002e060000000000', 0],
    ['31 February', '027c00560061000f27021f000000', 1],
  ])('DV-101 a time stamp of %s: the values stay', (_, hex, refused) => {
    const { readings, refusals } = decode(hex);
    expect(readings).toEqual([{ systolicMmHg: 124, diastolicMmHg: 86, meanMmHg: 97, quality: 'good', causes: [] }]);
    expect(refusals).toHaveLength(refused);
  });
});

describe('Beurer BM85', () => {
  const quirk = BEURER_BM85;
  test.each([
    ['566a0047000000ea07080b121f00003f000000', 106, 71, 63, Date.UTC(2026, 7, 11, 18, 31)],
    ['56770046000000ea07080b1439000057010040', 119, 70, 87, Date.UTC(2026, 7, 11, 20, 57)],
  ])('DV-106 %s as its maker meant it', (hex, systolicMmHg, diastolicMmHg, pulseBpm, deviceAt) => {
    expect(decode(hex, { quirk })).toEqual({
      readings: [{ systolicMmHg, diastolicMmHg, pulseBpm, quality: 'good', causes: ['no-value'], deviceAt }],
      refusals: [],
    });
    // Read as the standard says: nothing that was sent big-endian is believed.
    expect(decode(hex)).toMatchObject({
      readings: [{ systolicMmHg, diastolicMmHg, quality: 'good', causes: ['no-value'], deviceAt }],
      refusals: [{ code: 'length' }],
    });
    expect(read(hex)).not.toHaveProperty('pulseBpm');
  });

  test('DV-106 its state is big-endian: bit 1 is the loose cuff', () => {
    expect(read('566a0047000000ea07080b121f00003f000002', { quirk })?.causes).toEqual(['cuff-too-loose', 'no-value']);
  });

  test('DV-106 the profile never touches a cuff that keeps to the standard', () => {
    expect(decode('167c0056006100e807060f11111b33000000', { quirk }).readings).toEqual([]);
  });

  test.each([
    ['BM85', BEURER_BM85],
    ['Beurer BM 85', BEURER_BM85],
    ['BM850', undefined],
    ['BM59', undefined],
    ['', undefined],
  ])('DV-106 a device named “%s” has the profile %s', (name, profile) => {
    const model = deviceModel('ble-bps');
    expect(model && quirkOf(model, name)).toBe(profile);
  });
});

describe('state', () => {
  test.each([
    [0x01, 'motion'],
    [0x02, 'cuff-too-loose'],
    [0x04, 'irregular-pulse'],
    [0x08, 'pulse-out-of-range'],
    [0x10, 'pulse-out-of-range'],
    [0x20, 'improper-position'],
  ])('DV-103 %x is %s', (status, cause) => {
    expect(read(withStatus(status))).toEqual({
      systolicMmHg: 122,
      diastolicMmHg: 76,
      meanMmHg: 91,
      pulseBpm: 68,
      quality: 'poor',
      causes: [cause],
    });
  });

  test.each([0x0000, 0x0040, 0x0080, 0xff00])('DV-102 %x has no meaning', (status) => {
    expect(read(withStatus(status))).toMatchObject({ quality: 'good', causes: [] });
  });

  test('DV-103 all at once, in the order of the list', () => {
    expect(read(withStatus(0xffff))?.causes).toEqual([
      'motion',
      'cuff-too-loose',
      'irregular-pulse',
      'improper-position',
      'pulse-out-of-range',
    ]);
  });
});

describe('no value', () => {
  const failed = (status: number): string => `10${NAN}${NAN}${NAN}${word(status)}`;
  test.each([
    [0, [], 'weak-signal'],
    [0x01, ['motion'], 'artefact'],
    [0x02, ['cuff-too-loose'], 'cuff-not-fitted'],
    [0x03, ['motion', 'cuff-too-loose'], 'cuff-not-fitted'],
  ] as const)('DV-104 neither systolic nor diastolic, state %i', (status, causes, failure) => {
    expect(decode(failed(status))).toEqual({
      readings: [{ quality: 'none', causes: [...causes, 'no-value'], failure }],
      refusals: [],
    });
  });

  test.each(['ff07', '0008', 'fe07', '0208', '0108', '0000'])('DV-104 a mean or pulse of %s is absent', (none) => {
    expect(decode(`04${word(122)}${word(76)}${none}${none}`)).toEqual({
      readings: [{ systolicMmHg: 122, diastolicMmHg: 76, quality: 'good', causes: ['no-value'] }],
      refusals: [],
    });
  });

  test('DV-104 a systolic alone is no blood pressure', () => {
    expect(read(`00${word(122)}${NAN}${NAN}`)).toEqual({
      systolicMmHg: 122,
      quality: 'good',
      causes: ['no-value'],
      failure: 'weak-signal',
    });
  });
});

describe('implausible', () => {
  test.each([
    ['systolic 39', bp(39, 30, 35), 'systolicMmHg'],
    ['systolic 301', bp(301, 100, 150), 'systolicMmHg'],
    ['diastolic 19', bp(122, 19, 91), 'diastolicMmHg'],
    ['diastolic 201', bp(260, 201, 210), 'diastolicMmHg'],
  ])('DV-105 %s: the cycle failed, the other numbers stay', (_, pressures, wrong) => {
    const { readings, refusals } = decode(`04${pressures}${word(68)}`);
    expect(readings[0]).toMatchObject({
      pulseBpm: 68,
      quality: 'poor',
      causes: ['implausible'],
      failure: 'implausible',
    });
    expect(readings[0]).not.toHaveProperty(wrong);
    expect(Object.keys(readings[0] ?? {}).filter((key) => key.endsWith('MmHg'))).toHaveLength(2);
    expect(refusals).toEqual([{ code: 'implausible', message: expect.stringContaining(`${wrong} `) }]);
  });

  test.each([
    ['equal', 90, 90],
    ['the wrong way round', 76, 122],
  ])('DV-105 systolic and diastolic %s are both refused', (_, systolic, diastolic) => {
    expect(decode(`04${bp(systolic, diastolic, 80)}${word(68)}`)).toMatchObject({
      readings: [{ meanMmHg: 80, pulseBpm: 68, quality: 'poor', failure: 'implausible' }],
      refusals: [{ code: 'implausible' }],
    });
  });

  test.each([
    ['a mean below diastolic', bp(122, 76, 75), 68, 'meanMmHg'],
    ['a mean above systolic', bp(122, 76, 123), 68, 'meanMmHg'],
    ['a pulse of 17', bp(122, 76, 91), 17, 'pulseBpm'],
    ['a pulse of 322', bp(122, 76, 91), 322, 'pulseBpm'],
  ])('DV-105 %s is refused alone', (_, pressures, pulse, wrong) => {
    const { readings, refusals } = decode(`04${pressures}${word(pulse)}`);
    expect(readings[0]).toMatchObject({
      systolicMmHg: 122,
      diastolicMmHg: 76,
      quality: 'poor',
      causes: ['implausible'],
    });
    expect(readings[0]).not.toHaveProperty(wrong);
    expect(readings[0]).not.toHaveProperty('failure');
    expect(refusals).toHaveLength(1);
  });

  test.each([
    [bp(40, 20, 26), 18],
    [bp(300, 200, 250), 321],
  ])('DV-105 %s with a pulse of %i stands at the edge', (pressures, pulseBpm) => {
    expect(decode(`04${pressures}${word(pulseBpm)}`)).toMatchObject({
      readings: [{ pulseBpm, quality: 'good' }],
      refusals: [],
    });
  });
});

describe('forms', () => {
  test.each([1, 6, 7, 13, 14, 15, 16, 17])('DV-107 cut after %i bytes, nothing of it is used', (length) => {
    const { readings, refusals } = createBpsDecoder().push(
      bytesOfHex('167c0056006100e807060f11111b33000000').subarray(0, length),
    );
    expect(readings).toEqual([]);
    expect(refusals).toMatchObject([{ code: 'length' }]);
  });

  test('DV-107 of one too long, pressures and time stamp stand where they must', () => {
    expect(decode('167c0056006100e807060f11111b3300030000')).toMatchObject({
      readings: [{ systolicMmHg: 124, diastolicMmHg: 86, meanMmHg: 97, quality: 'good', causes: [] }],
      refusals: [{ code: 'length' }],
    });
    expect(read('167c0056006100e807060f11111b3300030000')).not.toHaveProperty('pulseBpm');
  });

  test.each([
    ['148 mmHg', '009400ff07ff07', { cuffPressureMmHg: 148, quality: 'good', causes: [] }],
    ['20.0 kPa', '01c8f0ff07ff07', { cuffPressureMmHg: 150, quality: 'good', causes: [] }],
    ['0', '000000ff07ff07', { cuffPressureMmHg: 0, quality: 'good', causes: [] }],
    ['no value', '00ff07ff07ff07', { quality: 'none', causes: ['no-value'] }],
    ['331', '004b01ff07ff07', { quality: 'none', causes: ['implausible'] }],
    ['148, moving', '109400ff07ff070100', { cuffPressureMmHg: 148, quality: 'poor', causes: ['motion'] }],
  ])('DV-102 2A36: %s in the cuff', (_, hex, reading) => {
    expect(decode(hex, { characteristic: '2A36' }).readings).toEqual([reading]);
  });

  test.each(['2a35', '0x2A35', '00002a35-0000-1000-8000-00805f9b34fb'])('DV-102 %s is 2A35', (characteristic) => {
    expect(read('047a0052005f004400', { characteristic })).toMatchObject({ systolicMmHg: 122 });
  });

  test('DV-102 another characteristic is refused by name, and no bytes are nothing', () => {
    expect(decode('047a0052005f004400', { characteristic: '2A37' }).refusals).toMatchObject([{ code: 'unknown' }]);
    expect(decode('')).toEqual({ readings: [], refusals: [] });
  });

  test.each([
    ['0000', []],
    ['0100', ['bodyMovement']],
    [
      'ff01',
      [
        'bodyMovement',
        'cuffFit',
        'irregularPulse',
        'pulseRateRange',
        'measurementPosition',
        'multipleBond',
        'e2eCrc',
        'userDataService',
        'userFacingTime',
      ],
    ],
    ['00fe', []],
  ])('DV-108 the features %s', (hex, features) => {
    expect(decode(hex, { characteristic: '2A49' })).toEqual({ readings: [], refusals: [], features });
    expect(decode('01', { characteristic: '2A49' }).refusals).toMatchObject([{ code: 'length' }]);
  });
});
