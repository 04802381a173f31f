import { describe, expect, test } from 'vitest';
import { fixtures } from '../components/fixtures.ts';
import { noValues, withheld } from './no-wave.ts';

const view = (name: string) => {
  const found = fixtures[name]?.view;
  if (!found) throw new Error(`no fixture ${name}`);
  return found;
};
const probeOff = { ...view('calm'), spo2: { status: 'none', reason: 'probe off' } as const };

describe('UI-150 UI-151 why no wave is drawn', () => {
  test.each([
    ['an infusion with a value', view('calm'), false, null],
    ['recovery', view('recovery'), false, null],
    ['a probe that is off', probeOff, false, 'probe off'],
    ['no connection', view('calm'), true, 'no connection'],
    ['no connection at a free chair', view('free'), true, 'chair free'],
    ['a free chair', view('free'), false, 'chair free'],
    ['discharge', view('discharge'), false, 'monitoring ended'],
  ])('%s', (_, shown, lost, why) => expect(withheld(shown, lost)).toBe(why));
});

describe('UI-150 where the look back draws no line', () => {
  const row = (at: number, spo2Pct: number | null, absence?: string) => ({
    at,
    spo2Pct,
    pulseBpm: null,
    ...(absence !== undefined && { absence }),
  });
  test('from the first reading without a value to the next with one, by its first reason', () => {
    const rows = [row(0, 97), row(1_000, null, 'probe off'), row(2_000, null, 'no signal'), row(3_000, 96)];
    expect(noValues(rows)).toEqual([{ from: 1_000, to: 3_000, reason: 'probe off' }]);
  });
  test('one without a reason says that there was no SpO₂; the last holds on', () => {
    expect(noValues([row(1_000, null)])).toEqual([{ from: 1_000, to: 6_000, reason: 'no SpO₂' }]);
  });
  test('readings more than 5 s apart say nothing about the time between', () => {
    expect(noValues([row(0, null, 'motion'), row(5_001, 97)])).toEqual([{ from: 0, to: 0, reason: 'motion' }]);
    expect(noValues([row(0, null, 'motion'), row(5_000, 97)])).toEqual([{ from: 0, to: 5_000, reason: 'motion' }]);
  });
  test('values throughout: nothing', () => expect(noValues([row(0, 97), row(1_000, 98)])).toEqual([]));
});
