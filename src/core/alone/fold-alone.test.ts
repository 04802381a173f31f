/** What of a joined stretch still applies, fact by fact. */
import { describe, expect, test } from 'vitest';
import { nurse, provider } from '../../../tests/support/visit-builder.ts';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { Alert, AlertKind } from '../alerts/alert.ts';
import { evolveAlert } from '../alerts/evolve-alert.ts';
import type { Priority } from '../clinical-protocol.ts';
import type { VisitEventOf } from '../event.ts';
import type { VisitState } from '../visit-state.ts';
import { evolve } from '../visit.ts';
import type { AloneFact } from './alone.ts';
import { foldAlone, isOfServer } from './fold-alone.ts';
import { seenOf } from './seen.ts';

const plain = watched({ tickMs: 0 }).state;
const told = (facts: readonly AloneFact[], over: Partial<VisitEventOf<'watched-alone'>> = {}) =>
  ({
    ...{ type: 'watched-alone', screenId: 's', from: at(30), until: at(60), at: at(61), actor: nurse },
    ...{ feeds: plain.feeds ?? {}, seen: seenOf(plain), facts },
    ...over,
  }) as VisitEventOf<'watched-alone'>;
const recorded = (state: VisitState, ...facts: readonly AloneFact[]): VisitState =>
  facts.reduce((now, fact) => evolveAlert(now, { ...fact, actor: nurse }), state);
const joined = (state: VisitState, ...facts: readonly AloneFact[]): VisitState => foldAlone(state, told(facts));

const issued = (kind: AlertKind, priority: Priority = 'medium', alertId = 'a', second = 20, more = {}): AloneFact => ({
  ...{ type: 'alert-issued', alertId, kind, priority, at: at(second), onsetAt: at(10) },
  ...more,
});
const seenAt = (second: number, alertId = 'a', place: 'chair' | 'station' = 'chair', byName = 'Page'): AloneFact => ({
  ...{ type: 'alert-acknowledged', alertId, byName, place, at: at(second) },
});
const paused = (second: number, until = 160, alertId = 'a'): AloneFact => ({
  ...{ type: 'alert-audio-paused', alertId, byName: 'Page', until: at(until), at: at(second) },
});
const resounded = (second: number, alertId = 'a'): AloneFact => ({
  ...{ type: 'alert-resounded', alertId, reason: 'worse', at: at(second) },
});
const raised = (priority: Priority, second = 40, alertId = 'a'): AloneFact => ({
  ...{ type: 'alert-raised', alertId, priority, at: at(second) },
});
const lowered = (priority: Priority, second = 40, alertId = 'a'): AloneFact => ({
  ...{ type: 'alert-lowered', alertId, priority, at: at(second) },
});
const ended = (alertId = 'a', cause: 'in-range' | 'person' = 'in-range', latched = false): AloneFact => ({
  ...{ type: 'alert-ended', alertId, cause, latched, at: at(50) },
});
const confirmed: AloneFact = { type: 'alert-confirmed', alertId: 'a', at: at(40) };
const unconfirmed: AloneFact = { type: 'alert-unconfirmed', alertId: 'a', reason: 'No repeat', at: at(40) };
const waiting = issued('bp-high', 'medium', 'a', 20, { confirmUntil: at(200) });

