import { describe, expect, test } from 'vitest';
import { watched } from '../../../tests/support/watched-visit.ts';

const signal = () => watched().steady(0, 100);
const line = (visit: ReturnType<typeof signal>) => visit.log('no-spo2');

describe('no SpO2', () => {
  test.each([
    [109.999, []],
    [110, ['110 issued no-spo2 low']],
    [119.999, ['110 issued no-spo2 low']],
    [120, ['110 issued no-spo2 low', '120 raised no-spo2 medium']],
    [159.999, ['110 issued no-spo2 low', '120 raised no-spo2 medium']],
    [160, ['110 issued no-spo2 low', '120 raised no-spo2 medium', '160 raised no-spo2 high']],
  ])('AL-13 last value at 100 s, now %s s', (now, expected) => {
    expect(line(signal().tick(now))).toEqual(expected);
  });
  test('AL-13 readings without a value are no signal, and say why', () => {
    const visit = signal();
    for (let second = 101; second <= 125; second += 1) visit.noValue(second, ['searching']);
    expect(line(visit)).toEqual(['110 issued no-spo2 low', '120 raised no-spo2 medium']);
    expect(visit.state.alerts['no-spo2']?.reason).toBe('Searching for a pulse');
  });
  test('AL-13 a doubtful value is a value', () => {
    expect(line(signal().steady(101, 200, 97, { quality: 'poor' }))).toEqual([]);
  });
  test('AL-13 never a signal: counted from the start', () => {
    expect(line(watched().tick(60))).toEqual([
      '10 issued no-spo2 low',
      '20 raised no-spo2 medium',
      '60 raised no-spo2 high',
    ]);
  });
  test.each([
    [134, undefined],
    [135, '135 ended no-spo2 in-range'],
  ])('AL-13 back since 130 s, newest value at %s s', (lastAt, end) => {
    expect(line(signal().steady(130, lastAt)).find((each) => each.includes('ended'))).toBe(end);
  });
  test('AL-13 a signal that comes back and goes again begins its 5 s anew', () => {
    const visit = signal().steady(130, 134).noValue(135).steady(136, 140);
    expect(line(visit).at(-1)).toBe('120 raised no-spo2 medium');
    expect(line(visit.spo2(141, 98)).at(-1)).toBe('141 ended no-spo2 in-range');
  });
  test('AL-13 one value alone does not end it, and does not stop it from rising', () => {
    expect(line(signal().spo2(130, 98).tick(170))).toEqual([
      '110 issued no-spo2 low',
      '120 raised no-spo2 medium',
      '160 raised no-spo2 high',
    ]);
  });
  test('AL-13 it is not raised while the value is there', () => {
    expect(line(signal().steady(119, 124).tick(125)).slice(1)).toEqual(['124 ended no-spo2 in-range']);
  });
  test('AL-13 in recovery it stays medium', () => {
    const visit = signal().record(101, {
      type: 'infusion-ended',
      happenedAt: signal().state.openedAt + 101_000,
      reason: 'completed',
    });
    expect(line(visit.tick(400))).toEqual(['110 issued no-spo2 low', '120 raised no-spo2 medium']);
  });
  test('AL-23 before the start nothing technical alarms', () => {
    expect(watched({ phase: 'baseline' }).steady(0, 10).tick(600).log()).toEqual([]);
  });
  test('AL-6 timers run through the time the server was away, and are dated from its return', () => {
    const visit = watched().steady(0, 100).resume(400);
    expect(line(visit)).toEqual(['400 issued no-spo2 high']);
  });
  test('AL-1 a signal lost while SpO2 was low leaves both', () => {
    const visit = watched().steady(0, 20, 88).tick(100);
    expect(Object.keys(visit.state.alerts).toSorted()).toEqual(['no-spo2', 'spo2-low']);
    expect(visit.state.alerts['spo2-low']).toMatchObject({ condition: 'no-data' });
  });
});
