import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AloneVisit } from '../../../tests/support/alone-visit.ts';
import { aVisit, MINUTE, nurse, SECOND, told } from '../../../tests/support/visit-builder.ts';
import { at, START, viewAt, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit, WatchWish } from '../../../tests/support/watched-visit.ts';
import type { Reading } from '../reading.ts';
import { evolve } from '../visit.ts';
import type { VisitState } from '../visit-state.ts';
import { MOST_EXCURSIONS } from './excursion.ts';

/** Connected, lost at 30 s, back at 300 s, and well ever since. What the adapter kept comes after 310 s. */
function reconnected(wish: WatchWish = {}): WatchedVisit {
  return watched(wish)
    .steady(0, 29)
    .record(30, { type: 'adapter-disconnected', adapterId: 'a' })
    .record(300, { type: 'adapter-connected', adapterId: 'a' })
    .steady(301, 310);
}

type Kept = readonly [second: number, spo2Pct: number, more?: object];
const LATER = 311;
/** The adapter sends what it kept, at 311 s; then all rests. */
function backlog(visit: WatchedVisit, kept: readonly Kept[]): WatchedVisit {
  for (const [second, value, more = {}] of kept) visit.spo2(second, value, more, (LATER - second) * 1000);
  return visit.tick(LATER + 10);
}
const run = (from: number, to: number, value: number, more: object = {}): readonly Kept[] =>
  Array.from({ length: to - from + 1 }, (_, i) => [from + i, value, more] as const);

const found = ({ state }: WatchedVisit) =>
  (state.late?.marks ?? []).map(({ kind, excess, from, until, why }) => [
    kind,
    excess.extreme,
    excess.limit,
    (from - START) / 1000,
    (until - START) / 1000,
    why,
  ]);
/** The reconnection left a mark of its own: an adapter lost for minutes was high. */
const unread = ({ state }: WatchedVisit) => state.latched.filter(({ late }) => late);
const shown = (visit: WatchedVisit) => unread(visit).map(({ text }) => text);
const facts = ({ events }: WatchedVisit) => events.filter(({ type }) => type === 'excursion-found');
const moved = { quality: 'poor', causes: ['motion'] };
const poor = { quality: 'poor', causes: ['poor-signal'] };

