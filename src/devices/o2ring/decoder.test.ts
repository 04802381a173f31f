import { describe, expect, test } from 'vitest';
import { bytesOfHex } from '../bytes.ts';
import { createO2ringDecoder } from './decoder.ts';
import { encodeReply, encodeValues, type O2ringValues } from './encoder.ts';
import { ASK_VALUES, command } from './frame.ts';
import { createO2ringPoller } from './poller.ts';

const decode = (bytes: Uint8Array) => createO2ringDecoder().push(bytes);
const read = (values: O2ringValues) => decode(encodeValues(values)).readings;
const reply = (content: string, state = 0): Uint8Array => encodeReply([...bytesOfHex(content)], state);
const concat = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));
const good = { spo2Pct: 98, pulseBpm: 66 } as const;
const reading = { ...good, quality: 'good', causes: [] };

describe('values', () => {
  test('DV-160 captured values read 98 %, 66 and PI 1.0', () => {
    expect(decode(reply('624200000000006100920a0100'))).toEqual({
      readings: [{ ...good, perfusionIndexPct: 1, quality: 'good', causes: [] }],
      refusals: [],
    });
  });

  test.each([
    ['twelve bytes', '624200000000006100920001'],
    ['thirteen', '624200000000006100920001ff'],
    ['sixteen', '624200000000006100920001ffffffff'],
  ])('DV-160 values of %s are read', (_, content) => {
    expect(decode(reply(content)).readings).toEqual([reading]);
  });

  test.each([127, 128, 250, 256, 300])('DV-160 a pulse of %i keeps both its bytes', (pulseBpm) => {
    expect(read({ ...good, pulseBpm })).toEqual([{ ...reading, pulseBpm }]);
  });

  test.each([
    ['captured without a finger', reply('ffffff00000000600005000000'), ['probe-off']],
    ['captured while charging', reply('ffffff00000000620100000000'), ['probe-off']],
    ['numbers without a finger', encodeValues({ ...good, leadOff: true, perfusionTenths: 12 }), ['probe-off']],
    ['all ones', encodeValues({}), ['no-value']],
    ['all zeros', encodeValues({ spo2Pct: 0, pulseBpm: 0 }), ['no-value']],
    ['a PI alone', encodeValues({ perfusionTenths: 12 }), ['no-value']],
  ])('DV-161 %s: no value', (_, bytes, causes) => {
    expect(decode(bytes).readings).toEqual([{ quality: 'none', causes }]);
  });

  test('DV-161 one value may be missing', () => {
    expect(read({ spo2Pct: 98 })).toEqual([{ spo2Pct: 98, quality: 'good', causes: ['no-value'] }]);
    expect(read({ pulseBpm: 66 })).toEqual([{ pulseBpm: 66, quality: 'good', causes: ['no-value'] }]);
  });

  test.each([
    ['SpO2 of 101', { ...good, spo2Pct: 101 }, { pulseBpm: 66 }],
    ['pulse of 322', { ...good, pulseBpm: 322 }, { spo2Pct: 98 }],
  ])('DV-105 a %s is refused by itself', (_, values, kept) => {
    const { readings, refusals } = decode(encodeValues(values));
    expect(readings).toEqual([{ ...kept, quality: 'poor', causes: ['implausible'] }]);
    expect(refusals.map(({ code }) => code)).toEqual(['implausible']);
  });

  test.each([
    [11, 0, []],
    [10, 0, ['low-battery']],
    [10, 1, []],
    [10, 2, []],
  ])('DV-161 battery %i %%, charging %i', (batteryPct, charging, causes) => {
    expect(read({ ...good, batteryPct, charging })).toEqual([{ ...reading, causes }]);
  });
});

describe('frames', () => {
  test('DV-162 a reply that echoes its command instead of a state is read', () => {
    expect(decode(reply('624200000000006100920001ff', 0x17)).readings).toEqual([reading]);
  });

  test.each([
    ['a changed byte', encodeValues(good).with(7, 97), 'checksum'],
    ['a wrong checksum', encodeValues(good).with(20, 0), 'checksum'],
    ['a state and its complement that disagree', encodeValues(good).with(1, 3), 'framing'],
    ['a refusal', encodeReply([], 0xe0), 'unknown'],
    ['too few values', reply('6242000000000061009200'), 'length'],
    ['the settings, which nobody asked for', encodeReply(Array.from({ length: 400 }, () => 0x20)), 'length'],
    ['its own command heard back', Uint8Array.from(ASK_VALUES), 'framing'],
    ['a frame of a newer ring', bytesOfHex('a504fb0000000093'), 'framing'],
  ])('DV-162 behind %s, which is refused, the next reply is read', (_, bytes, code) => {
    const { readings, refusals } = decode(concat(bytes, encodeValues(good)));
    expect(readings).toEqual([reading]);
    expect(refusals.map((each) => each.code)).toContain(code);
  });
});

describe('what it is asked', () => {
  test('DV-163 a published command is built as its authors have it', () => {
    expect(Uint8Array.from(ASK_VALUES)).toEqual(bytesOfHex('aa17e8000000001b'));
    expect(Uint8Array.from(command(0x14))).toEqual(bytesOfHex('aa14eb00000000c6'));
    expect(Uint8Array.from(command(0x05))).toEqual(bytesOfHex('aa05fa0000000021'));
  });

  test('DV-163 one question at a time: again when it was answered, or after 3 s', () => {
    const poller = createO2ringPoller();
    const asked: number[] = [];
    for (const at of [0, 1_000, 2_000, 2_999, 3_000, 4_000]) asked.push(poller.ask(at).length);
    expect([asked, poller.answers]).toEqual([[1, 0, 0, 0, 1, 0], false]);
    poller.hear({ quality: 'none', causes: ['probe-off'] }, 4_200);
    expect([poller.ask(5_000), poller.answers]).toEqual([[ASK_VALUES], true]);
  });
});
