import { Readable, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deviceModel } from '#devices/device-table.ts';
import { encodePacket } from '#devices/nonin-df2/encoder.ts';
import { encodeResult } from '#devices/suntech/encoder.ts';
import { decodeLines } from './decode.ts';
import { LineSplitter, parseHexLine } from './hex-lines.ts';

async function decoded(device: string, chunks: readonly (string | Uint8Array)[]): Promise<unknown[]> {
  const model = deviceModel(device);
  if (!model) throw new Error(`no ${device}`);
  let text = '';
  const output = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  await decodeLines(model, Readable.from(chunks.map((chunk) => Buffer.from(chunk))), output);
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
