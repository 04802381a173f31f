import { describe, expect, test } from 'vitest';
import { aVisit, meetByHand, MINUTE, provider, SECOND, type VisitBuilder } from '../../tests/support/visit-builder.ts';
import { dischargeCriteria, endMonitoringMissing, type Criterion } from './discharge.ts';

const of = (visit: VisitBuilder, criterion: Criterion) =>
  dischargeCriteria(visit.state, visit.now).find((each) => each.criterion === criterion);
const status = (visit: VisitBuilder, criterion: Criterion) => of(visit, criterion)?.status;

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
