import { expect, test } from 'vitest';
import { createAdapterClock } from './adapter-clock.ts';

test('DV-205 an adapter’s clock starts at the wall clock and then never steps, whatever the wall clock does', () => {
  let [wall, monotonic] = [1_700_000_000_000, 5_000.4];
  const now = createAdapterClock(1, { wall: () => wall, monotonic: () => monotonic });
  const stamps = [now()];
  for (const step of [60_000, -3_600_000, 0]) {
    wall += step;
    monotonic += 1_000;
    stamps.push(now());
  }
  expect(stamps.map((stamp) => stamp - 1_700_000_000_000)).toEqual([0, 1_000, 2_000, 3_000]);
});
