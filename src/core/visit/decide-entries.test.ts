import { describe, expect, test } from 'vitest';
import { aVisit, MINUTE, SECOND, told } from '../../../tests/support/visit-builder.ts';
import type { MinutesAgo } from '../command.ts';
import type { Entry } from '../entry.ts';
import { SCALE_RANGE, SCALES } from '../entry.ts';
import { PHASE_NAMES } from '../phase.ts';

const record = (entry: Entry, minutesAgo: MinutesAgo = 0) => ({ type: 'entry:record', entry, minutesAgo }) as const;
const oxygen = (flowLPerMin: number, minutesAgo: MinutesAgo = 0) => record({ kind: 'oxygen', flowLPerMin }, minutesAgo);
const enterBp = (systolicMmHg: number, diastolicMmHg: number, minutesAgo: MinutesAgo = 0) =>
  ({ type: 'bp:enter', systolicMmHg, diastolicMmHg, minutesAgo }) as const;

describe('entries', () => {
  test.each([
    { kind: 'side-effect', effect: 'nausea', severity: 'mild' },
    { kind: 'intervention', intervention: 'repositioned', forAlertId: 'alert-1' },
    { kind: 'response', response: 'normal', nausea: false },
    { kind: 'note', text: 'calm' },
    { kind: 'bp-started' },
  ] as const satisfies readonly Entry[])('REC-1 $kind keeps both times and who', (entry) => {
    const visit = aVisit({ phase: 'infusion', minutes: 6 }).give(record(entry, 5));
    const { entryId, ...rest } = visit.state.entries[0]!;
    expect(entryId).toMatch(/^id-/);
    expect(rest).toEqual({ at: visit.now - 5 * MINUTE, recordedAt: visit.now, byName: 'N. Okafor', entry });
  });
  test('REC-2 nothing before the visit was opened', () => {
    const visit = aVisit().after(2 * MINUTE - 1);
    for (const command of [record({ kind: 'note', text: 'x' }, 2), enterBp(120, 80, 2)]) {
      expect(told(visit.ask(command))).toBe(
        'out-of-range: 2 min ago is before this visit was opened (1 min ago): choose a later time.',
      );
    }
    visit.after(1);
    expect(told(visit.ask(enterBp(120, 80, 2)))).toBe('accepted');
  });
  test('REC-6 a note is not empty', () => {
    expect(told(aVisit().ask(record({ kind: 'note', text: ' \n' })))).toContain('The text of the note is missing');
    expect(aVisit().give(record({ kind: 'note', text: ' calm ' })).state.entries[0]?.entry).toMatchObject({
      text: 'calm',
    });
  });

  test.each(SCALES.map((scale) => [scale, ...SCALE_RANGE[scale]] as const))(
    'REC-4 %s from %i to %i',
    (scale, min, max) => {
      const score = (value: number) => told(aVisit().ask(record({ kind: 'scale', scale, score: value })));
      expect([score(min), score(max)]).toEqual(['accepted', 'accepted']);
      for (const wrong of [min - 1, max + 1, min + 0.5, NaN])
        expect(score(wrong)).toBe(
          `out-of-range: ${wrong} is not on the ${scale} scale: enter a whole ${min} to ${max}.`,
        );
    },
  );
  test('REC-4 the newest by the time it happened counts', () => {
    const visit = aVisit().after(20 * MINUTE);
    visit.give(record({ kind: 'scale', scale: 'nausea', score: 2 }, 2));
    visit.give(record({ kind: 'scale', scale: 'nausea', score: 7 }, 5));
    expect(visit.state.scales.nausea).toEqual({ score: 2, at: visit.now - 2 * MINUTE });
    visit.give(record({ kind: 'scale', scale: 'nausea', score: 4 }, 2));
    expect(visit.state.scales.nausea?.score).toBe(4);
    visit.give(record({ kind: 'response', response: 'normal' }));
    visit.give(record({ kind: 'response', response: 'drowsy' }, 10));
    expect(visit.state.response).toEqual({ response: 'normal', at: visit.now });
    expect(visit.state.entries).toHaveLength(5);
  });
});

