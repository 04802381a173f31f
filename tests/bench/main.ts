/**
 * `npm run -s bench -- --json`: the product beside the bare floor (socket.io and a durable commit, no product) of the same run.
 * Five interleaved pairs of at least 2,000 samples each; the figure is the median of the pairs.
 */
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { chromiumPath } from '../support/chromium.ts';
import { startChild } from './child-server.ts';
import { decoders } from './decoders.ts';
import { evaluation } from './evaluation.ts';
import { history } from './history.ts';
import { floorAdapter, floorChair } from './floor-clients.ts';
import { cpuUnderLoad } from './load.ts';
import { firstLoad } from './first-load.ts';
import { pageLatencies } from './page-latency.ts';
import { pageMemory } from './page-memory.ts';
import { pageSpeed } from './page-speed.ts';
import { productAdapter, productChair } from './product-clients.ts';
import { restartMs } from './restart.ts';
import { pleth } from './pleth.ts';
import { soundFigures } from './sound-latency.ts';
import { compare, percentile, type Figure } from './stats.ts';
import { whatIfOver } from './what-if.ts';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '5' },
    samples: { type: 'string', default: '2000' },
    chairs: { type: 'string', default: '200' },
    only: { type: 'string' },
    /** Past visits in the database. */
    visits: { type: 'string', default: '10000' },
  },
});
const pairs = Number(options.pairs);
const samples = Number(options.samples);
const chairs = Number(options.chairs);
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const STATION_NUMERAL = '.tile .numeral';

async function productLatencies(browser: Browser): Promise<number[]> {
  const server = await startChild('./product-server.ts', () => ['1']);
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`http://127.0.0.1:${server.port}/station`);
  const adapter = await productAdapter(server.port, 1);
  adapter.send(98);
  const latencies = await pageLatencies(page, STATION_NUMERAL, samples, (value) => adapter.send(value));
  adapter.close();
  await page.close();
  await server.stop();
  return latencies;
}

async function floorLatencies(browser: Browser): Promise<number[]> {
  const server = await startChild('./floor-server.ts', (folder) => [`${folder}/floor.db`]);
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`http://127.0.0.1:${server.port}/`);
  const adapter = floorAdapter(server.port, 'chair-1');
  const latencies = await pageLatencies(page, '#v', samples, (value) => adapter.send(value));
  adapter.close();
  await page.close();
  await server.stop();
  return latencies;
}

async function productCpu(): Promise<number> {
  const server = await startChild('./product-server.ts', () => [String(chairs)]);
  const clients = await Promise.all(
    server.chairIds.map((chairId, index) => productChair(server.port, index + 1, chairId)),
  );
  const cpu = await cpuUnderLoad(server, clients, samples);
  for (const client of clients) client.close();
  await server.stop();
  return cpu;
}

async function floorCpu(): Promise<number> {
  const server = await startChild('./floor-server.ts', (folder) => [`${folder}/floor.db`]);
  const clients = Array.from({ length: chairs }, (_, index) => floorChair(server.port, `chair-${index + 1}`));
  const cpu = await cpuUnderLoad(server, clients, samples);
  for (const client of clients) client.close();
  await server.stop();
  return cpu;
}

async function latency(): Promise<readonly Figure[]> {
  const browser = await chromium.launch({ ...chromiumPath(), args: ['--no-sandbox'] });
  const runs: { product: number[]; floor: number[] }[] = [];
  for (let pair = 1; pair <= pairs; pair++) {
    say(`latency, one chair: pair ${pair} of ${pairs}`);
    const product = await productLatencies(browser);
    runs.push({ product, floor: await floorLatencies(browser) });
  }
  await browser.close();
  const at = (share: number) =>
    runs.map(({ product, floor }) => [percentile(product, share), percentile(floor, share)] as const);
  return [
    compare('adapter to station DOM, one chair, p50', 'ms', 2, at(0.5)),
    compare('adapter to station DOM, one chair, p99', 'ms', 2, at(0.99)),
  ];
}

async function sound(): Promise<readonly Figure[]> {
  say('latency to sound, one alert a chair');
  const browser = await chromium.launch({ ...chromiumPath(), args: ['--no-sandbox'] });
  const figures = await soundFigures(browser);
  await browser.close();
  return figures;
}

async function cpu(): Promise<readonly Figure[]> {
  const runs: (readonly [number, number])[] = [];
  for (let pair = 1; pair <= pairs; pair++) {
    say(`server CPU, ${chairs} chairs at 1 Hz: pair ${pair} of ${pairs}`);
    runs.push([await productCpu(), await floorCpu()]);
  }
  return [compare(`server CPU, ${chairs} chairs at 1 Hz with a page each`, 'ms/s', 2, runs)];
}

async function restart(): Promise<readonly Figure[]> {
  say('restart with 20 running visits of 70 minutes');
  const { ms, events } = await restartMs(20);
  const product = Math.round(ms);
  return [
    {
      name: `restart, 20 running visits of 70 min (${events} events) until ready`,
      unit: 'ms',
      product,
      floor: null,
      ratio: null,
      goal: 2_000,
      met: ms < 2_000,
      pairs: [],
    },
  ];
}

if (!existsSync('build/handler.js')) {
  say('building the pages first');
  spawnSync('npm', ['run', '-s', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
}
const parts = {
  ...{ latency, sound, cpu, restart, decoders, evaluation },
  pleth: () => pleth(pairs, say),
  pages: () => pageSpeed(pairs, say),
  load: () => firstLoad(say),
  day: () => pageMemory(say),
  'what-if': () => whatIfOver(say),
  history: () => history(Number(options.visits), pairs, say),
};
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(parts))
  if (options.only === undefined || options.only === name) figures.push(...(await measure()));

if (options.json) console.log(JSON.stringify({ pairs, samples, figures }));
else
  for (const { name, unit, product, floor, ratio, goal, bound, met } of figures) {
    const beside = ratio === null ? '' : `, floor ${floor}, ratio ${ratio}`;
    const of = bound === undefined && ratio !== null ? 'goal of the ratio' : 'goal';
    console.log(
      `${met ? 'met   ' : 'MISSED'} ${name}: ${product} ${unit}${beside} (${of}: ${bound ?? 'at most'} ${goal})`,
    );
  }
process.exit(0);