describe('what leaves a mark', () => {
  test('AL-170 80 for 62 s while disconnected', () => {
    const visit = backlog(reconnected(), [...run(100, 129, 97), ...run(130, 192, 80), ...run(193, 250, 97)]);
    expect(found(visit)).toEqual([['spo2-low', 80, 90, 130, 192, 'disconnected']]);
    expect(unread(visit)).toMatchObject([
      { kind: 'spo2-low', text: 'SpO₂ 80 < 90 for 62 s', onsetAt: at(130), endedAt: at(192), late: 'disconnected' },
    ]);
  });
  test.each<[string, readonly Kept[], readonly string[]]>([
    ['89 for 14 s', run(100, 114, 89), []],
    ['89 for 15 s', run(100, 115, 89), ['SpO₂ 89 < 90 for 15 s']],
    ['90 for a minute', run(100, 160, 90), []],
    ['93 for a minute, beyond the silent advisory alone', run(100, 160, 93), []],
    ['85 once: high does not wait', run(100, 100, 85), ['SpO₂ 85 < 90']],
    ['86 once', run(100, 100, 86), []],
    ['84 in poor signal for 9 s', run(100, 109, 84, poor).slice(0, -1), []],
    ['84 in poor signal for 10 s', run(100, 110, 84, poor), ['SpO₂ 84 < 90 for 10 s']],
    ['84 of a moving finger for 19 s', run(100, 119, 84, moved), []],
    ['84 of a moving finger for 20 s', run(100, 120, 84, moved), ['SpO₂ 84 < 90 for 20 s']],
    ['two of 8 s, 6 s apart', [...run(100, 107, 89), ...run(113, 120, 89)], []],
    ['two of 8 s, 5 s apart', [...run(100, 107, 89), ...run(112, 119, 89)], ['SpO₂ 89 < 90 for 19 s']],
    ['minutes', run(100, 280, 88), ['SpO₂ 88 < 90 for 3 min']],
    ['no value at all', [[100, 80, { quality: 'none', spo2Pct: undefined, pulseBpm: undefined }]], []],
    ['a slow pulse', run(100, 105, 97, { pulseBpm: 38 }), ['Pulse 38 < 50 for 5 s']],
    ['a fast pulse, not for long', run(100, 104, 97, { pulseBpm: 150 }), []],
  ])('AL-170 %s', (_, kept, marks) => {
    expect(shown(backlog(reconnected(), kept))).toEqual(marks);
  });
  test.each<[number, number, readonly string[]]>([
    [186, 90, ['SYS 186 ≥ 160']],
    [140, 112, ['DIA 112 ≥ 100']],
    [159, 99, []],
    [78, 50, ['SYS 78 < 90']],
    [152, 90, []],
  ])('AL-170 a late BP of %s/%s, a newer one is there', (systolic, diastolic, marks) => {
    const visit = reconnected().bp(LATER, 124, 76).bp(200, systolic, diastolic, 200_000).tick(420);
    expect(shown(visit)).toEqual(marks);
    expect(visit.state.bps).toHaveLength(1);
  });
  test('AL-170 what a person typed late, a repeat, and what is judged leave none', () => {
    const typed = { kind: 'nibp', quality: 'good', systolicMmHg: 190, diastolicMmHg: 100, byHand: true } as const;
    expect(shown(reconnected().bp(LATER, 124).reading(200, typed, 150_000).tick(400))).toEqual([]);
    expect(shown(watched().spo2(1, 80).spo2(1, 80, {}, 500).tick(20))).toEqual([]);
    expect(shown(watched().bp(1, 190).bp(1, 190, 70, 500).tick(20))).toEqual([]);
  });
  test('AL-170 the limits are those of the phase it was measured in', () => {
    const later = (second: number) =>
      watched({ phase: 'baseline' })
        .steady(0, 5)
        .record(100, { type: 'infusion-started', happenedAt: at(100), plannedMs: 40 * MINUTE })
        .bp(101, 120)
        .bp(second, 190, 90, (200 - second) * 1000)
        .tick(220);
    expect(shown(later(99))).toEqual([]);
    expect(shown(later(100.5))).toEqual(['SYS 190 ≥ 160']);
    const over = aVisit({ phase: 'discharge' });
    const { phase } = over.state;
    const endedAt = phase.name === 'discharge' ? phase.monitoringEndedAt : 0;
    over.after(MINUTE);
    const reading = (measuredAt: number): Reading => ({
      ...{ kind: 'oximetry', quality: 'good', causes: [], pulseBpm: 72 },
      ...{ measuredAt, spo2Pct: 80 },
    });
    over.reading(reading(over.now)).reading(reading(endedAt + SECOND));
    expect(over.state.late).toBeUndefined();
    expect(over.reading(reading(endedAt - SECOND)).state.late?.restsAt).toBeDefined();
  });
  test.each<[string, (visit: WatchedVisit) => WatchedVisit, string]>([
    ['its adapter was away then', (visit) => visit, 'disconnected'],
    [
      'its adapter is away still',
      (visit) => visit.record(305, { type: 'adapter-disconnected', adapterId: 'a' }),
      'disconnected',
    ],
    ['it only came late', (visit) => visit.spo2(302.5, 80, {}, 7_000), 'late'],
  ])('AL-170 why: %s', (_, more, why) => {
    const visit = more(reconnected());
    if (why === 'disconnected') backlog(visit, run(200, 200, 80));
    expect(visit.tick(330).state.late?.marks.map((mark) => mark.why)).toEqual([why]);
  });
  test('AL-170 why: the server itself was away', () => {
    const visit = watched().steady(0, 10).resume(60).steady(61, 62);
    visit.spo2(30, 80, {}, 33_000);
    expect(found(visit.tick(80))).toEqual([['spo2-low', 80, 90, 30, 30, 'disconnected']]);
  });
});

