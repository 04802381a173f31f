/**
 * Many chairs at 1 Hz, each with an adapter and a viewer, and four stations: how long a sample takes to a screen, and what it costs the
 * server; and all of 500 chairs in one millisecond. The floor is socket.io, a durable commit and the same fan-out, without a product.
 */
import { startChild, type ChildServer } from './child-server.ts';
import type { Load } from './fan-out-load.ts';
import { compare, type Figure } from './stats.ts';

const WARM_UP_S = 15;
const BURSTS = 10;
const BURST_CHAIRS = 500;

export interface Run extends Load {
  /** Server's CPU, ms a second, all its threads. */
  readonly cpu: number;
}

export type Kind = 'product' | 'floor';

const serverOf = (kind: Kind, chairs: number): Promise<ChildServer> =>
  kind === 'product'
    ? startChild('./fan-out-server.ts', (folder) => [String(chairs), folder])
    : startChild('./floor-server.ts', (folder) => [`${folder}/floor.db`]);

/** A server with all its clients connected, its clock going. */
async function withLoad<T>(
  kind: Kind,
  chairs: number,
  run: (server: ChildServer, load: ChildServer) => Promise<T>,
): Promise<T> {
  const server = await serverOf(kind, chairs);
  const load = await startChild('./fan-out-load.ts', () => [kind, String(server.port), String(chairs)]);
  await load.ask({ connect: true });
  if (kind === 'product') await server.ask('live');
  await load.ask({ live: true });
  await load.ask({ seconds: WARM_UP_S });
  const done = await run(server, load);
  await load.stop();
  await server.stop();
  return done;
}

export const atOneHz = (kind: Kind, chairs: number, seconds: number): Promise<Run> =>
  withLoad(kind, chairs, async (server, load) => {
    const before = await server.cpuMs();
    const from = performance.now();
    const measuring = load.ask({ seconds });
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    const cpu = ((await server.cpuMs()) - before) / ((performance.now() - from) / 1_000);
    return { ...((await measuring) as Load), cpu };
  });

/** With five packets of its pulse wave a second of each chair, which its viewer draws. */
export const withWaves = (kind: Kind, chairs: number, seconds: number): Promise<Run> =>
  withLoad(kind, chairs, async (server, load) => {
    const before = await server.cpuMs();
    const from = performance.now();
    const run = (await load.ask({ waves: seconds })) as Load;
    return { ...run, cpu: ((await server.cpuMs()) - before) / ((performance.now() - from) / 1_000) };
  });

export const inBursts = (kind: Kind, chairs: number): Promise<Load> =>
  withLoad(kind, chairs, async (_server, load) => (await load.ask({ bursts: BURSTS })) as Load);

const waveWords = (run: Run): string =>
  `wave p50 ${run.waveP50.toFixed(1)} p99 ${run.waveP99.toFixed(1)} ms, ${run.wavesLost} of ${run.waves} late; ${words(run)}`;

const words = (run: Load & { readonly cpu?: number }): string =>
  [
    `p50 ${run.p50.toFixed(1)} p99 ${run.p99.toFixed(1)} ms`,
    `station p50 ${run.stationP50.toFixed(0)} p99 ${run.stationP99.toFixed(0)} ms`,
    ...(run.cpu === undefined ? [] : [`CPU ${run.cpu.toFixed(0)} ms/s`]),
    `${run.stored} of ${run.sent} stored, ${run.lost} late${run.closed > 0 ? `, ${run.closed} sockets closed` : ''}`,
    `generator ${(100 * run.busy).toFixed(0)} %, ${run.lateP99.toFixed(1)} ms late`,
  ].join('; ');

interface Told<R> {
  readonly title: string;
  readonly pairs: number;
  readonly say: (line: string) => void;
  readonly words: (run: R) => string;
}

/** Floor and product in turn, so that both have the same minutes of the machine. */
async function inPairs<R>(
  { title, pairs, say, words: wordsOf }: Told<R>,
  run: (kind: Kind) => Promise<R>,
): Promise<readonly { readonly product: R; readonly floor: R }[]> {
  const runs: { readonly product: R; readonly floor: R }[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    say(`${title}: pair ${pair} of ${pairs}`);
    const floor = await run('floor');
    say(`  floor:   ${wordsOf(floor)}`);
    const product = await run('product');
    say(`  product: ${wordsOf(product)}`);
    runs.push({ product, floor });
  }
  return runs;
}

export async function fanOut(
  sizes: readonly number[],
  seconds: number,
  pairs: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const chairs of sizes) {
    const title = `${chairs} chairs at 1 Hz, a viewer each and 4 stations`;
    const runs = await inPairs({ title, pairs, say, words }, (kind) => atOneHz(kind, chairs, seconds));
    // Thousands of chairs are printed, to be known.
    const goal = (ratio: number): number => (chairs > 2_000 ? Infinity : ratio);
    const of = (key: keyof Run) => runs.map(({ product, floor }) => [product[key], floor[key]] as const);
    figures.push(
      compare(`sample to viewer, ${chairs} chairs at 1 Hz, p50`, 'ms', goal(1.5), of('p50')),
      compare(`sample to viewer, ${chairs} chairs at 1 Hz, p99`, 'ms', goal(1.5), of('p99')),
      compare(`sample to station, ${chairs} chairs at 1 Hz, p99`, 'ms', goal(1.5), of('stationP99')),
      compare(`server CPU, ${chairs} chairs at 1 Hz`, 'ms/s', goal(2), of('cpu')),
    );
  }
  return figures;
}

export async function bursts(pairs: number, say: (line: string) => void): Promise<readonly Figure[]> {
  const title = `all of ${BURST_CHAIRS} chairs in one millisecond, ${BURSTS} times`;
  const runs = await inPairs({ title, pairs, say, words }, (kind) => inBursts(kind, BURST_CHAIRS));
  const of = (key: 'p50' | 'p99') => runs.map(({ product, floor }) => [product[key], floor[key]] as const);
  return [
    compare(`sample to viewer, ${BURST_CHAIRS} chairs in one millisecond, p50`, 'ms', 2, of('p50')),
    compare(`sample to viewer, ${BURST_CHAIRS} chairs in one millisecond, p99`, 'ms', 2, of('p99')),
  ];
}

export async function waves(
  sizes: readonly number[],
  seconds: number,
  pairs: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const chairs of sizes) {
    const title = `waveforms, 5 packets a second, of ${chairs} chairs at 1 Hz`;
    const runs = await inPairs({ title, pairs, say, words: waveWords }, (kind) => withWaves(kind, chairs, seconds));
    const of = (key: keyof Run) => runs.map(({ product, floor }) => [product[key], floor[key]] as const);
    figures.push(
      compare(`waveform to viewer, ${chairs} chairs, p50`, 'ms', 1.5, of('waveP50')),
      compare(`waveform to viewer, ${chairs} chairs, p99`, 'ms', 1.5, of('waveP99')),
      compare(`server CPU, ${chairs} chairs with waveforms`, 'ms/s', 2, of('cpu')),
    );
  }
  return figures;
}
