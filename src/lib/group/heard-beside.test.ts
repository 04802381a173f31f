import { expect, test } from 'vitest';
import { keptIn } from '../live/kept.ts';
import { HeardBeside } from './heard-beside.ts';

test('UI-428 a tab that is seen and sounds is known to the others of its browser, for three seconds after it last said so', () => {
  const stored = new Map<string, string>();
  const kept = keptIn({
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
  });
  let at = 1_000_000;
  const steps: (() => void)[] = [];
  const timers = {
    after: () => () => undefined,
    every: (_: number, run: () => void) => (steps.push(run), () => undefined),
  };
  let sounds = false;
  const tab = (soundsHere: () => boolean) => new HeardBeside({ kept, soundsHere, timers, now: () => at });
  tab(() => sounds);
  const hidden = tab(() => false);
  const pass = (ms: number): void => {
    at += ms;
    for (const step of steps) step();
  };
  pass(1_000);
  expect(hidden.isHeard).toBe(false);
  sounds = true;
  pass(1_000);
  expect(hidden.isHeard).toBe(true);
  sounds = false;
  pass(2_999);
  expect(hidden.isHeard).toBe(true);
  pass(1);
  expect(hidden.isHeard).toBe(false);
  kept.keep('vigil.other-clinics-heard', at + 60_000);
  expect(hidden.isHeard).toBe(false);
});
