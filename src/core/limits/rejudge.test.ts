/** What the engine remembers of each level, judged anew when its limit changes. */
import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import { provider } from '../../../tests/support/visit-builder.ts';
import type { Alert } from '../alerts/alert.ts';
import type { LevelTrack } from '../alerts/track.ts';
import type { Priority, VitalAlertKind } from '../clinical-protocol.ts';
import { rulesOf } from '../alerts/rules-of.ts';
import type { VisitState } from '../visit-state.ts';
import { layOver } from './lay-over.ts';
import type { LimitName } from './limit-name.ts';
import { levelOf, LIMIT_PLACE } from './limit-table.ts';
import { directionOf, newestOf, rejudged, rejudgedWhole } from './rejudge.ts';

const withLimits = (state: VisitState, limits: Partial<Record<LimitName, number>>): VisitState => {
  const changed = Object.fromEntries(
    Object.entries(limits).map(([name, limit]) => [name, { limit, byName: 'Dr. Ruiz', at: at(20), reason: 'r' }]),
  );
  return { ...state, limits: { changed, rules: layOver(state.protocol.rules, changed), changedAt: at(20), log: [] } };
};
const level = (state: VisitState, kind: VitalAlertKind, priority: Priority): LevelTrack | undefined => {
  const index = rulesOf(state)
    .find(({ alert }) => alert === kind)
    ?.levels.findIndex((each) => each.priority === priority);
  return state.tracks.rules[kind]?.levels[index ?? -1];
};
/** At rest this patient's SpO2 is 90, so that no advisory stands under the limit. */
const lungs = () => watched({ tickMs: 0, baseline: { spo2Pct: 90 } });
const anew = (state: VisitState, limits: Partial<Record<LimitName, number>>): VisitState =>
  rejudged(state, withLimits(state, limits));

describe('the reading that a newest value is of', () => {
  test.each<[VitalAlertKind, string | undefined]>([
    ['spo2-low', 'oximetry'],
    ['pulse-low', 'oximetry'],
    ['bp-high', 'nibp'],
    ['sedation', undefined],
    ['rr-low', undefined],
  ])('AL-153 of %s: %s', (kind, reading) => {
    const entry = { kind: 'scale', scale: 'moaas', score: 4 } as const;
    const { state } = lungs()
      .steady(1, 9)
      .bp(5, 120)
      .record(9, { type: 'entry-recorded', entryId: 'e', happenedAt: at(9), byName: 'N', entry });
    expect(newestOf(state, kind)?.kind).toBe(reading);
    expect(newestOf(lungs().state, kind)).toBeUndefined();
  });
  test('AL-153 none once the value is lost', () => {
    expect(newestOf(lungs().steady(1, 9).noValue(10).state, 'spo2-low')).toBeUndefined();
  });
});

