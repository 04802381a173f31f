import { describe, expect, test } from 'vitest';
import type { TileView } from '#core/view.ts';
import type { PastVisit } from '#protocol/history.ts';
import type { PlanState, PlanView } from '#protocol/schedule.ts';
import { loadedVisit } from '../../../tests/support/loaded-visit.ts';
import { dateInWords, daysLater, instantOf } from '../history/clinic-day.ts';
import { calm } from '../components/fixture-calm.ts';
import { firstRunHref } from '../entry/first-run.ts';
import { axisOf, dayItems, dayRows, lanes, openItems } from './day-rows.ts';
import { emptyFields, fieldsOf, isSamePatient, readFields, suggestedTime, type PlanFields } from './plan-fields.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = Date.UTC(2026, 2, 2);
const NOW = DAY + 14 * HOUR;
const patient = { patientId: 'p', name: 'Dana Marlow', birthDate: '1986-03-14' };

const plan = (planId: string, hour: number, state: PlanState, chairId = 'c1'): PlanView => ({
  ...{ planId, chairId, startsAt: DAY + hour * HOUR, lengthMs: 90 * MINUTE, protocolId: 'iv', setUp: {} },
  ...{ patient, byName: 'K. Marsh', state },
});
const tile = (visitId: string, phase: TileView['phase'], chairId = 'c1'): TileView => ({
  ...calm,
  ...{ visitId, phase, chair: { chairId, name: chairId } },
});
const { visit } = loadedVisit().head;
const past = (visitId: string, chairId: string): PastVisit => ({
  ...visit,
  ...{ visitId, chairIds: ['c9', chairId], openedAt: DAY + 9 * HOUR, endedAt: DAY + 10 * HOUR, ending: 'home' },
});
const none = { plans: [], tiles: [], past: [] };
const recovery = {
  name: 'recovery',
  startedAt: NOW - 5 * MINUTE,
  infusionStartedAt: NOW - HOUR,
  minimumAt: NOW + 15 * MINUTE,
  upperMarkAt: NOW + HOUR,
} as const;

describe('UI-246 a day, by chair', () => {
  test.each<[PlanState, number, string, string]>([
    [{ name: 'planned' }, 15, 'planned', 'planned'],
    [{ name: 'planned' }, 14, 'planned', 'planned'],
    [{ name: 'planned' }, 13, 'late', 'not begun, 1 h 00 late'],
    [{ name: 'missed' }, 13, 'missed', 'did not come'],
    [{ name: 'cancelled', reason: 'ill', byName: 'K' }, 13, 'cancelled', 'cancelled: ill'],
    [{ name: 'running', visitId: 'v' }, 13, 'running', 'running'],
    [{ name: 'done', visitId: 'v' }, 13, 'done', 'done'],
    [{ name: 'done', visitId: 'v', ending: 'transferred' }, 13, 'done', 'transferred'],
  ])('UI-246 %j at %i:00 is %s: “%s”', (state, hour, kind, words) => {
    const [item] = dayItems({ ...none, plans: [plan('a', hour, state)] }, NOW);
    expect(item).toMatchObject({ kind, words, from: DAY + hour * HOUR, to: DAY + (hour + 1.5) * HOUR });
  });

  test('UI-246 in a block as long as a visit the words are short', () => {
    const [late] = dayItems({ ...none, plans: [plan('a', 13, { name: 'planned' })] }, NOW);
    const [running] = dayItems({ ...none, tiles: [tile('v1', recovery)] }, NOW);
    expect([late?.short, running?.short]).toEqual(['1 h 00 late', 'Recovery, 5 min']);
  });

  test('UI-246 a running visit says its phase where it is now, once, with its plan', () => {
    const plans = [plan('a', 13, { name: 'running', visitId: 'v1' })];
    const items = dayItems({ ...none, plans, tiles: [tile('v1', recovery, 'c2')] }, NOW);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ kind: 'running', chairId: 'c2', words: 'Recovery, 5 of 20 min', plan: plans[0] });
    expect(items[0]).toMatchObject({ from: NOW - HOUR, to: NOW + 30 * MINUTE });
  });

  test('UI-246 what is over says how it ended, from the history or the chair, once, on the chair where it ended', () => {
    const plans = [plan('a', 9, { name: 'done', visitId: 'v1' })];
    const ended = { name: 'ended', endedAt: NOW - MINUTE, ending: 'cancelled' } as const;
    const tiles = [tile('v1', { ...ended, ending: 'home' }), tile('v2', ended, 'c2')];
    const items = dayItems({ plans, tiles, past: [past('v1', 'c1')] }, NOW);
    expect(items.map(({ key, kind, words, chairId }) => [key, kind, words, chairId])).toEqual([
      ['v1', 'done', 'went home', 'c1'],
      ['v2', 'done', 'cancelled', 'c2'],
    ]);
  });

  test('UI-246 free chairs make no item; each chair has its row, chairs that are gone come last', () => {
    const chairs = [
      { chairId: 'c1', name: 'Chair 1' },
      { chairId: 'c2', name: 'Chair 2' },
    ];
    const free: TileView = { ...calm, visitId: null, phase: null };
    const plans = [plan('a', 15, { name: 'planned' }, 'gone')];
    const rows = dayRows({ chairs, plans, tiles: [free], past: [] }, NOW);
    expect(rows.map((row) => [row.chair?.name, row.items.length])).toEqual([
      ['Chair 1', 0],
      ['Chair 2', 0],
      [undefined, 1],
    ]);
    expect(dayRows({ chairs, ...none }, NOW)).toHaveLength(2);
  });

  test('UI-253 what is open at the end of the day: running, waiting, not begun, still to come', () => {
    const waiting = {
      name: 'discharge',
      infusionStartedAt: NOW - HOUR,
      infusionEndedAt: NOW,
      monitoringEndedAt: NOW,
      waitingSince: NOW,
    } as const;
    const plans = [plan('late', 12, { name: 'planned' }), plan('next', 16, { name: 'planned' })];
    const open = openItems(
      dayItems({ plans, tiles: [tile('v1', recovery), tile('v2', waiting, 'c2')], past: [past('v3', 'c1')] }, NOW),
    );
    const keys = [open.running, open.waiting, open.late, open.toCome].map((some) => some.map(({ key }) => key));
    expect(keys).toEqual([['v1'], ['v2'], ['late'], ['next']]);
  });
});

