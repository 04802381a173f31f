import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAUSES, NIBP_FAILURES, QUALITIES, READING_KINDS } from '#core/reading.ts';
import type { Reading } from '#core/reading.ts';
import { fromColumns, toColumns } from './reading-columns.ts';

const T = 1_790_000_000_000;
const good = { measuredAt: T - 180, quality: 'good', causes: [] } as const;

describe('JR-16 the codes of the columns never change', () => {
  test.each([
    ['kinds', READING_KINDS, ['oximetry', 'nibp', 'nibp-failed', 'cuff-pressure']],
    ['qualities', QUALITIES, ['good', 'poor', 'none']],
    [
      'causes',
      CAUSES,
      [
        'probe-off',
        'sensor-disconnected',
        'sensor-fault',
        'searching',
        'low-perfusion',
        'artefact',
        'poor-signal',
        'motion',
        'low-battery',
        'cuff-too-loose',
        'irregular-pulse',
        'implausible',
        'device-restarted',
        'demonstration',
        'no-value',
        'interference',
        'improper-position',
        'pulse-out-of-range',
        'calibrating',
        'from-storage',
        'device-fault',
      ],
    ],
    [
      'failures',
      NIBP_FAILURES,
      [
        'weak-signal',
        'artefact',
        'cuff-leak',
        'over-pressure',
        'timed-out',
        'stopped',
        'cuff-not-fitted',
        'implausible',
        'device-fault',
      ],
    ],
  ])('JR-16 %s: new ones go to the end', (_, list, released) => {
    expect(list.slice(0, released.length)).toEqual(released);
  });

  test('JR-16 a reading of every field', () => {
    const reading: Reading = {
      kind: 'oximetry',
      measuredAt: T - 180,
      deviceAt: T + 3_600_000,
      quality: 'poor',
      causes: ['probe-off', 'motion', 'no-value'],
      spo2Pct: 97,
      pulseBpm: 71,
      perfusionIndexPct: 0.32,
      respiratoryRatePerMin: 14,
    };
    expect(toColumns(reading, T)).toEqual({
      kind: 0,
      at: T,
      lagMs: 180,
      deviceLagMs: -3_600_000,
      quality: 1,
      causes: 0b100000010000001,
      v1: 97,
      v2: 71,
      v3: 32,
      v4: 14,
    });
  });
});

describe('JR-15 columns hold a reading exactly or not at all', () => {
  test.each<[string, Reading]>([
    ['half a percent', { kind: 'oximetry', ...good, spo2Pct: 97.5 }],
    ['a perfusion index between two steps', { kind: 'oximetry', ...good, perfusionIndexPct: 3.255 }],
    ['an instant between two milliseconds', { kind: 'oximetry', ...good, measuredAt: T - 0.5 }],
    ['causes in another order', { kind: 'oximetry', ...good, causes: ['motion', 'probe-off'] }],
    ['a BP by hand', { kind: 'nibp', ...good, systolicMmHg: 120, diastolicMmHg: 80, byHand: true }],
    ['a key of tomorrow', { kind: 'oximetry', ...good, ...{ bloodGlucose: 5 } }],
  ])('JR-15 not: %s', (_, reading) => {
    expect(toColumns(reading, T)).toBeUndefined();
  });

  const whole = fc.integer({ min: 0, max: 400 });
  const instant = fc.integer({ min: T - 4e9, max: T + 4e9 });
  const measured = {
    measuredAt: instant,
    quality: fc.constantFrom(...QUALITIES),
    causes: fc.subarray([...CAUSES]),
  };
  const optional = { deviceAt: instant };
  const oneOf = <K extends string>(...kind: K[]): fc.Arbitrary<K> => fc.constantFrom(...kind);
  const anyReading: fc.Arbitrary<Reading> = fc.oneof(
    fc.record(
      {
        kind: oneOf('oximetry'),
        ...measured,
        ...optional,
        spo2Pct: whole,
        pulseBpm: whole,
        perfusionIndexPct: whole.map((steps) => steps / 100),
        respiratoryRatePerMin: whole,
      },
      { requiredKeys: ['kind', 'measuredAt', 'quality', 'causes'] },
    ),
    fc.record(
      {
        kind: oneOf('nibp'),
        ...measured,
        ...optional,
        systolicMmHg: whole,
        diastolicMmHg: whole,
        meanMmHg: whole,
        pulseBpm: whole,
      },
      { requiredKeys: ['kind', 'measuredAt', 'quality', 'causes', 'systolicMmHg', 'diastolicMmHg'] },
    ),
    fc.record(
      { kind: oneOf('nibp-failed'), ...measured, ...optional, failure: fc.constantFrom(...NIBP_FAILURES) },
      { requiredKeys: ['kind', 'measuredAt', 'quality', 'causes', 'failure'] },
    ),
    fc.record(
      { kind: oneOf('cuff-pressure'), ...measured, ...optional, cuffPressureMmHg: whole },
      { requiredKeys: ['kind', 'measuredAt', 'quality', 'causes', 'cuffPressureMmHg'] },
    ),
  );

  test('JR-15 every whole reading comes back as it was', () => {
    fc.assert(
      fc.property(anyReading, instant, (reading, at) => {
        const columns = toColumns(reading, at);
        expect(columns).toBeDefined();
        if (columns !== undefined) expect(fromColumns(columns)).toEqual(reading);
      }),
    );
  });
});
