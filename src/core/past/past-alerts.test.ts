/** The alerts of a past visit, folded from its facts, and what its view says of names, sound and lines. */
import { describe, expect, test } from 'vitest';
import { nurse } from '../../../tests/support/visit-builder.ts';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { AlertKind, Excess } from '../alerts/alert.ts';
import { seenOf } from '../alone/seen.ts';
import type { Priority } from '../clinical-protocol.ts';
import type { VisitEvent, VisitEventBody } from '../event.ts';
import type { Reading } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import { pastAlerts } from './past-alerts.ts';
import { pastView } from './past-view.ts';

const event = (second: number, body: VisitEventBody): VisitEvent => ({ ...body, at: at(second), actor: nurse });
const excessOf = (of: Excess['of'], extreme: number, is: Excess['is'], limit: number): Excess => ({
  of,
  extreme,
  is,
  limit,
});
const spo2 = (extreme: number): Excess => excessOf('spo2Pct', extreme, '<', 90);
const issued = (
  second: number,
  excess: Excess | null = spo2(88),
  kind: AlertKind = 'spo2-low',
  alertId = 'a',
  priority: Priority = 'medium',
): VisitEvent =>
  event(second, { type: 'alert-issued', alertId, kind, priority, onsetAt: at(10), ...(excess && { excess }) });
const raised = (priority: Priority, excess?: Excess): VisitEvent =>
  event(30, { type: 'alert-raised', alertId: 'a', priority, ...(excess && { excess }) });
const ended = (second: number, alertId = 'a'): VisitEvent =>
  event(second, { type: 'alert-ended', alertId, cause: 'in-range', latched: false });
const oximetry = (second: number, more: object): Reading =>
  ({ kind: 'oximetry', measuredAt: at(second), quality: 'good', causes: [], ...more }) as Reading;
const nibp = (second: number, systolicMmHg: number, diastolicMmHg: number): Reading =>
  ({
    ...{ kind: 'nibp', measuredAt: at(second), quality: 'good', causes: [] },
    ...{ systolicMmHg, diastolicMmHg },
  }) as Reading;
const texts = (events: readonly VisitEvent[], readings: readonly Reading[] = []) =>
  pastAlerts(events, readings).map(({ text }) => text);

