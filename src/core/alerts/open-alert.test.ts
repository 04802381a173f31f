import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { Priority } from '../clinical-protocol.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert, AlertKind } from './alert.ts';
import { excessOf } from './condition.ts';
import { earlier, ended } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { isAbsorbed, isSilentSinceLost, withHeard } from './heard.ts';
import { conditionAt, lost, measuredAgain, staleFrom } from './open-alert.ts';
import { absenceReason } from './reason.ts';
import { risen } from './rising.ts';
import { rulesOf } from './rules-of.ts';
import { withWorst, worstOf } from './worst-of.ts';

const EMPTY = watched({ tickMs: 0 }).state;
const ruleOf = (kind: AlertKind) => {
  const rule = rulesOf(EMPTY).find(({ alert }) => alert === kind);
  if (rule === undefined) throw new Error(`no rule of ${kind}`);
  return rule;
};
const alertOf = (kind: AlertKind, more: Partial<Alert> = {}): Alert => ({
  alertId: 'x',
  kind,
  priority: 'medium',
  onsetAt: at(0),
  issuedAt: at(0),
  priorityAt: at(0),
  condition: 'true',
  ...more,
});
const spo2 = (extreme: number) => ({ of: 'spo2Pct', extreme, is: '<', limit: 90 }) as const;
const systolic = (extreme: number) => ({ of: 'systolicMmHg', extreme, is: '>=', limit: 160 }) as const;
const diastolic = (extreme: number) => ({ of: 'diastolicMmHg', extreme, is: '>=', limit: 100 }) as const;

describe('a value of an open alert', () => {
  test.each<[Priority, number, Alert['condition']]>([
    ['high', 85, 'true'],
    ['high', 89, 'true'],
    ['high', 90, 'clearing'],
    ['medium', 89, 'true'],
    ['medium', 90, 'clearing'],
    ['medium', 93, 'clearing'],
    ['low', 93, 'true'],
    ['low', 94, 'clearing'],
  ])('AL-10 a %s SpO2 alert at %s is %s', (priority, spo2Pct, condition) => {
    const before = alertOf('spo2-low', { priority, reason: 'Probe off', condition: 'no-data', excess: spo2(88) });
    expect(measuredAgain(before, ruleOf('spo2-low'), { spo2Pct }, EMPTY.baseline)).toStrictEqual(
      alertOf('spo2-low', { priority, condition, excess: spo2(Math.min(88, spo2Pct)) }),
    );
  });
  test('AL-10 the worst value stays, and another number changes nothing of it', () => {
    const high = alertOf('bp-high', { excess: systolic(165) });
    const again = (systolicMmHg: number) =>
      measuredAgain(high, ruleOf('bp-high'), { systolicMmHg, diastolicMmHg: 70 }, EMPTY.baseline).excess;
    expect([again(170), again(160)]).toEqual([systolic(170), systolic(165)]);
    expect(measuredAgain(high, ruleOf('bp-high'), { diastolicMmHg: 120 }, EMPTY.baseline).excess).toEqual(
      systolic(165),
    );
    const without = measuredAgain(alertOf('spo2-low'), ruleOf('spo2-low'), { spo2Pct: 80 }, EMPTY.baseline);
    expect(without).toStrictEqual(alertOf('spo2-low'));
  });
  test('AL-1 lost it says why', () => {
    expect(lost(alertOf('spo2-low'), 'why')).toEqual(alertOf('spo2-low', { condition: 'no-data', reason: 'why' }));
  });
  test('AL-107 it is stale a millisecond after 5 s; what the oximeter does not measure never is', () => {
    const track = { valueAt: at(100), doubt: 'none', levels: [] } as const;
    const state = { ...EMPTY, tracks: { rules: { 'spo2-low': track, 'bp-high': track, sedation: track } } };
    const alert = alertOf('spo2-low', { condition: 'clearing' });
    expect(staleFrom(state, alert)).toBe(at(105.001));
    expect([conditionAt(state, alert, at(105)), conditionAt(state, alert, at(105.001))]).toEqual([
      'clearing',
      'no-data',
    ]);
    for (const kind of ['bp-high', 'sedation', 'no-spo2'] as const)
      expect(staleFrom(state, alertOf(kind))).toBe(Infinity);
    expect(staleFrom(state, alertOf('pulse-high'))).toBe(-Infinity);
  });
  test('AL-1 under a number the reason begins small', () => {
    const reading = { kind: 'oximetry', measuredAt: at(0), quality: 'none' } as const;
    expect(absenceReason({ ...reading, causes: ['low-perfusion', 'probe-off'] })).toBe('probe off');
    expect(absenceReason({ ...reading, causes: [] })).toBe('no value from the device');
  });
});

