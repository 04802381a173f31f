import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { realTimers } from '#gateway/timers.ts';
import { NewBuild, QUIET_MS } from './new-build.ts';

let told: (build: string) => void = () => undefined;
let isNeeded = false;
const reload = vi.fn();
let newBuild: NewBuild;

beforeEach(() => {
  vi.useFakeTimers();
  reload.mockClear();
  isNeeded = false;
  const line = { on: (_: string, listener: never) => ((told = listener), () => undefined) };
  newBuild = new NewBuild({
    ...{ line: line as never, build: 'b1', isNeeded: () => isNeeded, reload, timers: realTimers },
    now: () => performance.now(),
  });
  newBuild.start();
});
afterEach(() => {
  newBuild.dispose();
  document.body.replaceChildren();
  vi.useRealTimers();
});

const quiet = (): void => void vi.advanceTimersByTime(QUIET_MS + 10_000);

test('OP-44 a page of the same build stays as it is; one of an older loads itself again when nobody touched it for 30 s', () => {
  told('b1');
  quiet();
  expect(reload).not.toHaveBeenCalled();
  told('b2');
  dispatchEvent(new Event('pointerdown'));
  vi.advanceTimersByTime(QUIET_MS - 6_000);
  expect(reload).not.toHaveBeenCalled();
  quiet();
  expect(reload).toHaveBeenCalled();
});

test('OP-44 it waits while it lets alerts be heard, watches by itself, or has a command on its way', () => {
  isNeeded = true;
  told('b2');
  quiet();
  expect(reload).not.toHaveBeenCalled();
  isNeeded = false;
  quiet();
  expect(reload).toHaveBeenCalled();
});

test.each([
  ['a dialog is open', '<dialog open></dialog>'],
  ['a note is written and not given', '<textarea></textarea>'],
])('OP-44 it waits while %s', (_, html) => {
  document.body.innerHTML = html;
  const note = document.querySelector('textarea');
  if (note) note.value = 'felt';
  told('b2');
  quiet();
  expect(reload).not.toHaveBeenCalled();
  document.body.replaceChildren();
  quiet();
  expect(reload).toHaveBeenCalled();
});

test('OP-44 a part of the old build that is gone is asked for by somebody who stands there: it loads at once', () => {
  isNeeded = true;
  dispatchEvent(new Event('pointerdown'));
  dispatchEvent(new Event('vite:preloadError'));
  expect(reload).not.toHaveBeenCalled();
  told('b2');
  dispatchEvent(new Event('vite:preloadError'));
  expect(reload).toHaveBeenCalled();
});

test('OP-44 a part that the page fetches ahead, and nobody asked for, ends no page that sounds, nor one that is written in', () => {
  isNeeded = true;
  told('b2');
  const goes = (): void => void dispatchEvent(new Event('vite:preloadError'));
  goes();
  dispatchEvent(new Event('keydown'));
  vi.advanceTimersByTime(10_000);
  goes();
  document.body.innerHTML = '<dialog open></dialog>';
  dispatchEvent(new Event('keydown'));
  goes();
  expect(reload).not.toHaveBeenCalled();
  document.body.replaceChildren();
  goes();
  expect(reload).toHaveBeenCalled();
});

test('OP-44 back at its own build it has nothing to load', () => {
  told('b2');
  told('b1');
  quiet();
  expect(reload).not.toHaveBeenCalled();
});
