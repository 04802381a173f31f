import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { START, at, watched } from '../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../tests/support/watched-visit.ts';
import { CYCLE_LASTS_MS } from './cuff.ts';
import type { CuffCause } from './cuff.ts';
import { cuffPlan } from './cuff-plan.ts';
import type { VisitEventBody } from './event.ts';

const REST = 30_000;
const MINUTE = 60;
const asked = (cause: CuffCause): VisitEventBody => ({ type: 'cuff-asked', deviceId: 'd', cause });
const stopAsked: VisitEventBody = { type: 'cuff-stop-asked', deviceId: 'd' };
const refused: VisitEventBody = { type: 'cuff-refused', deviceId: 'd', reason: 'No.' };
const ended: VisitEventBody = { type: 'infusion-ended', happenedAt: at(40 * MINUTE), reason: 'completed' };
/** Seconds after the start, why, and what it waits for. */
const plan = ({ state }: WatchedVisit): string | undefined => {
  const next = cuffPlan(state, REST);
  return next && `${(next.startAt - START) / 1000} ${next.cause}${next.held ? ` ${next.held}` : ''}`;
};

describe('when a cuff starts by itself', () => {
  test.each<[string, () => WatchedVisit, string | undefined]>([
    ['not before the start', () => watched({ phase: 'baseline' }).bp(30, 125), undefined],
    ['at the interval from the start', () => watched(), '600 interval'],
    ['at the interval from the newest BP', () => watched().bp(700, 125), '1300 interval'],
    ['at once when recovery begins', () => watched().bp(1900, 125).record(2400, ended), '2400 interval'],
    ['AL-204 what was due when recovery begins', () => watched().bp(1500, 125).record(2400, ended), '2100 interval'],
    [
      'not after the monitoring',
      () => watched().record(2400, ended).record(3000, { type: 'monitoring-ended', byName: 'N' }),
      undefined,
    ],
    ['a medium BP: its repeat after the pause', () => watched().bp(600, 165), '630 repeat'],
    ['a high BP: its repeat within 2 min', () => watched().bp(600, 185), '720 repeat'],
  ])('DV-224 %s', (_, visit, due) => expect(plan(visit())).toBe(due));

  test('DV-224 only a BP of the cuff itself makes it rest', () => {
    const byHand = { kind: 'nibp', quality: 'good', systolicMmHg: 165, diastolicMmHg: 90, byHand: true } as const;
    expect(plan(watched().reading(600, byHand))).toBe('600 repeat');
  });
});

describe('while a cycle may run it waits', () => {
  test.each<[string, () => WatchedVisit, string]>([
    ['asked, and nothing heard: three minutes', () => watched().record(600, asked('interval')), '780 retry'],
    ['pressure seen, and no result: three minutes from it', () => watched().cuff(590), '770 interval'],
    ['refused: the pause', () => watched().record(600, asked('interval')).record(601, refused), '631 retry'],
    ['failed: the pause', () => watched().record(600, asked('interval')).bpFailed(640), '670 retry'],
    ['failed by its own button: no sooner than due', () => watched().bpFailed(300), '600 interval'],
    ['a result', () => watched().record(600, asked('interval')).bp(640, 125), '1240 interval'],
  ])('DV-224 %s', (_, visit, due) => expect(plan(visit())).toBe(due));
});

describe('when it gives up', () => {
  const failing = (): WatchedVisit =>
    watched().record(600, asked('interval')).bpFailed(640).record(670, asked('retry'));

  test('DV-225 two more tries after a failed one, then the next interval, with tries of its own', () => {
    const visit = failing().bpFailed(700);
    expect(plan(visit)).toBe('730 retry');
    visit.record(730, asked('retry')).bpFailed(760);
    expect(plan(visit)).toBe('1200 interval gave-up');
    visit.record(1200, asked('interval')).bpFailed(1240);
    expect(plan(visit)).toBe('1270 retry');
  });

  test('DV-225 tries that nothing ever answered count too', () => {
    const visit = watched().record(600, asked('interval')).record(780, asked('retry')).record(960, asked('retry'));
    expect(plan(visit)).toBe('1200 interval gave-up');
  });

  test('DV-225 a BP or a tap begins the count anew', () => {
    expect(plan(failing().bpFailed(700).record(730, asked('person')).bpFailed(760))).toBe('790 retry');
    expect(failing().bp(700, 125).record(1300, asked('interval')).state.cuff?.ask?.tries).toBe(1);
    expect(failing().state.cuff?.ask?.tries).toBe(2);
  });

  test('DV-225 a tap is the first try: two more follow', () => {
    const visit = watched().record(600, asked('person')).bpFailed(640);
    expect(plan(visit)).toBe('670 retry');
    visit.record(670, asked('retry')).bpFailed(700);
    expect(plan(visit)).toBe('730 retry');
    visit.record(730, asked('retry')).bpFailed(760);
    expect(plan(visit)).toBe('1200 interval gave-up');
  });

  test('DV-225 a tap long before the interval takes none of its tries', () => {
    const visit = watched().record(200, asked('person')).bpFailed(240);
    expect(plan(visit)).toBe('600 interval');
    expect(visit.record(600, asked('interval')).state.cuff?.ask?.tries).toBe(1);
  });

  test('DV-225 a protocol that names no retries has none', () => {
    const visit = watched();
    const { automaticRetries: _, ...bpRepeat } = visit.state.protocol.technical.bpRepeat;
    const technical = { ...visit.state.protocol.technical, bpRepeat };
    visit.state = { ...visit.state, protocol: { ...visit.state.protocol, technical } };
    expect(plan(visit.record(600, asked('interval')).bpFailed(640))).toBe('1200 interval gave-up');
  });
});

