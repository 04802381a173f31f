import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AdapterToServer } from './adapter-events.ts';
import {
  adapterHandshakeSchema,
  adapterSchemas,
  parseWireReading,
  unknownKeysOf,
  wireIdentityOf,
} from './adapter-schemas.ts';
import type { UnknownKeys } from './adapter-schemas.ts';
import { parse } from './malformed.ts';

const identity = { deviceId: 'ox-1', epoch: '5b1c', seq: 7, measuredAt: 1_790_000_000_000 };
const oximetry = { kind: 'oximetry', ...identity, quality: 'good', causes: [], spo2Pct: 97, pulseBpm: 72 };
const off = { kind: 'oximetry', ...identity, quality: 'none', causes: ['probe-off'] };
const nibp = { kind: 'nibp', ...identity, quality: 'good', causes: [], systolicMmHg: 122, diastolicMmHg: 76 };
const failed = { kind: 'nibp-failed', ...identity, quality: 'none', causes: [], failure: 'cuff-leak' };
const pressure = { kind: 'cuff-pressure', ...identity, quality: 'good', causes: [], cuffPressureMmHg: 0 };

const said = (value: unknown, unknownKeys?: UnknownKeys): string => {
  const parsed = parseWireReading(value, unknownKeys);
  return parsed.ok ? 'taken' : parsed.refusal.message;
};

describe('a reading on the wire', () => {
  test.each([
    oximetry,
    off,
    { ...oximetry, perfusionIndexPct: 3.2, respiratoryRatePerMin: 14, deviceAt: 5, causes: ['low-battery'] },
    { ...nibp, meanMmHg: 91, pulseBpm: 68 },
    failed,
    pressure,
  ])('DV-40 is taken as it is: %o', (reading) => {
    expect(parseWireReading(reading)).toEqual({ ok: true, value: reading });
  });

  test.each([
    ['spo2Pct', { ...oximetry, spo2Pct: 101 }],
    ['spo2Pct', { ...oximetry, spo2Pct: 0 }],
    ['spo2Pct', { ...oximetry, spo2Pct: '97' }],
    ['spo2Pct', { ...oximetry, spo2Pct: null }],
    ['spo2Pct', { ...oximetry, spo2Pct: Number.NaN }],
    ['pulseBpm', { ...oximetry, pulseBpm: 401 }],
    ['pulseBpm', { ...oximetry, pulseBpm: Infinity }],
    ['perfusionIndexPct', { ...oximetry, perfusionIndexPct: -1 }],
    ['respiratoryRatePerMin', { ...oximetry, respiratoryRatePerMin: 201 }],
    ['quality', { ...oximetry, quality: 'fine' }],
    ['quality', { ...oximetry, quality: 'none' }],
    ['causes.1', { ...off, causes: ['probe-off', 'cold'] }],
    ['causes', { ...off, causes: 'probe-off' }],
    ['seq', { ...oximetry, seq: 0 }],
    ['seq', { ...oximetry, seq: 1.5 }],
    ['epoch', { ...oximetry, epoch: '' }],
    ['epoch', { ...oximetry, epoch: undefined }],
    ['deviceId', { ...oximetry, deviceId: 'ox 1' }],
    ['measuredAt', { ...oximetry, measuredAt: -1 }],
    ['measuredAt', { ...oximetry, measuredAt: '2026-01-01' }],
    ['kind', { ...oximetry, kind: 'ecg' }],
    ['systolicMmHg', { ...nibp, systolicMmHg: 401 }],
    ['diastolicMmHg', { ...nibp, diastolicMmHg: 122 }],
    ['diastolicMmHg', { ...nibp, diastolicMmHg: undefined }],
    ['quality', { ...nibp, quality: 'none' }],
    ['failure', { ...failed, failure: 'tired' }],
    ['cuffPressureMmHg', { ...pressure, cuffPressureMmHg: 401 }],
  ])('DV-41 is refused by its field %s', (field, reading) => {
    expect(said(reading)).toContain(`"${field}"`);
  });

  test.each([undefined, null, 7, 'x', [], [oximetry], {}])('DV-41 is refused when it is %o', (reading) => {
    expect(said(reading)).toMatch(/^reading: /);
  });

  test.each([
    ['spo2', { ...oximetry, spo2: 97 }],
    ['byHand', { ...nibp, byHand: true }],
    ['spo2Pct', { ...nibp, spo2Pct: 97 }],
  ])('DV-42 the unknown key %s is refused by name, and dropped from a newer adapter', (key, reading) => {
    expect(said(reading)).toBe(`reading: unknown key "${key}" in this message.`);
    const { [key as keyof typeof reading]: _, ...known } = reading;
    expect(parseWireReading(reading, 'strip')).toEqual({ ok: true, value: known });
  });

  test('DV-40 its causes come back in their order, each once', () => {
    const causes = ['no-value', 'probe-off', 'no-value'];
    expect(parseWireReading({ ...off, causes })).toMatchObject({ value: { causes: ['probe-off', 'no-value'] } });
  });

  test('DV-41 nothing throws, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.record(readingOfAnything())), (value) => {
        const { epoch, seq } = wireIdentityOf(value);
        return parseWireReading(value).ok || (typeof epoch === 'string' && Number.isSafeInteger(seq));
      }),
    );
  });
});

