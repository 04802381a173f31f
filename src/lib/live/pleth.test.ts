import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packSamples } from '#protocol/pleth-samples.ts';
import { LATENCY_MS, PlethStore, STALE_MS } from './pleth.ts';

const AT = 1_800_000_000_000;
const HZ = 75;
const packet = (at: number, values: readonly number[] = Array.from({ length: 15 }, () => 100), sampleHz = HZ) => ({
  at,
  ...{ sampleHz, fullScale: 200 },
  samples: packSamples(values),
});
const timesOf = (store: PlethStore): number[] => Array.from({ length: store.count }, (_, n) => store.atOf(n));
const startsOf = (store: PlethStore): number[] =>
  Array.from({ length: store.count }, (_, n) => n).filter((n) => store.isStart(n));

describe('UI-121 packets in a row are one wave, others are not joined', () => {
  test('UI-121 a few ms of the clocks do not break it; a lost packet does', () => {
    const store = new PlethStore();
    store.push(packet(AT), 0);
    store.push(packet(AT + 205), 200);
    store.push(packet(AT + 395), 400);
    expect(startsOf(store)).toEqual([0]);
    store.push(packet(AT + 800), 800);
    expect(startsOf(store)).toEqual([0, 45]);
    expect(store.valueOf(0)).toBe(0.5);
  });

  test('UI-121 the same wave from two sources is there once', () => {
    const store = new PlethStore();
    for (let n = 0; n < 10; n += 1) {
      store.push(packet(AT + n * 200), n * 200);
      store.push(packet(AT + n * 200 + 7), n * 200 + 30);
    }
    expect(store.count).toBe(150);
    expect(startsOf(store)).toEqual([0]);
  });

  test('UI-121 times never go back, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 1, max: 40 }))),
        (packets) => {
          const store = new PlethStore();
          for (const [at, count] of packets)
            store.push(
              packet(
                AT + at,
                Array.from({ length: count }, () => 1),
              ),
              at,
            );
          const times = timesOf(store);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        },
      ),
    );
  });

  test('UI-121 it keeps the last minute and a half, and no more', () => {
    const store = new PlethStore();
    for (let n = 0; n < 700; n += 1) store.push(packet(AT + n * 200), n * 200);
    expect(store.count).toBe(8_192);
    expect(store.newestAt).toBe(store.atOf(8_191));
    expect(startsOf(store)).toEqual([]);
  });
});

describe('UI-122 an old wave is not live', () => {
  test('UI-122 none, live, and stale a second after the last packet', () => {
    const store = new PlethStore();
    expect(store.status(0)).toBe('none');
    store.push(packet(AT), 5_000);
    expect(store.status(5_000 + STALE_MS)).toBe('live');
    expect(store.status(5_001 + STALE_MS)).toBe('stale');
  });
  test('UI-122 what comes after a silence is not joined', () => {
    const store = new PlethStore();
    store.push(packet(AT), 0);
    store.push(packet(AT + 5_000), 5_000);
    expect(startsOf(store)).toEqual([0, 15]);
  });
  test('UI-123 cleared, nothing of it is left and listeners are told', () => {
    const store = new PlethStore();
    let told = 0;
    const stop = store.listen(() => (told += 1));
    store.push(packet(AT), 0);
    store.clear();
    expect([store.count, store.status(0), told]).toEqual([0, 'none', 2]);
    // Another chair's clock may even be behind.
    store.push(packet(AT - 60_000), 100);
    expect([store.count, startsOf(store)]).toEqual([15, [0]]);
    stop();
    store.clear();
    expect(told).toBe(3);
  });
});

describe('UI-120 the pen follows the packets at an even pace', () => {
  test('UI-120 behind them by the latency, without a jump when packets are early or late', () => {
    const store = new PlethStore();
    let before: number | undefined;
    const late = [0, 60, 10, 120, 0, 90, 30, 0, 140, 20];
    for (let frame = 0; frame < 600; frame += 1) {
      const now = (frame * 1_000) / 60;
      const due = Math.floor(now / 333);
      for (let n = 0; n <= due; n += 1)
        if (n * 333 + (late[n % 10] ?? 0) <= now && store.newestAt < AT + n * 333 - 20)
          store.push(
            packet(
              AT + n * 333 - 333,
              Array.from({ length: 25 }, () => 1),
            ),
            n * 333 + (late[n % 10] ?? 0),
          );
      const playhead = store.playhead(now);
      if (before !== undefined && Number.isFinite(before)) {
        expect(playhead - before).toBeGreaterThan(15);
        expect(playhead - before).toBeLessThan(18.5);
      }
      before = playhead;
      if (frame > 60) expect(playhead).toBeLessThan(store.newestAt);
    }
    expect(AT + 10_000 - (before ?? 0)).toBeLessThan(LATENCY_MS + 200);
  });
  test('UI-120 at a demo’s speed it runs as fast as the demo', () => {
    const store = new PlethStore();
    store.rate = 10;
    store.push(
      packet(
        AT,
        Array.from({ length: 150 }, () => 1),
      ),
      0,
    );
    const from = store.playhead(0);
    expect(store.playhead(100) - from).toBeCloseTo(1_000, 0);
  });
});
