/** What one more running visit of 70 minutes costs: heap after a collection with some and with none, each in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchFolder, writeVisits } from './running-visits.ts';
import { atMost } from './stats.ts';
import type { Figure } from './stats.ts';

const GOAL_MB = 1;

async function heapWith(visits: number): Promise<number> {
  const folder = benchFolder();
  const filling = await folder.open();
  await writeVisits(filling, visits);
  await filling.close();
  const script = fileURLToPath(new URL('./memory-process.ts', import.meta.url));
  const child = fork(script, [dirname(folder.database)], { execArgv: ['--expose-gc'] });
  const [held] = (await once(child, 'message')) as [{ heap: number; visits: number }];
  if (held.visits !== visits) throw new Error(`${held.visits} visits run, not ${visits}.`);
  folder.remove();
  return held.heap;
}

export async function visitMemory(say: (line: string) => void, counts = [500, 1_000]): Promise<readonly Figure[]> {
  say('memory of a running visit');
  const none = await heapWith(0);
  const figures: Figure[] = [];
  for (const visits of counts) {
    const each = (await heapWith(visits)) - none;
    figures.push(atMost(`heap of a running visit of 70 min, of ${visits}`, 'MB', GOAL_MB, each / visits / 1e6));
  }
  return figures;
}
