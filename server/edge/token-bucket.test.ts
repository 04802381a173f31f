import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

test('SEC-64 a budget: a burst at once, then so many a second, never more than a burst after a rest', () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 3 });
  const takes = (now: number, times: number): number =>
    Array.from({ length: times }, () => bucket.take(now)).filter((taken) => taken).length;
  expect(takes(0, 5)).toBe(3);
  expect(takes(99, 5)).toBe(0);
  expect(takes(100, 5)).toBe(1);
  expect(takes(350, 5)).toBe(2);
  expect(takes(1_000_000, 9)).toBe(3);
});

test('SEC-64 what costs more than there is takes nothing; a clock that goes back gives nothing', () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 10 });
  expect([bucket.take(0, 11), bucket.take(0, 10), bucket.take(0)]).toEqual([false, true, false]);
  expect(bucket.take(-5_000)).toBe(false);
  expect(bucket.take(999)).toBe(false);
  expect(bucket.take(1_000)).toBe(true);
  expect(bucket.isFull(10_999)).toBe(false);
  expect(bucket.isFull(11_000)).toBe(true);
});

test('SEC-64 over any span no more is taken than a burst and the rate allow', () => {
  const steps = fc.array(fc.tuple(fc.nat(500), fc.integer({ min: 1, max: 40 })), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (all) => {
      const bucket = new TokenBucket({ perSecond: 50, burst: 30 });
      let now = 0;
      let taken = 0;
      for (const [waitMs, cost] of all) {
        now += waitMs;
        if (bucket.take(now, cost)) taken += cost;
        expect(taken).toBeLessThanOrEqual(30 + (now * 50) / 1_000 + 1e-6);
      }
    }),
  );
});
