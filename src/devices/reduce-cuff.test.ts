import { describe, expect, test } from 'vitest';
import type { DecodedReading } from './decoder.ts';
import { createReducer } from './reduce.ts';

const pressure = (cuffPressureMmHg: number): DecodedReading => ({ cuffPressureMmHg, quality: 'good', causes: [] });
const bp = (systolicMmHg: number): DecodedReading => ({
  systolicMmHg,
  diastolicMmHg: 76,
  meanMmHg: 91,
  pulseBpm: 68,
  quality: 'good',
  causes: [],
});
const weak: DecodedReading = { quality: 'none', causes: [], failure: 'weak-signal' };
const nothing: DecodedReading = { quality: 'none', causes: ['no-value'] };

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A cycle of 20 s that begins at `at`, as the pressure is polled. */
function cycle(reducer: ReturnType<typeof createReducer>, at: number): number {
  for (let second = 0; second < 20; second += 1) reducer.push(pressure(160 - second * 5), at + second * SECOND);
  return at + 20 * SECOND;
}

describe('pressure', () => {
  test('DV-26 is sent once a second while the cuff is inflated', () => {
    const reducer = createReducer('cuff');
    const sent = [0, 9, 10, 80, 160, 155].map((mmHg, n) => reducer.push(pressure(mmHg), n * 500).length);
    expect(sent).toEqual([0, 0, 1, 0, 1, 0]);
    expect(reducer.push(pressure(150), 3000)).toEqual([
      { kind: 'cuff-pressure', measuredAt: 3000, cuffPressureMmHg: 150, quality: 'good', causes: [] },
    ]);
    expect(reducer.push(pressure(9), 4000)).toEqual([]);
  });

  test('DV-26 what is left in the cuff after the result is no new cycle', () => {
    const reducer = createReducer('cuff');
    const end = cycle(reducer, 0);
    expect(reducer.push(bp(122), end)).toHaveLength(1);
    expect(reducer.push(pressure(40), end + SECOND)).toEqual([]);
    expect(reducer.push(pressure(2), end + 2 * SECOND)).toEqual([]);
    expect(reducer.push(bp(122), end + 2 * SECOND)).toEqual([]);
    expect(reducer.flush(end + 10 * SECOND)).toEqual([]);
  });
});

describe('results', () => {
  test('DV-27 a result goes out at once and once, however often the module repeats it', () => {
    const reducer = createReducer('cuff');
    expect(reducer.push(nothing, 0)).toEqual([]);
    const end = cycle(reducer, SECOND);
    expect(reducer.push(bp(186), end)).toEqual([
      {
        kind: 'nibp',
        measuredAt: end,
        systolicMmHg: 186,
        diastolicMmHg: 76,
        meanMmHg: 91,
        pulseBpm: 68,
        quality: 'good',
        causes: [],
      },
    ]);
    for (let n = 1; n < 600; n += 1) expect(reducer.push(bp(186), end + n * SECOND)).toEqual([]);
  });

  test('DV-27 a failure goes out at once and once', () => {
    const reducer = createReducer('cuff');
    const end = cycle(reducer, 0);
    expect(reducer.push(weak, end)).toEqual([
      { kind: 'nibp-failed', measuredAt: end, failure: 'weak-signal', quality: 'none', causes: [] },
    ]);
    expect(reducer.push(weak, end + SECOND)).toEqual([]);
  });

  test('DV-28 what the module held before it was first asked is never sent', () => {
    const reducer = createReducer('cuff');
    for (let n = 0; n < 60; n += 1) expect(reducer.push(bp(120), n * SECOND)).toEqual([]);
    expect(reducer.flush(MINUTE)).toEqual([]);
  });

  test('DV-28 a cycle too short to be seen is known by its other result', () => {
    const reducer = createReducer('cuff');
    reducer.push(bp(120), 0);
    expect(reducer.push(weak, SECOND)).toHaveLength(1);
    expect(reducer.push(bp(131), 2 * SECOND)).toMatchObject([{ systolicMmHg: 131 }]);
  });

  test('DV-29 an equal result after a cycle is sent once it has stood for 3 s', () => {
    const reducer = createReducer('cuff');
    reducer.push(weak, cycle(reducer, 0));
    const end = cycle(reducer, 5 * MINUTE);
    expect(reducer.push(weak, end)).toEqual([]);
    expect(reducer.push(weak, end + 2999)).toEqual([]);
    expect(reducer.push(weak, end + 3000)).toMatchObject([{ failure: 'weak-signal', measuredAt: end }]);
    expect(reducer.push(weak, end + 4000)).toEqual([]);
  });

  test('DV-29 it needs no second frame: a module that speaks once is flushed', () => {
    const reducer = createReducer('cuff');
    reducer.push(weak, cycle(reducer, 0));
    const end = cycle(reducer, 5 * MINUTE);
    reducer.push(weak, end);
    expect(reducer.flush(end + 2999)).toEqual([]);
    expect(reducer.flush(end + 3000)).toHaveLength(1);
  });

  test('DV-29 the old result, still given at first, is not sent when the new one follows', () => {
    const reducer = createReducer('cuff');
    reducer.push(bp(122), cycle(reducer, 0));
    const end = cycle(reducer, 5 * MINUTE);
    expect(reducer.push(bp(122), end)).toEqual([]);
    expect(reducer.push(bp(161), end + SECOND)).toMatchObject([{ systolicMmHg: 161 }]);
    expect(reducer.flush(end + 10 * SECOND)).toEqual([]);
  });

  test('DV-29 a cycle that gave no result does not make the old one new later', () => {
    const reducer = createReducer('cuff');
    reducer.push(bp(122), cycle(reducer, 0));
    const end = cycle(reducer, 5 * MINUTE);
    expect(reducer.push(bp(122), end + 31 * SECOND)).toEqual([]);
    expect(reducer.flush(end + 60 * SECOND)).toEqual([]);
  });
});

describe('a new link', () => {
  test('DV-30 after a break of minutes, what is found there is not sent: nobody knows when it was measured', () => {
    const reducer = createReducer('cuff');
    reducer.push(bp(122), 0);
    reducer.reopened(10 * MINUTE);
    expect(reducer.push(bp(150), 10 * MINUTE)).toEqual([]);
  });

  test('DV-30 after a short break, a result that changed is sent', () => {
    const reducer = createReducer('cuff');
    reducer.push(bp(122), 0);
    reducer.push(pressure(140), 30 * SECOND);
    reducer.reopened(50 * SECOND);
    expect(reducer.push(bp(150), 50 * SECOND)).toMatchObject([{ systolicMmHg: 150 }]);
  });
});
