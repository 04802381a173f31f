import { describe, expect, test } from 'vitest';
import { endedVisit, esketamineVisit, STARTED_AT } from '../../../tests/fixtures/ended-visit.ts';
import { aVisit, MINUTE, nurse, provider, SECOND } from '../../../tests/support/visit-builder.ts';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import type { VisitEvent } from '../event.ts';
import { recordOf } from './record-of.ts';
import type { VisitRecord } from './visit-record.ts';

function recorded(events: readonly VisitEvent[]): VisitRecord {
  const record = recordOf(events);
  if (!record) throw new Error('It is not over.');
  return record;
}
const minute = (minutes: number, seconds = 0): number => STARTED_AT + minutes * MINUTE + seconds * SECOND;
/** The monitoring ends at `second`, the visit a minute later. */
function over(visit: WatchedVisit, second: number): VisitRecord {
  visit.record(second, { type: 'infusion-ended', happenedAt: at(second), reason: 'completed' });
  visit.record(second, { type: 'monitoring-ended', byName: nurse.name });
  visit.record(second + 60, { type: 'visit-ended', ending: 'transferred', byName: nurse.name });
  return recorded(visit.events);
}
const levelOf = ({ outside }: VisitRecord, kind: string, priority: string) =>
  outside.find((each) => each.kind === kind && each.priority === priority);

describe('REC-107 a record', () => {
  test.each(['baseline', 'infusion', 'recovery', 'discharge'] as const)(
    'REC-107 there is none of a visit that is in %s',
    (phase) => {
      expect(recordOf(aVisit({ phase }).events)).toBeUndefined();
      expect(recordOf([])).toBeUndefined();
    },
  );
  test('REC-107 an infusion: what was given, each phase by when it happened, criteria as they stood', () => {
    const record = recorded(endedVisit());
    expect(record.treatment).toEqual({
      startedAt: minute(0),
      endedAt: minute(43),
      stopReason: 'completed',
      plannedMs: 40 * MINUTE,
      pauses: [{ from: minute(21), to: minute(24) }],
      givenMs: 40 * MINUTE,
      doseMg: 40,
      estimatedMg: 40,
      pumpVolumeMl: 4,
      pumpMg: 40,
      devices: [],
    });
    expect(record.phases.map(({ name, from }) => [name, from])).toEqual([
      ['baseline', record.openedAt],
      ['infusion', minute(0)],
      ['recovery', minute(43)],
      ['discharge', minute(70)],
    ]);
    expect(record.criteria).toHaveLength(12);
    expect(record.criteria.every(({ status }) => status === 'met')).toBe(true);
    expect(record.limitChanges).toMatchObject([{ byName: provider.name, changes: [{ from: 90, to: 88 }] }]);
    expect(record.alerts.map(({ text, priority }) => [text, priority])).toEqual([
      ['SpO₂ 86 < 88', 'medium'],
      ['No SpO₂', 'medium'],
      ['SYS 168 ≥ 160', 'medium'],
      ['No SpO₂', 'medium'],
    ]);
    expect(record.signOff).toEqual({ addenda: [] });
    expect(record.contradictions).toEqual([]);
  });
  test('REC-107 a nasal spray: the devices given are the dose, and nothing is estimated', () => {
    const { treatment, contradictions } = recorded(esketamineVisit());
    expect(treatment).toMatchObject({ doseMg: 56, devices: [{ mg: 28 }, { mg: 28, at: minute(5) }] });
    expect(treatment).not.toHaveProperty('estimatedMg');
    expect(contradictions).toEqual([]);
  });
  test('REC-107 an infusion that had not ended after all is one, and one watched again is watched twice', () => {
    const visit = watched().steady(1, 60);
    visit.record(61, { type: 'infusion-ended', happenedAt: at(61), reason: 'completed' });
    visit.steady(62, 90).record(91, { type: 'infusion-reopened', reason: 'a slip' }).steady(92, 120);
    visit.record(121, { type: 'infusion-ended', happenedAt: at(121), reason: 'completed' });
    visit.steady(122, 130).record(131, { type: 'monitoring-ended', byName: 'N' });
    visit.record(191, { type: 'monitoring-reopened', reason: 'dizzy' }).steady(192, 200);
    visit.record(201, { type: 'monitoring-ended', byName: 'N' });
    visit.record(300, { type: 'visit-ended', ending: 'home', byName: 'N' });
    const { phases, vitals, gaps } = recorded(visit.events);
    expect(phases.map(({ name, from, to }) => [name, (from - at(0)) / 1000, (to - at(0)) / 1000])).toEqual([
      ['baseline', 0, 0],
      ['infusion', 0, 121],
      ['recovery', 121, 131],
      ['discharge', 131, 191],
      ['recovery', 191, 201],
      ['discharge', 201, 300],
    ]);
    // From the first value at 1 s, without the minute in which nobody watched.
    expect(vitals.watchedMs).toBe(140 * SECOND);
    expect(gaps).toEqual([]);
  });
  test('REC-107 one that was never started has its baseline readings, and no treatment', () => {
    const visit = aVisit({ phase: 'baseline', minutes: 1 }).give({
      type: 'visit:end',
      ending: 'cancelled',
      reason: 'no',
    });
    const record = recorded(visit.events);
    expect(record).not.toHaveProperty('treatment');
    expect(record.criteria).toEqual([]);
    expect(record.vitals).toMatchObject({ lowestSpo2: { value: 98 }, bpCount: 0 });
    expect(record.vitals).not.toHaveProperty('systolicRiseMmHg');
  });
});