describe('what is kept of a level’s time', () => {
  const low = () => lungs().steady(1, 10, 88).state;
  const clearing = () => lungs().steady(1, 10, 93).state;
  test('AL-153 met more easily: what met it still counts, what cleared it does not', () => {
    expect(level(low(), 'spo2-low', 'medium')?.when).toMatchObject({
      since: at(1),
      heldMs: 9_000,
      excess: { limit: 90 },
    });
    const met = level(anew(low(), { 'spo2-low-medium': 91 }), 'spo2-low', 'medium');
    expect(met?.when).toMatchObject({ since: at(1), heldMs: 9_000, excess: { limit: 91, extreme: 88 } });
    expect(level(clearing(), 'spo2-low', 'medium')?.clear?.since).toBe(at(1));
    const cleared = level(anew(clearing(), { 'spo2-low-medium': 91 }), 'spo2-low', 'medium');
    expect([cleared?.clear, cleared?.clearGood]).toMatchObject([{ since: at(10) }, { since: at(10) }]);
  });
  test('AL-153 met less easily: what cleared it still counts, what met it does not', () => {
    const met = level(anew(low(), { 'spo2-low-medium': 89 }), 'spo2-low', 'medium');
    expect(met?.when).toMatchObject({ since: at(10), heldMs: 0, excess: { limit: 89, extreme: 88 } });
    const cleared = level(anew(clearing(), { 'spo2-low-medium': 88 }), 'spo2-low', 'medium');
    expect([cleared?.clear, cleared?.clearGood]).toMatchObject([
      { since: at(1), heldMs: 9_000 },
      { since: at(1), heldMs: 9_000 },
    ]);
    expect(level(anew(low(), { 'spo2-low-medium': 87 }), 'spo2-low', 'medium')?.when).toBeUndefined();
  });
  test('AL-153 a run that a doubtful value interrupted is kept where it is met more easily, and says the new limit', () => {
    const paused = () =>
      lungs()
        .steady(1, 9, 88)
        .spo2(10, 91, { quality: 'poor', causes: ['motion'] }).state;
    expect(level(paused(), 'spo2-low', 'medium')?.paused).toMatchObject({ since: at(1), excess: { limit: 90 } });
    const going = level(anew(paused(), { 'spo2-low-medium': 92 }), 'spo2-low', 'medium');
    expect(going?.when).toMatchObject({ since: at(1), excess: { limit: 92, extreme: 88 } });
    const still = level(anew(paused(), { 'spo2-low-medium': 91 }), 'spo2-low', 'medium');
    expect([still?.when, still?.paused]).toMatchObject([undefined, { since: at(1) }]);
    expect(level(anew(paused(), { 'spo2-low-medium': 89 }), 'spo2-low', 'medium')?.paused).toBeUndefined();
  });
  test('AL-153 a lost value is not judged: what was kept stands still, against the new limit', () => {
    const lost = () => lungs().steady(1, 9, 88).noValue(10).state;
    const before = level(lost(), 'spo2-low', 'medium');
    expect(before?.when).toMatchObject({ since: at(1), running: false });
    const easier = level(anew(lost(), { 'spo2-low-medium': 91 }), 'spo2-low', 'medium');
    expect(easier).toEqual({ when: { ...before?.when, excess: { ...before?.when?.excess, limit: 91 } } });
    expect(level(anew(lost(), { 'spo2-low-medium': 89 }), 'spo2-low', 'medium')).toEqual({});
    const poor = lungs()
      .steady(1, 8, 88)
      .spo2(9, 91, { quality: 'poor', causes: ['motion'] })
      .noValue(10).state;
    expect(level(poor, 'spo2-low', 'medium')?.paused?.excess.limit).toBe(90);
    expect(level(anew(poor, { 'spo2-low-medium': 92 }), 'spo2-low', 'medium')?.paused?.excess.limit).toBe(92);
  });
  test('AL-153 of another level and another kind everything stays; a text that names the limit says the new one', () => {
    const state = lungs().steady(1, 10, 84, { pulseBpm: 46 }).state;
    const after = anew(state, { 'spo2-low-medium': 91 });
    expect(level(state, 'spo2-low', 'high')?.when).toMatchObject({ since: at(1), excess: { limit: 90 } });
    expect(level(after, 'spo2-low', 'high')?.when).toMatchObject({
      since: at(1),
      heldMs: 9_000,
      excess: { limit: 91 },
    });
    expect(level(after, 'spo2-low', 'low')).toBe(level(state, 'spo2-low', 'low'));
    expect(after.tracks.rules['pulse-low']).toBe(state.tracks.rules['pulse-low']);
  });
  test('AL-153 a kind that nothing was measured of stays without a track', () => {
    const { state } = lungs();
    expect(anew(state, { 'spo2-low-medium': 88 }).tracks.rules).toEqual({});
    expect(rejudgedWhole(withLimits(state, { 'spo2-low-medium': 88 })).tracks.rules).toEqual({});
  });
  test('AL-155 of a page every level that a limit can change begins anew, the others stay', () => {
    const { state } = lungs().steady(1, 10, 84);
    const after = rejudgedWhole(state);
    expect(level(after, 'spo2-low', 'medium')?.when).toMatchObject({ since: at(10), heldMs: 0 });
    expect(level(after, 'spo2-low', 'high')?.when).toMatchObject({ since: at(10), heldMs: 0 });
    for (const kind of ['spo2-low', 'pulse-high', 'pulse-low'] as const)
      expect(level(after, kind, 'low')).toBe(level(state, kind, 'low'));
    expect(level(state, 'pulse-low', 'medium')?.clear?.since).toBe(at(1));
    expect(level(after, 'pulse-low', 'medium')?.clear?.since).toBe(at(10));
    const entry = { kind: 'scale', scale: 'moaas', score: 2 } as const;
    const sedated = lungs().record(9, { type: 'entry-recorded', entryId: 'e', happenedAt: at(9), byName: 'N', entry });
    expect(rejudgedWhole(sedated.state).tracks.rules.sedation).toEqual(sedated.state.tracks.rules.sedation);
  });
  test('AL-153 AL-12 a BP that met an easier limit before is the first, and one after it its repeat', () => {
    const visit = watched({ baseline: { systolicMmHg: 140, diastolicMmHg: 90 } })
      .steady(1, 5)
      .bp(6, 165, 85);
    visit.steady(7, 60).bp(61, 157, 85).steady(62, 70);
    expect(visit.log('bp-high')).toEqual(['6 issued bp-high medium']);
    const command = { type: 'limits:change', limits: { 'systolic-high-medium': 156 }, reason: 'usual 140' } as const;
    expect(visit.give(70.5, command, provider)).toBe('accepted');
    expect(visit.log('bp-high').at(-1)).toBe('70.5 confirmed bp-high');
  });
});

