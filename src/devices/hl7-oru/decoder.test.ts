import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfText, joined } from '../bytes.ts';
import type { DecodedReading } from '../decoder.ts';
import { createHl7OruDecoder } from './decoder.ts';
import { MAX_BLOCK } from './mllp-blocks.ts';
import { aquaris, comen, continua, edan, messages, mindrayWave, philips, samples } from './samples.ts';

const decode = (text: string) => createHl7OruDecoder().push(bytesOfText(text));
const HEADER = 'MSH|^~\\&|M|H|||20250610120000||ORU^R01^ORU_R01|1|P|2.6';
const ORDER = 'OBR|1||||||20250610115900';
const SENT_AT = Date.UTC(2025, 5, 10, 12, 0);
const TAKEN_AT = SENT_AT - 60_000;
/** One message with these rows. */
const rows = (...obx: string[]): string => [HEADER, 'PID|||4711||DOE^JANE', ORDER, ...obx].join('\r');
const spo2 = (value: string, more = '262688^MDC_DIM_PERCENT^MDC|||||F'): string =>
  `OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1.150456|${value}|${more}`;
const pulse = (value: string): string => `OBX|2|NM|149530^MDC_PULS_OXIM_PULS_RATE^MDC||${value}|264864^bpm^MDC|||||F`;
const cuff = (systolic: string, diastolic: string, time = ''): string[] => [
  `OBX|3|NM|150021^MDC_PRESS_BLD_NONINV_SYS^MDC||${systolic}|266016^MDC_DIM_MMHG^MDC|||||F|||${time}`,
  `OBX|4|NM|150022^MDC_PRESS_BLD_NONINV_DIA^MDC||${diastolic}|266016^MDC_DIM_MMHG^MDC|||||F|||${time}`,
];
const one = (...obx: string[]): DecodedReading | undefined => {
  const { readings } = decode(rows(...obx));
  expect(readings.length).toBeLessThanOrEqual(1);
  return readings[0];
};
const oximetry = { measure: 'oximetry', deviceAt: TAKEN_AT, ageMs: 60_000 } as const;

