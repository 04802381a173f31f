import { describe, expect, test } from 'vitest';
import {
  aVisit,
  meetByHand,
  MINUTE,
  nurse,
  provider,
  SECOND,
  type VisitBuilder,
} from '../../tests/support/visit-builder.ts';
import { dischargeCriteria, endMonitoringMissing, type Criterion } from './discharge.ts';

const of = (visit: VisitBuilder, criterion: Criterion) =>
  dischargeCriteria(visit.state, visit.now).find((each) => each.criterion === criterion);
const status = (visit: VisitBuilder, criterion: Criterion) => of(visit, criterion)?.status;

const scored = (scale: 'nausea' | 'dissociation' | 'moaas', score: number) =>
  ({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'scale', scale, score } }) as const;
const tapped = (response: 'normal' | 'drowsy' | 'none', nausea?: boolean) =>
  ({
    type: 'entry:record',
    minutesAgo: 0,
    entry: { kind: 'response', response, ...(nausea !== undefined && { nausea }) },
  }) as const;

describe('PH-60 criteria exist in recovery and discharge only', () => {
  test.each(['baseline', 'infusion', 'ended'] as const)('none in %s', (phase) => {
    const visit = aVisit({ phase });
    expect(dischargeCriteria(visit.state, visit.now)).toEqual([]);
  });
});

describe('PH-61 the minimum is 20 min from the stop, at and 1 ms before', () => {
  test.each([
    [-1, 'unmet'],
    [0, 'met'],
  ] as const)('%i ms', (offset, expected) => {
    const visit = aVisit({ phase: 'recovery' }).after(20 * MINUTE + offset);
    expect(status(visit, 'minimum-time')).toBe(expected);
  });
  test('unmet, it says from when', () => {
    const visit = aVisit({ phase: 'recovery' });
    expect(of(visit, 'minimum-time')?.from).toBe(visit.now + 20 * MINUTE);
  });
});

