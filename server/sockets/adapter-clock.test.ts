import { expect, it } from 'vitest';
import { AdapterClock } from './adapter-clock.ts';

it('WS-33 the offset is taken halfway of the quickest round trip', async () => {
  // Clinic time now; each probe takes so many ms there and so many back, and the adapter is 5,000 ms ahead.
  let now = 100_000;
  const trips = [
    [40, 2],
    [3, 3],
    [80, 1],
    [30, 30],
    [25, 0],
  ];
  const clock = new AdapterClock(
    async () => {
      const [there = 0, back = 0] = trips.shift() ?? [];
      const until = performance.now() + (there + back) / 2;
      while (performance.now() < until);
      now += there;
      const stamp = now + 5_000;
      now += back;
      return stamp;
    },
    () => now,
  );
  await clock.measured();
  expect(clock.offsetMs).toBe(-5_000);
  expect(clock.toClinic(105_000)).toBe(100_000);
});

it('WS-33 stamps are whole milliseconds, whatever the offset', async () => {
  let now = 0;
  const clock = new AdapterClock(
    async () => {
      now += 1;
      return now;
    },
    () => now,
  );
  await clock.measured();
  expect(Number.isInteger(clock.toClinic(10))).toBe(true);
});

it('WS-33 an adapter that does not tell its clock is not believed', async () => {
  const clock = new AdapterClock(
    () => Promise.reject(new Error('silence')),
    () => 0,
  );
  await expect(clock.measured()).rejects.toThrow('silence');
  expect(clock.offsetMs).toBeUndefined();
});

it('WS-33 two who need the offset at once share one measurement', async () => {
  let probes = 0;
  const clock = new AdapterClock(
    async () => (probes += 1),
    () => 0,
  );
  await Promise.all([clock.measured(), clock.measured(), clock.measure()]);
  expect(probes).toBe(5);
  await clock.doubt();
  expect(probes).toBe(5);
});