describe('makers', () => {
  test('DV-128 Comen: its own pulse, the first of two sensors, no index from a signal quality', () => {
    const deviceAt = Date.UTC(2025, 5, 9, 17, 51, 27);
    expect(decode(comen)).toEqual({
      readings: [
        {
          measure: 'oximetry',
          spo2Pct: 97,
          pulseBpm: 59,
          respiratoryRatePerMin: 20,
          quality: 'good',
          causes: [],
          deviceAt,
        },
        {
          measure: 'nibp',
          systolicMmHg: 120,
          diastolicMmHg: 80,
          meanMmHg: 90,
          quality: 'good',
          causes: [],
          deviceAt,
        },
      ],
      refusals: [],
    });
  });

  test('DV-126 Continua: the cuff row above the values has their time', () => {
    expect(decode(continua).readings).toEqual([
      {
        measure: 'nibp',
        systolicMmHg: 120,
        diastolicMmHg: 80,
        meanMmHg: 100,
        quality: 'good',
        causes: [],
        deviceAt: Date.UTC(2009, 7, 13, 9, 52, 15),
      },
    ]);
  });

  test('DV-128 Aquaris: −100 is no value, a mistyped number is told, the cuff’s value is ten minutes old', () => {
    const { readings, refusals } = decode(aquaris);
    expect(readings).toEqual([
      {
        measure: 'nibp',
        systolicMmHg: 142,
        diastolicMmHg: 100,
        meanMmHg: 114,
        quality: 'good',
        causes: [],
        deviceAt: Date.UTC(2025, 5, 12, 9, 33, 19),
        ageMs: 619_000,
      },
      { measure: 'oximetry', quality: 'none', causes: ['no-value'], deviceAt: Date.UTC(2025, 5, 12, 9, 43, 38) },
    ]);
    expect(refusals).toMatchObject([{ code: 'unknown', message: expect.stringContaining('systolic') }]);
  });

  test('DV-128 Philips: hex numbers, its labels; the pulse before the heart rate; no arterial pressure', () => {
    const taken = { deviceAt: Date.UTC(2013, 0, 3, 2, 17), ageMs: 26_000, quality: 'good', causes: [] } as const;
    expect(decode(philips)).toEqual({
      readings: [
        { measure: 'oximetry', spo2Pct: 96, pulseBpm: 59, respiratoryRatePerMin: 20, ...taken },
        { measure: 'nibp', systolicMmHg: 118, diastolicMmHg: 69, meanMmHg: 85, ...taken, datedTogether: true },
      ],
      refusals: [],
    });
  });

  test('DV-128 Edan: its own numbers', () => {
    expect(decode(edan).readings).toMatchObject([
      { measure: 'oximetry', spo2Pct: 99, pulseBpm: 70 },
      { measure: 'nibp', systolicMmHg: 124, diastolicMmHg: 78, meanMmHg: 93, pulseBpm: 72 },
    ]);
  });

  test.each([
    ['Philips CM100: the label alone', 'OBX|1|NM|0002^SpO2^MDIL||97|%|||||F', { spo2Pct: 97 }],
    ['Philips in French', 'OBX|1|NM|0002-4182^Rythme cardiaque^MDIL||64|0004-0aa0^bpm^MDIL|', { pulseBpm: 64 }],
    [
      'a heart rate alone',
      'OBX|1|NM|147842^MDC_ECG_HEART_RATE^MDC|1|72|264864^MDC_DIM_BEAT_PER_MIN^MDC',
      { pulseBpm: 72 },
    ],
    ['a number without a name', 'OBX|1|NM|150456||97|%', { spo2Pct: 97 }],
    ['the standard’s name second', 'OBX|1|NM|A1^Sat^L^150456^MDC_PULS_OXIM_SAT_O2^MDC||97|%', { spo2Pct: 97 }],
    ['a perfusion index', 'OBX|1|NM|150448^MDC_PULS_OXIM_PERF_REL^MDC||3.2|%', { perfusionIndexPct: 3.2 }],
  ])('DV-128 %s', (_, row, values) => {
    expect(one(row)).toEqual({ ...oximetry, ...values, quality: 'good', causes: [] });
  });

  test.each([
    ['150021^MDC_PRESS_BLD_NONINV_SYS', '150022^MDC_PRESS_BLD_NONINV_DIA', '150023^MDC_PRESS_BLD_NONINV_MEAN'],
    ['150301^MDC_PRESS_CUFF_SYS', '150302^MDC_PRESS_CUFF_DIA', '150303^MDC_PRESS_CUFF_MEAN'],
  ])('DV-128 %s with the cuff’s own pulse is one reading', (systolic, diastolic, mean) => {
    const row = (code: string, value: number): string => `OBX||NM|${code}^MDC||${value}|mm[Hg]|||||F`;
    const pulseRow = 'OBX||NM|149546^MDC_PULS_RATE_NON_INV^MDC||75.5|{beats}/min|||||F';
    expect(one(row(systolic, 140.5), row(diastolic, 95), row(mean, 110), pulseRow)).toMatchObject({
      measure: 'nibp',
      systolicMmHg: 140.5,
      diastolicMmHg: 95,
      meanMmHg: 110,
      pulseBpm: 75.5,
    });
  });
});

describe('number and name', () => {
  test('DV-123 GE’s 150457 under the name of the pulse rate: read by its name, and told', () => {
    const { readings, refusals } = decode(
      rows(spo2('98'), 'OBX|5|NM|150457^MDC_PULS_OXIM_PULS_RATE^MDC||76|bpm|||||R'),
    );
    expect(readings).toMatchObject([{ spo2Pct: 98, pulseBpm: 76, quality: 'good' }]);
    expect(refusals).toMatchObject([{ code: 'unknown', message: expect.stringContaining('pulse') }]);
  });

  test.each([
    ['SpO2’s number, the pulse’s name', '150456^MDC_PULS_OXIM_PULS_RATE^MDC'],
    ['SpO2’s number, the name of something else', '150456^MDC_TEMP^MDC'],
    ['an artery’s name on the cuff’s number', '150021^MDC_PRESS_BLD_ART_SYS^MDC'],
  ])('DV-123 %s: not read', (_, code) => {
    const { readings, refusals } = decode(rows(`OBX|1|NM|${code}||72|`, pulse('70')));
    expect(readings).toMatchObject([{ pulseBpm: 70 }]);
    expect(readings[0]).not.toHaveProperty('spo2Pct');
    expect(refusals).toMatchObject([{ code: 'unknown' }]);
  });

  test.each([
    ['another maker’s code for itself', '188^SPO2'],
    ['another coding system', '150^SpO2^99XYZ'],
    ['a difference of saturations', '150468^MDC_PULS_OXIM_SAT_O2_DIFF^MDC'],
    ['an arterial pressure', '150037^MDC_PRESS_BLD_ART_ABP_SYS^MDC'],
    ['a temperature', '150344^MDC_TEMP^MDC'],
    ['Edan’s number in the standard’s system', '327680^X^MDC'],
  ])('DV-125 %s gives nothing', (_, code) => {
    expect(decode(rows(`OBX|1|NM|${code}||97|%|||||F`))).toEqual({ readings: [], refusals: [] });
  });
});

