import { describe, expect, test } from 'vitest';
import { viewAt, watched } from '../../../tests/support/watched-visit.ts';

const LOW = { causes: ['low-battery'] } as const;
const line = (visit: ReturnType<typeof watched>) => visit.log('low-battery');

describe('battery low', () => {
  test('AL-83 an advisory at the first reading that says so, silent, once', () => {
    const visit = watched().steady(0, 9).steady(10, 40, 98, LOW);
    expect(line(visit)).toEqual(['10 issued low-battery low']);
    expect(visit.escalations('low-battery')).toEqual([]);
  });
  test.each([
    [99, ['40 issued low-battery low']],
    [100, ['40 issued low-battery low', '100 ended low-battery in-range']],
  ])('AL-83 last said at 40 s, readings without it until %i s', (until, expected) => {
    expect(line(watched().steady(0, 39).spo2(40, 98, LOW).steady(41, until))).toEqual(expected);
  });
  test('AL-83 a bit that flickers is one alert', () => {
    const visit = watched();
    for (let second = 0; second < 200; second += 1) visit.spo2(second, 98, second % 30 === 0 ? LOW : {});
    expect(line(visit)).toEqual(['0 issued low-battery low']);
  });
  test('AL-83 silence ends nothing, nor does a restart', () => {
    const visit = watched().steady(0, 20, 98, LOW).tick(900).resume(2_000).tick(2_100);
    expect(line(visit)).toEqual(['0 issued low-battery low']);
  });
  test('AL-83 another device in its place ends it', () => {
    const visit = watched().record(0, { type: 'device-changed', kind: 'oximeter', deviceId: 'd' });
    visit.steady(1, 20, 98, LOW).record(30, { type: 'device-changed', kind: 'oximeter', deviceId: 'e' });
    expect(line(visit)).toEqual(['1 issued low-battery low', '30 ended low-battery person']);
  });
  test('AL-83 at the start of the watch it is said at once', () => {
    const visit = watched({ phase: 'baseline' }).steady(0, 20, 98, LOW);
    expect(line(visit)).toEqual([]);
    visit.record(21, { type: 'infusion-started', happenedAt: visit.state.openedAt + 21_000, plannedMs: 2_400_000 });
    expect(line(visit)).toEqual(['21 issued low-battery low']);
  });
  test('AL-83 of a cuff as of an oximeter, and it says whose', () => {
    const visit = watched().reading(5, { kind: 'nibp-failed', quality: 'none', failure: 'timed-out', ...LOW } as never);
    const words = () => viewAt(visit, 6).alerts.find(({ kind }) => kind === 'low-battery');
    expect(words()).toMatchObject({ text: 'Battery low', detail: 'Cuff', priority: 'low', parameter: 'technical' });
    visit.spo2(6, 98, LOW);
    expect(words()?.detail).toBe('Oximeter, Cuff');
  });
});