describe('the worse of two', () => {
  test.each([
    [spo2(84), spo2(88), spo2(84)],
    [spo2(88), spo2(84), spo2(84)],
    [systolic(165), systolic(170), systolic(170)],
    [systolic(165), diastolic(112), systolic(165)],
    [undefined, diastolic(112), diastolic(112)],
    [systolic(165), undefined, systolic(165)],
    [undefined, undefined, undefined],
  ])('AL-10 %j, then %j', (before, now, worst) => {
    expect(worstOf(before, now)).toEqual(worst);
  });
  test('AL-191 the new limit against the worst value of the same number', () => {
    expect(withWorst({ ...systolic(162), limit: 150 }, systolic(170))).toEqual({ ...systolic(170), limit: 150 });
    expect(withWorst(systolic(162), diastolic(112))).toEqual(systolic(162));
    expect(withWorst(systolic(162), undefined)).toEqual(systolic(162));
  });
  test.each([
    [
      { systolicMmHg: 190, diastolicMmHg: 70 },
      { of: 'systolicMmHg', extreme: 190, is: '>=', limit: 180 },
    ],
    [
      { systolicMmHg: 150, diastolicMmHg: 112 },
      { of: 'diastolicMmHg', extreme: 112, is: '>=', limit: 110 },
    ],
    [
      { systolicMmHg: 150, diastolicMmHg: 70 },
      { of: 'systolicMmHg', extreme: 150, is: '>=', limit: 180 },
    ],
    [{ diastolicMmHg: 70 }, undefined],
  ])('AL-10 the number at fault of %j', (values, expected) => {
    const level = ruleOf('bp-high').levels.find(({ priority }) => priority === 'high');
    expect(level && excessOf(level, values, EMPTY.baseline)).toEqual(expected);
  });
  test('AL-11 a limit that follows the baseline is no number without one', () => {
    const [level] = ruleOf('pulse-high').levels;
    expect(level && excessOf(level, { pulseBpm: 200 }, undefined)).toBeUndefined();
    expect(level && excessOf(level, { pulseBpm: 200 }, EMPTY.baseline)?.of).toBe('pulseBpm');
  });
});