describe('PH-62 BP: two good ones, 5 min apart, the last at most 10 min old', () => {
  // Baseline 128/79: within 20 % is 103–153 systolic, 64–94 diastolic.
  test.each([
    ['at baseline', [128, 79], 'met'],
    ['systolic at +20 %', [153, 79], 'met'],
    ['systolic over +20 %', [154, 79], 'unmet'],
    ['diastolic at +20 %', [128, 94], 'met'],
    ['diastolic over +20 %', [128, 95], 'unmet'],
    ['systolic under −20 %', [102, 79], 'unmet'],
  ] as const)('%s: %j', (_, [systolic, diastolic], expected) => {
    const visit = aVisit({ phase: 'recovery' })
      .after(SECOND)
      .bp(systolic, diastolic)
      .after(5 * MINUTE)
      .bp(systolic, diastolic);
    expect(status(visit, 'bp-stable')).toBe(expected);
  });
  // Another baseline, for bounds that twenty per cent hide: those of the baseline at whole numbers, and the absolute ones.
  test.each([
    ['systolic at exactly +20 %', [120, 80], [144, 80], 'met'],
    ['systolic at exactly −20 %', [120, 80], [96, 80], 'met'],
    ['diastolic at exactly +20 %', [120, 80], [120, 96], 'met'],
    ['diastolic at exactly −20 %', [120, 80], [120, 64], 'met'],
    ['diastolic under −20 %', [120, 80], [120, 63], 'unmet'],
    ['systolic 159', [140, 90], [159, 90], 'met'],
    ['systolic 160', [140, 90], [160, 90], 'unmet'],
    ['diastolic 99', [140, 90], [140, 99], 'met'],
    ['diastolic 100', [140, 90], [140, 100], 'unmet'],
    ['systolic 90', [100, 60], [90, 60], 'met'],
    ['systolic 89', [100, 60], [89, 60], 'unmet'],
    ['no baseline: only the absolute bounds', undefined, [159, 99], 'met'],
    ['no baseline, systolic 160', undefined, [160, 99], 'unmet'],
  ] as const)('%s', (_, baseline, [systolic, diastolic], expected) => {
    const visit = aVisit({ phase: 'recovery' })
      .after(SECOND)
      .bp(systolic, diastolic)
      .after(5 * MINUTE)
      .bp(systolic, diastolic);
    const { baseline: frozen, ...state } = visit.state;
    const changed =
      frozen && baseline
        ? { ...state, baseline: { ...frozen, systolicMmHg: baseline[0], diastolicMmHg: baseline[1] } }
        : state;
    const judged = dischargeCriteria(changed, visit.now).find(({ criterion }) => criterion === 'bp-stable');
    expect(judged).toMatchObject({
      status: expected,
      detail: expected === 'met' ? `${systolic}/${diastolic}` : '0 of 2',
    });
  });
  test('the first at the very stop counts, and the second is due 5 min after the newest', () => {
    const visit = aVisit({ phase: 'recovery' }).bp();
    expect(of(visit, 'bp-stable')).toMatchObject({ detail: '1 of 2', from: visit.now + 5 * MINUTE });
    expect(of(visit.after(5 * MINUTE).bp(), 'bp-stable')).toMatchObject({ status: 'met', detail: '128/79' });
  });
  test('too old, it says so', () => {
    const visit = aVisit({ phase: 'recovery' })
      .bp()
      .after(5 * MINUTE)
      .bp();
    visit.after(10 * MINUTE + 1);
    expect(of(visit, 'bp-stable')).toMatchObject({ status: 'unmet', detail: 'last BP too old' });
  });
  test.each([
    [5 * MINUTE - 1, 'unmet'],
    [5 * MINUTE, 'met'],
  ] as const)('%i ms apart', (apart, expected) => {
    expect(
      status(
        aVisit({ phase: 'recovery' }).after(SECOND).bp(170, 100).after(SECOND).bp().after(apart).bp(),
        'bp-stable',
      ),
    ).toBe(expected);
  });
  test.each([
    [10 * MINUTE, 'met'],
    [10 * MINUTE + 1, 'unmet'],
  ] as const)('last %i ms old', (age, expected) => {
    const visit = aVisit({ phase: 'recovery' })
      .after(SECOND)
      .bp()
      .after(5 * MINUTE)
      .bp()
      .after(age);
    expect(status(visit, 'bp-stable')).toBe(expected);
  });
  test('a bad one between them breaks the run', () => {
    const visit = aVisit({ phase: 'recovery' })
      .after(SECOND)
      .bp()
      .after(3 * MINUTE)
      .bp(170, 100)
      .after(3 * MINUTE)
      .bp();
    expect(of(visit, 'bp-stable')).toMatchObject({ status: 'unmet', detail: '1 of 2' });
  });
  test('BPs of the infusion do not count', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 40 })
      .bp()
      .give({ type: 'infusion:end', reason: 'completed', minutesAgo: 0 });
    expect(status(visit.after(SECOND).bp(), 'bp-stable')).toBe('unmet');
  });
});

describe('PH-63 SpO2: at most 2 below baseline for 60 s on air, live', () => {
  // Baseline SpO2 98.
  test.each([
    ['at −2', 96, 60, 'met'],
    ['at −3', 95, 60, 'unmet'],
    ['only 59 s', 96, 59, 'unmet'],
  ] as const)('%s', (_, spo2, seconds, expected) => {
    const visit = aVisit({ phase: 'recovery' })
      .after(10 * SECOND)
      .spo2(spo2)
      .watched(seconds, spo2);
    expect(status(visit, 'spo2-on-air')).toBe(expected);
  });
  test('it says the value, for how long, and from when it will do', () => {
    const visit = aVisit({ phase: 'recovery' })
      .after(10 * SECOND)
      .spo2(95)
      .after(SECOND)
      .spo2(96);
    const from = visit.now + 60 * SECOND;
    expect(of(visit.watched(59, 96), 'spo2-on-air')).toMatchObject({ status: 'unmet', detail: '96', from });
    expect(of(visit.watched(1, 96), 'spo2-on-air')).toMatchObject({ status: 'met', detail: '96 for 60 s' });
    expect(of(visit.watched(1, 94), 'spo2-on-air')).toEqual({
      criterion: 'spo2-on-air',
      status: 'unmet',
      detail: '94',
      byHand: false,
    });
  });
  test.each([
    [5_000, 'met'],
    [5_001, 'unmet'],
  ] as const)('a value %i ms old: %s', (age, expected) => {
    expect(status(aVisit({ phase: 'recovery' }).watched(120).after(age), 'spo2-on-air')).toBe(expected);
  });
  test('never on oxygen, on it, off it: in words', () => {
    const visit = aVisit({ phase: 'recovery' });
    const flow = (flowLPerMin: number) =>
      visit.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'oxygen', flowLPerMin } });
    expect(of(visit, 'off-oxygen')).toMatchObject({ status: 'met', detail: 'never on' });
    flow(2).watched(5);
    expect(of(visit, 'off-oxygen')).toMatchObject({ status: 'unmet', detail: 'on 2 L/min' });
    expect(of(visit, 'spo2-on-air')).toMatchObject({ status: 'unmet', detail: 'on 2 L/min' });
    flow(0);
    const from = visit.now + 15 * MINUTE;
    expect(of(visit, 'off-oxygen')).toMatchObject({ status: 'unmet', detail: 'off', from });
    expect(of(visit.after(15 * MINUTE), 'off-oxygen')).toMatchObject({ status: 'met', detail: 'off' });
  });
  test('unmet without signal', () => {
    const visit = aVisit({ phase: 'recovery' })
      .watched(120)
      .after(6 * SECOND);
    expect(of(visit, 'spo2-on-air')).toMatchObject({ status: 'unmet', detail: 'no signal' });
  });
  test('unmet on oxygen, however good; off it, 15 min must pass', () => {
    const visit = aVisit({ phase: 'recovery' });
    visit.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'oxygen', flowLPerMin: 2 } }).watched(120);
    expect(status(visit, 'spo2-on-air')).toBe('unmet');
    visit
      .give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'oxygen', flowLPerMin: 0 } })
      .after(15 * MINUTE - 1);
    expect(status(visit, 'off-oxygen')).toBe('unmet');
    expect(status(visit.after(1), 'off-oxygen')).toBe('met');
  });
});

