import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { AlertEvent, AlertEventBody } from '../event.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert, AlertKind } from './alert.ts';
import { evolveAlert } from './evolve-alert.ts';

const EMPTY = watched({ tickMs: 0 }).state;
const EXCESS = { of: 'spo2Pct', extreme: 84, is: '<', limit: 90 } as const;
const WORSE = { ...EXCESS, extreme: 80 };

const alertOf = (kind: AlertKind, more: Partial<Alert> = {}): Alert => ({
  alertId: kind,
  kind,
  priority: 'medium',
  onsetAt: at(1),
  issuedAt: at(2),
  priorityAt: at(2),
  condition: 'true',
  ...more,
});
const having = (...alerts: readonly Alert[]): VisitState => ({
  ...EMPTY,
  alerts: Object.fromEntries(alerts.map((alert) => [alert.kind, alert])),
});
const fold = (state: VisitState, body: AlertEventBody, second = 9): VisitState => {
  const event: AlertEvent = { ...body, at: at(second), actor: { kind: 'system' } };
  return evolveAlert(state, event);
};

describe('an alert that is issued', () => {
  const issued = { type: 'alert-issued', alertId: 'n', kind: 'spo2-low', onsetAt: at(5) } as const;
  const fresh = { alertId: 'n', kind: 'spo2-low', onsetAt: at(5), issuedAt: at(9), priorityAt: at(9) } as const;
  test.each<[string, Partial<AlertEventBody>, Partial<Alert>]>([
    ['low asks nobody', { priority: 'low' }, { priority: 'low' }],
    ['medium asks', { priority: 'medium' }, { priority: 'medium', unansweredSince: at(9) }],
    [
      'high is remembered with its number',
      { priority: 'high', excess: EXCESS, reason: 'why' },
      { priority: 'high', excess: EXCESS, reason: 'why', reachedHigh: { excess: EXCESS }, unansweredSince: at(9) },
    ],
    ['high without one', { priority: 'high' }, { priority: 'high', reachedHigh: {}, unansweredSince: at(9) }],
    [
      'medium that waits for its repeat asks nobody',
      { priority: 'medium', confirmUntil: at(99) },
      { priority: 'medium', confirmation: { state: 'waiting', until: at(99) } },
    ],
  ])('AL-7 AL-17 %s', (_, body, expected) => {
    const { alerts } = fold(EMPTY, { ...issued, ...body } as AlertEventBody);
    expect(alerts).toStrictEqual({ 'spo2-low': { ...fresh, condition: 'true', ...expected } });
  });
});

describe('what silences an alert is said with it, and ends nothing', () => {
  const vital = ['spo2-low', 'pulse-high', 'pulse-low', 'rr-high', 'rr-low', 'bp-high', 'bp-low', 'sedation'] as const;
  const all = having(...vital.map((kind) => alertOf(kind)), alertOf('no-spo2'), alertOf('cuff-overdue'));
  const reasons = (state: VisitState, kind: AlertKind, reason?: string): Record<string, string> => {
    const body = { type: 'alert-issued', alertId: 'n', kind, priority: 'medium', onsetAt: at(5) } as const;
    const { alerts } = fold(state, { ...body, ...(reason !== undefined && { reason }) });
    const open = Object.values(alerts).filter((alert) => alert.alertId !== 'n');
    expect(open).toHaveLength(Object.values(state.alerts).filter((alert) => alert.kind !== kind).length);
    return Object.fromEntries(
      open.flatMap((alert) =>
        alert.reason === undefined ? [] : [[alert.kind, `${alert.condition}: ${alert.reason}`]],
      ),
    );
  };
  const saying = (kinds: readonly AlertKind[], words: string) => Object.fromEntries(kinds.map((kind) => [kind, words]));
  const oximetry = ['spo2-low', 'pulse-high', 'pulse-low', 'rr-high', 'rr-low'] as const;

  test('AL-1 no SpO2: the values of the oximeter, with its reason or that nothing comes', () => {
    expect(reasons(all, 'no-spo2', 'Probe off')).toEqual(saying(oximetry, 'no-data: Probe off'));
    expect(reasons(all, 'no-spo2')).toEqual(saying(oximetry, 'no-data: No readings'));
  });
  test('AL-1 BP overdue: both alerts of the BP, and none where none is', () => {
    expect(reasons(all, 'cuff-overdue')).toEqual(saying(['bp-high', 'bp-low'], 'no-data: BP overdue'));
    expect(reasons(having(alertOf('bp-low')), 'cuff-overdue')).toEqual({ 'bp-low': 'no-data: BP overdue' });
    expect(reasons(having(alertOf('bp-high')), 'cuff-overdue')).toEqual({ 'bp-high': 'no-data: BP overdue' });
    expect(reasons(EMPTY, 'cuff-overdue')).toEqual({});
  });
  const up = { connected: true, since: at(0) };
  const down = { connected: false, since: at(3) };
  const ofOximeter = { ...saying(oximetry, 'no-data: Adapter lost'), 'no-spo2': 'true: Adapter lost' };
  const ofCuff = { 'cuff-overdue': 'true: Adapter lost' };
  test.each<[string, Partial<VisitState>, Record<string, string>]>([
    ['of both devices', { links: { oximeter: down, cuff: down } }, { ...ofOximeter, ...ofCuff }],
    ['of the oximeter', { links: { oximeter: down, cuff: up } }, ofOximeter],
    ['of the cuff', { links: { oximeter: up, cuff: down } }, ofCuff],
    [
      'from which something came since',
      { links: { oximeter: down, cuff: down }, tracks: { rules: {}, heardAt: { oximeter: at(4), cuff: at(4) } } },
      {},
    ],
  ])('AL-1 AL-15 adapter lost %s', (_, change, expected) => {
    expect(reasons({ ...all, ...change }, 'adapter-lost')).toEqual(expected);
    expect(reasons({ ...EMPTY, ...change }, 'adapter-lost')).toEqual({});
  });
  test('AL-1 any other takes nothing away', () => {
    expect(reasons(all, 'clock-stepped', 'why')).toEqual({});
  });
});

