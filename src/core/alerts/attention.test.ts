import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';

/** High at 0 s, and low values until `until`. */
const high = (until: number): WatchedVisit => watched().steady(0, until, 84);
const medium = (until: number): WatchedVisit => watched().steady(0, until, 88);
const resounded = (visit: WatchedVisit): readonly string[] => visit.log().filter((line) => line.includes('resounded'));

describe('nobody answers', () => {
  test.each([
    [14.999, []],
    [15, ['15 escalated spo2-low station']],
    [60, ['15 escalated spo2-low station', '60 escalated spo2-low provider']],
    [120, ['15 escalated spo2-low station', '60 escalated spo2-low provider', '120 escalated spo2-low second-person']],
    [900, ['15 escalated spo2-low station', '60 escalated spo2-low provider', '120 escalated spo2-low second-person']],
  ])('AL-17 high since 0 s, now %s s', (now, expected) => {
    expect(high(5).tick(now).escalations('spo2-low')).toEqual(expected);
  });
  test.each([
    [74.999, []],
    [75, ['75 escalated spo2-low station']],
    [900, ['75 escalated spo2-low station']],
  ])('AL-17 medium since 15 s goes to the station and no further: now %s s', (now, expected) => {
    expect(medium(20).tick(now).escalations('spo2-low')).toEqual(expected);
  });
  test('AL-17 technical medium: the station after 2 min', () => {
    const visit = watched().record(1, { type: 'infusion-ended', happenedAt: at(1), reason: 'completed' });
    expect(visit.tick(200).escalations('no-spo2')).toEqual(['140 escalated no-spo2 station']);
  });
  test('AL-17 an acknowledgement stops it, whichever place it came from', () => {
    expect(high(5).acknowledge(10, 'spo2-low').tick(100).escalations('spo2-low')).toEqual([]);
  });
  test('AL-17 the advisory and a BP that waits ask nobody; once unconfirmed it does', () => {
    expect(watched().bp(10, 155).tick(600).escalations('bp-high')).toEqual([]);
    expect(watched().bp(10, 165).tick(600).escalations('bp-high')).toEqual(['250 escalated bp-high station']);
  });
  test('AL-17 a rise begins anew, with the times of the new priority', () => {
    const visit = medium(80).steady(81, 100, 84);
    expect(visit.escalations('spo2-low')).toEqual(['75 escalated spo2-low station', '96 escalated spo2-low station']);
  });
});

describe('acknowledged and still true', () => {
  test.each([
    [129.999, []],
    [130, ['130 resounded spo2-low']],
  ])('AL-18 high acknowledged at 10 s sounds again after 2 min: now %s s', (now, expected) => {
    expect(resounded(high(129).acknowledge(129.5, 'spo2-low'))).toEqual([]);
    expect(resounded(high(9).acknowledge(10, 'spo2-low').steady(11, 129, 84).tick(now))).toEqual(expected);
  });
  test('AL-18 medium after 5 min; each time it has to be acknowledged again', () => {
    const visit = medium(19)
      .acknowledge(20, 'spo2-low')
      .steady(21, 330, 88)
      .acknowledge(331, 'spo2-low')
      .steady(332, 640, 88);
    expect(resounded(visit)).toEqual(['320 resounded spo2-low', '631 resounded spo2-low']);
  });
  test('AL-18 no SpO2 while infusing after 2 min, though medium', () => {
    // It stays medium because the lost adapter takes its rise.
    const visit = watched().steady(0, 100).record(125, { type: 'adapter-disconnected', adapterId: 'a' });
    visit.acknowledge(130, 'no-spo2').tick(400);
    expect(resounded(visit)).toEqual(['250 resounded no-spo2']);
  });
  test('AL-18 not while it is clearing', () => {
    expect(resounded(medium(19).acknowledge(20, 'spo2-low').steady(21, 400, 91))).toEqual([]);
  });
  test('AL-18 lost data is not calm: it sounds again', () => {
    expect(resounded(high(9).acknowledge(10, 'spo2-low').tick(140))).toContain('130 resounded spo2-low');
  });
  test.each([
    [134, []],
    [134.001, ['134.001 resounded spo2-low']],
    [300, ['134.001 resounded spo2-low']],
  ])('AL-18 lost, in range at 129 s, lost again: it sounds once the value is stale, now %s s', (now, expected) => {
    const visit = high(9).acknowledge(10, 'spo2-low').tick(30).spo2(129, 95).tick(now);
    expect(resounded(visit)).toEqual(expected);
    // One value is not a signal that is back: no SpO2 is the one that was open before.
    expect(visit.log('no-spo2').filter((line) => line.includes('issued'))).toHaveLength(1);
  });
  test('AL-18 the escalation begins anew', () => {
    const visit = high(9).acknowledge(10, 'spo2-low').steady(11, 146, 84);
    expect(visit.escalations('spo2-low')).toEqual(['145 escalated spo2-low station']);
  });
});