describe('REC-108 beyond a limit', () => {
  test.each([
    [91, 0, 0],
    [90, 0, 0],
    [89, 20, 0],
    [86, 20, 0],
    [85, 20, 20],
  ])('REC-108 SpO₂ %i for 20 s: %i s at medium, %i s at high', (value, medium, high) => {
    const record = over(watched().steady(1, 40).steady(41, 60, value).steady(61, 100), 101);
    expect(levelOf(record, 'spo2-low', 'medium')?.forMs).toBe(medium * SECOND);
    expect(levelOf(record, 'spo2-low', 'high')?.forMs).toBe(high * SECOND);
  });
  test.each([
    [4.999, 4.999],
    [5, 5],
    [5.001, 5],
    [60, 5],
  ])('REC-108 a value that is the last for %d s counts for %d s', (until, counted) => {
    const record = over(
      watched()
        .steady(1, 10)
        .spo2(11, 88)
        .spo2(11 + until, 97),
      80,
    );
    expect(levelOf(record, 'spo2-low', 'medium')?.forMs).toBe(counted * SECOND);
  });
  test('REC-108 the device’s next word ends a value, whatever it is; a doubtful one is none', () => {
    const doubtful = { quality: 'poor', causes: ['motion'] } as const;
    const record = over(watched().steady(1, 10).spo2(11, 88).spo2(12, 80, doubtful).noValue(13).steady(14, 30), 31);
    expect(levelOf(record, 'spo2-low', 'medium')?.forMs).toBe(SECOND);
    expect(record.vitals.lowestSpo2?.value).toBe(88);
  });
  test('REC-108 each instant is judged by the limits that held then', () => {
    const visit = watched().steady(1, 10).steady(11, 20, 89);
    visit.give(20.5, { type: 'limits:change', limits: { 'spo2-low-medium': 88 }, reason: 'usual 89' }, provider);
    const record = over(visit.steady(21, 30, 89).steady(31, 40, 87).steady(41, 60), 61);
    expect(levelOf(record, 'spo2-low', 'medium')).toMatchObject({
      forMs: 20 * SECOND,
      limit: 'SpO₂ < 90, then SpO₂ < 88',
    });
  });
  test('REC-108 nothing counts once monitoring has ended', () => {
    const visit = watched().steady(1, 30);
    visit.record(31, { type: 'infusion-ended', happenedAt: at(31), reason: 'completed' });
    visit.record(31, { type: 'monitoring-ended', byName: 'N' }).steady(32, 60, 80);
    visit.record(70, { type: 'visit-ended', ending: 'transferred', byName: 'N' });
    const record = recorded(visit.events);
    expect(levelOf(record, 'spo2-low', 'high')?.forMs).toBe(0);
    expect(record.vitals).toMatchObject({ lowestSpo2: { value: 98 }, watchedMs: 30 * SECOND });
  });
  test.each([
    [159, 99, 0, 0],
    [160, 99, 1, 0],
    [150, 100, 1, 0],
    [179, 109, 1, 0],
    [180, 90, 1, 1],
    [150, 110, 1, 1],
  ])('REC-108 a BP of %i/%i: %i at medium, %i at high, of two', (sys, dia, medium, high) => {
    const record = over(watched().steady(1, 5).bp(6, 120, 70).steady(7, 20).bp(21, sys, dia).steady(22, 40), 41);
    expect(levelOf(record, 'bp-high', 'medium')?.count).toEqual({ beyond: medium, of: 2 });
    expect(levelOf(record, 'bp-high', 'high')?.count).toEqual({ beyond: high, of: 2 });
    expect(levelOf(record, 'bp-high', 'high')?.limit).toBe('SYS ≥ 180 or DIA ≥ 110');
  });
  test('REC-108 what was never measured is left out; a rule is judged in its own phases', () => {
    const record = recorded(endedVisit());
    expect(record.outside.map(({ kind }) => kind)).not.toContain('rr-low');
    expect(record.outside.map(({ kind }) => kind)).not.toContain('sedation');
    // 14 BPs, two of them before the start.
    expect(levelOf(record, 'bp-high', 'medium')?.count).toEqual({ beyond: 2, of: 12 });
    expect(levelOf(recorded(esketamineVisit()), 'sedation', 'medium')?.count).toEqual({ beyond: 0, of: 2 });
  });
  test('REC-108 a limit that follows the baseline is written as its number, of two the one that decides', () => {
    const { outside } = recorded(endedVisit());
    expect(outside.filter(({ priority }) => priority === 'low').map(({ limit }) => limit)).toEqual([
      'SpO₂ ≤ 93',
      'Pulse > 93',
      'Pulse < 51',
      'SYS ≥ 158 or DIA ≥ 99',
    ]);
  });
});