describe('a fact about an alert that is open here', () => {
  const low = issued('spo2-low');
  const lost = issued('adapter-lost');
  test.each<[string, readonly AloneFact[], AloneFact, Partial<Record<keyof Alert, unknown>>]>([
    ['seen by nobody here', [low], seenAt(40), { acknowledged: { byName: 'Page', place: 'chair', at: at(40) } }],
    [
      'seen at the station',
      [low, seenAt(25, 'a', 'station', 'Dr. Ruiz')],
      seenAt(40),
      { acknowledged: { at: at(40) } },
    ],
    ['seen at the chair', [low, seenAt(25, 'a', 'chair', 'Dr. Ruiz')], seenAt(40), { acknowledged: { at: at(25) } }],
    ['seen as its priority began', [low, raised('high', 40)], seenAt(40), { acknowledged: { at: at(40) } }],
    ['seen before its priority began', [low, raised('high', 40)], seenAt(39.999), { acknowledged: undefined }],
    ['paused', [low], paused(40), { audioPausedUntil: at(160) }],
    ['paused for less than here', [low, paused(25, 170)], paused(40), { audioPausedUntil: at(170) }],
    ['paused for longer than here', [low, paused(25, 159.999)], paused(40), { audioPausedUntil: at(160) }],
    ['paused as its priority began', [low, raised('high', 40)], paused(40), { audioPausedUntil: at(160) }],
    ['paused before its priority began', [low, raised('high', 40)], paused(39.999), { audioPausedUntil: undefined }],
    ['sounding again, as it was seen', [low, seenAt(40)], resounded(40), { acknowledged: undefined }],
    ['sounding again, before it was seen', [low, seenAt(40)], resounded(39.999), { acknowledged: { at: at(40) } }],
    ['sounding again, seen by nobody', [low], resounded(40), { unansweredSince: at(20) }],
    ['sounding again, of the server', [lost, seenAt(30)], resounded(40), { acknowledged: { at: at(30) } }],
    ['raised', [low], raised('high'), { priority: 'high', priorityAt: at(40) }],
    ['raised to what it is', [low], raised('medium'), { priority: 'medium', priorityAt: at(20) }],
    ['raised to less than it is', [low], raised('low'), { priority: 'medium', priorityAt: at(20) }],
    ['raised, of the server', [lost], raised('high'), { priority: 'medium' }],
    ['lowered', [low], lowered('low'), { priority: 'low', priorityAt: at(40) }],
    ['lowered to what it is', [low], lowered('medium'), { priority: 'medium', priorityAt: at(20) }],
    ['lowered to more than it is', [low], lowered('high'), { priority: 'medium', priorityAt: at(20) }],
    ['lowered, of the server', [lost], lowered('low'), { priority: 'medium' }],
    ['confirmed', [waiting], confirmed, { confirmation: { state: 'confirmed' } }],
    ['confirmed, where nothing waits', [issued('bp-high')], confirmed, { confirmation: undefined }],
    ['unconfirmed', [waiting], unconfirmed, { confirmation: { state: 'unconfirmed' }, reason: 'No repeat' }],
    ['unconfirmed, where nothing waits', [issued('bp-high')], unconfirmed, { reason: undefined }],
  ])('PH-74 PH-76 %s', (_, here, fact, expected) => {
    const [alert] = Object.values(joined(recorded(plain, ...here), fact).alerts);
    for (const [key, value] of Object.entries(expected)) {
      if (typeof value === 'object') expect(alert).toMatchObject({ [key]: value });
      else expect([key, alert?.[key as keyof Alert]]).toEqual([key, value]);
    }
  });
  test.each<[AlertKind, boolean]>([
    ['spo2-low', false],
    ['sedation', false],
    ['no-spo2', false],
    ['cuff-overdue', false],
    ['adapter-lost', true],
    ['clock-stepped', true],
    ['low-battery', true],
    ['infusion-past-end', true],
  ])('PH-76 %s is of the server alone: %s', (kind, ofServer) => {
    expect(isOfServer(kind)).toBe(ofServer);
    const here = recorded(plain, issued(kind));
    expect(Object.keys(joined(here, ended()).alerts)).toEqual(ofServer ? [kind] : []);
    expect(Object.keys(joined(plain, issued(kind)).alerts)).toEqual(ofServer ? [] : [kind]);
  });
  test('PH-74 one about an alert that nobody knows changes nothing', () => {
    const here = recorded(plain, issued('spo2-low'));
    expect(joined(here, seenAt(40, 'other'), raised('high', 41, 'other'), ended('other')).alerts).toEqual(here.alerts);
  });
  test.each<[string, readonly AloneFact[], AloneFact, number]>([
    ['high, unseen', [issued('spo2-low', 'high')], ended('a'), 1],
    ['high, seen', [issued('spo2-low', 'high'), seenAt(30)], ended('a', 'in-range', true), 0],
    ['never high', [issued('spo2-low', 'medium')], ended('a', 'in-range', true), 0],
    ['ended by a person', [issued('spo2-low', 'high')], ended('a', 'person', true), 0],
  ])('PH-74 whether a mark stays is said by what stands here: %s', (_, here, fact, marks) => {
    const state = joined(recorded(plain, ...here), fact);
    expect([state.alerts, state.latched.length]).toEqual([{}, marks]);
  });
});

