import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AloneVisit } from '../../../tests/support/alone-visit.ts';
import { nurse } from '../../../tests/support/visit-builder.ts';
import { at } from '../../../tests/support/watched-visit.ts';
import { advanceByTime } from '../advance.ts';
import { VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type { Reading } from '../reading.ts';
import { evolve } from '../visit.ts';
import { tellAlone } from './alone-run.ts';
import type { Seen, WatchedAlone } from './alone.ts';
import { decideJoin } from './decide-alone.ts';
import { faultOfSeen } from './fault-of-seen.ts';
import { seenOf } from './seen.ts';

const visit = new AloneVisit();
const reading = (second: number, spo2Pct: number) =>
  visit.reading(second, {
    ...{ kind: 'oximetry', measuredAt: 0, quality: 'good', causes: [], pulseBpm: 72 },
    spo2Pct,
  } as Reading);
for (let second = 1; second <= 60; second += 1) {
  if (second === 31) visit.lose(30.5);
  reading(second, second > 31 ? 88 : 97);
}
const { told } = tellAlone(visit.run, at(60));
const { seen } = told;
const { state } = visit.server;
const by = { now: at(61), actor: nurse, screenId: 's' };

const clock = (heldMs = 1_000) => ({ since: at(59), heldMs, lastAt: at(60), running: true });
const excess = { of: 'spo2Pct', extreme: 88, is: '<', limit: 90 } as const;
const sum = { sum: 9_000, lastAt: at(60), below: 1, crossedAt: [at(59)], isCounted: true };
const withLevel = (level: object, more: readonly object[] = [{}, {}]): Partial<Seen> => ({
  tracks: {
    ...seen.tracks,
    rules: { ...seen.tracks.rules, 'spo2-low': { valueAt: at(60), doubt: 'none', levels: [level, ...more] } },
  },
});
const withTracks = (tracks: Partial<Seen['tracks']>): Partial<Seen> => ({ tracks: { ...seen.tracks, ...tracks } });
const bp = (second: number) =>
  ({
    kind: 'nibp',
    measuredAt: at(second),
    quality: 'good',
    causes: [],
    systolicMmHg: 120,
    diastolicMmHg: 80,
  }) as const;
const gap = (since: number, backAt: number) => ({ since: at(since), backAt: at(backAt) });
const sample = (second: number) => ({ at: at(second), spo2Pct: 97, pulseBpm: 72 });

describe('what a page may have seen', () => {
  test.each<readonly [string, Partial<Seen>, string | null]>([
    ['as it was', {}, null],
    ['a level that is met', withLevel({ when: { ...clock(), excess } }), null],
    ['a level that is met and has cleared', withLevel({ when: { ...clock(), excess }, clear: clock() }), 'at once'],
    ['the same in good signal', withLevel({ when: { ...clock(), excess }, clearGood: clock() }), 'at once'],
    ['SatSeconds that grow while the level is not met', withLevel({ sum: { ...sum, below: 1 } }), 'SatSeconds grow'],
    ['SatSeconds that grow without a beginning', withLevel({ when: { ...clock(), excess }, sum }), 'SatSeconds grow'],
    ['SatSeconds that stand still', withLevel({ sum: { ...sum, below: 0 } }), null],
    ['cleared in good signal alone', withLevel({ clearGood: clock() }), 'not at all'],
    ['held for longer than it ran', withLevel({ clear: clock(1_001) }), 'held for longer'],
    [
      'begun after its end',
      withLevel({ clear: { ...clock(0), since: at(60), lastAt: at(59) } }),
      'began after its end',
    ],
    ['a level too many', withLevel({}, [{}, {}, {}]), '4 levels of spo2-low'],
    ['a level too few', withLevel({}, [{}]), '2 levels of spo2-low'],
    ['a clock after the end', withLevel({ clear: { ...clock(), lastAt: at(60) + 1 } }), 'newer than "until"'],
    ['heard after the end', withTracks({ heardAt: { oximeter: at(60) + 1 } }), 'newer than "until"'],
    ['a battery after the end', withTracks({ lowBatteryAt: { cuff: at(60) + 1 } }), 'newer than "until"'],
    ['a run from after its end', withTracks({ spo2Run: { since: at(60) + 1, lastAt: at(60) } }), 'newer than "until"'],
    ['a run that began too late', withTracks({ spo2Run: { since: at(59.5), lastAt: at(59) } }), 'run of SpO2'],
    ['a run of no value', withTracks({ spo2Run: { since: at(50), lastAt: at(59) } }), 'run of SpO2'],
    [
      'a gap the wrong way',
      withTracks({ spo2Gaps: { lastAt: at(59), gaps: [{ since: at(50), backAt: at(50) }] } }),
      'gaps',
    ],
    ['a gap after its last value', withTracks({ spo2Gaps: { lastAt: at(50), gaps: [gap(45, 51)] } }), 'gaps'],
    ['gaps out of order', withTracks({ spo2Gaps: { lastAt: at(59), gaps: [gap(50, 52), gap(51, 53)] } }), 'gaps'],
    ['gaps in order', withTracks({ spo2Gaps: { lastAt: at(59), gaps: [gap(50, 52), gap(52, 59)] } }), null],
    ['an inflation the wrong way', withTracks({ inflation: { since: at(60), lastAt: at(59) } }), 'inflation'],
    ['a value without its reading', { oximetry: { ...bp(58), kind: 'oximetry' } as never }, 'newest reading'],
    ['pressures out of order', { bps: [bp(50), bp(49)] }, 'out of order'],
    ['values out of order', { recentOximetry: [sample(50), sample(49)] }, 'recent values'],
    ['values too close', { recentOximetry: [sample(50), sample(50.4)] }, 'recent values'],
  ])('WS-83 %s', (_, change, expected) => {
    const answer = decideJoin(state, { ...told, seen: { ...seen, ...change } }, by);
    if (expected === null) expect(answer.ok).toBe(true);
    else
      expect(answer).toMatchObject({
        refusal: { code: 'malformed', message: expect.stringContaining(expected) as string },
      });
  });

  const oximetry = { kind: 'oximetry', measuredAt: at(58), quality: 'good', causes: [] } as const;
  const { spo2Run: _, ...withoutRun } = seen.tracks;
  const newer = 'is newer than "until".';
  const wrongRun = 'has a run of SpO2 that does not end with the newest SpO2.';
  const wrongGaps = 'has gaps of SpO2 out of order.';
  const wrongRecent = 'has recent values out of order, too close, or older than the window.';
  const wrongTime = 'holds a level of spo2-low whose time began after its end, or was held for longer than it ran.';
  test.each<readonly [string, Partial<Seen>, string | undefined]>([
    [
      'SatSeconds that grow while it is met',
      withLevel({ when: { ...clock(), excess }, sum: { ...sum, run: { since: at(59), excess } } }),
      undefined,
    ],
    ['a level too many', withLevel({}, [{}, {}, {}]), "has 4 levels of spo2-low; the visit's protocol has 3."],
    ['a run held for longer than it ran', withLevel({ when: { ...clock(1_001), excess } }), wrongTime],
    ['a paused one', withLevel({ paused: { ...clock(1_001), excess } }), wrongTime],
    ['one in good signal', withLevel({ clear: clock(), clearGood: clock(1_001) }), wrongTime],
    ['held for as long as it ran', withLevel({ clear: clock(), clearGood: clock() }), undefined],
    [
      'begun after its end, by less than nothing',
      withLevel({ clear: { ...clock(-9_000), since: at(60), lastAt: at(59) } }),
      wrongTime,
    ],
    [
      'a run that ends before it began',
      { ...withTracks({ spo2Run: { since: at(60), lastAt: at(59) } }), lastSpo2: { value: 97, at: at(59) } },
      wrongRun,
    ],
    [
      'a run of one value',
      { ...withTracks({ spo2Run: { since: at(59), lastAt: at(59) } }), lastSpo2: { value: 97, at: at(59) } },
      undefined,
    ],
    [
      'a run without an SpO2',
      { ...withTracks({ spo2Run: { since: at(50), lastAt: at(59) } }), lastSpo2: undefined } as never,
      wrongRun,
    ],
    ['no run, no SpO2', { tracks: withoutRun, lastSpo2: undefined } as never, undefined],
    ['a gap of no time', withTracks({ spo2Gaps: { lastAt: at(59), gaps: [gap(50, 50)] } }), wrongGaps],
    ['a gap and no value', withTracks({ spo2Gaps: { gaps: [gap(50, 52)] } as never }), wrongGaps],
    ['no gaps counted', withTracks({ spo2Gaps: undefined } as never), undefined],
    ['a reading with its SpO2', { tracks: withoutRun, oximetry, lastSpo2: { value: 97, at: at(58) } }, undefined],
    ['a reading with an older SpO2', { tracks: withoutRun, oximetry, lastSpo2: { value: 97, at: at(57) } }, undefined],
    [
      'a reading with a newer SpO2',
      { tracks: withoutRun, oximetry, lastSpo2: { value: 97, at: at(58) + 1 } },
      'has an SpO2 that is newer than its newest reading.',
    ],
    [
      'an SpO2 without a reading',
      { tracks: withoutRun, oximetry: undefined, lastSpo2: { value: 97, at: at(58) } } as never,
      undefined,
    ],
    ['values half a second apart', { recentOximetry: [sample(50), sample(50.5)] }, undefined],
    ['values less than that apart', { recentOximetry: [sample(50), sample(50.499)] }, wrongRecent],
    ['one value before the window', { recentOximetry: [sample(-10), sample(0.001), sample(60)] }, undefined],
    ['two at its begin', { recentOximetry: [sample(-10), sample(0), sample(60)] }, wrongRecent],
    ['no value', { recentOximetry: [] }, undefined],
    ['pressures at one time', { bps: [bp(50), bp(50)] }, undefined],
    ['a pressure before the one before', { bps: [bp(50), bp(50 - 0.001)] }, 'has blood pressures out of order.'],
    ['an inflation of no time', withTracks({ inflation: { since: at(59), lastAt: at(59) } }), undefined],
    [
      'an inflation the wrong way',
      withTracks({ inflation: { since: at(59) + 1, lastAt: at(59) } }),
      'has an inflation that began after its end.',
    ],
    ['an SpO2 after the end', { lastSpo2: { value: 97, at: at(60) + 1 } }, newer],
    ['a steadiness after the end', { spo2SteadySince: at(60) + 1 }, newer],
    ['a fall below a limit after the end', withLevel({ sum: { ...sum, below: 0, crossedAt: [at(60) + 1] } }), newer],
    ['a gap after the end', withTracks({ spo2Gaps: { lastAt: at(59), gaps: [gap(60.001, 60.001)] } }), newer],
    ['the device’s own stamp after the end', { bps: [{ ...bp(50), deviceAt: at(99) } as never] }, undefined],
    ['a number that is no time', { lastSpo2: { value: at(61), at: at(60) } }, undefined],
  ])('WS-83 %s, by its name', (_, change, fault) => {
    expect(faultOfSeen({ ...seen, ...change }, state.protocol, at(60))).toBe(fault);
  });
  test('WS-83 levels of a kind that the visit’s protocol does not have', () => {
    const rules = state.protocol.rules.filter(({ alert }) => alert !== 'spo2-low');
    expect(faultOfSeen({ ...seen, ...withLevel({}) }, { ...state.protocol, rules }, at(60))).toBe(
      "has 3 levels of spo2-low; the visit's protocol has 0.",
    );
  });

  const instant = fc.oneof(
    { weight: 30, arbitrary: fc.integer({ min: -20, max: 60 }).map(at) },
    { weight: 1, arbitrary: fc.constantFrom(at(60) + 1, at(61)) },
  );
  const span = fc
    .tuple(instant, instant, fc.integer({ max: 9, min: 0 }))
    .map(([a, b, n]) => ({ since: n === 0 ? a : Math.min(a, b), lastAt: n === 0 ? b : Math.max(a, b) }));
  const anyClock = fc.record({
    since: instant,
    heldMs: fc.constantFrom(0, 1_000, 9_000, 30_000, 8e7),
    lastAt: instant,
    running: fc.boolean(),
  });
  /** As an engine might have it, so that many pass, and as none would. */
  const someClock = fc.oneof(
    { weight: 1, arbitrary: anyClock },
    {
      weight: 15,
      arbitrary: fc.record({ ago: fc.integer({ min: 0, max: 60 }), running: fc.boolean() }).map(({ ago, running }) => ({
        ...{ since: at(60 - ago), heldMs: ago * 1_000, lastAt: at(60), running },
      })),
    },
  );
  const level = fc.oneof(
    { weight: 12, arbitrary: someClock.map((each) => ({ when: { ...each, excess } })) },
    { weight: 12, arbitrary: someClock.map((each) => ({ clear: each, clearGood: each })) },
    { weight: 1, arbitrary: fc.constant({}) },
    {
      weight: 1,
      arbitrary: fc.record({ when: someClock, clear: someClock, clearGood: someClock }).map(({ when, ...rest }) => ({
        ...{ when: { ...when, excess }, ...rest },
      })),
    },
  );
  const rules = fc.dictionary(
    fc.constantFrom(...VITAL_ALERT_KINDS),
    fc.record({
      valueAt: instant,
      doubt: fc.constantFrom('none', 'poor', 'moved'),
      levels: fc.array(level, { minLength: 3, maxLength: 3 }),
    }),
    { maxKeys: 4 },
  );
  const ofProtocol = (kind: string) => state.protocol.rules.find(({ alert }) => alert === kind)?.levels.length;
  const rightMany = (wish: Readonly<Record<string, { readonly levels: readonly object[] }>>) =>
    Object.fromEntries(
      Object.entries(wish).map(([kind, rule]) => [kind, { ...rule, levels: rule.levels.slice(0, ofProtocol(kind)) }]),
    );
  const forged = fc.record(
    {
      rules,
      run: span,
      lastSpo2: instant,
      receivedAt: instant,
      bps: fc
        .uniqueArray(fc.integer({ min: -5, max: 60 }), { maxLength: 3 })
        .map((at) => at.toSorted((a, b) => a - b).map(bp)),
      failed: instant,
      inflation: span,
      priority: fc.constantFrom('low', 'medium', 'high'),
    },
    { requiredKeys: ['rules'] },
  );

  test('WS-83 nothing that passes makes the engine go round in a circle, then or later', () => {
    let passed = 0;
    fc.assert(
      fc.property(forged, fc.array(fc.integer({ min: 1, max: 4_000 }), { maxLength: 5 }), (wish, steps) => {
        const spo2At = wish.lastSpo2 ?? wish.run?.lastAt;
        const lie: WatchedAlone = {
          ...told,
          facts: wish.priority
            ? [
                {
                  type: 'alert-issued',
                  alertId: 'x',
                  at: at(60),
                  kind: 'no-spo2',
                  priority: wish.priority,
                  onsetAt: at(31),
                },
              ]
            : [],
          seen: {
            ...seen,
            ...(spo2At !== undefined && { lastSpo2: { value: 97, at: spo2At } }),
            ...(wish.bps && { bps: wish.bps }),
            ...(wish.failed !== undefined && {
              lastBpFailure: {
                kind: 'nibp-failed',
                measuredAt: wish.failed,
                quality: 'none',
                causes: [],
                failure: 'cuff-leak',
              },
            }),
            tracks: {
              ...seen.tracks,
              rules: rightMany(wish.rules) as Seen['tracks']['rules'],
              ...(wish.run && { spo2Run: wish.run }),
              ...(wish.receivedAt !== undefined && { bpReceivedAt: wish.receivedAt }),
              ...(wish.inflation && { inflation: wish.inflation }),
            },
          },
        };
        const answer = decideJoin(state, lie, by);
        if (!answer.ok) return;
        passed += 1;
        let ids = 0;
        let present = answer.value.reduce((now, body) => evolve(now, { ...body, at: by.now, actor: nurse }), state);
        let { now } = by;
        for (const step of [0, 1, ...steps]) {
          now += step * 1_000;
          present = advanceByTime(present, now, () => `later-${(ids += 1)}`).state;
        }
      }),
      { numRuns: 1_500 },
    );
    expect(passed).toBeGreaterThan(50);
  });
  test('WS-83 what an engine leaves behind passes: the seen of every second', () => {
    const each = new AloneVisit();
    each.lose(0.5);
    const values = [97, 88, 84, 80, 92, 97, undefined, 97];
    for (let second = 1; second <= 240; second += 1) {
      const spo2Pct = values[Math.floor(second / 20) % values.length];
      const quality = second % 7 === 0 ? 'poor' : 'good';
      each.reading(second, {
        ...{ kind: 'oximetry', measuredAt: 0, quality, causes: [], pulseBpm: second % 90 > 60 ? 39 : 72 },
        ...(spo2Pct !== undefined && { spo2Pct }),
      } as Reading);
      if (second % 50 === 0) each.reading(second, { ...bp(second), systolicMmHg: second % 100 === 0 ? 190 : 120 });
      const answer = decideJoin(each.server.state, tellAlone(each.run, at(second)).told, { ...by, now: at(second) });
      expect([second, answer.ok ? '' : answer.refusal.message]).toEqual([second, '']);
    }
    expect(seenOf(each.run.state).bps).toHaveLength(4);
  });
});