describe('when and how often it is told', () => {
  test('AL-172 5 s after the last late reading beyond a limit, once', () => {
    const visit = reconnected();
    for (const second of [130, 131, 132]) visit.spo2(second, 80, {}, (311 + (second - 130) * 3 - second) * 1000);
    expect(visit.state.late?.restsAt).toBe(at(322));
    expect(facts(visit.tick(321.999))).toEqual([]);
    expect(facts(visit.tick(400)).map((event) => event.at)).toEqual([at(322)]);
    expect(visit.state.late).not.toHaveProperty('restsAt');
  });
  test('AL-172 late readings within the limits change nothing at all', () => {
    const visit = reconnected();
    const before = visit.state;
    for (const [second, value] of run(100, 160, 97)) visit.spo2(second, value, {}, (310 - second) * 1000);
    expect(visit.state).toBe(before);
  });
  test('AL-171 more of it extends the mark under the same id, and it is unread again', () => {
    const visit = backlog(reconnected(), run(130, 150, 80));
    const [{ alertId = '' } = {}] = unread(visit);
    visit.record(330, { type: 'latched-mark-cleared', alertId, byName: 'N. Okafor' });
    expect([shown(visit), visit.state.late?.marks[0]?.seen?.byName]).toEqual([[], 'N. Okafor']);
    visit.spo2(151, 78, {}, 190_000).tick(360);
    expect(unread(visit)).toMatchObject([{ alertId, text: 'SpO₂ 78 < 90 for 21 s' }]);
    expect(visit.state.late?.marks).toHaveLength(1);
    expect(visit.state.late?.marks[0]).not.toHaveProperty('seen');
  });
  test('AL-171 what comes between two marks makes them one', () => {
    const visit = backlog(reconnected(), [...run(130, 150, 80), ...run(160, 180, 82)]);
    expect(unread(visit)).toHaveLength(2);
    for (const [second, value] of run(151, 159, 84)) visit.spo2(second, value, {}, (330 - second) * 1000);
    expect(shown(visit.tick(350))).toEqual(['SpO₂ 80 < 90 for 50 s']);
    expect(facts(visit).at(-1)).toMatchObject({ instead: [expect.any(String)] });
    expect(visit.state.late?.marks).toHaveLength(1);
  });
});

/** A backlog of two minutes in pieces of any kind, in any order, in any batches. */
const piece = fc.record({
  from: fc.integer({ min: 40, max: 240 }),
  seconds: fc.integer({ min: 1, max: 40 }),
  value: fc.constantFrom(78, 84, 85, 88, 89, 90, 97),
  pulse: fc.constantFrom(38, 47, 72, 130, 150),
  signal: fc.constantFrom({}, {}, poor, moved),
});
const kept = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => {
  const bySecond = new Map<number, Kept>();
  for (const { from, seconds, value, pulse, signal } of pieces)
    for (let second = from; second < from + seconds; second += 1)
      bySecond.set(second, [second, value, { ...signal, pulseBpm: pulse }]);
  return [...bySecond.values()];
});
const anyOrder = kept.chain((all) =>
  fc.record({
    one: fc.shuffledSubarray(all, { minLength: all.length }),
    other: fc.shuffledSubarray(all, { minLength: all.length }),
    // How long it takes until the next one comes.
    waits: fc.array(fc.constantFrom(0, 0, 0, 1, 4, 7), { minLength: 1, maxLength: 20 }),
    newestFirst: fc.boolean(),
  }),
);

function inOrder(all: readonly Kept[], waits: readonly number[], tickMs = 0): WatchedVisit {
  const visit = reconnected({ tickMs });
  let now = LATER;
  for (const [index, [second, value, more]] of all.entries()) {
    now += waits[index % waits.length] ?? 0;
    visit.spo2(second, value, more, (now - second) * 1000);
  }
  return visit.tick(now + 10);
}