describe('of a kind that both had one stays', () => {
  const both = (ours: Priority, ...facts: readonly AloneFact[]) =>
    joined(recorded(plain, issued('spo2-low', ours, 'ours')), issued('spo2-low', 'medium', 'theirs', 35), ...facts)
      .alerts['spo2-low'];
  test.each<[string, Priority, readonly AloneFact[], Partial<Record<keyof Alert, unknown>>]>([
    ['nothing more', 'medium', [], { priority: 'medium', issuedAt: at(20) }],
    ['seen', 'medium', [seenAt(40, 'theirs')], { acknowledged: { byName: 'Page', place: 'chair', at: at(40) } }],
    ['seen, less urgent here', 'low', [seenAt(40, 'theirs')], { acknowledged: { byName: 'Page' } }],
    ['seen, more urgent here', 'high', [seenAt(40, 'theirs')], { acknowledged: undefined }],
    ['paused', 'medium', [paused(40, 160, 'theirs')], { audioPausedUntil: at(160) }],
    ['paused, more urgent here', 'high', [paused(40, 160, 'theirs')], { audioPausedUntil: undefined }],
    [
      'seen, then sounding again',
      'medium',
      [seenAt(40, 'theirs'), resounded(41, 'theirs')],
      { acknowledged: undefined },
    ],
    ['raised there, then seen', 'high', [raised('high', 40, 'theirs'), seenAt(41, 'theirs')], { acknowledged: {} }],
    [
      'lowered there, then seen',
      'medium',
      [lowered('low', 40, 'theirs'), seenAt(41, 'theirs')],
      { acknowledged: undefined },
    ],
    ['raised there', 'medium', [raised('high', 40, 'theirs')], { priority: 'medium' }],
    ['lowered there', 'medium', [lowered('low', 40, 'theirs')], { priority: 'medium' }],
    ['ended there', 'medium', [ended('theirs')], { priority: 'medium' }],
  ])('PH-74 %s, %s', (_, ours, facts, expected) => {
    const alert = both(ours, ...facts);
    expect(alert?.alertId).toBe('ours');
    for (const [key, value] of Object.entries(expected)) {
      if (typeof value === 'object') expect(alert).toMatchObject({ [key]: value });
      else expect([key, alert?.[key as keyof Alert]]).toEqual([key, value]);
    }
  });
  test('PH-78 one that is open, a mark, or was told before is not issued again', () => {
    const open = recorded(plain, issued('spo2-low', 'high'));
    expect(joined(open, issued('spo2-low', 'medium')).alerts).toEqual(open.alerts);
    const mark = recorded(open, ended('a', 'in-range', true));
    expect(mark.latched).toHaveLength(1);
    expect(joined(mark, issued('spo2-low')).alerts).toEqual({});
    const before: VisitState = { ...plain, told: { until: {}, alertIds: ['x', 'a'] } };
    expect(joined(before, issued('spo2-low')).alerts).toEqual({});
    expect(Object.keys(joined({ ...plain, told: { until: {}, alertIds: ['x'] } }, issued('spo2-low')).alerts)).toEqual([
      'spo2-low',
    ]);
  });
  test('PH-78 nor is one under an id that is of another kind here', () => {
    const open = recorded(plain, issued('pulse-low'));
    expect(Object.keys(joined(open, issued('spo2-low')).alerts)).toEqual(['pulse-low']);
  });
});