function readingOfAnything() {
  return Object.fromEntries(Object.keys(oximetry).map((key) => [key, fc.anything()]));
}

describe('envelopes', () => {
  const taken = (event: keyof AdapterToServer, payload: unknown, unknownKeys?: UnknownKeys): string => {
    const parsed = parse<unknown>(adapterSchemas(unknownKeys)[event], payload, event);
    return parsed.ok ? 'taken' : parsed.refusal.message;
  };

  test.each([
    ['adapter:announce', { devices: [{ deviceId: 'ox-1', model: 'nonin-df2', emulated: false }] }],
    ['readings:send', { readings: [] }],
    ['readings:send', { readings: [null, { any: 'thing' }] }],
    ['readings:send', { readings: Array.from({ length: 500 }, () => oximetry) }],
    ['device:link', { deviceId: 'ox-1', connected: false, reason: 'silent for 5 s' }],
  ] as const)('DV-43 takes %s', (event, payload) => {
    expect(taken(event, payload)).toBe('taken');
  });

  test.each([
    ['readings:send', { readings: Array.from({ length: 501 }, () => oximetry) }, 'at most 500 items'],
    ['readings:send', { readings: oximetry }, '"readings" must be an array'],
    ['readings:send', { readings: [], visitId: 'v' }, 'unknown key "visitId"'],
    ['adapter:announce', { devices: [{ deviceId: 'ox-1', model: 'x', emulated: 'no' }] }, '"devices.0.emulated"'],
    ['device:link', { deviceId: 'ox-1' }, '"connected"'],
  ] as const)('DV-43 refuses %s: %o', (event, payload, sentence) => {
    expect(taken(event, payload)).toContain(sentence);
  });

  test('DV-42 an envelope of a newer adapter may carry more', () => {
    expect(taken('readings:send', { readings: [], more: 1 }, 'strip')).toBe('taken');
  });
});

describe('versions', () => {
  test.each([
    ['1.0', 'refuse'],
    ['0.9', 'refuse'],
    ['1.1', 'refuse'],
    ['1.2', 'refuse'],
    ['1.3', 'strip'],
    ['2.0', 'strip'],
    ['nonsense', 'refuse'],
    [undefined, 'refuse'],
  ] as const)('DV-42 an adapter that declares %s: unknown keys are handled as %s', (declared, expected) => {
    expect(unknownKeysOf(declared)).toBe(expected);
  });

  test.each([
    [{ protocol: '1.0', adapterId: 'box-1', software: 'vigil 0.1.0' }, true],
    [{ protocol: '1', adapterId: 'box-1', software: 'vigil 0.1.0' }, false],
    [{ protocol: '1.0', software: 'vigil 0.1.0' }, false],
    [{ protocol: '1.0', adapterId: 'box-1', software: 'x', secret: 'y' }, false],
  ])('DV-43 handshake %o', (auth, ok) => {
    expect(parse(adapterHandshakeSchema(), auth, 'handshake').ok).toBe(ok);
  });
});
