import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { WHOLE, inShares, isOf } from './share.ts';
import type { Share } from './share.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

function started() {
  const run: Share[] = [];
  onTestFinished(inShares(250, 10, (share) => run.push(share)));
  return run;
}

it('WS-219 the first time it is all of it, then each share once in each round', async () => {
  const run = started();
  await vi.advanceTimersByTimeAsync(25);
  expect(run).toEqual([WHOLE]);
  await vi.advanceTimersByTimeAsync(2 * 250);
  const shares = run.slice(1).map(({ nth }) => nth);
  expect(shares.slice(0, 20)).toEqual([...Array(20).keys()].map((each) => each % 10));
});

it('WS-219 a thread that stood still catches up with one round and no more', async () => {
  const run = started();
  await vi.advanceTimersByTimeAsync(50);
  run.length = 0;
  const real = performance.now.bind(performance);
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + 5_000);
  onTestFinished(() => clock.mockRestore());
  await vi.advanceTimersByTimeAsync(25);
  expect(run.map(({ nth }) => nth).toSorted((a, b) => a - b)).toEqual([...Array(10).keys()]);
});

it('WS-219 each number is of one share of a round', () => {
  for (const of of [1, 3, 10])
    for (let number = 0; number < 40; number += 1) {
      const shares = Array.from({ length: of }, (_, nth) => isOf({ nth, of }, number));
      expect(shares.filter(Boolean)).toHaveLength(1);
    }
});