describe('a device that is not the chair’s any more', () => {
  const page = { oximeter: { deviceId: 'ox', since: at(0) }, cuff: { deviceId: 'cuff', since: at(0) } };
  const chair = (over: object): VisitState => ({
    ...plain,
    feeds: { ...page, ...over } as VisitState['feeds'] & object,
  });
  const facts = [
    issued('spo2-low', 'medium', 'spo2'),
    issued('no-spo2', 'medium', 'signal'),
    issued('bp-high', 'medium', 'bp'),
    issued('cuff-overdue', 'medium', 'overdue'),
    issued('sedation', 'medium', 'sedation'),
    ...['spo2', 'signal', 'bp', 'overdue', 'sedation'].map((alertId) => seenAt(40, alertId)),
  ];
  const kinds = (state: VisitState, more: readonly AloneFact[] = facts) =>
    Object.keys(foldAlone(state, told(more, { feeds: page as never })).alerts).sort();
  test.each<[string, object, readonly string[]]>([
    ['the same', {}, ['bp-high', 'cuff-overdue', 'no-spo2', 'sedation', 'spo2-low']],
    ['another oximeter', { oximeter: { deviceId: 'b', since: at(0) } }, ['bp-high', 'cuff-overdue', 'sedation']],
    ['the same again', { oximeter: { deviceId: 'ox', since: at(9) } }, ['bp-high', 'cuff-overdue', 'sedation']],
    ['another cuff', { cuff: { deviceId: 'b', since: at(0) } }, ['no-spo2', 'sedation', 'spo2-low']],
    ['both', { oximeter: undefined, cuff: undefined }, ['sedation']],
  ])('PH-77 %s', (_, over, left) => {
    expect(kinds(chair(over))).toEqual(left);
  });
  test('PH-77 an alert that is open here is neither seen nor ended by it; a mark is cleared, and what the page made is no more known', () => {
    const swapped = chair({ oximeter: { deviceId: 'b', since: at(0) } });
    const open = recorded(swapped, issued('spo2-low'), issued('bp-high', 'medium', 'bp'));
    const acts = [seenAt(40), ended(), seenAt(40, 'bp')];
    const { alerts } = foldAlone(open, told(acts, { feeds: page as never }));
    expect(alerts['spo2-low']).toEqual(open.alerts['spo2-low']);
    expect(alerts['bp-high']?.acknowledged).toBeDefined();
    const marked = recorded(swapped, issued('spo2-low', 'high'), ended('a', 'in-range', true));
    const clear: AloneFact = { type: 'latched-mark-cleared', alertId: 'a', byName: 'Page', at: at(41) };
    expect(marked.latched).toHaveLength(1);
    expect(foldAlone(marked, told([clear], { feeds: page as never })).latched).toEqual([]);
    const dropped = [issued('spo2-low', 'medium', 'gone'), seenAt(40, 'gone'), clear];
    expect(foldAlone(marked, told(dropped, { feeds: page as never })).latched).toEqual([]);
  });
});

