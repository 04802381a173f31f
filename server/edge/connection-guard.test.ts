import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { expect, test, vi } from 'vitest';
import { Attempts, guardConnections } from './connection-guard.ts';

class FakeSocket extends EventEmitter {
  readonly remoteAddress: string;
  isDestroyed = false;
  constructor(address: string) {
    super();
    this.remoteAddress = address;
  }
  destroy(): void {
    this.isDestroyed = true;
  }
}

test('SEC-68 so many connections of one address, and so many of all; when some close, others are taken', () => {
  const server = new EventEmitter();
  const onDropped = vi.fn();
  guardConnections(server as unknown as Server, onDropped, { perAddress: 2, inSum: 3 });
  const open = (address: string): FakeSocket => {
    const socket = new FakeSocket(address);
    server.emit('connection', socket);
    return socket;
  };
  const [first] = [open('a'), open('a')];
  expect([open('a').isDestroyed, open('a').isDestroyed]).toEqual([true, true]);
  expect(onDropped.mock.calls).toEqual([[{ address: 'a' }]]);
  const other = open('b');
  expect([other.isDestroyed, open('c').isDestroyed]).toEqual([false, true]);
  first?.emit('close');
  expect([open('c').isDestroyed, open('c').isDestroyed]).toEqual([false, true]);
  expect(onDropped).toHaveBeenCalledTimes(2);
});

test('SEC-68 attempts to open a socket are counted by address; thousands of addresses are not remembered for ever', () => {
  const attempts = new Attempts({ perSecond: 1, burst: 2 });
  expect(['a', 'a', 'a', 'b'].map((address) => attempts.take(address, 0))).toEqual([true, true, false, true]);
  expect(attempts.take('a', 1_000)).toBe(true);
  for (let n = 0; n < 20_000; n += 1) attempts.take(`x${n}`, 1_000);
  expect(attempts.size).toBeLessThanOrEqual(4_096);
});
