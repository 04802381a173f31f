/**
 * A group of clinics on one node and on two, beside the same clinics with a server and a database of their own: what PostgreSQL and a hop
 * cost. And how long chairs are dark whose node was killed, and whether a reading is missing or doubled afterwards.
 */
import { startChild, type ChildServer } from './child-server.ts';
import type { Load, LoadedSite } from './fan-out-load.ts';
import { GroupUnderBench, type GroupSite } from './group-ground.ts';
import type { Moved, MovingSite, Sent } from './group-takeover-load.ts';
import { atMost, compare, percentile, type Figure } from './stats.ts';

const WARM_UP_S = 10;
/** A node stands by before the other is killed: its copies are there. */
const STANDS_BY_MS = 2_500;

export interface GroupSize {
  readonly sites: number;
  readonly chairs: number;
  readonly seconds: number;
  readonly kills: number;
}

interface Run extends Load {
  /** ms a second, of each server or node. */
  readonly cpu: readonly number[];
  readonly postgres: number;
}

type Say = (line: string) => void;
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const total = (figures: readonly number[]): number => figures.reduce((sum, each) => sum + each, 0);

/** @param live what goes on as soon as all are connected; absent: it goes on already */
async function loaded(
  servers: readonly ChildServer[],
  targets: readonly LoadedSite[],
  seconds: number,
  { live, postgres = () => 0 }: { readonly live?: () => Promise<unknown>; readonly postgres?: () => number },
): Promise<Run> {
  const load = await startChild('./fan-out-load.ts', () => ['product', JSON.stringify(targets)]);
  if (!live) await load.ask({ live: true });
  await load.ask({ connect: true });
  await live?.();
  if (live) await load.ask({ live: true });
  await load.ask({ seconds: WARM_UP_S });
  const cpus = () => Promise.all(servers.map((server) => server.cpuMs()));
  const before = await cpus();
  const postgresBefore = postgres();
  const from = performance.now();
  const measuring = load.ask({ seconds });
  await after(seconds * 1_000);
  const postgresCpu = postgres() - postgresBefore;
  const cpu = await cpus();
  const passed = (performance.now() - from) / 1_000;
  const run = (await measuring) as Load;
  await load.stop();
  return { ...run, cpu: cpu.map((each, n) => (each - (before[n] ?? 0)) / passed), postgres: postgresCpu / passed };
}

/** Each clinic has a server and a database file of its own. */
async function embedded(sites: number, chairs: number, seconds: number): Promise<Run> {
  const servers: ChildServer[] = [];
  for (let n = 0; n < sites; n += 1)
    servers.push(await startChild('./fan-out-server.ts', (folder) => [String(chairs), folder]));
  const targets = servers.map(({ port }) => ({ port, chairs, stations: 1 }));
  const live = () => Promise.all(servers.map((server) => server.ask('live')));
  const run = await loaded(servers, targets, seconds, { live });
  for (const server of servers) await server.stop();
  return run;
}

async function withGroup<T>(
  nodes: number,
  { sites, chairs }: GroupSize,
  run: (group: GroupUnderBench) => Promise<T>,
): Promise<T> {
  const group = await GroupUnderBench.open();
  for (let n = 0; n < nodes; n += 1) await group.startNode();
  await group.addSites(sites, chairs);
  try {
    return await run(group);
  } finally {
    await group.close();
  }
}

/** @param off by how many nodes its clients miss the one that has a clinic */
async function atNodes(group: GroupUnderBench, { chairs, seconds }: GroupSize, off = 0): Promise<Run> {
  const shared = await group.shared();
  const { nodes } = group;
  const targets = shared.flatMap((sites, n) =>
    sites.map(({ host }) => ({ host, port: nodes[(n + off) % nodes.length]?.port ?? 0, chairs, stations: 1 })),
  );
  return loaded(nodes, targets, seconds, { postgres: () => group.postgresCpuMs() });
}

const words = (run: Run): string =>
  [
    `p50 ${run.p50.toFixed(1)} p99 ${run.p99.toFixed(1)} ms`,
    `station p99 ${run.stationP99.toFixed(0)} ms`,
    `CPU ${run.cpu.map((each) => each.toFixed(0)).join(' + ')} ms/s`,
    ...(run.postgres > 0 ? [`PostgreSQL ${run.postgres.toFixed(0)} ms/s`] : []),
    `${run.stored} of ${run.sent} stored, ${run.lost} late${run.closed > 0 ? `, ${run.closed} sockets closed` : ''}`,
    `generator ${(100 * run.busy).toFixed(0)} %, ${run.lateP99.toFixed(1)} ms late`,
  ].join('; ');

interface Deaths {
  readonly liveAfterMs: readonly number[];
  readonly lost: number;
  readonly doubled: number;
}

