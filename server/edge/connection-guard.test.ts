import { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import { expect, test, vi } from 'vitest';
import { Exempt } from './behind-proxy.ts';
import { Attempts, CONNECTIONS, guardConnections } from './connection-guard.ts';
import type { ConnectionLimits } from './connection-guard.ts';

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

function guarded(own: readonly string[], limits?: ConnectionLimits) {
  const server = new EventEmitter();
  const onDropped = vi.fn();
  guardConnections(server as unknown as Server, onDropped, { isOwn: (network) => own.includes(network) }, limits);
  const open = (address: string): FakeSocket => {
    const socket = new FakeSocket(address);
    server.emit('connection', socket);
    return socket;
  };
  return { onDropped, open };
}

test('SEC-68 so many connections of one network, and so many of all; when some close, others are taken', () => {
  const { onDropped, open } = guarded(['a'], { ofOwn: 2, ofStranger: 1, inSum: 3, keptForOwn: 0 });
  const [first] = [open('a'), open('a')];
  expect([open('a').isDestroyed, open('a').isDestroyed]).toEqual([true, true]);
  expect(onDropped.mock.calls).toEqual([[{ network: 'a' }]]);
  const other = open('b');
  expect([other.isDestroyed, open('b').isDestroyed, open('c').isDestroyed]).toEqual([false, true, true]);
  first?.emit('close');
  expect([open('c').isDestroyed, open('c').isDestroyed]).toEqual([false, true]);
  expect(onDropped).toHaveBeenCalledTimes(2);
});

test('SEC-74 one machine with any number of IPv6 addresses is one network, and its share is small', () => {
  const { open } = guarded([]);
  const taken = Array.from({ length: 5_000 }, (_, n) => open(`2001:db8:1:2::${n.toString(16)}`)).filter(
    ({ isDestroyed }) => !isDestroyed,
  );
  expect(taken).toHaveLength(CONNECTIONS.ofStranger);
  expect(open('2001:db8:1:3::1').isDestroyed).toBe(false);
});

test('ND-19 SEC-204 the connections of a proxy or of another node are not counted; those of others in its network are', () => {
  const server = new EventEmitter();
  const exempt = new Exempt(['2001:db8:1:2::1', '192.0.2.1']);
  exempt.add('2001:db8:1:2::9');
  guardConnections(
    server as unknown as Server,
    vi.fn(),
    { isOwn: () => false, isExempt: exempt.has },
    {
      ...{ ofOwn: 1, ofStranger: 1, inSum: 2, keptForOwn: 0 },
    },
  );
  const isDropped = (address: string): boolean => {
    const socket = new FakeSocket(address);
    server.emit('connection', socket);
    return socket.isDestroyed;
  };
  const proxies = ['2001:db8:1:2::1', '2001:db8:1:2:0:0:0:1', '2001:db8:1:2::9', '192.0.2.1', '::ffff:192.0.2.1'];
  expect([...proxies, ...proxies].map(isDropped)).toEqual(Array<boolean>(10).fill(false));
  expect(['2001:db8:1:2::2', '2001:db8:1:2::3'].map(isDropped)).toEqual([false, true]);
});

test('SEC-74 strangers together leave a quarter of all places to the clinic’s own', () => {
  const { open } = guarded(['10.0.0.1', '10.0.0.2']);
  for (let n = 0; n < 100; n += 1) for (let m = 0; m < 100; m += 1) open(`192.0.2.${n}`);
  expect(open('198.51.100.1').isDestroyed).toBe(true);
  const own = Array.from({ length: 1_100 }, () => open('10.0.0.1')).filter(({ isDestroyed }) => !isDestroyed);
  expect(own).toHaveLength(CONNECTIONS.inSum / 4);
  expect(CONNECTIONS.ofOwn).toBe(1_024);
});

test('SEC-68 attempts to open a socket are counted by network; thousands of networks are not remembered for ever', () => {
  const attempts = new Attempts({ perSecond: 1, burst: 2 });
  expect(['a', 'a', 'a', 'b'].map((address) => attempts.take(address, 0))).toEqual([true, true, false, true]);
  expect(attempts.take('a', 1_000)).toBe(true);
  for (let n = 0; n < 20_000; n += 1) attempts.take(`x${n}`, 1_000);
  expect(attempts.size).toBeLessThanOrEqual(4_096);
});