describe('no value', () => {
  test.each(['', '""', '-100', '-100.0', '---', '-?-', '***', '0'])('DV-124 SpO2 “%s”', (value) => {
    expect(decode(rows(spo2(value), pulse('70')))).toEqual({
      readings: [{ ...oximetry, pulseBpm: 70, quality: 'good', causes: ['no-value'] }],
      refusals: [],
    });
  });

  test.each(['X', 'D', 'W', 'N'])('DV-124 a number with the status %s', (status) => {
    expect(one(spo2('97', `262688^MDC_DIM_PERCENT^MDC|||||${status}`))).toEqual({
      ...oximetry,
      quality: 'none',
      causes: ['no-value'],
    });
  });

  test.each(['F', 'R', 'P', 'C', ''])('DV-124 the status “%s” is as good as any', (status) => {
    expect(one(spo2('97', `262688^MDC_DIM_PERCENT^MDC|||||${status}`))?.spo2Pct).toBe(97);
  });

  test('DV-124 an empty cuff is no failed cycle', () => {
    expect(one(...cuff('-100', ''))).toEqual({
      ...oximetry,
      measure: 'nibp',
      quality: 'none',
      causes: ['no-value'],
    });
  });

  test.each([
    ['101', '%'],
    ['0.97', '1'],
    ['-1', '%'],
    ['97^98', '%'],
    ['>95', '%'],
    ['9700000000', '%'],
  ])('DV-105 SpO2 “%s” is refused, the pulse stays', (value, unit) => {
    expect(decode(rows(spo2(value, unit), pulse('70')))).toEqual({
      readings: [{ ...oximetry, pulseBpm: 70, quality: 'poor', causes: ['implausible'] }],
      refusals: [{ code: 'implausible', message: expect.any(String) }],
    });
  });

  test('DV-105 a cuff’s impossible pair is a failed cycle', () => {
    expect(one(...cuff('80', '120'))).toMatchObject({
      quality: 'none',
      causes: ['implausible'],
      failure: 'implausible',
    });
  });

  test.each([
    ['INV', 'none', 'no-value'],
    ['NAV', 'none', 'no-value'],
    ['DEMO', 'none', 'demonstration'],
    ['TEST', 'none', 'demonstration'],
    ['QUES', 'poor', 'poor-signal'],
    ['EARLY', 'poor', 'searching'],
    ['CAL', 'poor', 'calibrating'],
    ['L~QUES', 'poor', 'poor-signal'],
  ])('DV-129 %s in OBX-8 is %s', (flag, quality, cause) => {
    const causes = one(spo2('97', `262688^MDC_DIM_PERCENT^MDC||${flag}|||F`))?.causes;
    expect(one(spo2('97', `262688^MDC_DIM_PERCENT^MDC||${flag}|||F`))?.quality).toBe(quality);
    expect(causes).toEqual([cause]);
  });

  test.each(['H', 'L', 'HH', 'N', ''])('DV-129 %s in OBX-8 is a limit, not a state', (flag) => {
    expect(one(spo2('97', `262688^MDC_DIM_PERCENT^MDC||${flag}|||F`))?.quality).toBe('good');
  });
});