describe('an open alert', () => {
  const open = (over: Partial<Alert>, state: VisitState): VisitState => ({
    ...state,
    alerts: {
      'spo2-low': {
        ...{ alertId: 'a', kind: 'spo2-low', priority: 'medium', onsetAt: at(1), issuedAt: at(1), priorityAt: at(1) },
        ...{ condition: 'true', excess: { of: 'spo2Pct', extreme: 87, is: '<', limit: 90 }, ...over },
      },
    },
  });
  const { state } = lungs().steady(1, 10, 88);
  test.each<[string, VisitState, Partial<Record<LimitName, number>>, object]>([
    [
      'beyond it still',
      open({}, state),
      { 'spo2-low-medium': 89 },
      { condition: 'true', excess: { extreme: 87, limit: 89 } },
    ],
    ['not any more', open({}, state), { 'spo2-low-medium': 88 }, { condition: 'clearing', excess: { limit: 88 } }],
    ['beyond it now', open({ condition: 'clearing' }, state), { 'spo2-low-medium': 91 }, { condition: 'true' }],
    [
      'lost',
      open({ condition: 'no-data', reason: 'x' }, state),
      { 'spo2-low-medium': 88 },
      { condition: 'no-data', reason: 'x' },
    ],
    [
      'without its reading',
      open({}, lungs().steady(1, 9, 88).noValue(10).state),
      { 'spo2-low-medium': 88 },
      { condition: 'true', excess: { limit: 88 } },
    ],
  ])('AL-154 says the limit in force, and whether its value is %s', (_, before, limits, expected) => {
    expect(anew(before, limits).alerts['spo2-low']).toMatchObject(expected);
    expect(rejudgedWhole(withLimits(before, limits)).alerts['spo2-low']).toMatchObject(expected);
  });
  test('AL-154 without a number it stays without one', () => {
    const { excess: _, ...bare } = open({}, state).alerts['spo2-low'] as Alert;
    const after = anew({ ...state, alerts: { 'spo2-low': bare } }, { 'spo2-low-medium': 89 });
    expect(after.alerts['spo2-low']).toEqual(bare);
  });
});

describe('which way a limit went', () => {
  const { state } = watched({ tickMs: 0 });
  test.each<[LimitName, Partial<Record<LimitName, number>>, Partial<Record<LimitName, number>>, string]>([
    ['spo2-low-medium', {}, { 'spo2-low-medium': 91 }, 'easier'],
    ['spo2-low-medium', {}, { 'spo2-low-medium': 89 }, 'harder'],
    ['spo2-low-medium', {}, { 'spo2-low-medium': 90 }, 'same'],
    ['spo2-low-medium', {}, { 'spo2-low-high': 80 }, 'same'],
    ['pulse-high-medium', {}, { 'pulse-high-medium': 119 }, 'easier'],
    ['pulse-high-medium', {}, { 'pulse-high-medium': 121 }, 'harder'],
    ['systolic-high-medium', {}, { 'diastolic-high-medium': 99 }, 'easier'],
    ['systolic-high-medium', {}, { 'systolic-high-medium': 165, 'diastolic-high-medium': 101 }, 'harder'],
    ['systolic-high-medium', {}, { 'systolic-high-medium': 165, 'diastolic-high-medium': 99 }, 'mixed'],
    ['systolic-high-medium', {}, { 'systolic-high-medium': 155, 'diastolic-high-medium': 101 }, 'mixed'],
  ])('AL-153 %s: from %j to %j it is %s', (name, from, to, direction) => {
    const place = LIMIT_PLACE[name];
    const [was, is] = [from, to].map((limits) => levelOf(rulesOf(withLimits(state, limits)), place));
    if (!was || !is) throw new Error('the protocol has this level');
    expect(directionOf(was, is, place.alert, state)).toBe(direction);
  });
});
