import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAdapterClock } from './adapter-clock.ts';

const START = 1_700_000_000_000;
const [MINUTE, HOUR] = [60_000, 3_600_000];

/** A machine: `countsSleep` as Linux does, or not, as a browser. */
function machine(countsSleep: boolean) {
  let [wall, monotonic, boot] = [START, 5_000.4, 70_000];
  const now = createAdapterClock(1, {
    wall: () => wall,
    monotonic: () => monotonic,
    ...(countsSleep && { sinceBoot: () => boot }),
  });
  return {
    now,
    run: (ms: number): void => void ([wall, monotonic, boot] = [wall + ms, monotonic + ms, boot + ms]),
    sleep: (ms: number): void => void ([wall, boot] = [wall + ms, boot + ms]),
    set: (by: number): void => void (wall += by),
  };
}

test('DV-205 an adapter’s clock starts at the wall clock and goes on by the monotonic one', () => {
  const { now, run } = machine(true);
  const stamps = [0, 1_000, 2_500].map((ms) => {
    run(ms);
    return now() - START;
  });
  expect(stamps).toEqual([0, 1_000, 3_500]);
});

describe.each([
  ['that counts what it sleeps', true],
  ['of a browser', false],
])('the clock of a machine %s', (_, countsSleep) => {
  test.each([2_001, 10 * MINUTE, 9 * HOUR])('DV-251 goes on while it sleeps %d ms', (ms) => {
    const { now, run, sleep } = machine(countsSleep);
    run(1_000);
    const measuredAt = now();
    sleep(ms);
    run(500);
    expect(now() - measuredAt).toBe(ms + 500);
    run(500);
    expect(now() - measuredAt).toBe(ms + 1_000);
  });

  test('DV-251 is not moved by a wall clock that is set back, or corrected by less than 2 s', () => {
    const { now, run, set } = machine(countsSleep);
    const measuredAt = now();
    for (const by of [-HOUR, 2_000, -10 * MINUTE]) {
      set(by);
      run(1_000);
      now();
    }
    expect(now() - measuredAt).toBe(3_000);
  });

  test('DV-251 whatever is done to the wall clock: nothing measured looks younger than it is', () => {
    const step = fc.record({ act: fc.constantFrom('run', 'set', 'sleep'), ms: fc.integer({ min: -HOUR, max: HOUR }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { now, run, set, sleep } = machine(countsSleep);
        let age = 0;
        const measuredAt = now();
        for (const { act, ms } of steps) {
          const passes = Math.abs(ms) + 2_001;
          if (act === 'set') set(ms);
          else if (act === 'sleep') sleep(passes);
          else run(passes);
          if (act !== 'set') age += passes;
          expect(now() - measuredAt).toBeGreaterThanOrEqual(age);
        }
      }),
    );
  });
});

test.each([
  ['that counts what it sleeps', true, 1_000],
  ['of a browser, where what waits then looks older', false, HOUR + 1_000],
])('DV-251 a wall clock set an hour ahead, on a machine %s', (_, countsSleep, age) => {
  const { now, run, set } = machine(countsSleep);
  const measuredAt = now();
  set(HOUR);
  run(1_000);
  expect(now() - measuredAt).toBe(age);
});
