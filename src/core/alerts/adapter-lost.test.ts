import { describe, expect, test } from 'vitest';
import { watched } from '../../../tests/support/watched-visit.ts';

const LOST = { type: 'adapter-disconnected', adapterId: 'a' } as const;
const BACK = { type: 'adapter-connected', adapterId: 'a' } as const;
/** The link goes at 100.5 s, the last value was at 100 s. */
const lost = () => watched().steady(0, 100).record(100.5, LOST);

describe('adapter lost', () => {
  test.each([
    [110.499, undefined],
    [110.5, '110.5 issued adapter-lost medium'],
  ])('AL-15 link gone at 100.5 s, now %s s: %s', (now, expected) => {
    expect(lost().tick(now).log('adapter-lost')[0]).toBe(expected);
  });
  test('AL-15 it stands in for no SpO2 and takes its priority; the silent one that was there says so', () => {
    const visit = lost().tick(300);
    expect(visit.log()).toEqual([
      '110 issued no-spo2 low',
      '110.5 issued adapter-lost medium',
      '160 raised adapter-lost high',
    ]);
    expect(visit.state.alerts['no-spo2']).toMatchObject({ priority: 'low', reason: 'Adapter lost' });
    expect(visit.state.alerts['adapter-lost']).toMatchObject({ reason: 'No SpO₂' });
  });
  test('AL-15 it stands in for an overdue BP', () => {
    const visit = lost().tick(1300);
    expect(visit.log('cuff-overdue')).toEqual([]);
  });
  test('AL-15 two intervals without a BP make it high, when they pass first', () => {
    const visit = watched().steady(0, 1170).record(1170.5, LOST).tick(1210);
    expect(visit.log('adapter-lost')).toEqual(['1180.5 issued adapter-lost medium', '1200 raised adapter-lost high']);
    expect(visit.state.alerts['adapter-lost']?.reason).toBe('BP overdue');
  });
  test('AL-15 an overdue BP that was there stays', () => {
    const visit = watched().steady(0, 730).record(730.5, LOST).tick(760);
    expect(visit.log('cuff-overdue')).toEqual(['720 issued cuff-overdue medium']);
    expect(visit.state.alerts['cuff-overdue']?.reason).toBe('Adapter lost');
  });
  test('AL-15 an SpO2 alert that was there stays, without data', () => {
    const visit = watched().steady(0, 20, 88).record(20.5, LOST).tick(31);
    expect(visit.state.alerts['spo2-low']).toMatchObject({ condition: 'no-data', reason: 'Adapter lost' });
  });
  test.each([
    [204.999, false],
    [205, true],
  ])('AL-15 it ends when the link has been back for 5 s: back at 200 s, now %s s: %s', (now, ended) => {
    const visit = lost().record(200, BACK).tick(now);
    expect(visit.log('adapter-lost').includes('205 ended adapter-lost in-range')).toBe(ended);
  });
  test('AL-15 what it stood in for comes up when the link is back without a signal', () => {
    const visit = lost().record(200, BACK).tick(300);
    expect(visit.log('no-spo2')).toEqual(['110 issued no-spo2 low', '205 raised no-spo2 high']);
  });
  test('AL-15 a link that flickers is one alert', () => {
    const visit = lost().record(200, BACK).record(203, LOST).record(300, BACK).tick(400);
    expect(visit.log('adapter-lost')).toEqual([
      '110.5 issued adapter-lost medium',
      '160 raised adapter-lost high',
      '305 ended adapter-lost in-range',
    ]);
  });
  test('AL-15 a short break is none', () => {
    expect(lost().record(108, BACK).steady(108, 200).log('adapter-lost')).toEqual([]);
  });
  test('AL-15 a silent signal that was there says that the adapter is lost now', () => {
    const visit = watched().steady(0, 100);
    for (let second = 101; second <= 112; second += 1) visit.noValue(second);
    expect(visit.state.alerts['no-spo2']?.reason).toBe('Probe off');
    visit.record(113, LOST).tick(123);
    expect(visit.state.alerts['no-spo2']?.reason).toBe('Adapter lost');
  });
  test('AL-15 a move to another chair ends it by that person’s act; the missing signal comes up', () => {
    const visit = lost().tick(130).record(140, { type: 'chair-changed', chairId: 'chair-2' });
    expect(visit.log().slice(-2)).toEqual(['140 ended adapter-lost person', '140 raised no-spo2 medium']);
  });
  test('AL-15 never connected is not lost: the missing signal says it', () => {
    expect(watched({ connected: false }).tick(60).log('adapter-lost')).toEqual([]);
  });
});