describe('UI-247 the axis of hours', () => {
  const day = { from: DAY, before: DAY + 24 * HOUR };
  const hours = ({ from, to }: { from: number; to: number }) => [(from - DAY) / HOUR, (to - DAY) / HOUR];
  test.each([
    ['nothing planned', [], NOW, [8, 18]],
    ['early and late', [{ from: DAY + 6.5 * HOUR, to: DAY + 19.2 * HOUR }], NOW, [6, 20]],
    ['now is later', [], DAY + 21.5 * HOUR, [8, 22]],
    ['another day', [], DAY + 40 * HOUR, [8, 18]],
    ['past midnight', [{ from: DAY + 23 * HOUR, to: DAY + 25 * HOUR }], NOW, [8, 24]],
  ])('UI-247 %s', (_, items, now, axis) => expect(hours(axisOf(items, day, now))).toEqual(axis));

  test('UI-247 what overlaps stands under each other, what follows in the same line', () => {
    const of = (key: string, from: number, to: number) => ({ key, from, to });
    expect([...lanes([of('a', 0, 10), of('b', 5, 20), of('c', 10, 12), of('d', 11, 13)])]).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 0],
      ['d', 2],
    ]);
  });
});

describe('UI-248 what is typed', () => {
  const protocols = [
    { id: 'iv', version: 1, title: 'IV', treatment: 'infusion', plannedMs: 40 * MINUTE, usualLengthMs: 90 * MINUTE },
  ] as const;
  const fields = (change: Partial<PlanFields> = {}): PlanFields => ({
    ...emptyFields({ chairId: 'c1', day: '2026-03-02', time: '15:00', protocolId: 'iv' }),
    ...{ name: ' Dana Marlow ', birthDate: '1986-03-14' },
    ...change,
  });
  const read = (change: Partial<PlanFields>) => readFields(fields(change), protocols, 'UTC');

  test('UI-248 is asked in the clinic’s zone, with the length the protocol usually takes', () => {
    expect(read({})).toEqual({
      ok: true,
      plan: {
        ...{ chairId: 'c1', startsAt: DAY + 15 * HOUR, lengthMs: 90 * MINUTE, protocolId: 'iv', setUp: {} },
      },
      patient: { name: 'Dana Marlow', birthDate: '1986-03-14' },
    });
    const there = readFields(fields(), protocols, 'America/New_York');
    expect(there).toMatchObject({ plan: { startsAt: DAY + 20 * HOUR } });
    const all = { minutes: '120', weightKg: '80,5', doseMgPerKg: '0.5', doseMg: '40', recordNumber: ' R-7 ' };
    expect(read({ ...all, rideName: 'Lee', ridePhone: '1', note: ' by the window ' })).toMatchObject({
      plan: {
        ...{ lengthMs: 2 * HOUR, note: 'by the window' },
        setUp: { weightKg: 80.5, doseMgPerKg: 0.5, doseMg: 40, ride: { name: 'Lee', phone: '1' } },
      },
      patient: { recordNumber: 'R-7' },
    });
  });
  test.each<[Partial<PlanFields>, string]>([
    [{ name: ' ' }, 'Enter the patient’s name'],
    [{ birthDate: '' }, 'Enter the birth date'],
    [{ chairId: '' }, 'Choose a chair'],
    [{ protocolId: 'x' }, 'Choose a protocol'],
    [{ day: '' }, 'Enter the day and the time'],
    [{ time: '' }, 'Enter the day and the time'],
    [{ weightKg: 'heavy' }, '“heavy” is not a number: correct the weight'],
    [{ minutes: 'long' }, '“long” is not a number of minutes'],
    [{ rideName: 'Lee' }, 'A ride has a name and a phone'],
  ])('UI-248 %j is named: %s', (change, message) => {
    expect(read(change)).toMatchObject({ ok: false, message: expect.stringContaining(message) as string });
  });
  test('UI-248 a plan comes back into its fields as it was; who it is for is told again only when it is another', () => {
    const made = read({ minutes: '105', weightKg: '80', rideName: 'Lee', ridePhone: '1', note: 'n' });
    if (!made.ok) throw new Error(made.message);
    const view: PlanView = { ...plan('a', 15, { name: 'planned' }), ...made.plan };
    expect(readFields(fieldsOf(view, 'UTC'), protocols, 'UTC')).toEqual(made);
    expect(isSamePatient(made.patient, patient)).toBe(true);
    expect(isSamePatient({ ...made.patient, recordNumber: 'R-7' }, patient)).toBe(false);
    expect(isSamePatient(made.patient, null)).toBe(false);
  });
  test.each([
    ['2026-03-02', NOW, '14:15'],
    ['2026-03-02', NOW + 14 * MINUTE, '14:15'],
    ['2026-03-02', NOW + 15 * MINUTE, '14:30'],
    ['2026-03-02', DAY + 23.9 * HOUR, '23:54'],
    ['2026-03-03', NOW, '09:00'],
  ])('UI-248 on %s at %d the time that is offered is %s', (day, now, time) => {
    expect(suggestedTime(day, now, 'UTC')).toBe(time);
  });
});