describe('units', () => {
  test.each([['262688^MDC_DIM_PERCENT^MDC'], ['0004-0220^%^MDIL'], ['%'], ['^MDC_DIM_PERCENT'], [''], ['Prozent']])(
    'DV-128 SpO2 in “%s”',
    (unit) => {
      expect(one(spo2('97', `${unit}|||||F`))?.spo2Pct).toBe(97);
    },
  );

  test.each(['266016^MDC_DIM_MMHG^MDC', '/min', 'Cel'])('DV-128 SpO2 in %s is refused', (unit) => {
    const { readings, refusals } = decode(rows(spo2('97', `${unit}|||||F`)));
    expect(readings).toEqual([{ ...oximetry, quality: 'none', causes: ['implausible'] }]);
    expect(refusals).toMatchObject([{ code: 'implausible', message: expect.stringContaining('unit') }]);
  });

  test.each(['265987^MDC_DIM_KILO_PASCAL^MDC', 'kPa'])('DV-128 a pressure in %s becomes whole mmHg', (unit) => {
    const kPa = cuff('16.0', '10.7').map((row) => row.replace('266016^MDC_DIM_MMHG^MDC', unit));
    expect(one(...kPa)).toMatchObject({ systolicMmHg: 120, diastolicMmHg: 80 });
  });
});

describe('waves and other messages', () => {
  test('DV-125 a wave and its attributes give nothing', () => {
    expect(decode(mindrayWave)).toEqual({ readings: [], refusals: [] });
    const wave = 'OBX|1|NA|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1.150456|97^98^97|';
    const attribute = 'OBX|2|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1.150452.1|75|';
    expect(decode(rows(wave, attribute))).toEqual({ readings: [], refusals: [] });
  });

  test.each(['ORU^R40^ORU_R40', 'ADT^A01', 'ACK', 'QRY^R02', ''])(
    'DV-125 a message of type “%s” is refused',
    (type) => {
      const { readings, refusals } = decode(rows(spo2('97')).replace('ORU^R01^ORU_R01', type));
      expect(readings).toEqual([]);
      expect(refusals).toMatchObject([{ code: 'unknown' }]);
    },
  );

  test.each(['ORU^R01^ORU_R01', 'ORU^R01', 'ORU_R01', 'ORU'])('DV-122 the type %s', (type) => {
    expect(decode(rows(spo2('97')).replace('ORU^R01^ORU_R01', type)).readings).toHaveLength(1);
  });

  test('DV-130 no name of a patient gets out, however the message is broken', () => {
    const secret = rows(spo2('x'), 'OBX|9|NM|150456^MDC_TEMP^MDC||1', ...cuff('1', '2'));
    for (let from = 0; from < secret.length; from += 1) {
      expect(JSON.stringify(decode(secret.slice(from)))).not.toMatch(/DOE|JANE|4711/);
    }
  });
});

describe('a name in a field where none belongs', () => {
  const NAME = 'Müller^Jürgen';
  const NAMED = /M.{1,2}ller|J.{1,2}rgen|DOE|JANE|4711/;
  const complete = (): string[] => [
    'MSH|^~\\&|M|H|||20250610120000||ORU^R01^ORU_R01|1|P|2.6',
    'PID|||4711||DOE^JANE',
    'OBR|1||||||20250610115900',
    'OBX|1|NM|150456^MDC_PULS_OXIM_SAT_O2^MDC|1.3.1.150456|97|262688^MDC_DIM_PERCENT^MDC|||||F|||20250610115900',
    'OBX|2|NM|150021^MDC_PRESS_BLD_NONINV_SYS^MDC|1.1.9.150021|120|266016^MDC_DIM_MMHG^MDC|||||F|||20250610115900',
  ];
  const fields = complete().flatMap((segment, row) => segment.split('|').map((_, n) => [row, n] as const));

  test.each([
    NAME,
    NAME.replace('^', ' '),
    '4711',
    `150456^${NAME}^MDC`,
    `150456^MDC_${NAME}^MDC`,
    `${NAME}^MDC_PULS_RATE`,
  ])('DV-130 no refusal holds “%s”, whichever field it stands in', (name) => {
    for (const [row, n] of fields) {
      const segments = complete().map((segment) => segment.split('|'));
      const segment = segments[row] ?? [];
      for (const text of [name, `${segment[n]}^${name}`, `${name}^${segment[n]}`, `${segment[n]}${name}`]) {
        const changed = segment.with(n, text);
        const message = segments.with(row, changed).map((each) => each.join('|'));
        expect(JSON.stringify(decode(message.join('\r')).refusals)).not.toMatch(NAMED);
      }
    }
  });

  test('DV-130 what is refused is told by the vital sign and a length', () => {
    const { refusals } = decode(rows(spo2(NAME), `OBX|2|NM|150456^MDC_TEMP ${NAME}^MDC||72|`));
    expect(refusals.map(({ message }) => message).toSorted()).toEqual([
      'A row of 33 characters in OBX-3: number and name are of two different things; not read.',
      'spo2: no number, 13 characters.',
    ]);
  });
});

