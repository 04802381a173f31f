import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { Durability, LATE_MS, STUCK_MS } from './durability.ts';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
});

function watched() {
  const told: string[] = [];
  const durability = new Durability({
    onLate: () => told.push('late'),
    onStuck: () => told.push('stuck'),
    onCaughtUp: () => told.push('caught up'),
  });
  const give = (name: string) => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    durability.watch(promise, () => told.push(name));
    return resolve.bind(undefined, undefined);
  };
  return { told, durability, give };
}

it('WS-40 what reaches the disk in time is never late', async () => {
  const { told, give, durability } = watched();
  for (let i = 0; i < 10; i += 1) {
    const done = give(`event ${i}`);
    await vi.advanceTimersByTimeAsync(LATE_MS - 1);
    done();
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(told).not.toContain('late');
  expect([durability.late, durability.waitingMs]).toEqual([false, 0]);
});

it.each([
  [LATE_MS - 1, false],
  [LATE_MS, true],
])('WS-40 after %i ms of waiting, late is %s', async (ms, late) => {
  const { give, durability } = watched();
  give('event');
  await vi.advanceTimersByTimeAsync(ms);
  expect(durability.late).toBe(late);
});

it('WS-40 the wait is counted from the oldest, and ends when the last is on the disk', async () => {
  const { told, give, durability } = watched();
  const first = give('first');
  await vi.advanceTimersByTimeAsync(LATE_MS - 100);
  const second = give('second');
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual(['late']);
  first();
  await vi.advanceTimersByTimeAsync(0);
  expect(durability.late).toBe(true);
  second();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual(['late', 'first', 'second', 'caught up']);
  expect(durability.late).toBe(false);
});

it('WS-41 in a clinic where something always waits, it ends when what waited then is on the disk', async () => {
  const { told, give, durability } = watched();
  let newest = give('first');
  await vi.advanceTimersByTimeAsync(STUCK_MS);
  const second = give('second');
  newest();
  await vi.advanceTimersByTimeAsync(0);
  expect(told).toEqual(['late', 'stuck', 'first', 'caught up']);
  // Each is given before the one before it is done.
  newest = second;
  for (let i = 0; i < 20; i += 1) {
    await vi.advanceTimersByTimeAsync(100);
    const next = give('next');
    newest();
    newest = next;
  }
  await vi.advanceTimersByTimeAsync(0);
  expect([durability.late, told.filter((each) => each !== 'next')]).toEqual([
    false,
    ['late', 'stuck', 'first', 'caught up', 'second'],
  ]);
  // The last one stays away: late after its own full time, neither sooner nor later.
  await vi.advanceTimersByTimeAsync(LATE_MS - 1);
  expect(durability.late).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(durability.late).toBe(true);
});

it('WS-40 a wait that begins while a timer of an earlier one runs has its own full time', async () => {
  const { give, durability } = watched();
  const first = give('first');
  await vi.advanceTimersByTimeAsync(300);
  first();
  await vi.advanceTimersByTimeAsync(100);
  give('second');
  await vi.advanceTimersByTimeAsync(LATE_MS - 1);
  expect(durability.late).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(durability.late).toBe(true);
});

it.each([
  [STUCK_MS - 1, ['late']],
  [STUCK_MS, ['late', 'stuck']],
])('WS-41 after %i ms of waiting it has told %j', async (ms, expected) => {
  const { told, give } = watched();
  give('event');
  await vi.advanceTimersByTimeAsync(ms);
  expect(told).toEqual(expected);
});

it('WS-41 a disk that was late for a moment tells nobody that it is stuck, and begins anew', async () => {
  const { told, give } = watched();
  const first = give('first');
  await vi.advanceTimersByTimeAsync(STUCK_MS - 1);
  first();
  await vi.advanceTimersByTimeAsync(0);
  give('second');
  await vi.advanceTimersByTimeAsync(STUCK_MS - 1);
  expect(told).toEqual(['late', 'first', 'caught up', 'late']);
});

it('WS-41 while this thread itself stood still it heard nothing of the disk: that time is not the disk’s', async () => {
  const { told, give } = watched();
  const done = give('event');
  const real = performance.now.bind(performance);
  // A timer of 400 ms that comes 3 s late.
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + 3_000);
  onTestFinished(() => clock.mockRestore());
  await vi.advanceTimersByTimeAsync(LATE_MS);
  expect(told).toEqual(['late']);
  await vi.advanceTimersByTimeAsync(STUCK_MS - LATE_MS - 1);
  expect(told).toEqual(['late']);
  done();
  await vi.advanceTimersByTimeAsync(0);
  give('another');
  await vi.advanceTimersByTimeAsync(STUCK_MS);
  expect(told).toEqual(['late', 'event', 'caught up', 'late', 'stuck']);
});