describe('what changes an open alert', () => {
  const answered: Partial<Alert> = {
    acknowledged: { byName: 'N. Okafor', at: at(3), place: 'station' },
    extremeAtAcknowledgement: 84,
    extremeAtAcknowledgementOf: 'spo2Pct',
    audioPausedUntil: at(50),
  };
  const asking: Partial<Alert> = { unansweredSince: at(2), escalatedTo: 'provider' };
  const waiting: Partial<Alert> = { confirmation: { state: 'waiting', until: at(99) } };
  const by = { alertId: 'spo2-low' } as const;
  const ack = { type: 'alert-acknowledged', byName: 'R. Lind', place: 'phone', ...by } as const;

  test.each<[string, Partial<Alert>, AlertEventBody, Partial<Alert>]>([
    [
      'AL-22 a rise asks anew: no answer, pause, wait or step stays',
      { ...answered, ...asking, ...waiting, reason: 'old' },
      { type: 'alert-raised', priority: 'high', excess: WORSE, reason: 'new', ...by },
      {
        priority: 'high',
        priorityAt: at(9),
        excess: WORSE,
        reason: 'new',
        reachedHigh: { excess: WORSE },
        unansweredSince: at(9),
      },
    ],
    [
      'AL-22 a rise that says neither number nor reason keeps them',
      { excess: EXCESS, reason: 'old' },
      { type: 'alert-raised', priority: 'high', ...by },
      {
        priority: 'high',
        priorityAt: at(9),
        excess: EXCESS,
        reason: 'old',
        reachedHigh: {},
        unansweredSince: at(9),
      },
    ],
    [
      'AL-12 an advisory that rises to medium waits',
      { priority: 'low' },
      { type: 'alert-raised', priority: 'medium', confirmUntil: at(80), ...by },
      { priority: 'medium', priorityAt: at(9), confirmation: { state: 'waiting', until: at(80) } },
    ],
    [
      'AL-22 a fall to medium keeps answer, pause and step, and asks on',
      { ...answered, ...asking, ...waiting, priority: 'high', excess: EXCESS },
      { type: 'alert-lowered', priority: 'medium', excess: WORSE, ...by },
      { ...answered, ...asking, priority: 'medium', priorityAt: at(9), excess: WORSE },
    ],
    [
      'AL-22 a fall to the advisory asks nobody any more',
      { ...asking, excess: EXCESS },
      { type: 'alert-lowered', priority: 'low', ...by },
      { priority: 'low', priorityAt: at(9), escalatedTo: 'provider', excess: EXCESS },
    ],
    [
      'AL-22 a fall of one that asked nobody makes it ask nobody',
      { ...answered, priority: 'high' },
      { type: 'alert-lowered', priority: 'medium', ...by },
      { ...answered, priority: 'medium', priorityAt: at(9) },
    ],
    [
      'AL-12 confirmed it asks from now',
      { ...waiting, excess: EXCESS },
      { type: 'alert-confirmed', excess: WORSE, ...by },
      { confirmation: { state: 'confirmed' }, excess: WORSE, unansweredSince: at(9) },
    ],
    [
      'AL-12 confirmed after it was unconfirmed it goes on asking since then',
      { confirmation: { state: 'unconfirmed' }, unansweredSince: at(4), excess: EXCESS },
      { type: 'alert-confirmed', ...by },
      { confirmation: { state: 'confirmed' }, unansweredSince: at(4), excess: EXCESS },
    ],
    [
      'AL-12 seen while it waited it asks nobody once confirmed',
      { ...answered, ...waiting },
      { type: 'alert-confirmed', ...by },
      { ...answered, confirmation: { state: 'confirmed' } },
    ],
    [
      'AL-12 unconfirmed it says why, and asks from now',
      waiting,
      { type: 'alert-unconfirmed', reason: 'none came', ...by },
      { confirmation: { state: 'unconfirmed' }, reason: 'none came', unansweredSince: at(9) },
    ],
    [
      'AL-18 acknowledged: by whom, where, and at which number',
      { ...asking, excess: EXCESS },
      ack,
      {
        escalatedTo: 'provider',
        excess: EXCESS,
        acknowledged: { byName: 'R. Lind', at: at(9), place: 'phone' },
        extremeAtAcknowledgement: 84,
        extremeAtAcknowledgementOf: 'spo2Pct',
      },
    ],
    [
      'AL-18 acknowledged without a number',
      asking,
      ack,
      { escalatedTo: 'provider', acknowledged: { byName: 'R. Lind', at: at(9), place: 'phone' } },
    ],
    [
      'AL-47 paused',
      asking,
      { type: 'alert-audio-paused', until: at(129), byName: 'R. Lind', ...by },
      { ...asking, audioPausedUntil: at(129) },
    ],
    [
      'AL-18 it sounds again: no answer, pause or step stays',
      { ...answered, escalatedTo: 'provider', excess: EXCESS },
      { type: 'alert-resounded', reason: 'why', ...by },
      { excess: EXCESS, unansweredSince: at(9) },
    ],
    [
      'AL-17 passed on',
      { unansweredSince: at(2) },
      { type: 'alert-escalated', to: 'station', ...by },
      { unansweredSince: at(2), escalatedTo: 'station' },
    ],
  ])('%s', (_, before, body, after) => {
    const other = alertOf('pulse-high');
    const { alerts } = fold(having(other, alertOf('spo2-low', before)), body);
    expect(alerts).toStrictEqual({ 'pulse-high': other, 'spo2-low': alertOf('spo2-low', after) });
  });
  test('AL-7 a fact about an alert that is not open changes nothing', () => {
    const state = having(alertOf('pulse-high'));
    expect(fold(state, ack)).toBe(state);
    expect(fold(state, { type: 'alert-ended', cause: 'person', latched: true, ...by })).toBe(state);
  });
});

