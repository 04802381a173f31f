import { expect, test } from 'vitest';
import { FakeLine } from '../../../tests/support/fake-line.ts';
import { tileOf } from '../../../tests/support/tiles.ts';
import { followBeside, followTilesOf } from './followed-chairs.svelte.ts';

const beside = (seq: number) => ({
  ok: true,
  data: {
    chairs: [
      {
        seq,
        view: {
          chair: { chairId: 'c1', name: 'Chair 1' },
          visitId: 'v1',
          alerts: [],
          emergencySince: null,
          care: null,
        },
      },
    ],
  },
});
const emergency = (seq: number, emergencySince: number | null) => ({
  ...{ chairId: 'c1', visitId: 'v1', seq },
  patch: { emergencySince },
});

test('UI-226 WS-151 what is beside is a snapshot and patches; a hole asks anew, a reconnect too', async () => {
  const line = new FakeLine();
  const followed = followBeside(line, { count: 0 });
  expect(followed.views).toBeNull();
  await line.answer(beside(1));
  await Promise.resolve();
  line.send('beside:patch', emergency(2, 7));
  expect(followed.views?.[0]?.emergencySince).toBe(7);
  line.send('beside:patch', emergency(4, null));
  expect(followed.views?.[0]?.emergencySince).toBe(7);
  expect(line.events).toEqual(['beside:watch']);
  await line.drop();
  line.reconnect();
  expect(line.events).toEqual(['beside:watch']);
});

test('UI-226 WS-151 of two pages of which one takes the other’s place the second goes on being told', async () => {
  const line = new FakeLine();
  const users = { count: 0 };
  const first = followBeside(line, users);
  await line.answer(beside(1));
  const second = followBeside(line, users);
  await line.answer(beside(2));
  first.dispose();
  expect(line.events).toEqual([]);
  second.dispose();
  expect(line.events).toEqual(['beside:unwatch']);
});

test('UI-223 WS-150 the tiles of a page that is no station are left with the page, without a new socket', async () => {
  const line = new FakeLine();
  const followed = followTilesOf(line, { count: 0 });
  expect(line.events).toEqual(['tiles:watch']);
  await line.answer({ ok: true, data: { tiles: [{ seq: 1, view: tileOf(1) }] } });
  await Promise.resolve();
  expect(followed.views?.[0]?.chair.name).toBe('Chair 1');
  followed.dispose();
  expect(line.events).toEqual(['tiles:unwatch']);
  expect(line.renewed).toBe(0);
});
