import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { publishedProtocols } from '#core/protocols/published.ts';
import { runPool } from './pool.ts';
import type { PoolJob, PoolRun } from './pool.ts';
import { whatIfThreads } from './threads.ts';

const script = new URL('../../tests/support/dying-thread.ts', import.meta.url);

interface Seen {
  readonly pool: PoolRun;
  readonly done: string[];
  readonly broken: string[];
}

function run(wish: Partial<PoolJob> = {}): Seen {
  const done: string[] = [];
  const broken: string[] = [];
  const pool = runPool({
    database: '/nowhere/vigil.db',
    protocol: publishedProtocols[0],
    filter: { protocolId: 'iv-ketamine-40', visits: 10 },
    threads: 2,
    script,
    onChosen: () => undefined,
    onDone: ({ visitId }) => void done.push(visitId),
    onBroken: ({ visitId }, reason) => void broken.push(`${visitId}: ${reason}`),
    ...wish,
  });
  return { pool, done, broken };
}

test.each([1, 2, 8])(
  'REC-206 a visit over which its thread dies is tried once more, then named; %i threads',
  async (threads) => {
    const { pool, done, broken } = run({ threads });
    expect(await pool.ended).toEqual({ how: 'done' });
    expect(done.toSorted()).toEqual(['a', 'b', 'c', 'once']);
    expect(broken.toSorted()).toEqual([
      'deadly: Two threads died over it: its thread stopped',
      'spoilt: its first event is no opening',
    ]);
  },
);

test('REC-207 cancelled it ends, with what was done until then', async () => {
  const seen = run({ onDone: () => seen.pool.cancel() });
  expect(await seen.pool.ended).toEqual({ how: 'cancelled' });
});

test('REC-206 a journal that cannot be read is a sentence', async () => {
  expect(existsSync('/nowhere/vigil.db')).toBe(false);
  const { pool } = run({ script: new URL('./what-if-thread.ts', import.meta.url) });
  expect(await pool.ended).toMatchObject({
    how: 'failed',
    trouble: expect.stringContaining('unable to open') as string,
  });
});

test.each([
  [8, true, 8],
  [8, false, 7],
  [1, true, 1],
  [1, false, 1],
])('REC-205 %i cores, whose threads give way by themselves: %s: %i threads', (cores, givesWay, threads) => {
  expect(whatIfThreads(cores, givesWay)).toBe(threads);
});