describe('UI-249 days and times of the clinic’s calendar', () => {
  test.each([
    ['2026-03-02', 'Mon 2 Mar 2026'],
    ['2026-02-03', 'Tue 3 Feb 2026'],
    ['', undefined],
    ['2026-13-02', undefined],
    ['02/03/2026', undefined],
  ])('UI-249 %s is said as %s', (iso, words) => expect(dateInWords(iso)).toBe(words));
  test('UI-249 a day back and forth, over a month and a day of 23 hours', () => {
    expect([daysLater('2026-03-01', -1), daysLater('2026-12-31', 1)]).toEqual(['2026-02-28', '2027-01-01']);
  });
  test.each([
    ['2026-03-29', '01:30', Date.UTC(2026, 2, 29, 0, 30)],
    ['2026-03-29', '09:00', Date.UTC(2026, 2, 29, 7)],
    ['2026-10-25', '09:00', Date.UTC(2026, 9, 25, 8)],
    ['2026-06-01', '00:00', Date.UTC(2026, 4, 31, 22)],
  ])('UI-249 %s %s in Zurich, also on a day on which the clock is set', (iso, time, at) => {
    expect(instantOf(iso, time, 'Europe/Zurich')).toBe(at);
  });
  test('UI-249 an hour that is left out that day becomes the hour after; nonsense is no time', () => {
    expect(instantOf('2026-03-29', '02:30', 'Europe/Zurich')).toBe(Date.UTC(2026, 2, 29, 1, 30));
    expect(instantOf('2026-03-29', 'noon', 'UTC')).toBeUndefined();
    expect(instantOf('soon', '09:00', 'UTC')).toBeUndefined();
  });
});

describe('UI-257 where a page of a new clinic leads', () => {
  test.each([
    ['/', undefined, undefined],
    ['/', true, '/set-up'],
    ['/chair/c1', true, '/set-up'],
    ['/set-up', true, undefined],
    ['/components', true, undefined],
    ['/set-up', false, '/'],
    ['/set-up', undefined, undefined],
    ['/station', false, undefined],
  ])('UI-257 %s, new: %s → %s', (path, isNew, to) => expect(firstRunHref(path, isNew)).toBe(to));
});