describe('oxygen', () => {
  test.each([
    [0, true],
    [15, true],
    [-0.5, false],
    [15.5, false],
    [NaN, false],
  ])('REC-3 %d L/min: %s', (flow, ok) => {
    expect(told(aVisit().ask(oxygen(flow)))).toContain(ok ? 'accepted' : 'is not between 0 (room air) and 15.');
  });
  test('REC-3 on, more, off: off counts from the first 0', () => {
    const visit = aVisit().after(20 * MINUTE);
    expect(visit.state).toMatchObject({ oxygenLPerMin: 0 });
    expect(visit.give(oxygen(0)).state.offOxygenSince).toBeUndefined();
    visit.after(MINUTE).give(oxygen(2)).after(MINUTE).give(oxygen(4));
    expect(visit.state.oxygenLPerMin).toBe(4);
    expect(visit.state.offOxygenSince).toBeUndefined();
    visit.after(5 * MINUTE).give(oxygen(0));
    const offAt = visit.now;
    visit.after(MINUTE).give(oxygen(0));
    expect(visit.state).toMatchObject({ oxygenLPerMin: 0, offOxygenSince: offAt });
  });
  test('REC-3 an entry typed late does not undo a later one', () => {
    const visit = aVisit()
      .after(20 * MINUTE)
      .give(oxygen(0, 2))
      .give(oxygen(3, 5));
    expect(visit.state).toMatchObject({ oxygenLPerMin: 0, offOxygenSince: visit.now - 2 * MINUTE });
    visit.give(oxygen(2));
    visit.give(oxygen(0, 2));
    expect(visit.state.oxygenLPerMin).toBe(2);
  });
});

describe('a BP by hand', () => {
  test.each([
    [40, 39, true],
    [300, 200, true],
    [120, 119, true],
    [39, 20, false],
    [301, 80, false],
    [120, 19, false],
    [250, 201, false],
    [80, 80, false],
    [80, 120, false],
    [120.5, 80, false],
    [NaN, 80, false],
  ])('REC-5 %d/%d is taken: %s', (systolic, diastolic, ok) => {
    const answer = told(aVisit().ask(enterBp(systolic, diastolic)));
    expect(answer).toMatch(ok ? /^accepted$/ : /^out-of-range: (Systolic|Diastolic) .*(read it again\.|swapped\?)$/);
  });
  test('REC-5 it counts as a BP of the cuff, at the time it was taken', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 5 }).give(enterBp(150, 90, 2));
    expect(visit.state.bps.at(-1)).toMatchObject({
      measuredAt: visit.now - 2 * MINUTE,
      systolicMmHg: 150,
      byHand: true,
    });
    expect(visit.state.highestBp).toMatchObject({ systolicMmHg: 150 });
    expect(visit.events.at(-1)).toMatchObject({ type: 'bp-entered', byName: 'N. Okafor' });
  });
  test('REC-5 two of them make a baseline', () => {
    const visit = aVisit()
      .give(enterBp(120, 80))
      .after(2 * MINUTE)
      .give(enterBp(126, 84))
      .spo2()
      .watched(60);
    visit.give({ type: 'baseline:freeze' });
    expect(visit.state.baseline).toMatchObject({ systolicMmHg: 123, diastolicMmHg: 82 });
  });
  test('REC-5 one taken before the newest BP only charts', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 10 }).after(SECOND);
    const before = visit.state.bps;
    visit.give(enterBp(190, 120, 5));
    expect(visit.state.bps).toEqual(before);
  });
});

describe('an emergency', () => {
  test.each(PHASE_NAMES.filter((phase) => phase !== 'ended'))('PH-51 in %s', (phase) => {
    const visit = aVisit({ phase });
    expect(told(visit.ask({ type: 'emergency:end' }))).toContain('No emergency is declared');
    visit.give({ type: 'emergency:declare' });
    expect(visit.state.emergencySince).toBe(visit.now);
    expect(told(visit.ask({ type: 'emergency:declare' }))).toContain('declared already');
    visit.give({ type: 'emergency:end' });
    expect(visit.state).not.toHaveProperty('emergencySince');
    expect(visit.events.find(({ type }) => type === 'emergency-ended')).toMatchObject({ byName: 'N. Okafor' });
  });
});
