import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fetched, IDLE_MS, LATE_MS, type Fetched } from './fetched.svelte.ts';
import { dropFailedStyle } from './page-parts.ts';

let isNeeded = $state(false);
let isHeard = $state(true);
const fetch = vi.fn<() => Promise<string>>();
let page: Fetched<string>;
let leave: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockReturnValue();
  fetch.mockReset().mockResolvedValue('a dialog');
  [isNeeded, isHeard] = [false, true];
});
afterEach(() => {
  leave();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function open(): void {
  leave = $effect.root(() => {
    page = fetched(() => isNeeded, fetch, { isHeard: () => isHeard });
  });
  flushSync();
}
const becomes = (needed: boolean, heard: boolean): void => {
  [isNeeded, isHeard] = [needed, heard];
  flushSync();
};
const pass = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms);
  flushSync();
};

test('UI-432 ahead of need: 3 s after the server answers, once, and never while it does not', async () => {
  isHeard = false;
  open();
  await pass(60_000);
  expect(fetch).not.toHaveBeenCalled();
  becomes(false, true);
  await pass(IDLE_MS - 1);
  expect(fetch).not.toHaveBeenCalled();
  await pass(1);
  expect(page.part).toBe('a dialog');
  await pass(60_000);
  expect(fetch).toHaveBeenCalledTimes(1);
});

test('UI-432 lost a moment before: nothing is asked for until the server answers again', async () => {
  open();
  await pass(IDLE_MS - 1);
  becomes(false, false);
  await pass(60_000);
  expect(fetch).not.toHaveBeenCalled();
  becomes(false, true);
  await pass(IDLE_MS);
  expect(page.part).toBe('a dialog');
});

test('UI-432 needed, it is asked for at once whether the server answers or not; that it did not come is said until it does', async () => {
  fetch.mockRejectedValue(new Error('not there'));
  isHeard = false;
  open();
  becomes(true, false);
  expect([fetch.mock.calls.length, page.isMissing]).toEqual([1, false]);
  await pass(60_000);
  expect([fetch.mock.calls.length, page.isMissing]).toEqual([1, true]);
  becomes(true, true);
  await pass(IDLE_MS);
  expect([fetch.mock.calls.length, page.isMissing]).toEqual([2, true]);
  fetch.mockResolvedValue('a dialog');
  await pass(IDLE_MS);
  expect([page.part, page.isMissing]).toEqual(['a dialog', false]);
  await pass(60_000);
  expect(fetch).toHaveBeenCalledTimes(3);
});

test('UI-432 what did not come ahead of need misses nobody, and comes when it is needed', async () => {
  fetch.mockRejectedValueOnce(new Error('not there'));
  open();
  await pass(60_000);
  expect([fetch.mock.calls.length, page.isMissing]).toEqual([1, false]);
  becomes(true, true);
  expect(page.isMissing).toBe(false);
  await pass(0);
  expect(page.part).toBe('a dialog');
});

test('UI-432 a request that hangs is said after 10 s, and the part still comes', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  fetch.mockReturnValue(promise);
  open();
  becomes(true, true);
  await pass(LATE_MS - 1);
  expect(page.isMissing).toBe(false);
  await pass(1);
  expect(page.isMissing).toBe(true);
  resolve('a dialog');
  await pass(0);
  expect([page.part, page.isMissing, fetch.mock.calls.length]).toEqual(['a dialog', false, 1]);
});

test('UI-432 needed no more, nothing is missing; needed again, it is not missing before it was tried', async () => {
  fetch.mockRejectedValue(new Error('not there'));
  open();
  becomes(true, false);
  await pass(0);
  expect(page.isMissing).toBe(true);
  becomes(false, false);
  expect(page.isMissing).toBe(false);
  becomes(true, false);
  expect(page.isMissing).toBe(false);
  await pass(0);
  expect(page.isMissing).toBe(true);
});

test('UI-432 a style sheet that did not come is taken out: the next try fetches it', () => {
  leave = () => removeEventListener('error', dropFailedStyle, true);
  addEventListener('error', dropFailedStyle, true);
  const style = document.createElement('link');
  style.rel = 'stylesheet';
  document.head.append(style);
  style.dispatchEvent(new Event('error'));
  expect(style.isConnected).toBe(false);
});
