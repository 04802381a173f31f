import { describe, expect, test } from 'vitest';
import { alertOf, bp, liveVital, NOW } from '../../../tests/support/tiles.ts';
import { blameOf, bpLook, vitalLook } from './number-look.ts';

describe('UI-41 a number is live only when everything says so', () => {
  test.each([
    ['at the last instant it is valid', NOW + 4_000, false, 'live', '%'],
    ['a moment later', NOW + 4_001, false, 'old', '5 s old'],
    ['without a connection', NOW, true, 'old', '1 s old'],
  ])('UI-41 %s', (_, now, lost, tone, note) => {
    expect(vitalLook(liveVital(97), '%', null, now, lost)).toMatchObject({ tone, text: '97', note });
  });
  test('UI-41 the server’s stale is old with its age', () => {
    const stale = { status: 'stale', value: 97, at: NOW - 41_000, reason: 'no signal' } as const;
    expect(vitalLook(stale, '%', null, NOW, false)).toMatchObject({ tone: 'old', text: '97', note: '41 s old' });
  });
  test.each([
    ['an old number', { status: 'stale', value: 97, at: NOW - 41_000 }, 'old'],
    ['a dash', { status: 'none' }, 'none'],
  ] as const)('UI-295 off the monitor %s counts down', (_, value, tone) => {
    const vital = { ...value, reason: 'off monitor', until: NOW + 200_000 };
    expect(vitalLook(vital, '%', null, NOW, false)).toMatchObject({ tone, note: 'off 3:20' });
  });
  test('UI-41 no value is a dash with its reason', () => {
    expect(vitalLook({ status: 'none', reason: 'probe off' }, '%', null, NOW, false)).toEqual({
      tone: 'none',
      text: '—',
      note: 'probe off',
      blame: null,
    });
  });
  test('UI-41 a BP stays true while its adapter is away, until the next one is overdue', () => {
    const overdue = alertOf({ alertId: 'a', kind: 'cuff-overdue', parameter: 'nibp' });
    expect(bpLook(bp(128, 80), [overdue], NOW, true).tone).toBe('old');
  });
  test('UI-41 a number the device doubts says so', () => {
    expect(vitalLook(liveVital(92, { quality: 'poor' }), '%', null, NOW, false).note).toBe('poor signal');
  });
  test('UI-41 a BP carries its age, and none yet is a dash', () => {
    expect(bpLook(bp(128, 80), [], NOW, true)).toMatchObject({ tone: 'live', systolic: '128', note: '6 min' });
    expect(bpLook({}, [], NOW, true)).toMatchObject({ tone: 'none', note: 'not measured yet' });
    expect(bpLook(bp(128, 80), [], NOW, false).tone).toBe('old');
  });
});

describe('UI-41 the number at fault wears its alert', () => {
  test('UI-41 the most urgent of its parameter, and whether anybody saw it', () => {
    const acknowledged = { byName: 'K. Marsh', at: NOW, place: 'station' } as const;
    expect(blameOf([alertOf({ alertId: 'a', priority: 'high', acknowledged })], 'spo2')).toEqual({
      level: 'high',
      seen: true,
    });
    expect(blameOf([alertOf({ alertId: 'a' })], 'pulse')).toBeNull();
  });
  test('UI-41 an absent SpO2 blames no number, a late cuff neither', () => {
    expect(blameOf([alertOf({ alertId: 'a', kind: 'no-spo2' })], 'spo2')).toBeNull();
    const late = alertOf({ alertId: 'a', kind: 'cuff-overdue', parameter: 'nibp' });
    expect(bpLook(bp(128, 80), [late], NOW, true).blame).toBeNull();
  });
  test('UI-41 of a BP, the number the alert is about', () => {
    const high = alertOf({ alertId: 'a', kind: 'bp-high', parameter: 'nibp', at: 'diastolic' });
    expect(bpLook(bp(150, 104), [high], NOW, true)).toMatchObject({ at: 'diastolic', blame: { level: 'medium' } });
  });
});