describe('times and readings', () => {
  const deviceAts = (...obx: string[]) => decode(rows(...obx)).readings.map(({ deviceAt, ageMs }) => [deviceAt, ageMs]);

  test('DV-126 OBX-14 before OBR-7', () => {
    expect(deviceAts(...cuff('120', '80', '20250610115000'))).toEqual([[SENT_AT - 600_000, 600_000]]);
    expect(deviceAts(...cuff('120', '80'))).toEqual([[TAKEN_AT, 60_000]]);
  });

  test.each([
    ['another zone', '20250610135000+0200', SENT_AT - 600_000],
    ['milliseconds without a dot', '20250610115000500+0000', SENT_AT - 599_500],
    ['milliseconds with a dot', '20250610115000.5', SENT_AT - 599_500],
    ['no time, so the order’s', '20250610', TAKEN_AT],
    ['an impossible one, so the order’s', '20251310115000', TAKEN_AT],
  ])('DV-126 %s', (_, time, at) => {
    expect(deviceAts(...cuff('120', '80', time))).toEqual([[at, SENT_AT - at]]);
  });

  test('DV-126 stamps without a zone have the message’s', () => {
    const text = rows(...cuff('120', '80', '20250610115000')).replace('20250610120000|', '20250610120000+0800|');
    expect(decode(text).readings).toMatchObject([{ deviceAt: SENT_AT - 600_000 - 8 * 3_600_000, ageMs: 600_000 }]);
  });

  test('DV-126 without any time there is none, and a time ahead of the message has no age', () => {
    expect(decode([HEADER, spo2('97')].join('\r')).readings).toEqual([
      { measure: 'oximetry', spo2Pct: 97, quality: 'good', causes: [] },
    ]);
    expect(deviceAts(...cuff('120', '80', '20250610120001'))).toEqual([[SENT_AT + 1_000, undefined]]);
  });

  test.each(['', '20250610', 'soon'])('DV-188 the age is not known when MSH-7 is “%s”', (sentAt) => {
    const text = rows(...cuff('120', '80', '20250610100000'), spo2('97')).replace('20250610120000|', `${sentAt}|`);
    expect(decode(text).readings).toMatchObject([
      { measure: 'nibp', deviceAt: SENT_AT - 7_200_000, ageUnknown: true },
      { measure: 'oximetry', deviceAt: TAKEN_AT, ageUnknown: true },
    ]);
    expect(decode(rows(spo2('97'))).readings[0]).not.toHaveProperty('ageUnknown');
  });

  test('DV-187 of a cuff in a group of other vital signs the order’s time is not its own', () => {
    const { readings } = decode(rows(spo2('97'), ...cuff('120', '80')));
    expect(readings.map(({ measure, datedTogether }) => [measure, datedTogether])).toEqual([
      ['oximetry', undefined],
      ['nibp', true],
    ]);
    expect(one(...cuff('120', '80'))).not.toHaveProperty('datedTogether');
  });

  test('DV-127 two cuff measurements in one message are two readings, oldest first', () => {
    const both = [...cuff('130', '85', '20250610115000'), ...cuff('120', '80', '20250610114000')];
    expect(decode(rows(...both)).readings).toMatchObject([{ systolicMmHg: 120 }, { systolicMmHg: 130 }]);
  });

  test('DV-127 a panel spread over two groups is one reading', () => {
    const [systolic = '', diastolic = ''] = cuff('120', '80', '20250610115000');
    const text = [HEADER, ORDER, systolic, ORDER.replace('115900', '115930'), diastolic, spo2('97')].join('\r');
    expect(decode(text).readings).toMatchObject([
      { measure: 'nibp', systolicMmHg: 120, diastolicMmHg: 80 },
      { measure: 'oximetry', spo2Pct: 97, deviceAt: SENT_AT - 30_000 },
    ]);
  });

  test('DV-127 a second sensor counts where the first has no value', () => {
    expect(one(spo2('-100'), spo2('96'))).toMatchObject({ spo2Pct: 96, causes: [] });
    expect(one(spo2('97'), spo2('90'))).toMatchObject({ spo2Pct: 97 });
  });
});

