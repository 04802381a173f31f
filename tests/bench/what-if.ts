/** New limits over a thousand past visits of 70 minutes at one reading a second, on every core. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { Instant } from '#core/reading.ts';
import { noVisits, withVisit } from '#core/what-if/sums.ts';
import { demoChairs } from '../../server/demo/demo-chairs.ts';
import { firstDay, generate } from '../../server/generate/generate.ts';
import { foundDemo } from '../../server/generate/new-demo.ts';
import { runPool } from '../../server/what-if/pool.ts';
import { whatIfThreads } from '../../server/what-if/threads.ts';
import { withLimits } from '../support/other-limits.ts';
import type { Figure } from './stats.ts';

const VISITS = 1_000;
const GOAL_S = 60;
const GOAL_CPU_MS = 60;
/** Of one kind: some of the visits made are of the other protocol. */
const MADE = 1_700;
const AT: Instant = Date.UTC(2026, 10, 1);

export async function whatIfOver(say: (line: string) => void): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vigil-what-if-'));
  try {
    const database = join(folder, 'vigil.db');
    say(`what-if: making ${MADE} past visits`);
    const founded = await foundDemo(database, firstDay(AT, MADE, demoChairs.length));
    if (!founded.ok) throw new Error(founded.message);
    const made = generate({
      ...{ database, visits: MADE, seed: 1, at: AT, courses: 24, everyMs: 1_000 },
      onProgress: (what, count) => {
        if (what === 'written' && count % 200 === 0) say(`what-if: ${count} made`);
      },
    });
    if (!made.ok) throw new Error(made.message);
    const [own] = publishedProtocols;
    const protocol = withLimits(own, { 'spo2-low-medium': 88, 'systolic-high-medium': 150 });
    const threads = whatIfThreads();
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    let sums = noVisits;
    const { ended } = runPool({
      ...{ database, protocol, threads, filter: { protocolId: own.id, visits: VISITS } },
      onChosen: (visits) => say(`what-if: ${visits.length} visits on ${threads} threads`),
      onDone: (result) => {
        sums = withVisit(sums, result);
        if (sums.visits % 100 === 0) say(`what-if: ${sums.visits} done`);
      },
      onBroken: ({ visitId }, reason) => {
        throw new Error(`${visitId}: ${reason}`);
      },
    });
    const { how } = await ended;
    const seconds = (performance.now() - startedAt) / 1_000;
    const used = process.cpuUsage(cpu);
    if (how !== 'done' || sums.visits !== VISITS) throw new Error(`${how} after ${sums.visits} visits`);
    const cpuMs = (used.user + used.system) / 1_000 / VISITS;
    const perCore = VISITS / seconds / availableParallelism();
    say(`what-if: ${perCore.toFixed(1)} visits a second a core; ${JSON.stringify(sums)}`);
    return [
      figure(`what-if over ${VISITS} visits on ${threads} threads`, 's', seconds, GOAL_S),
      figure('what-if, CPU a visit', 'ms', cpuMs, GOAL_CPU_MS),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const figure = (name: string, unit: string, product: number, goal: number): Figure => ({
  ...{ name, unit, product: Number(product.toPrecision(4)), floor: null, ratio: null, goal, met: product <= goal },
  pairs: [],
});
