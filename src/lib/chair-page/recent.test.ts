import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, live, SECOND } from '../components/fixture-calm.ts';
import { joined, RECENT_MS, recentPath, withSample, type Sample } from './recent.ts';

const every = (seconds: readonly number[], value = 97): readonly Sample[] =>
  seconds.map((s) => ({ at: at(0, s), value }));
const pieces = (path: string): number => path.split('M').length - 1;

describe('UI-20 the last two minutes', () => {
  test('samples a second apart are one line', () => {
    expect(pieces(recentPath(every([0, 1, 2, 3]), at(0, 3)))).toBe(1);
  });
  test.each([
    [2, 1],
    [3, 2],
  ])('a hole of %d s makes %d pieces', (hole, count) => {
    expect(pieces(recentPath(every([0, 1, 1 + hole, 2 + hole]), at(0, 2 + hole)))).toBe(count);
  });
  test('history goes before what the screen saw itself, nothing twice', () => {
    expect(joined(every([0, 1, 2]), every([2, 3], 90))).toEqual([...every([0, 1]), ...every([2, 3], 90)]);
    expect(joined(every([0, 1]), [])).toEqual(every([0, 1]));
  });
  test('an old or absent value adds nothing', () => {
    const before = every([1]);
    expect(withSample(before, { status: 'none', reason: 'probe off' })).toBe(before);
    expect(withSample(before, { status: 'stale', value: 97, at: at(0, 2), reason: 'no signal' })).toBe(before);
    expect(withSample(before, live(97, 98, at(0, 1)))).toBe(before);
    expect(withSample(before, live(98, 98, at(0, 2))).at(-1)).toEqual({ at: at(0, 2), value: 98 });
  });
  test('time runs to the right, as on the trend: the newest sample stands at the end', () => {
    expect(recentPath(every([0, 60, 120]), at(0, 120))).toMatch(/^M500\.0 .*M1000\.0 /);
  });
  test('it never holds more than the band shows', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 400 }), (steps) => {
        let [samples, now]: [readonly Sample[], number] = [[], at(0)];
        for (const step of steps) samples = withSample(samples, live(97, 98, (now += step * SECOND)));
        return samples.every((each) => each.at > now - RECENT_MS) && samples.length <= RECENT_MS / SECOND;
      }),
    );
  });
});
