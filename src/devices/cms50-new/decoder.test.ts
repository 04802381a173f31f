import { describe, expect, test } from 'vitest';
import { bytesOfHex } from '../bytes.ts';
import type { Decoded } from '../decoder.ts';
import { createCms50NewDecoder } from './decoder.ts';
import { encodePacket, type Cms50NewPacket } from './encoder.ts';

const decode = (...hex: readonly string[]): Decoded => createCms50NewDecoder().push(bytesOfHex(hex.join('')));
const read = (packet: Cms50NewPacket) => createCms50NewDecoder().push(encodePacket(packet)).readings;
const good = { spo2Pct: 97, pulseBpm: 65 } as const;
const reading = { ...good, quality: 'good', causes: [] };
const PACKET = '01e085b396c1e1ffff';

describe('values', () => {
  test.each([
    ['01e085b396c1e1ffff', 51],
    ['01e085ae95c1e1ffff', 46],
    ['01e085ab95c1e1ffff', 43],
    ['01e085aa95c1e1ffff', 42],
  ])('DV-150 the captured packet %s reads 97 %% and 65', (hex, sample) => {
    expect(decode(hex)).toEqual({
      readings: [reading],
      refusals: [],
      pleth: [{ sampleHz: 60, fullScale: 127, samples: [sample] }],
    });
  });

  test.each([18, 127, 128, 129, 200, 254])(
    'DV-150 a pulse of %i has its bit 7 in the second byte, which then is no E0',
    (pulseBpm) => {
      const packet = encodePacket({ ...good, pulseBpm });
      expect(packet[1]).toBe(pulseBpm > 127 ? 0xe8 : 0xe0);
      expect(createCms50NewDecoder().push(packet).readings).toEqual([{ ...reading, pulseBpm }]);
    },
  );

  test.each([
    ['127 and 255', {}, { quality: 'none', causes: ['no-value'] }],
    ['255 and 255', { spo2Pct: 255 }, { quality: 'none', causes: ['no-value'] }],
    ['0 and 0', { spo2Pct: 0, pulseBpm: 0 }, { quality: 'none', causes: ['no-value'] }],
    ['SpO2 127 alone', { pulseBpm: 65 }, { pulseBpm: 65, quality: 'good', causes: ['no-value'] }],
    ['pulse 255 alone', { spo2Pct: 97 }, { spo2Pct: 97, quality: 'good', causes: ['no-value'] }],
  ])('DV-151 %s: no value', (_, packet, expected) => {
    expect(read(packet)).toEqual([expected]);
  });

  test.each([
    ['SpO2 of 101', { ...good, spo2Pct: 101 }, { pulseBpm: 65 }],
    ['SpO2 of 225', { ...good, spo2Pct: 225 }, { pulseBpm: 65 }],
    ['pulse of 17', { ...good, pulseBpm: 17 }, { spo2Pct: 97 }],
  ])('DV-105 a %s is refused by itself', (_, packet, kept) => {
    const { readings, refusals } = createCms50NewDecoder().push(encodePacket(packet));
    expect(readings).toEqual([{ ...kept, quality: 'poor', causes: ['implausible'] }]);
    expect(refusals.map(({ code }) => code)).toEqual(['implausible']);
  });
});

describe('status', () => {
  test('DV-151 a captured packet without a finger has no numbers', () => {
    expect(decode('01e184c0908080ffff').readings).toEqual([{ quality: 'none', causes: ['probe-off'] }]);
  });

  test.each([
    ['E1, finger out', '01e185b396c1e1ffff', ['probe-off']],
    ['E2, nothing valid', '01e285b396c1e1ffff', ['searching']],
    ['E3, both', '01e385b396c1e1ffff', ['probe-off', 'searching']],
    ['searching too long', '01e095b396c1e1ffff', ['searching']],
  ])('DV-151 numbers sent with %s are absent', (_, hex, causes) => {
    expect(decode(hex).readings).toEqual([{ quality: 'none', causes }]);
  });

  test.each([
    [0, 'poor', ['poor-signal']],
    [1, 'good', []],
    [15, 'good', []],
  ])('DV-151 strength %i of the signal', (strength, quality, causes) => {
    expect(read({ ...good, strength, beep: true })).toEqual([{ ...good, quality, causes }]);
  });
});

describe('other packets, broken and lost bytes', () => {
  test.each([
    ['an answer to "stop"', '0c80'],
    ['an answer to "what are you"', '118081818080808080'],
    ['names', '028080a0a0a0a0a0a00281ffa0a0a0a0a0a0'],
    ['stored values', '0f80e2c6e2c6e2c6'],
  ])('DV-152 %s carries no reading, and a packet behind it is read', (_, hex) => {
    expect(decode(hex)).toEqual({ readings: [], refusals: [] });
    const { readings, refusals, pleth } = decode(PACKET, hex, PACKET);
    expect([readings, refusals]).toEqual([[reading, reading], []]);
    expect(pleth).toHaveLength(1);
  });

  test('DV-152 a packet of no known type is refused', () => {
    const { readings, refusals } = decode('5580818283', PACKET);
    expect(readings).toEqual([reading]);
    expect(refusals).toEqual([{ code: 'framing', message: 'Skipped in search of a frame: 55 80 81 82 83.' }]);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'DV-152 without its byte %i a packet is none; those beside it are read',
    (lost) => {
      const cut = PACKET.slice(0, 2 * lost) + PACKET.slice(2 * lost + 2);
      const { readings, refusals, pleth } = decode(PACKET, cut, PACKET);
      expect(readings).toEqual([reading, reading]);
      expect(refusals).toHaveLength(1);
      expect(pleth?.map(({ samples }) => samples)).toEqual([[51], [51]]);
    },
  );
});

describe('pulse wave', () => {
  test('DV-140 a sample a packet, 60 a second, 0 to 127', () => {
    const packets = [0, 1, 126, 127].map((pleth) => Buffer.from(encodePacket({ ...good, pleth })).toString('hex'));
    expect(decode(...packets).pleth).toEqual([{ sampleHz: 60, fullScale: 127, samples: [0, 1, 126, 127] }]);
  });

  test('DV-141 while nothing is valid there is no wave', () => {
    const { pleth } = decode(PACKET, '01e285b396c1e1ffff', PACKET);
    expect(pleth?.map(({ samples }) => samples)).toEqual([[51], [51]]);
  });
});
