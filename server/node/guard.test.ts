import { expect, test } from 'vitest';
import type { Call } from '../clinic/calls.ts';
import { ownCalls } from './guard.ts';

test('ND-11 pages leave while the site is surely ours, the bell always', async () => {
  const call: Call = () => Promise.resolve(true);
  let owns = true;
  const calls = ownCalls({ provider: call, secondPerson: call, bell: [call], pageUrl: () => '' }, () => owns);
  expect(calls.mayPage?.()).toBe(true);
  owns = false;
  expect(calls.mayPage?.()).toBe(false);
  expect(await calls.bell[0]?.({}, () => undefined)).toBe(true);
});