describe('REC-109 the furthest and the last', () => {
  test('REC-109 from the start on, of good signal, every BP', () => {
    expect(recorded(endedVisit()).vitals).toEqual({
      highestBp: { at: minute(30), systolicMmHg: 168, diastolicMmHg: 98 },
      lowestBp: { at: minute(69), systolicMmHg: 130, diastolicMmHg: 80 },
      lastBp: { at: minute(69), systolicMmHg: 130, diastolicMmHg: 80 },
      lowestSpo2: { value: 86, at: minute(15, 20) },
      lastSpo2: { value: 98, at: minute(69, 59) },
      highestPulse: { value: 84, at: minute(15) },
      lowestPulse: { value: 70, at: minute(0, 1) },
      lastPulse: { value: 74, at: minute(69, 59) },
      systolicRiseMmHg: 40,
      diastolicRiseMmHg: 19,
      bpCount: 14,
      bpFailures: 1,
      watchedMs: 72 * MINUTE + 57 * SECOND,
      withSignalMs: 72 * MINUTE + 57 * SECOND - (45 + 17 + 146) * SECOND,
    });
  });
  test('REC-109 what was measured beside a cuff on the same arm is no value', () => {
    const make = (oximeterHand: 'left' | 'right') => {
      const visit = watched()
        .record(0, { type: 'set-up-recorded', setUp: { cuffArm: 'left', oximeterHand } })
        .steady(1, 10);
      for (let second = 11; second <= 20; second += 1) visit.cuff(second).spo2(second, 71);
      return over(visit.steady(26, 40), 41);
    };
    expect(make('left').vitals.lowestSpo2?.value).toBe(98);
    expect(levelOf(make('left'), 'spo2-low', 'high')?.forMs).toBe(0);
    expect(make('right').vitals.lowestSpo2?.value).toBe(71);
  });
});

