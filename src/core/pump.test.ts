import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aVisit, MINUTE } from '../../tests/support/visit-builder.ts';
import type { Infusion } from './phase.ts';
import { estimatedMg, estimatedShare, pausedSince, pumpedMs } from './pump.ts';

const infusion = (pauses: Infusion['pauses'] = []): Infusion => ({
  startedAt: 0,
  plannedMs: 40 * MINUTE,
  pauses,
  devices: [],
});

describe('the estimated amount', () => {
  test.each([
    ['at the start', infusion(), 0, 0],
    ['before the start', infusion(), -MINUTE, 0],
    ['half way', infusion(), 20 * MINUTE, 20],
    ['at the planned end', infusion(), 40 * MINUTE, 40],
    ['long after it', infusion(), 90 * MINUTE, 40],
    ['while paused', infusion([{ from: 10 * MINUTE }]), 15 * MINUTE, 10],
    ['as the pause begins', infusion([{ from: 10 * MINUTE }]), 10 * MINUTE, 10],
    ['before a pause recorded later', infusion([{ from: 10 * MINUTE }]), 5 * MINUTE, 5],
    ['after a pause of 5 min', infusion([{ from: 10 * MINUTE, to: 15 * MINUTE }]), 20 * MINUTE, 15],
    [
      'after two pauses',
      infusion([
        { from: 10 * MINUTE, to: 15 * MINUTE },
        { from: 16 * MINUTE, to: 18 * MINUTE },
      ]),
      30 * MINUTE,
      23,
    ],
  ])('PH-26 %s', (_, given, at, mg) => {
    expect(estimatedMg(given, 40, at)).toBeCloseTo(mg, 9);
  });

  test('PH-26 it never falls and never passes the dose, whatever the pauses', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 80 * MINUTE }), { maxLength: 8 });
    fc.assert(
      fc.property(cuts, fc.integer({ min: 0, max: 120 * MINUTE }), fc.nat(10 * MINUTE), (times, at, later) => {
        const sorted = times.toSorted((a, b) => a - b);
        const pauses = sorted.flatMap((from, i) => {
          if (i % 2 !== 0) return [];
          const to = sorted[i + 1];
          return [to === undefined ? { from } : { from, to }];
        });
        const now = estimatedShare(infusion(pauses), at);
        const then = estimatedShare(infusion(pauses), at + later);
        return now >= 0 && now <= then && then <= 1;
      }),
    );
  });

  test('PH-27 the pump is paused from its pause to its resumption', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 10 });
    const running = () => (visit.state.phase.name === 'infusion' ? visit.state.phase.infusion : infusion());
    expect(pausedSince(running())).toBeUndefined();
    visit.give({ type: 'pump:pause', minutesAgo: 2 });
    expect(pausedSince(running())).toBe(visit.now - 2 * MINUTE);
    visit
      .after(3 * MINUTE)
      .bp()
      .give({ type: 'pump:resume', minutesAgo: 0 });
    expect(pausedSince(running())).toBeUndefined();
    expect(pumpedMs(running(), visit.now)).toBe(8 * MINUTE);
  });
});
