/**
 * The two pages on a slow processor: a station with 64 live chairs, beside a bare page that writes the same 128 numbers from the
 * same socket; a chair's page with its wave and 70 minutes of trend.
 */
import { loadavg } from 'node:os';
import { chromium, type Browser } from 'playwright-core';
import { chromiumPath } from '../support/chromium.ts';
import { startChild, type ChildServer } from './child-server.ts';
import { floorAdapter } from './floor-clients.ts';
import { productAdapter } from './product-clients.ts';
import { slowed, type Looked } from './slow-page.ts';
import { atMost, median, type Figure } from './stats.ts';

const CHAIRS = 64;
const MINUTES = 70;
const WAVES_A_SECOND = 3;
const WALL = { width: 1920, height: 1080 };
const TABLET = { width: 1280, height: 800 };

interface Feed {
  send(second: number): void;
  close(): void;
}

/** Each feed once a second, spread evenly over it. @returns how to stop */
function fed(feeds: readonly Feed[]): () => void {
  let sent = 0;
  const timer = setInterval(() => {
    feeds[sent % feeds.length]?.send(Math.floor(sent / feeds.length));
    sent += 1;
  }, 1_000 / feeds.length);
  return () => {
    clearInterval(timer);
    for (const feed of feeds) feed.close();
  };
}

interface Looking {
  readonly address: string;
  readonly viewport: { readonly width: number; readonly height: number };
  /** There is once the page shows what is measured. */
  readonly shown: string;
}

async function look(browser: Browser, server: ChildServer, looking: Looking, feeds: readonly Feed[]): Promise<Looked> {
  const page = await browser.newPage({ viewport: looking.viewport });
  const stop = fed(feeds);
  await page.goto(`http://127.0.0.1:${server.port}${looking.address}`);
  await page.locator(looking.shown).first().waitFor();
  const measure = await slowed(page);
  // Seconds in which the page comes to rest: fonts, the first chart, the compiler.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const looked = await measure();
  stop();
  await page.close();
  await server.stop();
  return looked;
}

async function station(browser: Browser): Promise<Looked> {
  const server = await startChild('./product-server.ts', () => [String(CHAIRS)]);
  const adapters = await Promise.all(
    server.chairIds.map((_, index) => productAdapter(server.port, index + 1, { cuff: true })),
  );
  const feeds = adapters.map((adapter, index) => ({
    send: (second: number) => adapter.send(96 + ((second + index) % 3), 70 + ((second + index) % 5)),
    close: () => adapter.close(),
  }));
  return look(browser, server, { address: '/station', viewport: WALL, shown: '.tile .numeral' }, feeds);
}

async function floor(browser: Browser): Promise<Looked> {
  const server = await startChild('./floor-server.ts', (folder) => [`${folder}/floor.db`]);
  const feeds = Array.from({ length: CHAIRS }, (_, index) => {
    const adapter = floorAdapter(server.port, `chair-${index + 1}`);
    return { send: (second: number) => adapter.send(96 + ((second + index) % 3)), close: () => adapter.close() };
  });
  return look(browser, server, { address: `/?chairs=${CHAIRS}`, viewport: WALL, shown: 'p' }, feeds);
}

async function chair(browser: Browser): Promise<Looked> {
  const server = await startChild('./product-server.ts', () => ['1', String(MINUTES)]);
  const adapter = await productAdapter(server.port, 1, { cuff: true });
  const waves = setInterval(() => adapter.sendWave(), 1_000 / WAVES_A_SECOND);
  const feed = {
    send: (second: number) => adapter.send(96 + (second % 3), 70 + (second % 5)),
    close: () => {
      clearInterval(waves);
      adapter.close();
    },
  };
  const address = `/chair/${server.chairIds[0]}`;
  return look(browser, server, { address, viewport: TABLET, shown: '[aria-label^="Pleth live"]' }, [feed]);
}

export async function pageSpeed(pairs: number, say: (line: string) => void): Promise<readonly Figure[]> {
  const browser = await chromium.launch({ ...chromiumPath(), args: ['--no-sandbox'] });
  const runs: { readonly station: Looked; readonly floor: Looked; readonly chair: Looked }[] = [];
  const words = ({ busy, p99, perSecond }: Looked): string =>
    `busy ${busy.toFixed(0)} %, frame p99 ${p99.toFixed(1)} ms, ${perSecond.toFixed(1)} a second`;
  for (let pair = 1; pair <= pairs; pair += 1) {
    const load = loadavg()[0]?.toFixed(1);
    const run = { station: await station(browser), floor: await floor(browser), chair: await chair(browser) };
    runs.push(run);
    say(`pages on a slow processor, ${pair} of ${pairs}, machine at load ${load}`);
    say(`  station of ${CHAIRS}: ${words(run.station)}`);
    say(`  bare page of ${CHAIRS}: ${words(run.floor)}`);
    say(`  chair, ${MINUTES} min: ${words(run.chair)}`);
  }
  await browser.close();
  const of = (which: 'station' | 'floor' | 'chair', what: keyof Looked): number =>
    median(runs.map((run) => run[which][what]));
  return [
    atMost(`station of ${CHAIRS} live chairs, main thread busy`, '%', 70, of('station', 'busy'), of('floor', 'busy')),
    atMost(`station of ${CHAIRS} live chairs, frame p99`, 'ms', 34, of('station', 'p99'), of('floor', 'p99')),
    atMost(`chair page with wave and ${MINUTES} min of trend, frame p99`, 'ms', 20, of('chair', 'p99')),
    atMost(`chair page with wave and ${MINUTES} min of trend, main thread busy`, '%', 70, of('chair', 'busy')),
  ];
}
