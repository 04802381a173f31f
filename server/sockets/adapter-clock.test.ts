import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Clinic } from '../clinic.ts';
import { AdapterClock } from './adapter-clock.ts';
import { takePleth } from './take-pleth.ts';

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
  expect(await clock.isSure()).toBe(true);
  expect(probes).toBe(5);
});

describe('WS-184 nothing is measured in the future', () => {
  /** Five answers that are late on their way back alone: the middle of each is wrong by 2 s. */
  function lateBack() {
    const wall = { now: 100_000 };
    const clock = new AdapterClock(
      async () => {
        const stamp = wall.now + 5_000;
        wall.now += 4_000;
        return stamp;
      },
      () => wall.now,
    );
    return { wall, clock };
  }

  it('WS-184 what is here corrects an offset that puts it ahead of the clinic, as far as the probes leave it open', async () => {
    const { wall, clock } = lateBack();
    await clock.measured();
    expect(clock.toClinic(wall.now + 5_000)).toBe(wall.now + 2_000);
    clock.heard(wall.now + 4_000);
    expect(clock.toClinic(wall.now + 5_000)).toBe(wall.now + 1_000);
    clock.heard(wall.now + 5_000);
    expect(clock.toClinic(wall.now + 5_000)).toBe(wall.now);
    clock.heard(wall.now - 60_000);
    expect(clock.offsetMs).toBe(-5_000);
  });

  it('WS-184 a stamp that cannot be moves it no further than that', async () => {
    const { wall, clock } = lateBack();
    clock.heard(wall.now + 3_600_000);
    expect(clock.offsetMs).toBeUndefined();
    await clock.measured();
    clock.heard(wall.now + 3_600_000);
    expect(clock.offsetMs).toBe(-5_000);
  });

  it('WS-184 the quickest answer is held against what the others leave possible', async () => {
    let now = 0;
    const trips = [
      [0, 10, 9],
      [10, 0, 1],
      [1, 10, 9],
      [10, 1, 9],
      [5, 5, 9],
    ];
    const clock = new AdapterClock(
      async () => {
        const [there = 0, back = 0, ms = 0] = trips.shift() ?? [];
        const until = performance.now() + ms;
        while (performance.now() < until);
        now += there;
        const stamp = now;
        now += back;
        return stamp;
      },
      () => now,
    );
    await clock.measured();
    expect(clock.offsetMs).toBe(0);
  });
});

it('WS-184 no packet of a wave is refused because the clock was measured on a busy machine; a clock that was set is measured again', async () => {
  const wall = { now: 100_000, ahead: 5_000, back: 4_500, probes: 0 };
  const clock = new AdapterClock(
    async () => {
      wall.probes += 1;
      const stamp = wall.now + wall.ahead;
      wall.now += wall.back;
      return stamp;
    },
    () => wall.now,
  );
  const taken: number[] = [];
  const clinic = {
    get now() {
      return wall.now;
    },
    pleth: {
      take: (_: string, packets: readonly { readonly measuredAt: number }[]) => {
        for (const { measuredAt } of packets) taken.push(measuredAt + 200 - wall.now);
        return packets.map(() => ({ status: 'taken' }));
      },
    },
  } as unknown as Clinic;
  const send = () => {
    const samples = new Uint8Array(2 * 16);
    const packet = { deviceId: 'd', measuredAt: wall.now + wall.ahead - 200, sampleHz: 75, fullScale: 100, samples };
    return takePleth(
      clinic,
      { adapterId: 'a', unknownKeys: 'refuse', pass: { refuseDevice: () => undefined } },
      clock,
      [packet],
    );
  };
  await clock.measured();
  await send();
  expect(taken).toEqual([0]);
  expect(wall.probes).toBe(5);
  // Set an hour ahead: its next packet looks like one of the future, and the clock is measured anew.
  const later = performance.now() + 1_000;
  const monotonic = vi.spyOn(performance, 'now').mockReturnValue(later);
  onTestFinished(() => void monotonic.mockRestore());
  Object.assign(wall, { ahead: 3_605_000, back: 0 });
  await send();
  expect(wall.probes).toBe(10);
  expect(taken).toEqual([0, 0]);
});
