import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfText, joined } from '../bytes.ts';
import type { DecodedReading } from '../decoder.ts';
import { createMasimoDecoder } from './decoder.ts';
import { lines, samples } from './samples.ts';

const decode = (text: string) => createMasimoDecoder().push(bytesOfText(text));
const [plain] = lines;
const read = (line: string): DecodedReading | undefined => decode(`${line}\r\n`).readings[0];
const withExc = (exc: string): string => plain.replace('EXC=000800', `EXC=${exc}`);
const deviceAt = Date.UTC(2016, 1, 22, 22, 47, 45);
const values = { spo2Pct: 98, pulseBpm: 97, perfusionIndexPct: 3.6 };

describe('lines', () => {
  test('DV-118 as a Rad-8 and a Radical-7 print them', () => {
    expect(decode(lines.map((line) => `${line}\r\n`).join(''))).toEqual({
      readings: [
        { ...values, quality: 'good', causes: [], deviceAt },
        {
          spo2Pct: 98,
          pulseBpm: 57,
          perfusionIndexPct: 7.02,
          quality: 'good',
          causes: [],
          deviceAt: Date.UTC(2005, 2, 6, 21, 11, 30),
        },
        { quality: 'none', causes: ['probe-off'], deviceAt: Date.UTC(2005, 11, 1, 11, 56, 29) },
        {
          spo2Pct: 98,
          pulseBpm: 123,
          perfusionIndexPct: 0.55,
          quality: 'poor',
          causes: ['poor-signal'],
          deviceAt: Date.UTC(2016, 2, 17, 19, 19, 36),
        },
      ],
      refusals: [],
    });
  });

  test.each(['\r', '\n', '\r\n', '\n\r', '\r\n\r\n'])('DV-118 ended by %j', (end) => {
    expect(decode(`${plain}${end}${plain}${end}`).readings).toHaveLength(2);
  });

  test('DV-118 fields in any order, without a time, 100 % and two digits', () => {
    expect(read('EXC=800 BPM=57 X=1 SPO2=100%')).toEqual({ spo2Pct: 100, pulseBpm: 57, quality: 'good', causes: [] });
    expect(read(plain.replace('02/22/16', '02/30/16'))).toEqual({ ...values, quality: 'good', causes: [] });
  });
});

describe('exceptions', () => {
  test.each([
    ['001', 'sensor-disconnected'],
    ['002', 'sensor-fault'],
    ['008', 'searching'],
    ['020', 'probe-off'],
    ['080', 'sensor-fault'],
  ])('DV-119 %s: numbers still printed are absent', (exc, cause) => {
    for (const width of [`000${exc}`, `0000${exc}`, exc, `000${exc.replace('0', '8')}`])
      expect(read(withExc(width))).toEqual({ quality: 'none', causes: [cause], deviceAt });
  });

  test.each([
    ['000804', 'low-perfusion'],
    ['000810', 'interference'],
    ['000840', 'interference'],
    ['000C00', 'poor-signal'],
    ['000c00', 'poor-signal'],
  ])('DV-119 %s: poor', (exc, cause) => {
    expect(read(withExc(exc))).toEqual({ ...values, quality: 'poor', causes: [cause], deviceAt });
  });

  test('DV-119 several, in the order of the list; bits nobody knows are passed over', () => {
    expect(read(withExc('000C2F'))?.causes).toEqual([
      'probe-off',
      'sensor-disconnected',
      'sensor-fault',
      'searching',
      'low-perfusion',
      'poor-signal',
    ]);
    expect(read(withExc('FFF000800'))).toMatchObject({ quality: 'good' });
  });
});

describe('no value', () => {
  test.each(['---%', '--', '--.-%', '000%'])('DV-120 SPO2=%s', (dashes) => {
    expect(read(plain.replace('SPO2=098%', `SPO2=${dashes}`))).toEqual({
      pulseBpm: 97,
      perfusionIndexPct: 3.6,
      quality: 'good',
      causes: ['no-value'],
      deviceAt,
    });
  });
  test('DV-120 neither saturation nor pulse nor index', () => {
    const line = plain.replace('098%', '---%').replace('BPM=097', 'BPM=---').replace('03.60%', '--.--%');
    expect(read(line)).toEqual({ quality: 'none', causes: ['no-value'], deviceAt });
  });
  test.each(['--.--%', undefined])('DV-120 a perfusion index of %s has no cause', (dashes) => {
    const line = plain.replace('PI=03.60% ', dashes === undefined ? '' : `PI=${dashes} `);
    expect(read(line)).toEqual({ spo2Pct: 98, pulseBpm: 97, quality: 'good', causes: [], deviceAt });
  });
});

