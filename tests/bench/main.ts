/**
 * `npm run bench`: the product beside the bare floor (socket.io and a durable commit, no product) of the same run, and beside peers, as the
 * page docs/benchmarks.md. `--only fan-out` one part, `--json` its figures, `--quick` each part in seconds, `--pairs 3` pairs, `--all` more.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { format, resolveConfig } from 'prettier';
import { keepCompiledCode } from '../../server/code-cache.ts';
import { chromiumPath } from '../support/chromium.ts';
import { endChildren, startChild } from './child-server.ts';
import { decoders } from './decoders.ts';
import { evaluation } from './evaluation.ts';
import { bursts, fanOut, waves } from './fan-out.ts';
import { group } from './group.ts';
import { history } from './history.ts';
import { floorAdapter, floorChair } from './floor-clients.ts';
import { cpuUnderLoad } from './load.ts';
import { firstLoad } from './first-load.ts';
import { page, type PartDone } from './page.ts';
import { pageLatencies, type PageLatencies } from './page-latency.ts';
import { pageMemory } from './page-memory.ts';
import { pageSpeed } from './page-speed.ts';
import { productAdapter, productChair } from './product-clients.ts';
import { restart } from './restart.ts';
import { PEERS_DO_NOT, peers } from './peers.ts';
import { pleth } from './pleth.ts';
import { soundFigures } from './sound-latency.ts';
import { compare, percentile, type Figure } from './stats.ts';
import { visitMemory } from './visit-memory.ts';
import { whatIfOver } from './what-if.ts';

// Its servers, as `vigil` starts its own.
keepCompiledCode(process.env);

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    /** Every part once, short: that it runs, not what it measures. */
    quick: { type: 'boolean', default: false },
    /** The parts that take long and say nothing of the speed of the wire too: pages, first load, a day, the what-if, the history. */
    all: { type: 'boolean', default: false },
    pairs: { type: 'string' },
    samples: { type: 'string' },
    chairs: { type: 'string', default: '200' },
    only: { type: 'string' },
    /** Past visits in the database. */
    visits: { type: 'string', default: '10000' },
    /** As it stands on the page; default today's. */
    date: { type: 'string', default: new Date().toISOString().slice(0, 10) },
    /** Where the page goes; with --only, --json or --quick none is written unless this is given. */
    page: { type: 'string' },
  },
});
const { quick } = options;
const pairs = Number(options.pairs ?? 1);
const samples = Number(options.samples ?? (quick ? 100 : 1_000));
const chairs = Number(options.chairs);
const SIZES = quick ? [20] : [100, 500, 1_000, 2_000];
/** Printed, to be known. */
const LARGEST = quick ? 40 : 4_000;
const SECONDS = quick ? 3 : 10;
const said: string[] = [];
const say = (line: string): void => {
  said.push(line);
  process.stderr.write(`${line}\n`);
};

const STATION_NUMERAL = '.tile .numeral';

