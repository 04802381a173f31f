import { describe, expect, test } from 'vitest';
import { at, viewAt, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import type { SetUp } from '../setup.ts';
import { viewChangesAt } from '../view.ts';

const SAME: SetUp = { cuffArm: 'left', oximeterHand: 'left' };
const OTHER: SetUp = { cuffArm: 'left', oximeterHand: 'right' };

const arms = (setUp: SetUp) => watched({ tickMs: 1_000 }).record(0, { type: 'set-up-recorded', setUp }).steady(1, 99);
/** The cuff's pressure each second from one to another, before the oximeter's reading of that second. */
function inflated(visit: WatchedVisit, from: number, to: number, reading: (second: number) => void): WatchedVisit {
  for (let second = from; second <= to; second += 1) {
    visit.cuff(second);
    reading(second + 0.5);
  }
  return visit;
}
const spo2Low = (visit: WatchedVisit) => visit.log('spo2-low');
const missing = (visit: WatchedVisit) => visit.log('no-spo2');
describe('the cuff on the same arm', () => {
  test.each([
    ['the same arm', SAME, []],
    ['another arm', OTHER, ['100.5 issued spo2-low high']],
    ['no arm known', {}, ['100.5 issued spo2-low high']],
    ['one arm known', { cuffArm: 'left' as const }, ['100.5 issued spo2-low high']],
  ])('AL-84 a value of 80 while it is inflated, %s', (_, setUp, expected) => {
    const visit = arms(setUp);
    expect(spo2Low(inflated(visit, 100, 130, (second) => visit.spo2(second, 80)))).toEqual(expected);
  });
  test.each([
    [154.5, []],
    // The last pressure was at 150 s: judged again 5 s after it.
    [155, ['155 issued spo2-low high']],
  ])('AL-84 judged again 5 s after the last pressure: low at %s s', (second, expected) => {
    const visit = arms(SAME);
    inflated(visit, 110, 150, () => undefined);
    expect(spo2Low(visit.spo2(second, 80))).toEqual(expected);
  });
  test.each([
    [159.999, []],
    [160, ['160 issued spo2-low high']],
  ])(
    'AL-84 however long it squeezes, from 60 s after its beginning on it is judged: low at %s s',
    (second, expected) => {
      const visit = arms(SAME);
      inflated(visit, 100, 159, () => undefined);
      expect(spo2Low(visit.spo2(second, 80))).toEqual(expected);
    },
  );
  test('AL-84 what was held before goes on afterwards, and not meanwhile', () => {
    const visit = arms(SAME).steady(100, 110, 88);
    inflated(visit, 111, 140, (second) => visit.spo2(second, 88));
    expect(spo2Low(visit)).toEqual([]);
    // 11.5 s until the first that is not judged: 3.5 s are left of 15.
    expect(spo2Low(visit.steady(146, 152, 88))).toEqual(['149.5 issued spo2-low medium']);
  });
  test('AL-84 an open alert stays, without data, whatever comes meanwhile', () => {
    const visit = arms(SAME).steady(100, 130, 88);
    inflated(visit, 131, 165, (second) => visit.spo2(second, 98));
    expect(spo2Low(visit)).toEqual(['115 issued spo2-low medium']);
    expect(visit.state.alerts['spo2-low']).toMatchObject({
      condition: 'no-data',
      reason: 'Not judged: cuff on the same arm',
    });
    expect(spo2Low(visit.steady(171, 181)).at(-1)).toMatch(/ended spo2-low in-range/);
  });
  test('AL-84 the value is shown, and says until when it is not judged', () => {
    const visit = arms(SAME);
    inflated(visit, 100, 120, (second) => visit.spo2(second, 84));
    const view = viewAt(visit, 120.5);
    const until = at(125);
    expect(view.spo2).toMatchObject({ status: 'live', value: 84, notJudged: { reason: 'not judged: cuff', until } });
    expect(viewChangesAt(view, at(120.5))).toBeLessThanOrEqual(until);
    expect(viewAt(visit, 125).spo2).not.toHaveProperty('notJudged');
  });
  test('AL-84 a signal it takes away says so in place of its number', () => {
    const visit = arms(SAME);
    inflated(visit, 100, 112, (second) => visit.noValue(second, ['searching']));
    expect(viewAt(visit, 112.5).spo2).toMatchObject({ status: 'none', reason: 'not judged: cuff' });
  });
});

describe('a signal that the cuff takes away', () => {
  const taken = (setUp: SetUp, until = 140) => {
    const visit = arms(setUp);
    return inflated(visit, 100, until, (second) => visit.noValue(second, ['searching']));
  };
  test.each([
    ['the same arm', SAME, []],
    ['another arm', OTHER, ['109 issued no-spo2 low', '119 raised no-spo2 medium']],
  ])('AL-85 %s', (_, setUp, expected) => {
    expect(missing(taken(setUp).tick(158))).toEqual(expected);
  });
  test.each([
    [159.999, []],
    [160, ['160 issued no-spo2 medium']],
  ])('AL-85 still absent: medium 60 s after the inflation began, not before; now %s s', (now, expected) => {
    expect(missing(taken(SAME).tick(now))).toEqual(expected);
  });
  test('AL-85 a cuff that squeezes on does not put it off further', () => {
    expect(missing(taken(SAME, 210))).toEqual(['160 issued no-spo2 medium', '200 raised no-spo2 high']);
  });
  test('AL-85 back in time: nothing', () => {
    expect(missing(taken(SAME).steady(150, 170))).toEqual([]);
  });
  test("AL-85 one that was gone before is not the cuff's doing", () => {
    const visit = watched({ tickMs: 1_000 }).record(0, { type: 'set-up-recorded', setUp: SAME }).steady(1, 90);
    inflated(visit, 96, 130, () => undefined);
    expect(missing(visit)).toEqual(['100 issued no-spo2 low', '110 raised no-spo2 medium']);
  });
  test('AL-85 across a restart the instant is the same, dated from the return', () => {
    expect(missing(taken(SAME).resume(150).tick(159))).toEqual([]);
    expect(missing(taken(SAME).resume(300))).toEqual(['300 issued no-spo2 high']);
  });
});
