import { expect, test } from 'vitest';
import type { Call } from '../clinic/calls.ts';
import { ownCalls } from './guard.ts';

test('ND-11 pages leave while the site is surely ours, the bell always', async () => {
  const called: string[] = [];
  const call =
    (name: string): Call =>
    () => {
      called.push(name);
      return Promise.resolve(true);
    };
  let owns = true;
  const calls = ownCalls(
    { provider: call('provider'), secondPerson: call('second'), bell: [call('bell')], pageUrl: () => '' },
    () => owns,
  );
  const all = () =>
    Promise.all([calls.provider, calls.secondPerson, ...calls.bell].map((each) => each?.({}, () => undefined)));
  expect(await all()).toEqual([true, true, true]);
  owns = false;
  expect(await all()).toEqual([false, false, true]);
  expect(called).toEqual(['provider', 'second', 'bell', 'bell']);
});
