import { describe, expect, test } from 'vitest';
import { alertOf, bp, freeTile, infusion, NOW, recovery, tileOf } from '../../../tests/support/tiles.ts';
import { footLook } from './foot-look.ts';

const MINUTE = 60_000;
const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);
const foot = (changes: Parameters<typeof tileOf>[1] = {}) => footLook(tileOf(1, changes), NOW, clock);
const readiness = {
  warnings: [],
  missing: ['a', 'b'],
  gate: 'clear',
  gateMessage: '',
  baselineReady: false,
  baselineMissing: [],
} as const;
const before = { name: 'baseline', since: NOW } as const;

describe('UI-48 the foot of a tile says the most pressing thing', () => {
  test('UI-48 an emergency before every alert', () => {
    expect(foot({ emergencySince: NOW - 20_000, alerts: [alertOf({ alertId: 'a', priority: 'high' })] })).toEqual({
      kind: 'emergency',
      text: 'Emergency',
      side: '0:20',
    });
  });
  test('UI-48 the first alert, how many more, and that nobody came to a high one', () => {
    const alerts = [alertOf({ alertId: 'a', priority: 'high' }), alertOf({ alertId: 'b' }), alertOf({ alertId: 'c' })];
    expect(foot({ alerts })).toMatchObject({
      kind: 'alert',
      level: 'high',
      seen: false,
      more: 2,
      side: '0:30 · nobody',
    });
  });
  test('UI-295 off the monitor, counting down, but never in the place of an alert', () => {
    const offMonitor = { since: NOW - MINUTE, until: NOW + 200_000, byName: 'K. Marsh' };
    expect(foot({ phase: recovery(12), offMonitor })).toEqual({
      kind: 'calm',
      text: 'Off monitor',
      side: '3:20 left',
    });
    expect(foot({ offMonitor, alerts: [alertOf({ alertId: 'a' })] }).kind).toBe('alert');
  });
  test('UI-48 who acknowledged', () => {
    const acknowledged = { byName: 'K. Marsh', at: NOW, place: 'chair' } as const;
    expect(foot({ alerts: [alertOf({ alertId: 'a', acknowledged })] })).toMatchObject({
      seen: true,
      side: 'by K. Marsh',
    });
  });
  test('UI-48 a high alert that ended by itself and nobody saw', () => {
    const mark = {
      alertId: 'a',
      kind: 'spo2-low',
      text: 'SpO₂ 81 ≤ 85',
      onsetAt: NOW - 4 * MINUTE,
      endedAt: NOW - MINUTE,
    } as const;
    expect(foot({ latched: [mark] })).toEqual({ kind: 'mark', text: 'SpO₂ 81 ≤ 85', side: 'ended 13:59' });
  });
  test('UI-182 an excursion found late, with its time', () => {
    const mark = {
      ...{ alertId: 'a', kind: 'spo2-low' as const, text: 'SpO₂ 80 < 90 for 62 s' },
      ...{ onsetAt: NOW - 4 * MINUTE, endedAt: NOW - 3 * MINUTE, late: 'disconnected' as const },
    } as const;
    expect(foot({ latched: [mark] })).toEqual({
      ...{ kind: 'mark', text: 'SpO₂ 80 < 90 for 62 s', side: 'at 13:56', late: true },
    });
  });
  test.each([
    [
      'a hold before the start',
      { phase: before, readiness: { ...readiness, gate: 'hold' } },
      'asks',
      'Hold: approve or wait',
    ],
    ['the upper mark', { phase: recovery(30) }, 'asks', 'Past upper mark'],
    ['a decision at the upper mark', { phase: { ...recovery(30), decision: 'extend' } }, 'calm', 'Watching'],
    ['things missing', { phase: before, readiness }, 'calm', '2 things missing'],
    ['one thing missing', { phase: before, readiness: { ...readiness, missing: ['a'] } }, 'calm', '1 thing missing'],
    ['readiness', { phase: before, readiness: { ...readiness, missing: [] } }, 'calm', 'Ready to start'],
    ['a BP too high', { phase: before, readiness: { ...readiness, gate: 'no-start' } }, 'calm', 'BP too high to start'],
    [
      'a pause',
      { phase: infusion(10, { paused: { since: NOW - 3 * MINUTE, remindAt: NOW } }) },
      'calm',
      'Paused 3 min',
    ],
    ['a planned end that is over', { phase: infusion(42) }, 'calm', '2 min past plan'],
  ] as const)('UI-48 %s', (_, changes, kind, text) => {
    expect(foot(changes as never)).toMatchObject({ kind, text });
  });
  test.each([
    ['the countdown to the next BP', {}, 'BP in 4:00'],
    ['how late it is', { nextDueAt: NOW - 30_000 }, 'BP due 0:30 ago'],
    ['the cuff while it measures', { measuring: { cuffPressureMmHg: 134, at: NOW } }, 'cuff 134 mmHg'],
  ])('UI-48 beside it, %s', (_, changes, side) => {
    expect(foot({ nibp: bp(118, 74, changes) }).side).toBe(side);
  });
  test('UI-48 a free chair says nothing', () => {
    expect(footLook(freeTile(5), NOW, clock)).toEqual({ kind: 'calm', text: '', side: '' });
  });
  test('UI-40 without a connection no chair is said to be watched', () => {
    expect(footLook(tileOf(1), NOW, clock, true)).toMatchObject({ text: 'Not known', side: '' });
  });
});
