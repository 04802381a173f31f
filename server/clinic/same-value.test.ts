import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sameValue } from './same-value.ts';

/** What JSON carries, `undefined` and -0 left out. */
const value = fc.jsonValue({ maxDepth: 4 }).map((json) => JSON.parse(JSON.stringify(json)) as unknown);

it('WS-11 a key has changed exactly when its value has', () => {
  fc.assert(fc.property(value, value, (a, b) => sameValue(a, b) === isDeepStrictEqual(a, b)));
  fc.assert(fc.property(value, (a) => sameValue(a, structuredClone(a))));
});

it.each([
  [{ a: 1 }, {}],
  [{}, { a: 1 }],
  [{ a: 1 }, { b: 1 }],
  [[1, 2], [1]],
  [[], {}],
  [null, {}],
  [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
])('WS-11 %j is not %j', (a, b) => {
  expect(sameValue(a, b)).toBe(false);
});
