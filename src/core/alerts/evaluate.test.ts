import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import { evaluate } from './evaluate.ts';
import { conditionAt } from './open-alert.ts';

const stop = (second: number) => ({ type: 'infusion-ended', happenedAt: at(second), reason: 'completed' }) as const;

describe('dates', () => {
  test('AL-6 a fact is dated when it was due, not when somebody looked', () => {
    expect(watched({ tickMs: 0 }).steady(0, 14, 89).tick(16.7).log('spo2-low')).toEqual(['15 issued spo2-low medium']);
  });
  test('AL-6 what a late reading proves is dated when that reading came', () => {
    const visit = watched({ tickMs: 0 });
    for (let second = 0; second <= 20; second += 4) visit.spo2(second, 89, {}, 3_500);
    // 12 s is received at 15.5 s: what had been known until then went up to 13 s.
    expect(visit.log('spo2-low')).toEqual(['15.5 issued spo2-low medium']);
  });
  test('AL-6 two levels that fell due while the server was away are one fact, the more urgent', () => {
    const visit = watched({ baseline: { pulseBpm: 110 } });
    visit.steady(0, 10, 98, { pulseBpm: 125 }).steady(11, 13, 98, { pulseBpm: 145 }).resume(100);
    expect(visit.log('pulse-high')).toEqual(['100 issued pulse-high high']);
  });
});

describe('phases', () => {
  test('AL-23 leaving the watch ends every alert by that person’s act', () => {
    const visit = watched().steady(0, 20, 84).tick(200).record(200, stop(200));
    visit.record(210, { type: 'monitoring-ended', byName: 'N' });
    expect(visit.log().filter((line) => line.startsWith('210'))).toEqual([
      '210 ended no-spo2 person',
      '210 ended spo2-low person',
    ]);
    expect(visit.state.alerts).toEqual({});
    expect(visit.state.latched).toEqual([]);
  });
  test('AL-23 monitoring that goes on judges anew', () => {
    const visit = watched().record(1, stop(1)).steady(2, 12, 89);
    visit.record(13, { type: 'monitoring-ended', byName: 'N' }).tick(60);
    visit.record(60, { type: 'monitoring-reopened', reason: 'too early' }).steady(61, 75, 89);
    expect(visit.log('spo2-low')).toEqual([]);
    expect(visit.steady(76, 77, 89).log('spo2-low')).toEqual(['76 issued spo2-low medium']);
  });
  test('AL-23 from infusion to recovery an alert goes on', () => {
    const visit = watched().steady(0, 20, 84).record(21, stop(21)).steady(22, 23, 84);
    expect(visit.log('spo2-low')).toEqual(['0 issued spo2-low high']);
  });
  test('AL-23 SpO2 and pulse are judged before the start, against their absolute limits', () => {
    const visit = watched({ phase: 'baseline', baseline: null }).steady(0, 20, 88);
    expect(visit.log()).toEqual(['15 issued spo2-low medium']);
  });
});

describe('the latched mark', () => {
  const high = () => watched().steady(0, 5, 84);
  test('AL-19 a high that ended by itself leaves its mark', () => {
    const visit = high().steady(6, 16);
    expect(visit.state.latched).toMatchObject([
      { kind: 'spo2-low', text: 'SpO₂ 84 < 90', onsetAt: at(0), endedAt: at(16) },
    ]);
    const { alertId = '' } = visit.state.latched[0] ?? {};
    expect(visit.record(20, { type: 'latched-mark-cleared', alertId, byName: 'N' }).state.latched).toEqual([]);
  });
  test('AL-19 also when it was lowered first', () => {
    expect(high().steady(6, 16, 89).steady(17, 30).state.latched).toHaveLength(1);
  });
  test('AL-19 with the worst value against the limit it passed, however far it was lowered', () => {
    const visit = high().steady(6, 40, 93).steady(41, 60);
    expect(visit.log('spo2-low').some((line) => line.endsWith('lowered spo2-low low'))).toBe(true);
    expect(visit.state.latched).toMatchObject([{ text: 'SpO₂ 84 < 90' }]);
  });
  test('AL-19 not when somebody had acknowledged it, and not when it never was high', () => {
    expect(high().acknowledge(5.5, 'spo2-low').steady(6, 16).state.latched).toEqual([]);
    expect(watched().steady(0, 16, 89).steady(17, 30).state.latched).toEqual([]);
  });
});

describe('the condition between facts', () => {
  test('AL-1 a value that has stopped coming is no data once it is stale', () => {
    const { state } = watched().steady(0, 5, 84);
    const alert = state.alerts['spo2-low'];
    expect(alert && conditionAt(state, alert, at(10))).toBe('true');
    expect(alert && conditionAt(state, alert, at(10.001))).toBe('no-data');
  });
});

test('AL-4 asking changes nothing, and takes one id for each alert issued', () => {
  const { state } = watched({ tickMs: 0 }).steady(0, 14, 89);
  let ids = 0;
  const { events } = evaluate(state, at(100), () => `id-${(ids += 1)}`);
  expect(evaluate(state, at(100), () => `id-${(ids += 1)}`).events).toHaveLength(events.length);
  expect(ids).toBe(2 * events.filter(({ type }) => type === 'alert-issued').length);
});
