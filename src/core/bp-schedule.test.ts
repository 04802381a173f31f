import { describe, expect, test } from 'vitest';
import { START, at, watched } from '../../tests/support/watched-visit.ts';
import { nextBp } from './bp-schedule.ts';
import { publishedProtocols } from './protocols/published.ts';

const MINUTE = 60;
const stop = (second: number) => ({ type: 'infusion-ended', happenedAt: at(second), reason: 'completed' }) as const;
/** Minutes after the start, and why. */
const next = ({ state }: ReturnType<typeof watched>): string | undefined => {
  const bp = nextBp(state);
  return bp && `${(bp.dueAt - START) / 60_000} ${bp.reason}`;
};

describe('by interval', () => {
  test('AL-16 every 10 min from the start, then from each BP', () => {
    expect(next(watched())).toBe('10 interval');
    expect(next(watched().bp(3 * MINUTE, 125))).toBe('13 interval');
  });
  test('AL-16 the interval chosen at set-up', () => {
    expect(next(watched().record(0, { type: 'set-up-recorded', setUp: { bpEveryMs: 900_000 } }))).toBe('15 interval');
  });
  test('AL-16 none before the start nor after the monitoring', () => {
    const over = watched().record(60, stop(60)).record(120, { type: 'monitoring-ended', byName: 'N' });
    expect(next(watched({ phase: 'baseline' }))).toBeUndefined();
    expect(next(over)).toBeUndefined();
  });
  test('AL-16 recovery: at 0, 10 and 20 min, then every 10', () => {
    const visit = watched()
      .bp(35 * MINUTE, 125)
      .record(40 * MINUTE, stop(40 * MINUTE));
    const due = [next(visit)];
    for (const minute of [40.5, 50, 59, 62]) due.push(next(visit.bp(minute * MINUTE, 125)));
    // A BP at 59 min is the one planned at 60.
    expect(due).toEqual(['40 interval', '50 interval', '60 interval', '69 interval', '72 interval']);
  });
  test('AL-16 a BP just before the stop is the one at 0', () => {
    expect(
      next(
        watched()
          .bp(39 * MINUTE, 125)
          .record(40 * MINUTE, stop(40 * MINUTE)),
      ),
    ).toBe('50 interval');
  });
  test('AL-16 extended recovery: every 5 min', () => {
    const visit = watched()
      .record(40 * MINUTE, stop(40 * MINUTE))
      .bp(60 * MINUTE, 125);
    visit.record(70 * MINUTE, { type: 'recovery-decided', choice: 'extend', byName: 'Dr', reason: 'BP' });
    expect(next(visit)).toBe('75 interval');
    expect(next(visit.bp(76 * MINUTE, 125))).toBe('81 interval');
  });
  test('AL-16 esketamine: at 40 and 110 min from the first device, also in recovery, then every 10', () => {
    const visit = watched({ protocol: publishedProtocols[1] });
    const due = [next(visit), next(visit.record(12 * MINUTE, stop(12 * MINUTE)))];
    for (const minute of [41, 112]) due.push(next(visit.bp(minute * MINUTE, 125)));
    expect(due).toEqual(['40 interval', '40 interval', '110 interval', '122 interval']);
  });
});

describe('repeats', () => {
  test.each([
    ['high: within 2 min', [[10, 182]], '12 repeat'],
    [
      'high again: 3 min',
      [
        [10, 182],
        [12, 184],
      ],
      '15 repeat',
    ],
    [
      'high, one below: 3 min',
      [
        [10, 182],
        [12, 140],
      ],
      '15 repeat',
    ],
    [
      'high, two below: the interval',
      [
        [10, 182],
        [12, 140],
        [15, 140],
      ],
      '25 interval',
    ],
    ['medium, unconfirmed: now', [[10, 165]], '10 repeat'],
    [
      'medium, not confirmed by the repeat: the interval',
      [
        [10, 165],
        [11, 140],
      ],
      '21 interval',
    ],
    [
      'medium, confirmed: 5 min',
      [
        [10, 165],
        [11, 166],
      ],
      '16 repeat',
    ],
    [
      'medium, confirmed, one below: 5 min',
      [
        [10, 165],
        [11, 166],
        [16, 140],
      ],
      '21 repeat',
    ],
    [
      'medium, confirmed, two below: the interval',
      [
        [10, 165],
        [11, 166],
        [16, 140],
        [21, 141],
      ],
      '31 interval',
    ],
    [
      'medium after high: confirmed, 5 min',
      [
        [10, 182],
        [12, 165],
      ],
      '17 repeat',
    ],
    [
      'medium, then high: within 2 min',
      [
        [10, 165],
        [11, 185],
      ],
      '13 repeat',
    ],
    ['advisory: the interval', [[10, 155]], '20 interval'],
    ['low, unconfirmed: now', [[10, 85]], '10 repeat'],
    ['low, high priority: within 2 min', [[10, 75]], '12 repeat'],
  ] as const)('AL-16 %s', (_, bps, expected) => {
    const visit = watched();
    for (const [minute, systolic] of bps) visit.bp(minute * MINUTE, systolic, 70);
    expect(next(visit)).toBe(expected);
  });
  test('AL-16 a failed repeat is tried again 30 s later; a failed BP by interval stays due', () => {
    expect(next(watched().bp(600, 182).bpFailed(720))).toBe('12.5 repeat');
    expect(next(watched().bp(600, 182).bpFailed(630))).toBe('12 repeat');
    expect(next(watched().bpFailed(600))).toBe('10 interval');
  });
  test('AL-16 the interval comes first when it is sooner', () => {
    const visit = watched().record(0, { type: 'set-up-recorded', setUp: { bpEveryMs: 300_000 } });
    expect(next(visit.bp(600, 165).bp(660, 166))).toBe('16 interval');
  });
  test('AL-16 a BP from before the start asks for no repeat', () => {
    const visit = watched({ phase: 'baseline' }).bp(5, 185);
    visit.record(60, { type: 'infusion-started', happenedAt: at(60), plannedMs: 2_400_000 });
    expect(next(visit)).toBe('11 interval');
  });
});