/** Two nodes; again and again the one that has all clinics is killed, and another comes to stand by. */
async function deaths(group: GroupUnderBench, { chairs, kills }: GroupSize, say: Say): Promise<Deaths> {
  await group.shared();
  let owner = group.nodes[0];
  let standby = await group.startNode();
  const sites: readonly MovingSite[] = group.sites.map(({ host }: GroupSite) => ({ host, chairs }));
  const load = await startChild('./group-takeover-load.ts', () => [JSON.stringify(sites)]);
  await load.ask({ connect: owner?.port ?? 0 });
  const liveAfterMs: number[] = [];
  for (let kill = 1; kill <= kills; kill += 1) {
    await after(STANDS_BY_MS);
    const killedAt = Date.now();
    const moving = load.ask({ port: standby.port, killedAt });
    if (owner) await group.kill(owner);
    const moved = (await moving) as Moved;
    const first = Math.min(...moved.liveAfterMs);
    const [half, last] = [percentile(moved.liveAfterMs, 0.5), Math.max(...moved.liveAfterMs)];
    say(`  kill ${kill}: chairs live after ${first} ms (first), ${half} ms (half), ${last} ms (last)`);
    liveAfterMs.push(...moved.liveAfterMs);
    owner = standby;
    if (kill < kills) standby = await group.startNode();
  }
  const { epochs, readings } = (await load.ask({ finish: true })) as Sent;
  const { rows } = await group.group.pool.query<{ all: number; different: number }>(
    `SELECT count(*)::int AS all, count(DISTINCT (epoch, source_seq))::int AS different
       FROM vigil.readings JOIN vigil.sources USING (site, source) WHERE epoch = ANY($1)`,
    [epochs],
  );
  await load.stop();
  const { all = 0, different = 0 } = rows[0] ?? {};
  say(`  ${readings} readings measured, ${different} in PostgreSQL, ${all - different} twice`);
  return { liveAfterMs, lost: readings - different, doubled: all - different };
}

const deathsAlone = (size: GroupSize, say: Say): Promise<Deaths> =>
  withGroup(1, size, (each) => deaths(each, size, say));

export async function group(size: GroupSize, pairs: number, say: Say): Promise<readonly Figure[]> {
  const { sites, chairs, seconds } = size;
  const all = sites * chairs;
  const runs: { embedded: Run; one: Run; two: Run; relayed: Run }[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    say(`${sites} clinics of ${chairs} chairs at 1 Hz, a viewer each and a station: pair ${pair} of ${pairs}`);
    const own = await embedded(sites, chairs, seconds);
    say(`  a server each: ${words(own)}`);
    say(`  one clinic of ${all} chairs, a server: ${words(await embedded(1, all, seconds))}`);
    const one = await withGroup(1, size, (each) => atNodes(each, size));
    say(`  one node: ${words(one)}`);
    const [two, relayed] = await withGroup(2, size, async (each) => {
      const right = await atNodes(each, size);
      say(`  two nodes: ${words(right)}`);
      return [right, await atNodes(each, size, 1)] as const;
    });
    say(`  two nodes, all at the wrong one: ${words(relayed)}`);
    runs.push({ embedded: own, one, two, relayed });
  }
  const half = Math.ceil(sites / 2);
  say(`${half} clinics at one node, as one of two has, which is killed, ${size.kills} times`);
  const dead = await deathsAlone({ ...size, sites: half }, say);

  const beside = (of: 'one' | 'two' | 'relayed', figure: (run: Run) => number) =>
    runs.map((run) => [figure(run[of]), figure(run.embedded)] as const);
  const cpuOfChair = (run: Run): number => total(run.cpu) / all;
  return [
    compare('CPU a chair, one node, beside a server each', 'ms/s', 3, beside('one', cpuOfChair)),
    compare('CPU a chair, two nodes, beside a server each', 'ms/s', 3, beside('two', cpuOfChair)),
    compare('CPU a chair, two nodes, all relayed, beside a server each', 'ms/s', 3, beside('relayed', cpuOfChair)),
    compare(
      'sample to viewer, one node, p50',
      'ms',
      3,
      beside('one', (run) => run.p50),
    ),
    compare(
      'sample to viewer, one node, p99',
      'ms',
      3,
      beside('one', (run) => run.p99),
    ),
    compare(
      'sample to viewer, two nodes, p50',
      'ms',
      3,
      beside('two', (run) => run.p50),
    ),
    compare(
      'sample to viewer, two nodes, p99',
      'ms',
      3,
      beside('two', (run) => run.p99),
    ),
    compare(
      'sample to viewer, two nodes, all relayed, p50',
      'ms',
      3,
      beside('relayed', (run) => run.p50),
    ),
    compare(
      'sample to viewer, two nodes, all relayed, p99',
      'ms',
      3,
      beside('relayed', (run) => run.p99),
    ),
    compare(
      'CPU of the busier of two nodes, beside one node with all',
      'ms/s',
      0.75,
      runs.map(({ two, one }) => [Math.max(...two.cpu), total(one.cpu)] as const),
    ),
    compare(
      'CPU of PostgreSQL, one node, beside the node’s',
      'ms/s',
      Infinity,
      runs.map(({ one }) => [one.postgres, total(one.cpu)] as const),
    ),
    atMost('node killed, until a chair is live at the other, median', 'ms', 5_000, percentile(dead.liveAfterMs, 0.5)),
    atMost('node killed, until the last chair is live at the other', 'ms', 5_000, Math.max(...dead.liveAfterMs)),
    atMost('readings lost over the kills', 'readings', 0, dead.lost),
    atMost('readings twice in the record over the kills', 'readings', 0, dead.doubled),
  ];
}