describe('any backlog', () => {
  test('AL-171 the marks do not depend on the order of arrival, nor on pauses in between', () => {
    fc.assert(
      fc.property(anyOrder, ({ one, other, waits, newestFirst }) => {
        const first = inOrder(one, [0]);
        const sorted = other.toSorted((a, b) => (newestFirst ? b[0] - a[0] : a[0] - b[0]));
        expect(found(inOrder(other, waits))).toEqual(found(first));
        expect(found(inOrder(sorted, waits))).toEqual(found(first));
        const texts = shown(first).toSorted();
        expect(shown(inOrder(other, waits)).toSorted()).toEqual(texts);
      }),
      { numRuns: 100 },
    );
  });
  test('AL-172 extra ticks change nothing, the events folded again give the same state, and a repeat is nothing', () => {
    fc.assert(
      fc.property(anyOrder, ({ one, waits }) => {
        const without = inOrder(one, waits);
        const odd = inOrder(one, waits, 1_370);
        expect(odd.events).toEqual(without.events);
        expect(odd.state).toEqual(without.state);
        expect(odd.events.reduce<VisitState | undefined>(evolve, undefined)).toEqual(odd.state);
        const { late } = odd.state;
        for (const [second, value, more] of one) odd.spo2(second, value, more, 900_000);
        expect(odd.state.late).toEqual(late);
      }),
      { numRuns: 60 },
    );
  });
  test('AL-173 values, alerts and timers go on as if nothing had come', () => {
    const alerts = ({ events }: WatchedVisit) =>
      events.filter(({ type }) => type.startsWith('alert-')).map((event) => ({ ...event, alertId: '' }));
    fc.assert(
      fc.property(anyOrder, fc.constantFrom(80, 89, 97), ({ one }, value) => {
        const live = (with_: readonly Kept[]) => {
          const visit = reconnected({ tickMs: 0 });
          for (let second = LATER; second < LATER + 40; second += 1) {
            visit.spo2(second, value);
            for (const [then, late, more] of with_.slice((second - LATER) * 10, (second - LATER) * 10 + 10))
              visit.spo2(then, late, more, (second - then) * 1000 + 100);
          }
          return visit.tick(LATER + 60);
        };
        const disturbed = live(one);
        const calm = live([]);
        expect(alerts(disturbed)).toEqual(alerts(calm));
        const { late: _l, latched: _m, latestAt: _a, alerts: open, ...state } = disturbed.state;
        const { late: _l2, latched: _m2, latestAt: _a2, alerts: openCalm, ...stateCalm } = calm.state;
        expect(state).toEqual(stateCalm);
        expect(Object.keys(open)).toEqual(Object.keys(openCalm));
      }),
      { numRuns: 40 },
    );
  });
});