describe('what is due first', () => {
  const due = (second: number): DueFact => ({
    at: at(second),
    body: () => ended(alertOf('no-spo2'), 0, 'person').body(String),
  });
  test('AL-7 the earlier; of two at one instant the first', () => {
    const [one, same, later] = [due(1), due(1), due(2)];
    expect(earlier(one, same)).toBe(one);
    expect(earlier(one, later)).toBe(one);
    expect(earlier(later, one)).toBe(one);
    expect(earlier(undefined, one)).toBe(one);
    expect(earlier(one, undefined)).toBe(one);
    expect(earlier(undefined, undefined)).toBeUndefined();
  });
  test.each<[Partial<Alert>, 'in-range' | 'person', boolean]>([
    [{ reachedHigh: {} }, 'in-range', true],
    [{ reachedHigh: {} }, 'person', false],
    [{}, 'in-range', false],
    [{ reachedHigh: {}, acknowledged: { byName: 'N', at: 0, place: 'chair' } }, 'in-range', false],
  ])('AL-19 %j that ended %s leaves a mark: %s', (more, cause, latched) => {
    const fact = ended(alertOf('spo2-low', more), at(7), cause);
    expect([fact.at, fact.body(String)]).toEqual([at(7), { type: 'alert-ended', alertId: 'x', cause, latched }]);
  });

  const dueAt = (low: number, medium: number, high: number) => (priority: Priority) =>
    at({ low, medium, high }[priority]);
  test.each<[Priority | undefined, [number, number, number], number, [number, Priority] | undefined]>([
    [undefined, [10, 20, 60], 0, [10, 'low']],
    [undefined, [10, 20, 60], 30, [30, 'medium']],
    [undefined, [10, 10, 10], 0, [10, 'high']],
    [undefined, [10, 20, 60], 70, [70, 'high']],
    ['low', [10, 20, 60], 0, [20, 'medium']],
    ['medium', [10, 20, 60], 0, [60, 'high']],
    ['high', [10, 20, 60], 0, undefined],
  ])('AL-7 AL-13 %s, due at %j, from %s: %j', (priority, times, from, expected) => {
    const alert = priority && alertOf('no-spo2', { priority });
    const next = risen(alert, dueAt(...times), at(from));
    expect(next).toEqual(expected && { at: at(expected[0]), priority: expected[1] });
  });
});

describe('from which device something has come', () => {
  const having = (
    connected: boolean | undefined,
    heard: number | undefined,
    more: Partial<VisitState> = {},
  ): VisitState => {
    const { links: _, ...rest } = EMPTY;
    return {
      ...rest,
      ...(connected !== undefined && { links: { oximeter: { connected, since: at(10) } } }),
      tracks: { rules: {}, ...(heard !== undefined && { heardAt: { oximeter: at(heard) } }) },
      ...more,
    };
  };
  test.each<[boolean | undefined, number | undefined, boolean, boolean]>([
    [false, undefined, true, true],
    [false, 10, true, true],
    [false, 10.001, false, false],
    [true, undefined, false, true],
    [true, 10, false, true],
    [true, 10.001, false, false],
    [undefined, undefined, false, true],
    [undefined, 10, false, false],
  ])(
    'AL-15 connected %s, last heard at %s: silent since it was lost %s, absorbed %s',
    (connected, heard, silent, absorbed) => {
      const alerts = { 'adapter-lost': alertOf('adapter-lost') };
      expect(isSilentSinceLost(having(connected, heard), 'oximeter')).toBe(silent);
      expect(isAbsorbed(having(connected, heard, { alerts }), 'oximeter')).toBe(absorbed);
      expect(isAbsorbed(having(connected, heard, { alerts: {} }), 'oximeter')).toBe(false);
    },
  );
  test('AL-15 what is back is not absorbed by the loss of the other', () => {
    const links = { oximeter: { connected: true, since: at(10) }, cuff: { connected: false, since: at(10) } };
    const alerts = { 'adapter-lost': alertOf('adapter-lost') };
    const state = having(true, undefined, { links, alerts });
    expect([isAbsorbed(state, 'oximeter'), isAbsorbed(state, 'cuff')]).toEqual([false, true]);
  });
  test('AL-15 each device is heard for itself, and what a person typed is of none', () => {
    const reading = { measuredAt: at(0), quality: 'good', causes: [] } as const;
    const bp = { ...reading, kind: 'nibp', systolicMmHg: 120, diastolicMmHg: 70 } as const;
    expect(withHeard(undefined, { ...reading, kind: 'oximetry' }, at(3))).toEqual({ oximeter: at(3) });
    expect(withHeard({ oximeter: at(3) }, bp, at(4))).toEqual({ oximeter: at(3), cuff: at(4) });
    expect(withHeard({ oximeter: at(3) }, { ...bp, byHand: true }, at(4))).toEqual({ oximeter: at(3) });
  });
});
