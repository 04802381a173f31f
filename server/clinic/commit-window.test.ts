import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { CommitWindow, WINDOW_MS } from './commit-window.ts';
import type { RunningVisit } from './running-visit.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

function visits() {
  const committed: string[] = [];
  const visit = (name: string, isUrgent = false) =>
    ({ isUrgent, commit: () => committed.push(name) }) as unknown as RunningVisit;
  return { committed, visit };
}

it('WS-46 the first reading of a lull is committed at once, those that follow on its heels together', () => {
  const window = new CommitWindow();
  const { committed, visit } = visits();
  window.add(visit('a'));
  expect(committed).toEqual(['a']);
  const [b, c] = [visit('b'), visit('c')];
  window.add(b);
  window.add(c);
  window.add(b);
  expect(committed).toEqual(['a']);
  vi.advanceTimersByTime(WINDOW_MS);
  expect(committed).toEqual(['a', 'b', 'c']);
});

it('WS-46 a single chair never waits, however fast it sends', () => {
  const window = new CommitWindow();
  const { committed, visit } = visits();
  const only = visit('a');
  for (let i = 0; i < 5; i += 1) window.add(only);
  expect(committed).toHaveLength(5);
});

it('WS-46 what is more than a reading never waits, and takes what waited with it', async () => {
  const window = new CommitWindow();
  const { committed, visit } = visits();
  window.add(visit('a'));
  window.add(visit('b'));
  const { flushed } = window;
  window.add(visit('alert', true));
  expect(committed).toEqual(['a', 'b', 'alert']);
  await flushed;
  expect(window.flushed).toBeUndefined();
  vi.advanceTimersByTime(1_000);
  expect(committed).toHaveLength(3);
});

it('WS-46 nothing waits longer than the window', () => {
  const window = new CommitWindow();
  const { committed, visit } = visits();
  window.add(visit('a'));
  vi.advanceTimersByTime(WINDOW_MS - 5);
  window.add(visit('b'));
  vi.advanceTimersByTime(5);
  expect(committed).toEqual(['a', 'b']);
});