async function productLatencies(browser: Browser): Promise<PageLatencies> {
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

async function floorLatencies(browser: Browser): Promise<PageLatencies> {
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
  const runs: { product: PageLatencies; floor: PageLatencies }[] = [];
  for (let pair = 1; pair <= pairs; pair++) {
    say(`latency, one chair, ${samples} samples: pair ${pair} of ${pairs}`);
    const product = await productLatencies(browser);
    runs.push({ product, floor: await floorLatencies(browser) });
  }
  await browser.close();
  const at = (until: keyof PageLatencies, share: number) =>
    runs.map(({ product, floor }) => [percentile(product[until], share), percentile(floor[until], share)] as const);
  return [
    compare('adapter to station DOM, one chair, p50', 'ms', 1.5, at('dom', 0.5)),
    compare('adapter to station DOM, one chair, p99', 'ms', 1.5, at('dom', 0.99)),
    compare('adapter to paint, one chair, p50', 'ms', 1.5, at('paint', 0.5)),
    compare('adapter to paint, one chair, p99', 'ms', 1.5, at('paint', 0.99)),
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

if (!existsSync('build/handler.js')) {
  say('building the pages first');
  spawnSync('npm', ['run', '-s', 'build'], { stdio: ['ignore', 'ignore', 'inherit'] });
}

interface Part {
  readonly about: string;
  /** Only when asked for, or with --all. */
  readonly isExtra?: true;
  measure(): Promise<readonly Figure[]>;
}

const parts: Readonly<Record<string, Part>> = {
  latency: {
    about:
      'From the send of an adapter, over the durable commit, to the station page of a browser, and to the end of the frame that shows it.',
    measure: latency,
  },
  'fan-out': {
    about:
      'Each chair a reading a second at its own moment, an adapter and a viewer of its own, and four stations; rules and durable commit on. The load comes from a process of its own, whose share of a core and lateness stand below. Stations of the floor are told each 250 ms.',
    measure: () => fanOut(SIZES, SECONDS, pairs, say),
  },
  'fan-out-most': {
    about: 'The same with more chairs than Vigil promises.',
    measure: () => fanOut([LARGEST], SECONDS, 1, say),
  },
  burst: { about: 'The readings of 500 chairs leave in one millisecond.', measure: () => bursts(pairs, say) },
  waves: {
    about:
      'Readings at 1 Hz and five packets of pulse wave a second from each chair; the floor relays them and keeps none.',
    measure: () => waves(quick ? [10] : [64, 500], quick ? 3 : 8, pairs, say),
  },
  group: {
    about:
      'Clinics of a group on real PostgreSQL, beside the same clinics with a server and a database file each, in the same run. The CPU of a node is its process alone, that of PostgreSQL stands by itself. At the wrong node each connection is carried to the right one. A chair is live again when its viewer has its view and its adapter an answer; clients come again each 50 ms.',
    measure: () =>
      group(
        quick ? { sites: 2, chairs: 5, seconds: 3, kills: 1 } : { sites: 8, chairs: 25, seconds: 8, kills: 3 },
        pairs,
        say,
      ),
  },
  sound: {
    about: 'From the alert on the page of a chair to the start of its first pulse at the loudspeaker.',
    measure: sound,
  },
  restart: {
    about: 'From opening the database to the first tick done.',
    measure: () => restart(say, quick ? 20 : 500),
  },
  memory: {
    about: 'Heap after a collection, over that of a server without visits.',
    measure: () => visitMemory(say, quick ? [20] : [500]),
  },
  evaluation: { about: 'One look at the rules, by the clock.', measure: evaluation },
  peers: {
    about: `Signal K and Node-RED on the same samples; the figure beside the product is the peer's. What they do not do: ${PEERS_DO_NOT.join(' ')}`,
    measure: () => peers(quick ? [5] : [1, 100], SECONDS, say),
  },
  cpu: { about: 'Full clients of socket.io, a page each.', isExtra: true, measure: cpu },
  decoders: { about: 'Bytes of devices to readings.', isExtra: true, measure: decoders },
  pleth: { about: 'The wave on the page.', isExtra: true, measure: () => pleth(pairs, say) },
  pages: { about: 'Pages on a slow processor.', isExtra: true, measure: () => pageSpeed(pairs, say) },
  load: { about: 'What a tablet fetches first.', isExtra: true, measure: () => firstLoad(say) },
  day: { about: 'A page over a day of visits.', isExtra: true, measure: () => pageMemory(say) },
  'what-if': { about: 'Past visits under other limits.', isExtra: true, measure: () => whatIfOver(say) },
  history: {
    about: 'Past visits asked for beside live chairs.',
    isExtra: true,
    measure: () => history(Number(options.visits), pairs, say),
  },
};

const LONGEST_PART_MS = (options.all ? 20 : 6) * 60_000 * pairs;
const tooLong = (): Promise<never> =>
  new Promise((_, reject) => {
    setTimeout(() => reject(new Error('it took too long')), LONGEST_PART_MS).unref();
  });

const done: PartDone[] = [];
for (const [name, { about, isExtra, measure }] of Object.entries(parts)) {
  if (options.only === undefined ? isExtra && !options.all : options.only !== name) continue;
  said.length = 0;
  const from = performance.now();
  // One part that fails leaves the others their page.
  const figures = await Promise.race([measure(), tooLong()]).catch((error: unknown) => String(error));
  endChildren();
  const rest = { name, about, said: [...said], tookMs: performance.now() - from };
  if (typeof figures !== 'string') done.push({ ...rest, figures });
  else {
    process.stderr.write(`${name} is left out: ${figures}\n`);
    done.push({ ...rest, figures: [], leftOut: figures });
  }
}

const figures = done.flatMap((each) => each.figures);
if (options.json) console.log(JSON.stringify({ date: options.date, pairs, samples, figures }));
else
  for (const { name, unit, product, floor, ratio, goal, bound, met } of figures) {
    const beside = ratio === null ? '' : `, floor ${floor}, ratio ${ratio}`;
    const of = bound === undefined && ratio !== null ? 'goal of the ratio' : 'goal';
    const said = goal === Infinity ? 'printed' : `${of}: ${bound ?? 'at most'} ${goal}`;
    console.log(`${met ? 'met   ' : 'MISSED'} ${name}: ${product} ${unit}${beside} (${said})`);
  }
const file = options.page ?? (options.only || options.json || quick ? undefined : 'docs/benchmarks.md');
if (file !== undefined) {
  const command = ['npm run bench', ...process.argv.slice(2)].join(' ');
  const text = page(done, { date: options.date, command, pairs });
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  say(`the page is ${file}`);
}
process.exit(0);
