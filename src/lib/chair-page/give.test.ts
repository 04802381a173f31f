import { expect, test } from 'vitest';
import { giveOf } from './give.ts';

const pause = { type: 'pump:pause', minutesAgo: 0 } as const;

test('UI-43 without a visit a command is refused with the way out', async () => {
  const give = giveOf(null, () => Promise.reject(new Error('asked for no visit')));
  expect(await give(pause)).toMatchObject({ code: 'no-visit', message: expect.stringContaining('open a visit first') });
});

test('UI-436 a command is of the visit that it was drawn for', async () => {
  const given: unknown[] = [];
  const give = giveOf('a', (...act) => (given.push(act), Promise.resolve(null)));
  expect(await give(pause)).toBeNull();
  expect(given).toEqual([['a', pause]]);
});
