import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { When } from './when.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('UI-22 when it happened goes back to now', () => {
  test('after an entry', () => {
    const when = new When();
    when.choose(5);
    expect([when.minutesAgo, when.text]).toEqual([5, '5 min ago']);
    when.reset();
    expect([when.minutesAgo, when.text]).toEqual([0, '']);
  });
  test('when it is forgotten for half a minute', () => {
    const when = new When();
    when.choose(10);
    vi.advanceTimersByTime(29_999);
    expect(when.minutesAgo).toBe(10);
    vi.advanceTimersByTime(1);
    expect(when.minutesAgo).toBe(0);
  });
  test('a new choice has its own half minute', () => {
    const when = new When();
    when.choose(2);
    vi.advanceTimersByTime(20_000);
    when.choose(5);
    vi.advanceTimersByTime(20_000);
    expect(when.minutesAgo).toBe(5);
  });
});