describe('an alert that ends', () => {
  const end = (alert: Alert, latched = true): VisitState => {
    const body = { type: 'alert-ended', alertId: alert.alertId, cause: 'in-range', latched } as const;
    return fold(having(alert, alertOf('pulse-high')), body);
  };
  test('AL-19 without a mark nothing is left of it', () => {
    const { alerts, latched } = end(alertOf('spo2-low'), false);
    expect([alerts, latched]).toEqual([{ 'pulse-high': alertOf('pulse-high') }, []]);
  });
  const inPlaceOf = { of: 'diastolicMmHg', extreme: 112, is: '>=', limit: 110 } as const;
  test.each<[string, Partial<Alert>, string]>([
    [
      'the limit it passed at high, with the worst value since',
      { excess: WORSE, reachedHigh: { excess: EXCESS } },
      'SpO₂ 80 < 90',
    ],
    [
      'the number it was high by, where the text has another',
      { excess: inPlaceOf, reachedHigh: { excess: EXCESS } },
      'SpO₂ 84 < 90',
    ],
    ['the number alone', { excess: inPlaceOf, reachedHigh: {} }, 'DIA 112 ≥ 110'],
    ['the number it was high by alone', { reachedHigh: { excess: EXCESS } }, 'SpO₂ 84 < 90'],
    ['its name', { reachedHigh: {} }, 'SpO₂ low'],
  ])('AL-19 the mark says %s', (_, more, text) => {
    expect(end(alertOf('spo2-low', more)).latched).toEqual([
      { alertId: 'spo2-low', kind: 'spo2-low', text, onsetAt: at(1), endedAt: at(9) },
    ]);
  });
  test('AL-19 a mark is added to those there are, and one that is cleared goes alone', () => {
    const two = fold(
      { ...having(alertOf('no-spo2')), latched: end(alertOf('spo2-low')).latched },
      {
        type: 'alert-ended',
        alertId: 'no-spo2',
        cause: 'in-range',
        latched: true,
      },
    );
    expect(two.latched.map(({ text }) => text)).toEqual(['SpO₂ low', 'No SpO₂']);
    const clear = { type: 'latched-mark-cleared', alertId: 'spo2-low', byName: 'N. Okafor' } as const;
    expect(fold(two, clear).latched.map(({ text }) => text)).toEqual(['No SpO₂']);
  });
});
