import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LEASE_MS, MARGIN_MS, YIELD_MS } from './lease.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import type { Held, LeaseStore, Looked } from './lease-store.ts';

/** One PostgreSQL with two sites, by vitest's clock. */
class FakeGroup {
  readonly leases = new Map<string, { epoch: number; nodeId?: string; expiresAt: number }>([
    ['one', { epoch: 0, expiresAt: 0 }],
    ['two', { epoch: 0, expiresAt: 0 }],
  ]);
  readonly nodes = new Set<string>();
  isAway = false;

  node(nodeId: string): LeaseStore {
    const asks = async <T>(answer: () => T): Promise<T> => {
      if (this.isAway) throw new Error('away');
      return answer();
    };
    const mine = ({ siteId, epoch }: Held) => {
      const lease = this.leases.get(siteId);
      return lease?.nodeId === nodeId && lease.epoch === epoch ? lease : undefined;
    };
    return {
      look: () =>
        asks<Looked>(() => ({
          liveNodes: Math.max(1, this.nodes.size),
          sites: [...this.leases].map(([siteId, { epoch, nodeId: owner, expiresAt }]) => ({
            ...{ siteId, name: siteId, hosts: [], timeZone: 'UTC', demo: false },
            ...(owner !== undefined &&
              expiresAt > Date.now() && { owner: { nodeId: owner, url: '', epoch, leftMs: expiresAt - Date.now() } }),
          })),
        })),
      renew: (held, takes) =>
        asks(() => {
          if (takes) this.nodes.add(nodeId);
          return held.filter((each) => {
            const lease = mine(each);
            if (lease) lease.expiresAt = Date.now() + LEASE_MS;
            return lease !== undefined;
          });
        }),
      take: (siteId) =>
        asks(() => {
          const lease = this.leases.get(siteId);
          if (!lease || (lease.nodeId !== undefined && lease.expiresAt > Date.now())) return undefined;
          Object.assign(lease, { epoch: lease.epoch + 1, nodeId, expiresAt: Date.now() + LEASE_MS });
          return lease.epoch;
        }),
      release: (held) =>
        asks(() => void (mine(held) && this.leases.set(held.siteId, { epoch: held.epoch, expiresAt: 0 }))),
      leave: () => asks(() => void this.nodes.delete(nodeId)),
      close: () => Promise.resolve(),
    };
  }
}

const log = pino({ level: 'silent' });
const open: LeaseKeeper[] = [];

function keeperOf(group: FakeGroup, nodeId: string, mayTake?: () => boolean) {
  const told: string[] = [];
  const keeper = new LeaseKeeper({
    ...{ store: group.node(nodeId), log },
    ...(mayTake && { mayTake }),
    moment: () => ({ monotonic: performance.now(), wall: Date.now() }),
    listener: {
      onHeld: ({ siteId }, epoch) => void told.push(`held ${siteId} ${epoch}`),
      onDoubt: (siteId) => void told.push(`doubt ${siteId}`),
      onLost: (siteId) => void told.push(`lost ${siteId}`),
      onLook: () => undefined,
    },
  });
  open.push(keeper);
  return { keeper, told };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((keeper) => keeper.close()));
  vi.useRealTimers();
});

test('ND-4 a node takes what is free, and keeps it as long as it renews', async () => {
  const group = new FakeGroup();
  const { keeper, told } = keeperOf(group, 'a');
  await vi.advanceTimersByTimeAsync(10);
  expect(told).toEqual(['held one 1', 'held two 1']);
  const { told: others } = keeperOf(group, 'b');
  await vi.advanceTimersByTimeAsync(60_000);
  expect([keeper.owns('one', 1), keeper.owns('two', 1), keeper.owns('one', 2)]).toEqual([true, true, false]);
  expect([told.length, others]).toEqual([2, []]);
});

test('ND-3 two nodes that start together share the sites', async () => {
  const group = new FakeGroup();
  const a = keeperOf(group, 'a');
  const b = keeperOf(group, 'b');
  await vi.advanceTimersByTimeAsync(2_000);
  expect([a.told.length, b.told.length]).toEqual([1, 1]);
  expect(a.told).not.toEqual(b.told);
});

test('ND-4 when PostgreSQL is away the lease runs out, and is believed again when nobody took it', async () => {
  const group = new FakeGroup();
  const { keeper, told } = keeperOf(group, 'a');
  await vi.advanceTimersByTimeAsync(10);
  group.isAway = true;
  await vi.advanceTimersByTimeAsync(LEASE_MS - MARGIN_MS + 1_000);
  expect(keeper.owns('one', 1)).toBe(false);
  expect(told.slice(2)).toEqual(['doubt one', 'doubt two']);
  await vi.advanceTimersByTimeAsync(60_000);
  group.isAway = false;
  await vi.advanceTimersByTimeAsync(300);
  expect(keeper.owns('one', 1)).toBe(true);
  expect(told.slice(4)).toEqual([]);
});

test('ND-4 what another took meanwhile is lost', async () => {
  const group = new FakeGroup();
  const { keeper, told } = keeperOf(group, 'a');
  await vi.advanceTimersByTimeAsync(10);
  group.leases.set('one', { epoch: 2, nodeId: 'b', expiresAt: Date.now() + LEASE_MS });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told.slice(2)).toEqual(['lost one']);
  expect([keeper.owns('one', 1), keeper.owns('two', 1)]).toEqual([false, true]);
});

test('ND-5 the other node takes what a dead one had when the lease runs out, and not before', async () => {
  const group = new FakeGroup();
  const { told } = keeperOf(group, 'b');
  group.leases.set('one', { epoch: 7, nodeId: 'a', expiresAt: Date.now() + LEASE_MS });
  await vi.advanceTimersByTimeAsync(LEASE_MS - 1);
  expect(told).toEqual(['held two 1']);
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual(['held two 1', 'held one 8']);
});

test('ND-28 a node that is busy opening what it took leaves what is free, and takes it when it is done', async () => {
  const group = new FakeGroup();
  let isBusy = true;
  const { told } = keeperOf(group, 'a', () => !isBusy);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told).toEqual([]);
  isBusy = false;
  await vi.advanceTimersByTimeAsync(100);
  expect(told).toEqual(['held one 1', 'held two 1']);
});

test('ND-5 what is released is taken at once; who released it rests', async () => {
  const group = new FakeGroup();
  const a = keeperOf(group, 'a');
  await vi.advanceTimersByTimeAsync(10);
  const b = keeperOf(group, 'b');
  await vi.advanceTimersByTimeAsync(10);
  await a.keeper.release('one', 60_000);
  await vi.advanceTimersByTimeAsync(600);
  expect(b.told).toEqual(['held one 2']);
  await b.keeper.release('one', 120_000);
  await vi.advanceTimersByTimeAsync(50_000);
  expect(a.told).toEqual(['held one 1', 'held two 1']);
  await vi.advanceTimersByTimeAsync(10_000 + YIELD_MS);
  expect(a.told.at(-1)).toBe('held one 3');
});

test('ND-15 a node that drains takes nothing more', async () => {
  const group = new FakeGroup();
  const a = keeperOf(group, 'a');
  await vi.advanceTimersByTimeAsync(10);
  await a.keeper.drain();
  await a.keeper.release('one');
  await vi.advanceTimersByTimeAsync(10_000);
  expect([a.told.length, a.keeper.owns('two', 1), group.nodes.size]).toEqual([2, true, 0]);
});
