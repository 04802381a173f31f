import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { Backlog } from './backlog.ts';

it('WS-13 a socket is behind when more packets wait than a burst has, until they are gone', () => {
  const wire = new EventEmitter();
  let drained = 0;
  const backlog = new Backlog(wire, () => (drained += 1));
  for (let i = 0; i < 15; i += 1) wire.emit('packetCreate');
  expect(backlog.isBehind).toBe(false);
  wire.emit('packetCreate');
  expect(backlog.isBehind).toBe(true);
  wire.emit('drain');
  expect([backlog.isBehind, drained]).toEqual([false, 1]);
});