describe('after a stop', () => {
  const stopped = (): WatchedVisit => watched().record(600, asked('interval')).record(610, stopAsked);
  test.each<[string, () => WatchedVisit, string]>([
    [
      'the next interval',
      () => watched().record(600, asked('interval')).record(610, stopAsked),
      '1200 interval stopped',
    ],
    ['also by the cuff’s own button', () => watched().cuff(600).bpFailed(615, 'stopped'), '1200 interval stopped'],
    ['a repeat waits too', () => watched().bp(600, 185).cuff(720).record(725, stopAsked), '1200 interval stopped'],
    ['a moment before the interval', () => watched().record(590, stopAsked), '620 interval stopped'],
    [
      'until somebody taps',
      () => watched().bp(600, 185).record(610, stopAsked).record(650, asked('person')).bpFailed(690),
      '720 retry',
    ],
    [
      'it goes on as usual once it was started again',
      () => watched().record(590, stopAsked).record(620, asked('interval')).bp(660, 185),
      '780 repeat',
    ],
    ['a BP before the stop does not end it', () => stopped().bp(609, 185), '1209 interval stopped'],
    ['nor does one of the very instant of the stop', () => stopped().bp(610, 185), '1210 interval stopped'],
    ['a high BP after it: its repeat within 2 min', () => stopped().bp(611, 185), '731 repeat'],
    ['a second high one: every 3 min', () => stopped().bp(700, 185).bp(810, 185), '990 repeat'],
    ['by the diastolic too', () => stopped().bp(700, 150, 110), '820 repeat'],
    ['a medium one after it: after the pause', () => stopped().bp(700, 165), '730 repeat'],
    ['a BP in range after it: its interval', () => stopped().bp(700, 125), '1300 interval'],
    [
      'a BP after the cuff’s own stop button',
      () => watched().cuff(600).bpFailed(615, 'stopped').bp(700, 185),
      '820 repeat',
    ],
    ['a failed cycle is no BP', () => stopped().bpFailed(700), '1200 interval stopped'],
  ])('DV-226 %s', (_, visit, due) => expect(plan(visit())).toBe(due));
});

test('DV-224 whatever happens: no start during a cycle or within the pause, however often it is looked at', () => {
  const step = fc.record({
    afterS: fc.integer({ min: 1, max: 240 }),
    what: fc.constantFrom('tick', 'inflates', 'bp', 'high bp', 'fails', 'stopped', 'stop', 'refused', 'tap'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.boolean(), (steps, oftenTicked) => {
      const visit = watched({ tickMs: 0 });
      let second = 0;
      let [cycleFrom, resultAt] = [-Infinity, -Infinity];
      const start = (due: number, cause: CuffCause): void => {
        expect(due).toBeGreaterThanOrEqual(resultAt + REST / 1000);
        expect(due).toBeGreaterThanOrEqual(cycleFrom + CYCLE_LASTS_MS / 1000);
        visit.record(due, asked(cause));
        cycleFrom = due;
      };
      for (const { afterS, what } of steps) {
        const until = second + afterS;
        // The server looks at it at every tick, or comes late: it starts once either way.
        for (let now = oftenTicked ? second + 1 : until; now <= until; now += 1) {
          const due = cuffPlan(visit.state, REST);
          if (due && due.startAt <= at(now)) start(now, due.cause);
        }
        second = until;
        if (what === 'tap' && second >= resultAt + 30 && second >= cycleFrom + 180) start(second, 'person');
        if (what === 'inflates') visit.cuff(second);
        if (what === 'inflates') cycleFrom = second;
        if (what === 'stop') visit.record(second, stopAsked);
        if (what === 'refused') visit.record(second, refused);
        if (what === 'stop' || what === 'refused') [cycleFrom, resultAt] = [-Infinity, second];
        const isResult = ['bp', 'high bp', 'fails', 'stopped'].includes(what);
        if (what === 'bp') visit.bp(second, 125);
        if (what === 'high bp') visit.bp(second, 185);
        if (what === 'fails') visit.bpFailed(second);
        if (what === 'stopped') visit.bpFailed(second, 'stopped');
        if (isResult) [cycleFrom, resultAt] = [-Infinity, second];
      }
    }),
  );
});
