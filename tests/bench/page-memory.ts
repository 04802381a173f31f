/**
 * A page left open for a day: ten hours of visits on one chair, its page and the station's open from the first to the last. The browser
 * compiles nothing to machine code meanwhile: what it compiles by and by is on the same heap (a megabyte here) and hides what a page keeps.
 */
import { chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../support/chromium.ts';
import { startChild } from './child-server.ts';
import { atMost, type Figure } from './stats.ts';

/** Of 80 minutes with what comes before and after. */
const VISITS = 8;
/** More of what is used after the first visit, %. */
const GOAL = 10;

interface Held {
  readonly heap: number;
  readonly nodes: number;
}

/** What is still held once everything that can go has gone. */
async function holds(page: Page): Promise<() => Promise<Held>> {
  const devtools = await page.context().newCDPSession(page);
  return async () => {
    // What a page draws last, and what it asks for once more, is done.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    for (let time = 0; time < 3; time += 1) await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    const { nodes } = await devtools.send('Memory.getDOMCounters');
    return { heap: usedSize, nodes };
  };
}

export async function pageMemory(say: (line: string) => void): Promise<readonly Figure[]> {
  const server = await startChild('./day-server.ts', () => []);
  const browser = await chromium.launch({
    ...chromiumPath(),
    args: ['--no-sandbox', '--js-flags=--no-opt --no-maglev --no-sparkplug --no-regexp-tier-up'],
  });
  const addresses = { 'chair page': `/chair/${server.chairIds[0]}`, station: '/station' };
  const pages = await Promise.all(
    Object.entries(addresses).map(async ([name, address]) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(`http://127.0.0.1:${server.port}${address}`);
      return { name, held: await holds(page) };
    }),
  );
  const seen = new Map<string, Held[]>(pages.map(({ name }) => [name, []]));
  for (let visit = 1; visit <= VISITS; visit += 1) {
    await server.ask('visit');
    for (const { name, held } of pages) {
      const now = await held();
      seen.get(name)?.push(now);
      say(`after visit ${visit} of ${VISITS}: ${name} holds ${(now.heap / 1e6).toFixed(2)} MB, ${now.nodes} nodes`);
    }
  }
  await browser.close();
  await server.stop();
  return [...seen].map(([name, held]) => {
    const [first, last] = [held[0]?.heap ?? 0, held.at(-1)?.heap ?? 0];
    return atMost(
      `heap of a ${name} after ten hours, more than after the first visit`,
      '%',
      GOAL,
      100 * (last / first - 1),
    );
  });
}