describe('it asks for eyes, not for ears', () => {
  test('AL-173 no alert, no page, no sound: a mark among those nobody has seen, behind those of alerts', () => {
    const visit = reconnected().steady(311, 312, 80).steady(313, 330, 97);
    for (const [second, value] of run(130, 160, 82)) visit.spo2(second, value, {}, (331 - second) * 1000);
    visit.tick(340);
    expect(visit.state.alerts['spo2-low']).toBeUndefined();
    const view = viewAt(visit, 340);
    expect(view.latched.map(({ late, text }) => [late ?? 'alert', text])).toEqual([
      ['alert', 'Adapter lost'],
      ['alert', 'SpO₂ 80 < 90'],
      ['disconnected', 'SpO₂ 82 < 90 for 30 s'],
    ]);
    expect(view.excursions).toMatchObject([{ text: 'SpO₂ 82 < 90 for 30 s', from: at(130), until: at(160) }]);
  });
  test('AL-173 a named person sees it, once; its mark stays on the trend with the name', () => {
    const visit = aVisit({ phase: 'infusion', minutes: 5 }).after(SECOND).spo2();
    const measuredAt = visit.now - 2 * MINUTE - 500;
    visit.reading({ kind: 'oximetry', quality: 'good', causes: [], spo2Pct: 80, pulseBpm: 72, measuredAt });
    visit.after(6 * SECOND).tick();
    const [{ alertId = '' } = {}] = visit.state.latched;
    expect(told(visit.ask({ type: 'mark:clear', alertId }, { kind: 'screen', screenId: 's' }))).not.toBe('accepted');
    visit.give({ type: 'mark:clear', alertId }, nurse);
    expect(visit.state.latched).toEqual([]);
    expect(visit.state.late?.marks).toMatchObject([{ markId: alertId, seen: { byName: nurse.name, at: visit.now } }]);
    expect(told(visit.ask({ type: 'mark:clear', alertId }))).toContain('not-found');
  });
  test('AL-173 seen on one mark says nothing of another', () => {
    const visit = backlog(reconnected(), [...run(130, 150, 80), ...run(170, 190, 82)]);
    const [{ alertId = '' } = {}] = unread(visit);
    visit.record(330, { type: 'latched-mark-cleared', alertId, byName: 'N' });
    expect(visit.state.late?.marks.map(({ seen }) => seen !== undefined)).toEqual([true, false]);
  });
});

describe('a page that was alone', () => {
  const steady = (visit: AloneVisit, from: number, to: number, spo2Pct: number) => {
    for (let second = from; second <= to; second += 1)
      visit.reading(second, { kind: 'oximetry', quality: 'good', spo2Pct, pulseBpm: 72, causes: [], measuredAt: 0 });
    return visit;
  };
  test('AL-175 what it judged itself leaves no mark; the alert it made stands', () => {
    const visit = steady(steady(new AloneVisit(), 1, 60, 97).lose(60.5), 61, 70, 80);
    steady(visit, 71, 90, 97).join(90.5);
    expect(visit.server.tick(120).state.latched).toMatchObject([{ text: 'SpO₂ 80 < 90' }]);
    expect(visit.server.state.late).toBeUndefined();
  });
  test('AL-175 what it read before it was alone, and what another adapter kept, does', () => {
    const visit = steady(steady(new AloneVisit(), 1, 60, 97).lose(60.5), 61, 90, 97).join(90.5);
    const page = { kind: 'adapter', adapterId: 'screen:screen-1' } as const;
    const low = { kind: 'oximetry', quality: 'good', spo2Pct: 80, pulseBpm: 72 } as const;
    visit.server.reading(59.5, low, 32_000, page).reading(75.5, low, 16_500).reading(85.5, low, 7_000, page);
    expect(found(visit.server.tick(120)).map(([, , , from]) => from)).toEqual([59.5, 75.5]);
  });
});

test('AL-176 hours of it are bounded: what was too short is forgotten first, then the nearest become one', () => {
  const visit = reconnected({ tickMs: 0 });
  const count = (): number => visit.state.late?.excursions['spo2-low']?.length ?? 0;
  for (let n = 0; n < 2 * MOST_EXCURSIONS; n += 1) visit.spo2(31 + n * 6.001, 88, {}, 900_000);
  expect(count()).toBe(MOST_EXCURSIONS);
  for (let n = 0; n < 2 * MOST_EXCURSIONS; n += 1) visit.spo2(-2_000 + n * 20, n === 7 ? 70 : 80, {}, 4_000_000);
  expect(count()).toBe(MOST_EXCURSIONS);
  visit.tick(10_000);
  const marks = visit.state.late?.marks ?? [];
  expect(marks.length).toBeLessThanOrEqual(MOST_EXCURSIONS);
  expect(Math.min(...marks.map(({ excess }) => excess.extreme))).toBe(70);
  expect([marks[0]?.from, marks.at(-1)?.until]).toEqual([at(-2_000), at(-2_000 + 63 * 20)]);
});
