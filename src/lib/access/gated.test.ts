import { expect, test } from 'vitest';
import { isGated, isShutOut } from './gated.ts';

const chair = { isOut: true, watchesItself: false, pathname: '/chair/c1' };

test.each([
  ['a browser the server knows', { ...chair, isOut: false }, false, false],
  ['one it does not know', chair, false, true],
  ['fixtures', { ...chair, pathname: '/components' }, false, false],
  ['a clinic that is to be set up, where it is', { ...chair, pathname: '/set-up' }, true, false],
  ['a clinic that is to be set up, elsewhere', chair, true, true],
])('UI-351 the gate stands before %s: %o', (_, out, hasFirstRun, gated) => {
  expect(isGated(out, hasFirstRun)).toBe(gated);
});
test('UI-367 a page that watches by its own devices is neither gated nor led elsewhere', () => {
  const out = { ...chair, watchesItself: true };
  expect([isShutOut(out), isGated(out, false), isGated(out, true)]).toEqual([false, false, false]);
});