describe('REC-110 gaps', () => {
  const gaps = (visit: WatchedVisit, second: number) =>
    over(visit, second).gaps.map(({ from, to, why }) => [(from - at(0)) / 1000, (to - at(0)) / 1000, why]);
  test.each([
    [5, []],
    [5.001, [[15, 15.001, 'no readings']]],
    [30, [[15, 40, 'no readings']]],
  ])('REC-110 nothing for %d s', (length, expected) => {
    expect(
      gaps(
        watched()
          .steady(1, 10)
          .spo2(10 + length, 98)
          .steady(Math.ceil(10 + length) + 1, 60),
        61,
      ),
    ).toEqual(expected);
  });
  test('REC-110 what the oximeter said; the value before it held until then', () => {
    expect(gaps(watched().steady(1, 10).noValue(11).spo2(15, 98).steady(16, 30), 31)).toEqual([]);
    expect(gaps(watched().steady(1, 10).noValue(11).spo2(15.001, 98).steady(16, 30), 31)).toEqual([
      [11, 15.001, 'probe off'],
    ]);
    expect(gaps(watched().steady(1, 10).noValue(11).noValue(20).steady(30, 60), 61)).toEqual([[11, 30, 'probe off']]);
    expect(gaps(watched().steady(1, 10).noValue(11, ['searching']).steady(30, 60), 61)).toEqual([
      [11, 30, 'searching for a pulse'],
    ]);
  });
  test('REC-110 the adapter, the server, and both parts of a gap that one of them does not explain', () => {
    const lost = watched().steady(1, 10).record(12, { type: 'adapter-disconnected', adapterId: 'a' });
    lost.record(38, { type: 'adapter-connected', adapterId: 'a' });
    expect(gaps(lost.steady(40, 60), 61)).toEqual([[15, 40, 'adapter lost']]);
    expect(gaps(watched().steady(1, 10).resume(40).steady(41, 60), 61)).toEqual([[15, 41, 'server away']]);
    const partly = watched().steady(1, 10).record(12, { type: 'adapter-disconnected', adapterId: 'a' });
    partly.record(20, { type: 'adapter-connected', adapterId: 'a' }).noValue(21);
    expect(gaps(partly.steady(60, 80), 81)).toEqual([[15, 60, 'adapter lost, probe off']]);
  });
  test('REC-110 what was told late is no gap: it was measured', () => {
    const visit = watched().steady(1, 10).tick(60);
    for (let second = 11; second <= 60; second += 1) visit.spo2(second, 98, {}, (61 - second) * 1000);
    expect(gaps(visit.steady(62, 70), 71)).toEqual([]);
  });
  test('REC-110 off the monitor, and nothing before the first value nor after the end of monitoring', () => {
    expect(recorded(endedVisit()).gaps).toEqual([
      { from: minute(27), to: minute(27, 45), why: 'probe off' },
      { from: minute(34, 4), to: minute(34, 21), why: 'no readings' },
      { from: minute(50, 5), to: minute(52, 31), why: 'off the monitor' },
    ]);
    expect(gaps(watched().noValue(1).steady(50, 60), 61)).toEqual([]);
  });
});

describe('REC-111 what became of an alert', () => {
  const low = (from: number, to: number): WatchedVisit =>
    watched()
      .steady(1, from - 1)
      .steady(from, to, 88);
  const answers = (visit: WatchedVisit, second: number) =>
    over(visit, second).answers.map(({ kind, priority, answer, answeredAfterMs }) => [
      kind,
      priority,
      answer,
      answeredAfterMs,
    ]);
  // Medium after 15 s, at 25 s; passed on to the station 60 s later, at 85 s.
  test.each([
    [84.9, 'in-time', 59_900],
    [85, 'late', 60_000],
    [90, 'late', 65_000],
  ])('REC-111 acknowledged at %d s: %s', (second, answer, afterMs) => {
    const visit = low(10, 84)
      .acknowledge(second, 'spo2-low')
      .steady(Math.ceil(second) + 1, 120);
    expect(answers(visit, 130)[0]).toEqual(['spo2-low', 'medium', answer, afterMs]);
  });
  test('REC-111 over before anybody had to answer, or passed on and never answered; an advisory asks nobody', () => {
    expect(answers(low(10, 40).steady(41, 60), 61)).toEqual([['spo2-low', 'medium', 'over', undefined]]);
    expect(answers(low(10, 100).steady(101, 140), 141)).toEqual([['spo2-low', 'medium', 'none', undefined]]);
    expect(answers(watched().steady(1, 9).steady(10, 60, 92).steady(61, 90), 91)).toEqual([]);
  });
  test('REC-111 it could be heard until it was answered, paused or over, and counts once beside another', () => {
    const heard = (visit: WatchedVisit, second: number): number => over(visit, second).audibleMs / 1000;
    // From 25 s to 51 s: ten seconds at 92 and above.
    expect(heard(low(10, 40).steady(41, 60), 61)).toBe(26);
    expect(heard(low(10, 30).acknowledge(30.5, 'spo2-low').steady(31, 60), 61)).toBe(5.5);
    const both = low(10, 39);
    for (let second = 40; second <= 70; second += 1) both.spo2(second, 88, { pulseBpm: 130 });
    expect(heard(both.steady(71, 120), 121)).toBe(85 + 1 - 25);
  });
});
