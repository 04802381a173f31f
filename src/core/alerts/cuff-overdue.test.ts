import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import { nextBp } from '../bp-schedule.ts';

const MINUTE = 60;
/** SpO2 would be missing in all of these; only the cuff is looked at. */
const line = (visit: ReturnType<typeof watched>) => visit.log('cuff-overdue');

describe('BP overdue', () => {
  test.each([
    [12 * MINUTE - 0.001, []],
    [12 * MINUTE, ['720 issued cuff-overdue medium']],
    [20 * MINUTE - 0.001, ['720 issued cuff-overdue medium']],
    [20 * MINUTE, ['720 issued cuff-overdue medium', '1200 raised cuff-overdue high']],
  ])('AL-14 no BP since the start, now %s s', (now, expected) => {
    expect(line(watched().tick(now))).toEqual(expected);
  });
  test('AL-14 a BP ends it and sets the clock anew', () => {
    expect(line(watched().bp(300, 125).tick(1100).bp(1101, 125).tick(1800))).toEqual([
      '1020 issued cuff-overdue medium',
      '1101 ended cuff-overdue in-range',
    ]);
  });
  test('AL-14 a BP by hand counts', () => {
    const visit = watched().tick(800);
    const reading = {
      kind: 'nibp',
      quality: 'good',
      causes: [],
      byHand: true,
      systolicMmHg: 120,
      diastolicMmHg: 70,
    } as const;
    visit.record(801, {
      type: 'bp-entered',
      byName: 'N',
      reading: { ...reading, measuredAt: visit.state.openedAt + 800_000 },
    });
    expect(line(visit).at(-1)).toBe('801 ended cuff-overdue in-range');
  });
  test('AL-14 a BP at the very instant it is overdue ends it again', () => {
    expect(line(watched().bp(720, 125))).toEqual(['720 issued cuff-overdue medium', '720 ended cuff-overdue in-range']);
  });
  test('AL-14 a failed cycle does not end it nor put it off, and is the reason', () => {
    const visit = watched().bpFailed(650, 'weak-signal').tick(721).bpFailed(760, 'artefact').tick(900);
    expect(line(visit)).toEqual(['720 issued cuff-overdue medium']);
    expect(visit.state.alerts['cuff-overdue']?.reason).toBe('Last cycle failed: weak signal');
  });
  test('AL-14 it waits for a running cycle', () => {
    const visit = watched();
    for (let second = 700; second <= 740; second += 1) visit.cuff(second);
    expect(line(visit)).toEqual([]);
    expect(line(visit.bp(741, 125).tick(800))).toEqual([]);
  });
  test('AL-14 a running cycle that goes silent is waited for 5 s', () => {
    expect(line(watched().cuff(718).tick(760))).toEqual(['723 issued cuff-overdue medium']);
  });
  test('AL-14 a cycle that fails while it is waited for makes it overdue at once', () => {
    const visit = watched();
    for (let second = 700; second <= 740; second += 1) visit.cuff(second);
    expect(line(visit.bpFailed(741))).toEqual(['741 issued cuff-overdue medium']);
  });
  test('AL-14 at most 2 min more', () => {
    const visit = watched();
    for (let second = 700; second <= 850; second += 1) visit.cuff(second);
    expect(line(visit)).toEqual(['840 issued cuff-overdue medium']);
  });
  test('AL-14 a person who asks for fewer BPs does not end it', () => {
    const visit = watched()
      .record(1, { type: 'set-up-recorded', setUp: { bpEveryMs: 300_000 } })
      .tick(430);
    visit.record(431, { type: 'set-up-recorded', setUp: { bpEveryMs: 900_000 } }).tick(500);
    expect(line(visit)).toEqual(['420 issued cuff-overdue medium']);
  });
  test('AL-14 a BP that waits for its repeat speaks for itself until its wait has run out', () => {
    const visit = watched().bp(100, 165).tick(1000);
    expect(visit.log('bp-high')).toEqual(['100 issued bp-high medium', '280 unconfirmed bp-high']);
    expect(line(visit)[0]).toBe('400 issued cuff-overdue medium');
  });
  test.each([
    ['due at 600 s, stopped at 700', 700, undefined, 719.999, undefined],
    ['due at 600 s, stopped at 700', 700, undefined, 720, '720 issued cuff-overdue medium'],
    ['stopped 1 ms after it was due', 600.001, undefined, 720, '720 issued cuff-overdue medium'],
    ['stopped before it was due', 599, undefined, 718.999, undefined],
    ['stopped before it was due: the one at 0 min', 599, undefined, 719, '719 issued cuff-overdue medium'],
    ['measured after the stop', 700, 701, 1419.999, undefined],
    ['measured after the stop: the one at 10 min', 700, 701, 1420, '1420 issued cuff-overdue medium'],
  ] as const)('AL-204 %s (stop %s, BP %s): at %s s %s', (_, stopAt, bpAt, now, expected) => {
    const visit = watched().record(stopAt, { type: 'infusion-ended', happenedAt: at(stopAt), reason: 'completed' });
    if (bpAt !== undefined) visit.bp(bpAt, 125);
    expect(line(visit.tick(now))[0]).toBe(expected);
  });
  test('AL-204 a stop told late, from before it was due, asks for the BP of the stop', () => {
    const visit = watched().record(800, { type: 'infusion-ended', happenedAt: at(500), reason: 'completed' });
    expect(nextBp(visit.state)?.dueAt).toBe(at(500));
  });
  test('AL-204 no plan puts off what was due: not the longer recovery of a provider either', () => {
    const visit = watched()
      .record(1, { type: 'infusion-ended', happenedAt: at(1), reason: 'completed' })
      .bp(2, 125);
    visit.record(650, { type: 'recovery-decided', choice: 'extend', byName: 'Dr', reason: 'BP' });
    expect(nextBp(visit.state)?.dueAt).toBe(at(601));
    expect(line(visit.tick(721))).toEqual(['721 issued cuff-overdue medium']);
  });
  test('AL-14 in recovery it is never high', () => {
    const visit = watched().record(60, {
      type: 'infusion-ended',
      happenedAt: watched().state.openedAt + 60_000,
      reason: 'completed',
    });
    expect(line(visit.tick(6000))).toEqual(['180 issued cuff-overdue medium']);
  });
});