describe('the alerts of a past visit', () => {
  test('UI-314 who acknowledged it first, and how long after it was issued', () => {
    const seen = (second: number, byName: string, alertId = 'a') =>
      event(second, { type: 'alert-acknowledged', alertId, byName, place: 'chair' });
    const of = (...facts: readonly VisitEvent[]) => pastAlerts([issued(20), ...facts], [])[0]?.acknowledged;
    expect(of()).toBeUndefined();
    expect(of(seen(30, 'N', 'other'))).toBeUndefined();
    expect(of(seen(62, 'K. Marsh'), seen(90, 'T. Lee'), ended(95))).toEqual({ byName: 'K. Marsh', afterMs: 42_000 });
  });
  test('REC-90 one that is open has no end, one that ended has', () => {
    const alert = { alertId: 'a', kind: 'spo2-low', onsetAt: at(10), priority: 'medium', text: 'SpO₂ 88 < 90' };
    expect(pastAlerts([issued(20)], [])).toEqual([{ ...alert, endedAt: null }]);
    expect(pastAlerts([issued(20), ended(50)], [])).toEqual([{ ...alert, endedAt: at(50) }]);
    expect(pastAlerts([issued(20), ended(50, 'other')], [])).toEqual([{ ...alert, endedAt: null }]);
    expect(pastAlerts([ended(50), event(51, { type: 'chair-changed', chairId: 'd' })], [])).toEqual([]);
  });
  test.each<[string, readonly VisitEvent[], Priority, string]>([
    ['raised', [raised('high', spo2(84))], 'high', 'SpO₂ 84 < 90'],
    ['raised without a value', [raised('high')], 'high', 'SpO₂ 88 < 90'],
    ['raised to what it was', [raised('medium', spo2(70))], 'medium', 'SpO₂ 88 < 90'],
    ['raised to less', [raised('low', spo2(70))], 'medium', 'SpO₂ 88 < 90'],
    [
      'lowered',
      [event(30, { type: 'alert-lowered', alertId: 'a', priority: 'low', excess: spo2(70) })],
      'medium',
      'SpO₂ 88 < 90',
    ],
    ['confirmed', [event(30, { type: 'alert-confirmed', alertId: 'a', excess: spo2(80) })], 'medium', 'SpO₂ 80 < 90'],
    ['confirmed without a value', [event(30, { type: 'alert-confirmed', alertId: 'a' })], 'medium', 'SpO₂ 88 < 90'],
    [
      'acknowledged',
      [event(30, { type: 'alert-acknowledged', alertId: 'a', byName: 'N', place: 'chair' })],
      'medium',
      'SpO₂ 88 < 90',
    ],
  ])('REC-90 at the highest it reached: %s', (_, facts, priority, text) => {
    const [alert] = pastAlerts([issued(20), ...facts], []);
    expect([alert?.priority, alert?.text, alert?.endedAt]).toEqual([priority, text, null]);
  });
  test('REC-90 PH-74 one that a page issued too stands once; after its end another of its kind is another', () => {
    const ids = (...events: readonly VisitEvent[]) => pastAlerts(events, []).map(({ alertId }) => alertId);
    const theirs = issued(25, spo2(80), 'spo2-low', 'b');
    expect(ids(issued(20), theirs)).toEqual(['a']);
    expect(ids(issued(20), ended(24), theirs)).toEqual(['a', 'b']);
    expect(ids(issued(20), ended(24), issued(26, spo2(80)))).toEqual(['a']);
    expect(ids(issued(20), issued(25, null, 'no-spo2', 'b'))).toEqual(['a', 'b']);
  });
  test('REC-90 what a page watched alone counts as its facts say', () => {
    const { state } = watched({ tickMs: 0 });
    const { actor: _, ...fact } = issued(40) as Extract<VisitEvent, { readonly type: 'alert-issued' }>;
    const joined = event(60, {
      ...{ type: 'watched-alone', screenId: 's', from: at(30), until: at(55), feeds: {} },
      ...{ facts: [fact], seen: seenOf(state) },
    });
    expect(pastAlerts([joined, ended(70)], [])).toMatchObject([{ alertId: 'a', endedAt: at(70) }]);
  });
  test('REC-90 one without a number says what it is', () => {
    expect(texts([issued(20, null, 'no-spo2')], [oximetry(20, { spo2Pct: 1 })])).toEqual(['No SpO₂']);
  });
  test.each([
    [9.999, 88],
    [10, 80],
    [50, 80],
    [50.001, 88],
  ])('REC-90 the worst value while it lasted, 10 to 50 s: one of %d s', (second, worst) => {
    expect(texts([issued(20), ended(50)], [oximetry(second, { spo2Pct: 80 })])).toEqual([`SpO₂ ${worst} < 90`]);
  });
  test('REC-90 of an open one every later value counts', () => {
    expect(texts([issued(20)], [oximetry(9_000, { spo2Pct: 80 })])).toEqual(['SpO₂ 80 < 90']);
  });
  const all = [
    oximetry(20, { spo2Pct: 70, pulseBpm: 30, respiratoryRatePerMin: 5 }),
    oximetry(21, { spo2Pct: 99, pulseBpm: 190, respiratoryRatePerMin: 44 }),
    oximetry(22, {}),
    nibp(23, 60, 40),
    nibp(24, 210, 130),
  ];
  test.each<[AlertKind, Excess, string]>([
    ['spo2-low', excessOf('spo2Pct', 88, '<', 90), 'SpO₂ 70 < 90'],
    ['spo2-low', excessOf('spo2Pct', 88, '<=', 93), 'SpO₂ 70 ≤ 93'],
    ['pulse-low', excessOf('pulseBpm', 38, '<', 40), 'Pulse 30 < 40'],
    ['pulse-high', excessOf('pulseBpm', 141, '>', 140), 'Pulse 190 > 140'],
    ['rr-low', excessOf('respiratoryRatePerMin', 7, '<', 8), 'RR 5 < 8'],
    ['rr-high', excessOf('respiratoryRatePerMin', 31, '>', 30), 'RR 44 > 30'],
    ['bp-high', excessOf('systolicMmHg', 181, '>=', 180), 'SYS 210 ≥ 180'],
    ['bp-high', excessOf('diastolicMmHg', 111, '>=', 110), 'DIA 130 ≥ 110'],
    ['bp-low', excessOf('systolicMmHg', 79, '<', 80), 'SYS 60 < 80'],
  ])('REC-90 the worst value of %s', (kind, excess, text) => {
    expect(texts([issued(20, excess, kind)], all)).toEqual([text]);
  });
  test('REC-90 a scale is worst where it was entered', () => {
    const [text] = texts([issued(20, excessOf('moaas', 2, '<=', 3), 'sedation')], all);
    expect(text).toContain('2');
  });
});

