import { expect, it } from 'vitest';
import { AnswerCache } from './answer-cache.ts';

it('WS-20 a repeated id gets the first answer, also while that is still on its way', async () => {
  const cache = new AnswerCache<number>();
  const { promise, resolve } = Promise.withResolvers<number>();
  let made = 0;
  const ask = () =>
    cache.once('c-1', () => {
      made += 1;
      return promise;
    });
  const answers = Promise.all([ask(), ask()]);
  resolve(7);
  expect([await answers, await ask(), made]).toEqual([[7, 7], 7, 1]);
});

it('WS-20 it stays bounded: the oldest ids go first', async () => {
  const cache = new AnswerCache<number>();
  for (let i = 0; i < 2_001; i += 1) await cache.once(`c-${i}`, async () => i);
  expect(await cache.once('c-2000', async () => -1)).toBe(2_000);
  expect(await cache.once('c-0', async () => -1)).toBe(-1);
});
