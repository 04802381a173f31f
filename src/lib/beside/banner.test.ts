import { describe, expect, test } from 'vitest';
import type { AlertView, BesideView } from '#core/view.ts';
import { alert } from '../components/fixture-calm.ts';
import { otherBanner } from './banner.ts';

const spo2 = (changes: Partial<AlertView> = {}): AlertView =>
  alert({ kind: 'spo2-low', priority: 'high', parameter: 'spo2', text: 'SpO₂ 84 ≤ 85', ...changes });
const bp = (changes: Partial<AlertView> = {}): AlertView =>
  alert({ kind: 'bp-high', priority: 'medium', parameter: 'nibp', text: 'SYS 164 ≥ 160', ...changes });
const chair = (n: number, changes: Partial<BesideView> = {}): BesideView => ({
  chair: { chairId: `c${n}`, name: `Chair ${n}` },
  visitId: `v${n}`,
  alerts: [],
  emergencySince: null,
  care: { nurseName: 'K. Marsh' },
  ...changes,
});
const own = chair(1);
const seen = { byName: 'T. Lee', at: 0, place: 'station' } as const;
const cover = { byName: 'T. Lee', since: 0, until: 9, overdue: false };
const said = (...others: readonly BesideView[]) => {
  const banner = otherBanner([own, ...others], own);
  return banner && `${banner.chair} · ${banner.text}${banner.more > 0 ? ` +${banner.more}` : ''}`;
};

describe('what presses at the other chairs', () => {
  test('UI-226 the most urgent first, of the chairs of the same nurse', () => {
    expect(said()).toBeNull();
    expect(said(chair(2, { alerts: [bp()] }), chair(4, { alerts: [spo2(), bp()] }))).toBe('Chair 4 · SpO₂ 84 ≤ 85 +2');
  });
  test('UI-226 never of the chair itself', () => {
    const loud = chair(1, { alerts: [spo2()], emergencySince: 3 });
    expect(otherBanner([loud], loud)).toBeNull();
  });
  test.each([
    ['an advisory', { alerts: [bp({ priority: 'low' })] }, null],
    ['one that anybody has seen', { alerts: [spo2({ acknowledged: seen })] }, null],
    ['one beside another that is not', { alerts: [spo2({ acknowledged: seen }), bp()] }, 'Chair 2 · SYS 164 ≥ 160'],
    ['a chair of somebody else', { alerts: [spo2()], care: { nurseName: 'T. Lee' } }, null],
    ['a chair of nobody', { alerts: [spo2()], care: {} }, null],
    ['a free chair', { care: null }, null],
    ['capitals in the name', { alerts: [bp()], care: { nurseName: 'k. marsh' } }, 'Chair 2 · SYS 164 ≥ 160'],
    [
      'a chair the nurse covers',
      { alerts: [bp()], care: { nurseName: 'T. Lee', cover: { ...cover, byName: 'K. Marsh' } } },
      'Chair 2 · SYS 164 ≥ 160',
    ],
    ['an emergency anywhere', { emergencySince: 3, care: { nurseName: 'T. Lee' } }, 'Chair 2 · Emergency'],
  ] as const)('UI-226 %s', (_, changes, expected) => {
    expect(said(chair(2, changes))).toBe(expected);
  });
  test('UI-226 on a chair that somebody covers, of their chairs too; on one that nobody has, emergencies alone', () => {
    const others = [chair(2, { alerts: [bp()], care: { nurseName: 'T. Lee' } }), chair(3, { emergencySince: 5 })];
    expect(otherBanner(others, { ...own, care: { nurseName: 'K. Marsh', cover } })?.more).toBe(1);
    expect(otherBanner(others, { ...own, care: null })).toMatchObject({ level: 'emergency', chairId: 'c3', more: 0 });
  });
  test('UI-311 one who waits for the ride stands among the emergencies of the chairs, by age', () => {
    const away = [{ visitId: 'v9', since: 4, chair: 'Chair 7' }];
    const others = [own, chair(3, { emergencySince: 5 }), chair(2, { alerts: [spo2()] })];
    expect(otherBanner(others, own, away)).toEqual({
      ...{ chairId: null, chair: 'Waiting for the ride', level: 'emergency' },
      ...{ text: 'Emergency, last at Chair 7', more: 2 },
    });
    expect(otherBanner(others, own, [{ visitId: 'v9', since: 6, chair: 'Chair 7' }])?.chair).toBe('Chair 3');
  });
  test('UI-226 emergencies before alerts, the older first', () => {
    expect(said(chair(2, { alerts: [spo2()] }), chair(3, { emergencySince: 9 }), chair(4, { emergencySince: 5 }))).toBe(
      'Chair 4 · Emergency +2',
    );
  });
});