describe('the view of a past visit', () => {
  const { state } = watched({ tickMs: 0 }).steady(1, 5);
  const chairs = [
    { chairId: 'other', name: 'Other', from: at(0) },
    { chairId: 'c', name: 'Later', from: at(4) },
    { chairId: 'other', name: 'Last', from: at(0) },
  ];
  test('REC-97 a chair that had no name yet has its first, and one that nobody knows is a chair', () => {
    expect(pastView(state, { patients: [], chairs }, at(5)).chair).toMatchObject({ chairId: 'c', name: 'Later' });
    expect(pastView(state, { patients: [], chairs }, at(4)).chair.name).toBe('Later');
    const two = [...chairs, { chairId: 'c', name: 'Newest', from: at(6) }];
    expect(pastView(state, { patients: [], chairs: two }, at(1)).chair.name).toBe('Later');
    expect(pastView(state, { patients: [], chairs: [] }, at(5)).chair.name).toBe('Chair');
    expect(pastView(state, { patients: [], chairs: chairs.slice(0, 1) }, at(5)).chair.name).toBe('Chair');
  });
  test('REC-97 the patient of the visit, not another', () => {
    const patients = [{ patientId: 'q' }, { patientId: 'p' }] as never;
    expect(pastView(state, { patients, chairs }, at(5)).patient).toMatchObject({ patientId: 'p' });
    expect(pastView(state, { patients: [{ patientId: 'q' }] as never, chairs }, at(5)).patient).toBeNull();
  });
  test.each([
    ['both', 'quiet'],
    ['chair', 'sounds'],
    ['station', 'absent'],
    ['nobody', 'absent'],
  ])('REC-97 where it sounded: %s', (who, chair) => {
    const sound = { who, station: 'sounds', since: at(3) } as unknown as NonNullable<VisitState['sound']>;
    const view = pastView({ ...state, sound }, { patients: [], chairs }, at(5));
    expect(view.sound).toEqual({ chair, station: 'sounds', who, since: at(3) });
  });
  test('REC-97 its devices as their lines stood', () => {
    const feeds = { oximeter: { deviceId: 'ox', since: at(0) }, cuff: { deviceId: 'cu', since: at(0) } } as never;
    const links = { cuff: { connected: false, since: at(2) } } as never;
    const of = (over: object) => pastView({ ...state, ...over } as VisitState, { patients: [], chairs }, at(5)).devices;
    const plain = { emulated: false, lowBattery: false };
    expect(of({ feeds, links })).toEqual([
      { deviceId: 'ox', kind: 'oximeter', label: 'ox', connected: true, ...plain },
      { deviceId: 'cu', kind: 'cuff', label: 'cu', connected: false, ...plain },
    ]);
    expect(of({ feeds: { cuff: (feeds as { cuff: unknown }).cuff }, links: undefined })).toMatchObject([
      { deviceId: 'cu', connected: true },
    ]);
    expect(of({ feeds: undefined, links: undefined })).toEqual([]);
  });
});