describe('broken lines', () => {
  test.each([
    ['its end lost', plain.slice(0, 100)],
    ['its beginning lost', plain.slice(50)],
    ['no exceptions', plain.replace(/EXC=.*/, '')],
    ['exceptions that are not hex', withExc('00--00')],
    ['exceptions of two digits', withExc('08')],
    ['two lines in one', `${plain.slice(0, 60)}${plain}`],
    ['noise', '\xff\x00\x81 garbage'],
  ])('DV-121 %s: refused, and the next is read', (_, line) => {
    const { readings, refusals } = decode(`${line}\r\n${plain}\r\n`);
    expect(readings).toEqual([{ ...values, quality: 'good', causes: [], deviceAt }]);
    expect(refusals).toMatchObject([{ code: 'framing' }]);
  });

  test.each([
    ['SPO2=098%', 'SPO2=09%', { pulseBpm: 97, perfusionIndexPct: 3.6 }],
    ['SPO2=098%', 'SPO2=0x8%', { pulseBpm: 97, perfusionIndexPct: 3.6 }],
    ['SPO2=098%', 'SPO2=101%', { pulseBpm: 97, perfusionIndexPct: 3.6 }],
    ['BPM=097', 'BPM=07', { spo2Pct: 98, perfusionIndexPct: 3.6 }],
    ['BPM=097', 'BPM=322', { spo2Pct: 98, perfusionIndexPct: 3.6 }],
    ['PI=03.60%', 'PI=360%', { spo2Pct: 98, pulseBpm: 97 }],
  ])('DV-121 %s as %s is refused by itself', (from, to, kept) => {
    expect(decode(`${plain.replace(from, to)}\r\n`)).toEqual({
      readings: [{ ...kept, quality: 'poor', causes: ['implausible'], deviceAt }],
      refusals: [{ code: 'implausible', message: expect.any(String) }],
    });
  });

  test('DV-121 a line of 512 characters is the longest', () => {
    const long = (length: number): string => `${plain} ${'X'.repeat(length - plain.length - 1)}\r\n${plain}\r\n`;
    expect(decode(long(512)).readings).toHaveLength(2);
    expect(decode(long(513))).toMatchObject({ readings: [values], refusals: [{ code: 'length' }] });
  });

  test('DV-132 flush reads a whole line without an end, keeps half a one, and never reads a line twice', () => {
    const decoder = createMasimoDecoder();
    expect(decoder.push(bytesOfText(plain))).toEqual({ readings: [], refusals: [] });
    expect(decoder.flush?.().readings).toMatchObject([values]);
    expect(decoder.push(bytesOfText('\r\n'))).toEqual({ readings: [], refusals: [] });
    decoder.push(bytesOfText(plain.slice(0, 60)));
    expect(decoder.flush?.()).toEqual({ readings: [], refusals: [] });
    expect(decoder.push(bytesOfText(`${plain.slice(60)}\n`)).readings).toMatchObject([values]);
  });
});

test('DV-12 however the bytes are split, the readings and refusals are the same', () => {
  const piece = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...samples) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...samples), fc.nat(100)).map(([bytes, from]) => bytes.subarray(from)),
    },
  );
  const stream = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.reduce(joined, new Uint8Array(0)));
  fc.assert(
    fc.property(stream, fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }), (bytes, sizes) => {
      const [whole, cut] = [createMasimoDecoder(), createMasimoDecoder()];
      const parts: unknown[] = [];
      for (let at = 0, n = 0; at < bytes.length; n += 1) {
        const size = sizes[n % sizes.length] ?? 1;
        const { readings, refusals } = cut.push(bytes.subarray(at, at + size));
        parts.push(...readings, ...refusals.map(({ message }) => message));
        at += size;
      }
      const { readings, refusals } = whole.push(bytes);
      const all = [...readings, ...refusals.map(({ message }) => message)];
      expect(parts).toHaveLength(all.length);
      expect(parts.filter((part) => typeof part === 'object')).toEqual(readings);
    }),
    { numRuns: 1_000 },
  );
});
