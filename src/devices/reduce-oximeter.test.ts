import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAUSES, QUALITIES } from '#core/reading.ts';
import type { OximetryReading, Reading } from '#core/reading.ts';
import type { DecodedReading } from './decoder.ts';
import { createReducer } from './reduce.ts';

const good: DecodedReading = { spo2Pct: 97, pulseBpm: 72, quality: 'good', causes: [] };
const off: DecodedReading = { quality: 'none', causes: ['probe-off'] };
const artefact: DecodedReading = { spo2Pct: 88, pulseBpm: 90, quality: 'poor', causes: ['artefact'] };
type Step = readonly [at: number, decoded: DecodedReading];

/** What each step sends. */
function run(steps: readonly Step[]): Reading[][] {
  const reducer = createReducer('oximeter');
  return steps.map(([at, decoded]) => reducer.push(decoded, at));
}
const values = (readings: readonly Reading[]) =>
  readings.map((reading) => (reading.kind === 'oximetry' ? [reading.spo2Pct, reading.quality] : []));

describe('one reading a second', () => {
  test('DV-20 three packets a second make one reading a second, of the last valid values', () => {
    const sent = run([0, 333, 667, 1000, 1333, 1667, 2000].map((at, n) => [at, { ...good, spo2Pct: 94 + (n % 3) }]));
    expect(sent.map((each) => each.length)).toEqual([1, 0, 0, 1, 0, 0, 1]);
    expect(sent[3]).toEqual([
      { kind: 'oximetry', measuredAt: 1000, spo2Pct: 94, pulseBpm: 72, quality: 'good', causes: [] },
    ]);
  });

  test('DV-20 a value that one packet lacks is taken from another of the same second', () => {
    const { spo2Pct: _, ...noSpo2 } = good;
    const sent = run([
      [0, good],
      [333, { ...good, spo2Pct: 95 }],
      [1000, noSpo2],
    ]);
    expect(sent[2]).toMatchObject([{ measuredAt: 1000, spo2Pct: 95, pulseBpm: 72 }]);
  });

  test('DV-21 the worst quality and every cause of the second go with it', () => {
    const tired: DecodedReading = { ...artefact, causes: ['artefact', 'low-battery'] };
    const sent = run([
      [0, tired],
      [333, { ...good, causes: ['low-battery'] }],
      [667, artefact],
      [1000, good],
    ]);
    expect(sent.slice(0, 3).map((each) => each.length)).toEqual([1, 0, 0]);
    expect(sent[3]).toEqual([
      {
        kind: 'oximetry',
        measuredAt: 1000,
        spo2Pct: 97,
        pulseBpm: 72,
        quality: 'poor',
        causes: ['artefact', 'low-battery'],
      },
    ]);
  });
});

describe('at once', () => {
  test.each([
    ['the probe comes off', good, off],
    ['the signal comes back', off, good],
    ['the signal turns poor', good, artefact],
    ['another cause', { ...artefact, causes: ['low-perfusion'] as const }, artefact],
    ['the battery runs low', good, { ...good, causes: ['low-battery'] as const }],
  ])('DV-22 %s', (_, before, after) => {
    const sent = run([
      [0, before],
      [333, after],
    ]);
    expect(sent[1]).toMatchObject([{ measuredAt: 333, quality: after.quality, causes: after.causes }]);
  });

  test('DV-22 a better signal waits for the second to end', () => {
    const sent = run([
      [0, artefact],
      [333, good],
      [667, good],
      [1000, good],
    ]);
    expect(sent.map(values)).toEqual([[[88, 'poor']], [], [], [[97, 'good']]]);
  });

  test.each([
    [86, 0],
    [85, 1],
    [84, 1],
  ])('DV-23 a saturation of %i sends %i reading before the second ends', (spo2Pct, count) => {
    const sent = run([
      [0, good],
      [333, { ...good, spo2Pct }],
      [667, { ...good, spo2Pct }],
    ]);
    expect(sent.map((each) => each.length)).toEqual([1, count, 0]);
  });
});

describe('no value', () => {
  test('DV-24 nothing measured before the probe came off is shown after it', () => {
    const reducer = createReducer('oximeter');
    reducer.push(good, 0);
    reducer.push(good, 333);
    expect(reducer.push(off, 667)).toEqual([
      { kind: 'oximetry', measuredAt: 667, quality: 'none', causes: ['probe-off'] },
    ]);
    expect(reducer.flush(1667)).toEqual([]);
    expect(reducer.push(off, 1667)).toEqual([
      { kind: 'oximetry', measuredAt: 1667, quality: 'none', causes: ['probe-off'] },
    ]);
  });

  test('DV-25 what a device said before it fell silent is flushed once its second is over', () => {
    const reducer = createReducer('oximeter');
    reducer.push(good, 0);
    reducer.push({ ...good, spo2Pct: 93 }, 333);
    expect(reducer.flush(999)).toEqual([]);
    expect(reducer.flush(1000)).toMatchObject([{ measuredAt: 333, spo2Pct: 93 }]);
    expect(reducer.flush(2000)).toEqual([]);
  });

  test('DV-25 nothing held back outlives a new link', () => {
    const reducer = createReducer('oximeter');
    reducer.push(good, 0);
    reducer.push(good, 333);
    reducer.reopened(5000);
    expect(reducer.flush(6000)).toEqual([]);
    expect(reducer.push(good, 6100)).toHaveLength(1);
  });
});

describe('any sequence', () => {
  const decoded = fc.constantFrom(good, off, artefact, { ...good, spo2Pct: 84 }, {
    quality: 'none',
    causes: ['no-value'],
  } as const);

  test('DV-20 every second with packets has its reading, in order, with causes in the order of the list', () => {
    fc.assert(
      fc.property(fc.array(decoded, { minLength: 1, maxLength: 40 }), (all) => {
        const reducer = createReducer('oximeter');
        const sent: OximetryReading[] = all.flatMap((each, n) =>
          reducer.push(each, n * 333).flatMap((reading) => (reading.kind === 'oximetry' ? [reading] : [])),
        );
        for (const [n, reading] of sent.entries()) {
          expect(reading.measuredAt).toBeGreaterThan(sent[n - 1]?.measuredAt ?? -1);
          expect(reading.causes).toEqual(CAUSES.filter((cause) => reading.causes.includes(cause)));
          expect(QUALITIES).toContain(reading.quality);
          if (reading.quality === 'none') expect(reading.spo2Pct).toBeUndefined();
        }
        const seconds = new Set(all.map((_, n) => Math.floor((n * 333) / 1000)));
        expect(new Set(sent.map((reading) => Math.floor(reading.measuredAt / 1000)))).toEqual(seconds);
      }),
    );
  });

  test('DV-21 a value is never sent with a better quality than it was measured with', () => {
    fc.assert(
      fc.property(fc.array(decoded, { minLength: 1, maxLength: 40 }), (all) => {
        const reducer = createReducer('oximeter');
        for (const [n, each] of all.entries()) {
          for (const reading of reducer.push(each, n * 333)) {
            expect(QUALITIES.indexOf(reading.quality)).toBeGreaterThanOrEqual(QUALITIES.indexOf(each.quality));
          }
        }
      }),
    );
  });
});
