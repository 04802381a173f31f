import { describe, expect, test } from 'vitest';
import { AloneVisit } from '../../../tests/support/alone-visit.ts';
import { at, viewAt, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import { provider } from '../../../tests/support/visit-builder.ts';
import type { VisitEvent } from '../event.ts';
import { nextBp } from '../bp-schedule.ts';
import type { LimitName } from './limit-name.ts';

const change = (
  visit: WatchedVisit,
  second: number,
  limits: Partial<Record<LimitName, number | null>>,
): WatchedVisit => {
  expect(visit.give(second, { type: 'limits:change', limits, reason: 'usual 88' }, provider)).toBe('accepted');
  return visit;
};
const endOf = ({ events }: WatchedVisit): VisitEvent | undefined =>
  events.findLast((event) => event.type === 'alert-ended');

/** At rest this patient's SpO2 is 90, so that no advisory stands under the limit. */
const lungs = (): WatchedVisit => watched({ baseline: { spo2Pct: 90 } });

describe('AL-152 a limit that is passed from now on', () => {
  test.each([
    [91, []],
    [90, []],
    [89, ['25 issued spo2-low medium']],
  ])('AL-152 a value of %s under the protocol’s limit of 90', (value, log) => {
    expect(lungs().steady(10, 30, value).log('spo2-low')).toEqual(log);
  });

  test.each([
    [87, []],
    [86, []],
    [85, ['25 issued spo2-low medium']],
  ])('AL-152 a value of %s under a limit of 86: its delay, from its own first value', (value, log) => {
    expect(
      change(lungs(), 1, { 'spo2-low-medium': 86, 'spo2-low-high': 80 }).steady(10, 30, value).log('spo2-low'),
    ).toEqual(log);
  });

  test('AL-152 a value that only the new limit calls low is low from its newest reading on, after the whole delay', () => {
    const visit = watched({ baseline: { spo2Pct: 93 } }).steady(1, 20, 91);
    change(visit, 20.5, { 'spo2-low-medium': 92 }).steady(21, 40, 91);
    expect(visit.log('spo2-low')).toEqual(['35 issued spo2-low medium']);
    expect(visit.state.alerts['spo2-low']).toMatchObject({ onsetAt: at(20), excess: { limit: 92, extreme: 91 } });
  });

  test('AL-152 a level without a delay is reached at once', () => {
    const visit = lungs().steady(1, 20, 88);
    change(visit, 20.5, { 'spo2-low-high': 88, 'spo2-low-medium': 90 });
    expect(visit.log('spo2-low')).toEqual(['16 issued spo2-low medium', '20.5 raised spo2-low high']);
  });

  test('AL-152 an acknowledged alert that a change raises is unacknowledged', () => {
    const visit = lungs().steady(1, 17, 88).acknowledge(18, 'spo2-low').steady(18, 20, 88);
    change(visit, 20.5, { 'spo2-low-high': 88 });
    expect(visit.state.alerts['spo2-low']).toMatchObject({ priority: 'high' });
    expect(visit.state.alerts['spo2-low']?.acknowledged).toBeUndefined();
  });

  test('AL-152 a BP that only the new limit calls high asks for its repeat', () => {
    const visit = watched({ baseline: { systolicMmHg: 140, diastolicMmHg: 90 } })
      .steady(1, 5)
      .bp(6, 150, 85);
    change(visit, 20, { 'systolic-high-medium': 145 });
    expect(visit.log('bp-high')).toEqual(['20 issued bp-high medium']);
    expect(visit.state.alerts['bp-high']?.confirmation).toEqual({ state: 'waiting', until: at(200) });
    expect(nextBp(visit.state)).toMatchObject({ reason: 'repeat' });
    visit.steady(21, 80).bp(81, 148, 85);
    expect(visit.log('bp-high').at(-1)).toBe('81 confirmed bp-high');
  });
});

describe('AL-153 what was held', () => {
  test('AL-153 a pending delay goes on under a limit that is met more easily', () => {
    const visit = lungs().steady(1, 10, 88);
    change(visit, 10.5, { 'spo2-low-medium': 91 }).steady(11, 20, 88);
    expect(visit.log('spo2-low')).toEqual(['16 issued spo2-low medium']);
    expect(visit.state.alerts['spo2-low']).toMatchObject({ onsetAt: at(1), excess: { limit: 91, extreme: 88 } });
  });

  test('AL-153 a pending delay is dropped by a limit that is not met', () => {
    const visit = lungs().steady(1, 10, 88);
    change(visit, 10.5, { 'spo2-low-medium': 87 }).steady(11, 40, 88);
    expect(visit.log('spo2-low')).toEqual([]);
  });

  test('AL-153 of a limit that is met less easily only the newest value is known to pass it: its delay begins there', () => {
    const visit = lungs().steady(1, 9, 89).spo2(10, 86);
    change(visit, 10.5, { 'spo2-low-medium': 88 }).steady(11, 40, 86);
    expect(visit.log('spo2-low')).toEqual(['25 issued spo2-low medium']);
  });

  test('AL-153 what was clearing under an easier limit begins to clear anew', () => {
    const visit = lungs().steady(1, 17, 88).steady(18, 24, 92);
    change(visit, 24.5, { 'spo2-low-medium': 92 }).steady(25, 60, 93);
    // 92 is not cleared from (94 is needed).
    expect(visit.log('spo2-low')).toEqual(['16 issued spo2-low medium']);
    visit.steady(61, 75, 94);
    expect(visit.log('spo2-low').at(-1)).toBe('71 ended spo2-low in-range');
  });

  test('AL-153 a lost value is not judged: the alert stays until a newer one is in range', () => {
    const visit = lungs().steady(1, 17, 88).noValue(18);
    change(visit, 19, { 'spo2-low-medium': 86 });
    expect(visit.state.alerts['spo2-low']).toMatchObject({ condition: 'no-data', excess: { limit: 86 } });
    visit.steady(20, 40, 89);
    expect(visit.log('spo2-low').at(-1)).toBe('30 ended spo2-low in-range');
  });

  test('AL-153 nor is one that has gone stale without a word', () => {
    const visit = lungs().steady(1, 17, 88);
    change(visit, 22.1, { 'spo2-low-medium': 86 });
    expect(visit.state.alerts['spo2-low']).toBeDefined();
    const fresh = lungs().steady(1, 17, 88);
    change(fresh, 22, { 'spo2-low-medium': 86 });
    expect(fresh.state.alerts['spo2-low']).toBeUndefined();
  });
});

describe('AL-154 an alert whose limit changed', () => {
  test('AL-154 ends at once by the person, who and what is named; no mark stays', () => {
    const visit = lungs().steady(1, 17, 88);
    change(visit, 17.5, { 'spo2-low-medium': 86 });
    expect(visit.log('spo2-low')).toEqual(['16 issued spo2-low medium', '17.5 ended spo2-low person']);
    expect(endOf(visit)).toMatchObject({
      cause: 'person',
      latched: false,
      reason: 'Limit changed by Dr. Ruiz: SpO₂ low, medium priority, 90 → 86',
      actor: { name: 'Dr. Ruiz' },
    });
  });

  test.each([
    [86, ['16 issued spo2-low medium']],
    [87, ['16 issued spo2-low medium']],
    [88, ['16 issued spo2-low medium', '17.5 ended spo2-low person']],
  ])('AL-154 at a limit of 88 a value of %s', (value, log) => {
    const visit = lungs().steady(1, 17, value);
    expect(change(visit, 17.5, { 'spo2-low-medium': 88 }).log('spo2-low')).toEqual(log);
  });

  test('AL-154 one that is still true goes on, acknowledged as it was, and says the limit in force', () => {
    const visit = lungs().steady(1, 17, 86).acknowledge(18, 'spo2-low').steady(18, 20, 86);
    change(visit, 20.5, { 'spo2-low-medium': 88 });
    expect(visit.state.alerts['spo2-low']).toMatchObject({
      acknowledged: { at: at(18) },
      condition: 'true',
      excess: { extreme: 86, is: '<', limit: 88 },
    });
    expect(viewAt(visit, 20.5).alerts[0]?.text).toBe('SpO₂ 86 < 88');
  });

  test('AL-154 one that meets a lower level goes down to it', () => {
    const visit = lungs().steady(1, 20, 84);
    change(visit, 20.5, { 'spo2-low-high': 80 });
    expect(visit.log('spo2-low')).toEqual(['1 issued spo2-low high', '20.5 lowered spo2-low medium']);
    expect(visit.state.alerts['spo2-low']).toMatchObject({ priority: 'medium', excess: { limit: 90 } });
    const both = lungs().steady(1, 20, 84);
    change(both, 20.5, { 'spo2-low-high': 80, 'spo2-low-medium': 82 });
    expect(both.log('spo2-low').at(-1)).toBe('20.5 lowered spo2-low low');
  });

  test('AL-154 a limit that is met more easily ends nothing that was clearing', () => {
    const visit = lungs().steady(1, 17, 88).steady(18, 20, 93);
    change(visit, 20.5, { 'spo2-low-medium': 91 });
    expect(visit.state.alerts['spo2-low']).toMatchObject({ condition: 'clearing' });
  });

  test('AL-154 one that was between its limit and its clearing level is let go by a limit that is met less easily', () => {
    const visit = lungs().steady(1, 17, 88).steady(18, 20, 91);
    change(visit, 20.5, { 'spo2-low-medium': 86 });
    expect(visit.log('spo2-low').at(-1)).toBe('20.5 ended spo2-low person');
  });

  test('AL-154 a BP of which one number is eased and the other tightened is judged by both', () => {
    const visit = watched({ baseline: { systolicMmHg: 150, diastolicMmHg: 95 } })
      .steady(1, 5)
      .bp(6, 165, 96);
    change(visit, 20, { 'systolic-high-medium': 170, 'diastolic-high-medium': 96 });
    expect(visit.state.alerts['bp-high']).toMatchObject({ priority: 'medium' });
    const eased = watched({ baseline: { systolicMmHg: 150, diastolicMmHg: 95 } })
      .steady(1, 5)
      .bp(6, 165, 96);
    change(eased, 20, { 'systolic-high-medium': 170, 'diastolic-high-medium': 97 });
    expect(eased.log('bp-high').at(-1)).toBe('20 ended bp-high person');
    // No repeat of a BP that is in range.
    expect(nextBp(eased.state)?.reason).toBe('interval');
  });

  test('AL-154 a latched mark keeps the limit it passed', () => {
    const visit = lungs().steady(1, 5, 84).steady(6, 40, 97);
    const [mark] = visit.state.latched;
    expect(mark?.text).toBe('SpO₂ 84 < 90');
    change(visit, 41, { 'spo2-low-medium': 86, 'spo2-low-high': 80 });
    expect(visit.state.latched).toEqual([mark]);
  });

  test('AL-154 a high one that was lowered and ends later remembers the limit it passed', () => {
    const visit = lungs().steady(1, 5, 84);
    change(visit, 5.5, { 'spo2-low-high': 80 }).steady(6, 40, 97);
    expect(visit.state.latched[0]?.text).toBe('SpO₂ 84 < 90');
  });

  test('AL-154 back to the protocol, the same value alarms again after its delay', () => {
    const visit = lungs().steady(1, 17, 88);
    change(visit, 17.5, { 'spo2-low-medium': 86 }).steady(18, 30, 88);
    change(visit, 30.5, { 'spo2-low-medium': null }).steady(31, 50, 88);
    expect(visit.log('spo2-low').at(-1)).toBe('45 issued spo2-low medium');
  });
});

describe('AL-155 a page that was alone while limits changed', () => {
  const spo2 = (value: number) =>
    ({ kind: 'oximetry', measuredAt: 0, quality: 'good', causes: [], spo2Pct: value, pulseBpm: 72 }) as const;
  const alone = (value: number, limit: number): AloneVisit => {
    const visit = new AloneVisit();
    for (let second = 1; second <= 20; second += 1) visit.reading(second, spo2(97));
    visit.lose(20.5);
    const limits = { 'spo2-low-medium': limit };
    expect(visit.server.give(25, { type: 'limits:change', limits, reason: 'usual 88' }, provider)).toBe('accepted');
    for (let second = 26; second <= 60; second += 1) visit.reading(second, spo2(value));
    return visit.join(60.4);
  };
  /** What the server's engine made of it at last. */
  const last = ({ server }: AloneVisit) =>
    server.events
      .flatMap((event) =>
        event.type === 'alert-lowered' || event.type === 'alert-raised' || event.type === 'alert-ended'
          ? [[(event.at - at(0)) / 1000, event.type, 'priority' in event ? event.priority : '']]
          : [],
      )
      .at(-1);
  const runOn = (visit: AloneVisit, value: number): AloneVisit => {
    for (let second = 61; second <= 90; second += 1) visit.reading(second, spo2(value));
    return visit;
  };

  test('AL-155 its alert says the limit in force, and ends by it', () => {
    const visit = alone(88, 86);
    expect(visit.server.state.alerts['spo2-low']).toMatchObject({
      priority: 'medium',
      condition: 'clearing',
      excess: { extreme: 88, limit: 86 },
    });
    runOn(visit, 88);
    expect(last(visit)).toEqual([70, 'alert-lowered', 'low']);
  });

  test('AL-155 what it did not call low is low from its newest value on', () => {
    const visit = runOn(alone(91, 92), 91);
    expect(last(visit)).toEqual([75, 'alert-raised', 'medium']);
  });
});