describe('acknowledged and worse', () => {
  test.each([
    [80, []],
    [79, ['12 resounded spo2-low']],
  ])('AL-18 84 when acknowledged, now %s', (value, expected) => {
    expect(resounded(high(9).acknowledge(10, 'spo2-low').spo2(11, 84).spo2(12, value))).toEqual(expected);
  });
  test.each([
    [174, []],
    [175, ['400 resounded bp-high']],
    [179, ['400 resounded bp-high']],
  ])('AL-18 165 when acknowledged, the next BP %s', (systolic, expected) => {
    const visit = watched().bp(100, 165).bp(160, 165).acknowledge(170, 'bp-high').bp(400, systolic);
    expect(resounded(visit)).toEqual(expected);
  });
  test('AL-18 a new BP at 180/110 sounds again, though no worse', () => {
    const visit = watched().bp(100, 186).acknowledge(110, 'bp-high').tick(200);
    expect(resounded(visit)).toEqual([]);
    expect(resounded(visit.bp(220, 181))).toEqual(['220 resounded bp-high']);
  });
  test.each([
    ['diastolic, then systolic', 120, 105, 174, 70],
    ['systolic, then diastolic', 165, 70, 150, 102],
  ])(
    'AL-182 a BP that its other number confirms sounds again and says why: %s',
    (_, systolic, diastolic, then, and) => {
      const visit = watched().bp(100, systolic, diastolic).acknowledge(110, 'bp-high').bp(160, 157, 70);
      expect(resounded(visit)).toEqual([]);
      visit.bp(220, then, and);
      expect(resounded(visit)).toEqual(['220 resounded bp-high']);
      const reason = 'Another number is at fault since it was acknowledged';
      expect(visit.events).toContainEqual(expect.objectContaining({ type: 'alert-resounded', reason }));
    },
  );
  test('AL-182 a BP that the number seen confirms stays acknowledged', () => {
    const visit = watched().bp(100, 165).acknowledge(110, 'bp-high').bp(160, 157).bp(220, 174, 70);
    expect(resounded(visit)).toEqual([]);
    expect(visit.state.alerts['bp-high']?.acknowledged).toBeDefined();
  });
  test.each([
    ['diastolic', [165, 92], [165, 101], []],
    ['diastolic', [165, 92], [165, 102], ['400 resounded bp-high']],
    ['diastolic, lower than its own limit', [165, 75], [165, 99], []],
    ['systolic', [152, 103], [161, 103], []],
    ['systolic', [152, 103], [162, 103], ['400 resounded bp-high']],
  ] as const)('AL-190 the number the text does not show, by 10: %s', (_, seen, then, expected) => {
    const visit = watched().bp(100, seen[0], seen[1]).bp(160, seen[0], seen[1]).acknowledge(170, 'bp-high');
    visit.bp(400, then[0], then[1]);
    expect(resounded(visit)).toEqual(expected);
  });
  test('AL-18 a lower low BP by 10 sounds again', () => {
    const visit = watched().bp(100, 78).acknowledge(110, 'bp-low');
    expect(resounded(visit.bp(200, 69))).toEqual([]);
    expect(resounded(visit.bp(220, 68))).toEqual(['220 resounded bp-low']);
  });
});

describe('rising and falling', () => {
  const pause = (visit: WatchedVisit, second: number): WatchedVisit => {
    const alertId = visit.state.alerts['spo2-low']?.alertId ?? '';
    return visit.record(second, { type: 'alert-audio-paused', alertId, until: at(second + 120), byName: 'N' });
  };
  test('AL-22 a rise takes acknowledgement and pause away', () => {
    const visit = pause(medium(19).acknowledge(20, 'spo2-low'), 21);
    expect(visit.state.alerts['spo2-low']).toMatchObject({
      acknowledged: { place: 'chair' },
      audioPausedUntil: at(141),
    });
    const { acknowledged, audioPausedUntil } = visit.spo2(22, 84).state.alerts['spo2-low'] ?? {};
    expect([acknowledged, audioPausedUntil]).toEqual([undefined, undefined]);
  });
  test('AL-22 a fall keeps both, and starts no sound', () => {
    const visit = pause(high(9).acknowledge(10, 'spo2-low'), 11).steady(12, 23, 89);
    expect(visit.state.alerts['spo2-low']).toMatchObject({
      priority: 'medium',
      acknowledged: { place: 'chair' },
      audioPausedUntil: at(131),
    });
    expect(visit.state.alerts['spo2-low']?.unansweredSince).toBeUndefined();
  });
  test('AL-22 an unanswered high that falls to medium still asks since it began', () => {
    expect(high(9).steady(10, 21, 89).state.alerts['spo2-low']).toMatchObject({
      priority: 'medium',
      unansweredSince: at(0),
    });
  });
  test('AL-22 a BP acknowledged while it waited has been seen', () => {
    const visit = watched().bp(10, 165).acknowledge(20, 'bp-high').bp(60, 165);
    expect(visit.state.alerts['bp-high']?.unansweredSince).toBeUndefined();
  });
  test('AL-7 a fact about an alert that is over changes nothing', () => {
    const visit = watched().steady(0, 5);
    const before = visit.state;
    visit.record(5.5, { type: 'alert-raised', alertId: 'gone', priority: 'high' });
    expect(visit.state).toBe(before);
  });
});