describe('what was told is kept', () => {
  test('PH-78 until when each of the newest 8 screens told, never backwards and never after now', () => {
    const until = (state: VisitState, over: Partial<VisitEventOf<'watched-alone'>>) =>
      foldAlone(state, told([], over)).told?.until;
    expect(until(plain, {})).toEqual({ s: at(60) });
    expect(until(plain, { until: at(62), at: at(61) })).toEqual({ s: at(61) });
    const before = (s: number): VisitState => ({ ...plain, told: { until: { s, other: at(5) }, alertIds: [] } });
    expect(until(before(at(70)), {})).toEqual({ s: at(70), other: at(5) });
    expect(until(before(at(50)), {})).toEqual({ s: at(60), other: at(5) });
    const eight = Object.fromEntries(['s', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id, i) => [id, at(i)]));
    const full: VisitState = { ...plain, told: { until: eight, alertIds: [] } };
    expect(Object.keys(until(full, {}) ?? {})).toEqual(['b', 'c', 'd', 'e', 'f', 'g', 'h', 's']);
    expect(Object.keys(until(full, { screenId: 'z' }) ?? {})).toEqual(['b', 'c', 'd', 'e', 'f', 'g', 'h', 'z']);
  });
  test('PH-78 the newest 64 alerts that pages issued, each once, and no other fact’s', () => {
    const alertIds = Array.from({ length: 64 }, (_, i) => `old-${i}`);
    const of = (before: readonly string[], ...facts: readonly AloneFact[]) =>
      foldAlone({ ...plain, told: { until: {}, alertIds: before } }, told(facts)).told?.alertIds;
    expect(of([], issued('spo2-low'), seenAt(40), seenAt(40, 'b'))).toEqual(['a']);
    expect(of(['b', 'a'], issued('spo2-low'))).toEqual(['b', 'a']);
    expect(of(alertIds, issued('spo2-low'))).toEqual([...alertIds.slice(1), 'a']);
    expect(foldAlone(plain, told([issued('spo2-low')])).told?.alertIds).toEqual(['a']);
  });
  test('PH-78 the newest 16 stretches; parts that follow on each other are one', () => {
    const of = (stretches: readonly { screenId: string; from: number; until: number }[]) =>
      foldAlone({ ...plain, told: { until: {}, alertIds: [], stretches } }, told([])).told?.stretches;
    const own = { screenId: 's', from: at(30), until: at(60) };
    const one = { screenId: 's', from: at(10), until: at(30) };
    expect(foldAlone(plain, told([])).told?.stretches).toEqual([own]);
    expect(of([one])).toEqual([{ screenId: 's', from: at(10), until: at(60) }]);
    const apart = { ...one, until: at(29) };
    expect(of([apart])).toEqual([apart, own]);
    const other = { ...one, screenId: 'other' };
    expect(of([other])).toEqual([other, own]);
    expect(of([one, other])).toEqual([other, { ...own, from: at(10) }]);
    const many = Array.from({ length: 16 }, (_, i) => ({ ...other, from: at(i) }));
    expect(of(many)).toEqual([...many.slice(1), own]);
  });
  test('PH-75 until when its readings only chart: the latest of all', () => {
    expect(foldAlone(plain, told([])).joinedUntil).toBe(at(60));
    expect(foldAlone({ ...plain, joinedUntil: at(59) }, told([])).joinedUntil).toBe(at(60));
    expect(foldAlone({ ...plain, joinedUntil: at(61) }, told([])).joinedUntil).toBe(at(61));
  });
  test('WS-88 a visit that has ended takes nothing on at all', () => {
    const over = evolve(plain, { type: 'visit-ended', ending: 'home', byName: 'N', at: at(20), actor: nurse });
    expect(foldAlone(over, told([issued('spo2-low')]))).toBe(over);
  });
});

test.each([
  ['60 s before it began', 66_000, 20],
  ['longer before it began', 66_001, 7],
])('AL-155 limits that changed %s: times begin anew', (_, from, since) => {
  const visit = watched({ tickMs: 0, baseline: { spo2Pct: 90 } }).steady(1, 5);
  const command = { type: 'limits:change', limits: { 'spo2-low-medium': 89 }, reason: 'usual 88' } as const;
  expect(visit.give(6, command, provider)).toBe('accepted');
  const { state } = visit.steady(7, 20, 88);
  const again = foldAlone(state, told([], { from: at(0) + from, until: at(70), seen: seenOf(state) }));
  const index = state.protocol.rules
    .find(({ alert }) => alert === 'spo2-low')
    ?.levels.findIndex(({ priority }) => priority === 'medium');
  expect(again.tracks.rules['spo2-low']?.levels[index ?? 0]?.when?.since).toBe(at(since));
});
