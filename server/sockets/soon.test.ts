import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { atMostEvery } from './soon.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

it('WS-14 a burst of changes is told at once and once more, not for each', () => {
  const told: number[] = [];
  const tell = atMostEvery(200, () => told.push(Date.now()));
  const start = Date.now();
  for (let i = 0; i < 200; i += 1) tell();
  expect(told).toEqual([start]);
  vi.advanceTimersByTime(200);
  expect(told).toEqual([start, start + 200]);
  vi.advanceTimersByTime(1_000);
  expect(told).toHaveLength(2);
  tell();
  expect(told).toHaveLength(3);
});
