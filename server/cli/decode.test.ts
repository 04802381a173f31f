import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceModel } from '#devices/device-table.ts';
import { encodePacket } from '#devices/nonin-df2/encoder.ts';
import { encodeResult } from '#devices/suntech/encoder.ts';
import type { DecoderOptions } from '#devices/decoder.ts';
import { lines as masimo } from '#devices/masimo-ascii1/samples.ts';
import { comen } from '#devices/hl7-oru/samples.ts';
import { decodeLines, fittingOptions } from './decode.ts';
import { LineSplitter, parseHexLine } from './hex-lines.ts';

async function decoded(
  device: string,
  chunks: readonly (string | Uint8Array)[],
  options: DecoderOptions = {},
): Promise<unknown[]> {
  const model = deviceModel(device);
  if (!model) throw new Error(`no ${device}`);
  let text = '';
  const output = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  await decodeLines(model, Readable.from(chunks.map((chunk) => Buffer.from(chunk))), output, options);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const packet = hex(encodePacket({ spo2Pct: 97, pulseBpm: 130 }));
const nothing = { readings: [], refusals: [] };
const reading = { readings: [{ spo2Pct: 97, pulseBpm: 130, quality: 'good', causes: [] }], refusals: [] };

describe('vigil decode', () => {
  test('DV-55 each line gives one line of JSON, and a frame may be split over several', async () => {
    const lines = [packet, packet.slice(0, 100), packet.slice(100), ''].join('\n');
    expect(await decoded('nonin-df2', [lines])).toEqual([reading, nothing, reading]);
  });

  test('DV-55 blanks, capitals, an empty line, CR LF and a last line without an end are read', async () => {
    const spaced = packet.toUpperCase().replaceAll(/../g, '$& ');
    expect(await decoded('nonin-df2', [`${spaced}\r\n\r\n\n`, packet])).toEqual([reading, nothing, nothing, reading]);
  });

  test('DV-55 a result of a cuff has its keys', async () => {
    const bp = { systolicMmHg: 122, diastolicMmHg: 76, meanMmHg: 91, pulseBpm: 68 };
    expect(await decoded('suntech', [`${hex(encodeResult(bp))}\n`])).toEqual([
      { readings: [{ ...bp, quality: 'good', causes: [] }], refusals: [] },
    ]);
  });

  test.each([
    ['01 81 zz', 'Not hex: "z" in "01 81 zz".'],
    ['018', 'An odd number of hex digits: "018".'],
    ['0x01', 'Not hex: "x" in "0x01".'],
  ])('DV-55 the line %s is refused by name, and the next is read', async (line, message) => {
    expect(await decoded('nonin-df2', [`${line}\n${packet}\n`])).toEqual([
      { readings: [], refusals: [{ code: 'framing', message }] },
      reading,
    ]);
  });

  test('DV-55 no input stops it: each line of any bytes has its line of output', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }), async (chunks) => {
        const bytes = Buffer.concat(chunks);
        const feeds = bytes.filter((byte) => byte === 0x0a).length;
        const rest = bytes.length > 0 && bytes.at(-1) !== 0x0a ? 1 : 0;
        expect(await decoded('suntech', chunks)).toHaveLength(feeds + rest);
      }),
      { numRuns: 200 },
    );
  });
});

describe('characteristics, quirks and text', () => {
  const fitting = (device: string, options: DecoderOptions) => {
    const result = fittingOptions(deviceModel(device)!, options);
    return result.ok ? result.value : result.refusal.message;
  };

  test('DV-132 a characteristic and a quirk profile reach the decoder, features the output', async () => {
    const bm85 = '566a0047000000ea07080b121f00003f000000';
    expect(await decoded('ble-bps', [bm85], { characteristic: '2A35', quirk: 'beurer-bm85' })).toMatchObject([
      { readings: [{ systolicMmHg: 106, diastolicMmHg: 71, pulseBpm: 63 }], refusals: [] },
    ]);
    expect(await decoded('ble-plx', ['0100'], { characteristic: '2A60' })).toEqual([
      { ...nothing, features: ['measurementStatus'] },
    ]);
  });

  test('DV-132 what the device does not have is refused with what it has', () => {
    expect(fitting('ble-bps', { characteristic: '2a36' })).toEqual({ characteristic: '2a36' });
    expect(fitting('ble-bps', { characteristic: '2A5F' })).toBe(
      'ble-bps has no characteristic "2A5F": it has 2A35, 2A36, 2A49.',
    );
    expect(fitting('nonin-df2', { characteristic: '2A35' })).toContain('it has none');
    expect(fitting('ble-bps', { quirk: 'BM85' })).toEqual({ quirk: 'beurer-bm85' });
    expect(fitting('ble-bps', { quirk: 'omron' })).toBe('ble-bps has no quirk profile "omron": it has beurer-bm85.');
  });

  test('DV-132 a line of text needs no end, and may be split', async () => {
    const [first, second] = masimo.map((line) => hex(Buffer.from(line)));
    const values = { readings: [{ spo2Pct: 98, pulseBpm: 97 }], refusals: [] };
    const lines = [first, second, `${first}0d0a`, first?.slice(0, 90), first?.slice(90)].join('\n');
    expect(await decoded('masimo-ascii1', [lines])).toMatchObject([
      values,
      { readings: [{ spo2Pct: 98, pulseBpm: 57 }] },
      values,
      nothing,
      values,
    ]);
  });

  test('DV-132 an HL7 line is one whole message, with or without its block', async () => {
    const message = hex(Buffer.from(comen));
    const [bare, framed] = await decoded('hl7-oru', [`${message}\n0b${message}1c0d\n`]);
    expect(bare).toMatchObject({ readings: [{ spo2Pct: 97 }, { systolicMmHg: 120 }], refusals: [] });
    expect(framed).toEqual(bare);
  });
});

describe('lines', () => {
  test('DV-55 one too long to keep is cut, however it arrives, and the next is whole', () => {
    const splitter = new LineSplitter(4);
    expect(splitter.push('12345\n1234\n12')).toEqual([undefined, '1234']);
    expect([...splitter.push('345'), ...splitter.push('6\n'), ...splitter.push('7'), ...splitter.end()]).toEqual([
      undefined,
      '7',
    ]);
    expect(splitter.end()).toEqual([]);
  });

  test('DV-55 a long line is named by its beginning', () => {
    const parsed = parseHexLine('g'.repeat(1_000));
    expect(parsed.ok ? '' : parsed.refusal.message).toHaveLength(`Not hex: "g" in "".`.length + 61);
  });
});