describe('forms', () => {
  const text = rows(spo2('97'));
  test.each(['\r', '\n', '\r\n', '\r\r'])('DV-122 segments ended by %j', (end) => {
    expect(decode(text.replaceAll('\r', end) + end).readings).toMatchObject([{ spo2Pct: 97 }]);
  });

  test('DV-122 fields of MSH shifted, the time too', () => {
    const header = 'MSH|^~\\&|TEST|||20250610120000||ORU^R01|1|P|2.6';
    expect(decode(`${header}\r${ORDER.replace('||||||', '|||||')}\r${spo2('97')}`).readings).toEqual([
      { ...oximetry, spo2Pct: 97, quality: 'good', causes: [] },
    ]);
  });

  test('DV-122 other separators', () => {
    const other = text.replaceAll('|', '#').replaceAll('^', '!');
    expect(decode(other).readings).toMatchObject([{ spo2Pct: 97 }]);
  });

  test('DV-122 several bare messages in a push', () => {
    expect(decode(messages.join('\r\n')).readings).toHaveLength(9);
  });

  test.each([
    ['with its block', `\x0b${text}\x1c\r`],
    ['without the last CR', `\x0b${text}\x1c`],
    ['after another’s end', `\x1c\r\x0b${text}\x1c\r`],
    ['its start lost', `${text}\x1c\r`],
  ])('DV-122 a message %s', (_, bytes) => {
    expect(decode(bytes)).toMatchObject({ readings: [{ spo2Pct: 97 }], refusals: [] });
  });

  test('DV-122 a block without an end is refused, the next is read', () => {
    expect(decode(`\x0b${text.slice(0, 80)}\x0b${text}\x1c\r`)).toMatchObject({
      readings: [{ spo2Pct: 97 }],
      refusals: [{ code: 'framing' }],
    });
  });

  test('DV-122 what stands between blocks is refused', () => {
    const decoder = createHl7OruDecoder();
    decoder.push(bytesOfText(`\x0b${text}\x1c\r`));
    expect(decoder.push(bytesOfText(text))).toMatchObject({ readings: [], refusals: [{ code: 'framing' }] });
  });

  test('DV-122 a block without an end is kept up to 4 MiB', () => {
    const decoder = createHl7OruDecoder();
    const [start, rest] = [bytesOfText('\x0bMSH'), new Uint8Array(MAX_BLOCK).fill(0x41)];
    expect(decoder.push(start).refusals).toEqual([]);
    expect(decoder.push(rest).refusals).toMatchObject([{ code: 'length' }]);
    expect(decoder.push(bytesOfText(`\x0b${text}\x1c\r`)).readings).toHaveLength(1);
  });

  test('DV-12 however a stream of blocks is split, the readings are the same', () => {
    const piece = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...samples) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom(...samples), fc.nat(3_000), fc.nat(255))
          .map(([bytes, at, byte]) => bytes.with(at % bytes.length, byte)),
      },
    );
    const stream = fc.array(piece, { minLength: 1, maxLength: 4 });
    const first = samples[0] ?? new Uint8Array(0);
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }), (pieces, sizes) => {
        const bytes = pieces.reduce(joined, first);
        const decoder = createHl7OruDecoder();
        const parts: DecodedReading[] = [];
        for (let at = 0, n = 0; at < bytes.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          parts.push(...decoder.push(bytes.subarray(at, at + size)).readings);
          at += size;
        }
        expect(parts).toEqual(createHl7OruDecoder().push(bytes).readings);
      }),
      { numRuns: 300 },
    );
  });
});