describe('PH-64 what a person says counts only when asked in recovery', () => {
  const asked = (visit: VisitBuilder) =>
    visit
      .give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'response', response: 'normal', nausea: false } })
      .give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'scale', scale: 'dissociation', score: 0 } });
  const said: readonly Criterion[] = ['responds-normally', 'nausea-mild', 'dissociation-resolved'];
  test('asked in the infusion: unmet', () => {
    const visit = asked(aVisit({ phase: 'infusion', minutes: 40 }))
      .after(SECOND)
      .give({ type: 'infusion:end', reason: 'completed', minutesAgo: 0 });
    expect(said.map((each) => status(visit, each))).toEqual(['unmet', 'unmet', 'unmet']);
  });
  test('asked in recovery: met', () => {
    const visit = asked(aVisit({ phase: 'recovery' }));
    expect(said.map((each) => status(visit, each))).toEqual(['met', 'met', 'met']);
  });
  test.each([
    [4, 'unmet'],
    [5, 'met'],
  ])('MOAA/S %i: %s', (score, expected) => {
    const visit = aVisit({ phase: 'recovery' }).give({
      type: 'entry:record',
      minutesAgo: 0,
      entry: { kind: 'scale', scale: 'moaas', score },
    });
    expect(status(visit, 'responds-normally')).toBe(expected);
  });
});

describe('PH-64 the newest answer counts, and is said in words', () => {
  type Given = ReturnType<typeof scored> | ReturnType<typeof tapped>;
  test.each<[Criterion, readonly Given[], 'met' | 'unmet', string]>([
    ['responds-normally', [], 'unmet', 'not asked in recovery'],
    ['responds-normally', [tapped('normal')], 'met', 'normally'],
    ['responds-normally', [tapped('drowsy')], 'unmet', 'drowsy'],
    ['responds-normally', [tapped('none')], 'unmet', 'not responding'],
    ['responds-normally', [scored('moaas', 5)], 'met', 'MOAA/S 5'],
    ['responds-normally', [scored('moaas', 4)], 'unmet', 'MOAA/S 4'],
    ['responds-normally', [scored('moaas', 4), tapped('normal')], 'met', 'normally'],
    ['responds-normally', [tapped('normal'), scored('moaas', 4)], 'unmet', 'MOAA/S 4'],
    ['nausea-mild', [], 'unmet', 'not asked in recovery'],
    ['nausea-mild', [tapped('normal')], 'unmet', 'not asked in recovery'],
    ['nausea-mild', [tapped('normal', false)], 'met', 'none'],
    ['nausea-mild', [tapped('normal', true)], 'unmet', 'yes: score it'],
    ['nausea-mild', [scored('nausea', 3)], 'met', '3 of 10'],
    ['nausea-mild', [scored('nausea', 4)], 'unmet', '4 of 10'],
    ['nausea-mild', [scored('nausea', 4), tapped('normal', false)], 'met', 'none'],
    ['nausea-mild', [tapped('normal', false), scored('nausea', 4)], 'unmet', '4 of 10'],
    ['nausea-mild', [tapped('normal', false), scored('dissociation', 0)], 'met', 'none'],
    ['nausea-mild', [tapped('normal', true), tapped('normal')], 'unmet', 'yes: score it'],
    ['dissociation-resolved', [], 'unmet', 'not asked in recovery'],
    ['dissociation-resolved', [scored('dissociation', 1)], 'met', '1 of 10'],
    ['dissociation-resolved', [scored('dissociation', 2)], 'unmet', '2 of 10'],
  ])('PH-64 %s %#', (criterion, given, expected, detail) => {
    const visit = aVisit({ phase: 'recovery' });
    for (const each of given) visit.after(SECOND).give(each);
    expect(of(visit, criterion)).toMatchObject({ status: expected, detail });
  });
  test('PH-64 of a tap and a score at one instant the tap counts', () => {
    const visit = aVisit({ phase: 'recovery' }).give(tapped('normal')).give(scored('moaas', 4));
    expect(of(visit, 'responds-normally')).toMatchObject({ status: 'met', detail: 'normally' });
  });
});

