import { flushSync } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fetched, IDLE_MS } from './fetched.svelte.ts';

let isNeeded = $state(false);
let isHeard = $state(true);
const fetch = vi.fn<() => Promise<string>>();
const giveUp = vi.fn();
let page: { readonly part: string | undefined };
let leave: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockReturnValue();
  fetch.mockReset().mockResolvedValue('a dialog');
  giveUp.mockReset();
  [isNeeded, isHeard] = [false, true];
});
afterEach(() => {
  leave();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function open(): void {
  leave = $effect.root(() => {
    page = fetched({ isNeeded: () => isNeeded, isHeard: () => isHeard, fetch, giveUp });
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

test('UI-432 needed it is asked for at once, whether the server answers or not; what does not come is said each time', async () => {
  fetch.mockRejectedValue(new Error('not there'));
  isHeard = false;
  open();
  becomes(true, false);
  await pass(0);
  expect([fetch.mock.calls.length, giveUp.mock.calls.length]).toEqual([1, 1]);
  await pass(60_000);
  expect(fetch).toHaveBeenCalledTimes(1);
  becomes(true, true);
  await pass(IDLE_MS);
  expect([fetch.mock.calls.length, giveUp.mock.calls.length]).toEqual([2, 2]);
  fetch.mockResolvedValue('a dialog');
  await pass(IDLE_MS);
  expect(page.part).toBe('a dialog');
  await pass(60_000);
  expect(fetch).toHaveBeenCalledTimes(3);
});

test('UI-432 what did not come ahead of need gives nothing up, and comes when it is needed', async () => {
  fetch.mockRejectedValueOnce(new Error('not there'));
  open();
  await pass(60_000);
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(giveUp).not.toHaveBeenCalled();
  becomes(true, true);
  await pass(0);
  expect(page.part).toBe('a dialog');
});