describe('PH-66 what a person named or checked', () => {
  const ride = (setUp: object) => {
    const visit = aVisit({ phase: 'recovery' });
    const { ride: _r, ridePlan: _p, ...rest } = visit.state.setUp;
    return dischargeCriteria({ ...visit.state, setUp: { ...rest, ...setUp } }, visit.now).find(
      ({ criterion }) => criterion === 'ride-home',
    );
  };
  test.each([
    [{}, 'unmet', 'nobody named'],
    [{ ride: { name: 'Sam Marlow', phone: '1' } }, 'met', 'Sam Marlow'],
    [{ ridePlan: { plan: 'taxi', byName: 'Dr. Ruiz' } }, 'met', 'plan by Dr. Ruiz'],
  ])('PH-66 a ride of %j', (setUp, expected, detail) => {
    expect(ride(setUp)).toEqual({ criterion: 'ride-home', status: expected, detail, byHand: false });
  });
  test('PH-66 a check names who; one taken back names nobody', () => {
    const visit = aVisit({ phase: 'recovery' });
    const fresh = { criterion: 'oriented', status: 'unmet', detail: '', byHand: true };
    expect(of(visit, 'oriented')).toEqual(fresh);
    visit.give({ type: 'criterion:check', criterion: 'oriented', met: true });
    expect(of(visit, 'oriented')).toMatchObject({ status: 'met', detail: nurse.name });
    visit.give({ type: 'criterion:check', criterion: 'oriented', met: false });
    expect(of(visit, 'oriented')).toEqual(fresh);
  });
  test('PH-61 reached, the minimum says so', () => {
    const visit = aVisit({ phase: 'recovery' });
    expect(of(visit, 'minimum-time')?.detail).toBe('');
    expect(of(visit.after(20 * MINUTE), 'minimum-time')?.detail).toBe('reached');
  });
});

describe('PH-65 vital criteria stand as they were when monitoring ended', () => {
  test('the BP does not grow too old while the ride is late', () => {
    const visit = aVisit({ phase: 'discharge' }).after(60 * MINUTE);
    expect(status(visit, 'bp-stable')).toBe('met');
    expect(status(visit, 'spo2-on-air')).toBe('met');
  });
});

describe('PH-66 ending the monitoring waits for time, BP, SpO2, oxygen and response, not for the gait', () => {
  test('a fresh recovery without signal lacks those', () => {
    const visit = aVisit({ phase: 'recovery' }).after(6 * SECOND);
    expect(endMonitoringMissing(dischargeCriteria(visit.state, visit.now))).toEqual([
      'minimum-time',
      'bp-stable',
      'spo2-on-air',
      'responds-normally',
    ]);
  });
  test('an override by a provider counts, and names who', () => {
    const visit = aVisit({ phase: 'recovery' }).give(
      { type: 'criterion:override', criterion: 'minimum-time', reason: 'awake' },
      provider,
    );
    expect(of(visit, 'minimum-time')).toMatchObject({ status: 'overridden', detail: provider.name });
  });
  test('checked by hand, the rest is met', () => {
    const visit = meetByHand(aVisit({ phase: 'discharge' }));
    expect(dischargeCriteria(visit.state, visit.now).filter((each) => each.status !== 'met')).toEqual([]);
  });
});
