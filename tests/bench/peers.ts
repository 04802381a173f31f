/**
 * Two monitors of live values that npm has, on the same work: one sample a second of each chair, in by WebSocket, out to one viewer that
 * sees every chair. They are installed into a folder of their own outside the project, which stays for the next run; what cannot be had is
 * left out with a word.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { atOneHz } from './fan-out.ts';
import { percentile, type Figure } from './stats.ts';

const SIGNALK = 'signalk-server@2.23.0';
const NODE_RED = ['node-red@4.1.8', '@flowfuse/node-red-dashboard@1.31.0'];
const STARTS_WITHIN_MS = 90_000;
const WARM_UP_S = 10;

/** What each does not do of what Vigil does on the way of a sample. */
export const PEERS_DO_NOT = [
  'signalk-server 2.23.0: a delta is not written to a disk before it is shown or answered, and is not answered at all; a value is not checked against a schema of its kind, has no identity (a repeat is a new value) and no owner; no patient, no rules: alarms are what plugins make of them. Subscription `instant`, its lowest period.',
  'Node-RED 4.1.8 with @flowfuse/node-red-dashboard 1.31.0: a message is kept in memory alone and not answered; nothing is checked; no alerts, no person, no record; every value goes to every page of the dashboard.',
] as const;

interface Peer {
  readonly name: string;
  /** @returns sends one chair's value; `onShown` is told what a viewer hears */
  connect(
    chairs: number,
    onShown: (chair: number, value: number) => void,
  ): Promise<(chair: number, value: number) => void>;
  stop(): Promise<void>;
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Outside the project, once. */
function installed(name: string, packages: readonly string[]): string | undefined {
  const folder = join(tmpdir(), `vigil-bench-${name}`);
  const done = join(folder, 'installed');
  if (existsSync(done)) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  try {
    const options = ['--no-audit', '--no-fund', '--ignore-scripts'];
    execFileSync('npm', ['install', ...options, ...packages], { cwd: folder, stdio: 'ignore', timeout: 240_000 });
  } catch {
    return undefined;
  }
  writeFileSync(done, '');
  return folder;
}

async function started(
  folder: string,
  script: string,
  args: readonly string[],
  env: object,
  port: number,
  path: string,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(folder, 'node_modules', script), ...args], {
    ...{ cwd: folder, stdio: 'ignore' },
    env: { ...process.env, ...env },
  });
  const from = performance.now();
  while (performance.now() - from < STARTS_WITHIN_MS) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual' }).catch(() => undefined);
    if (answer && answer.status < 500) return child;
    await after(250);
  }
  child.kill('SIGKILL');
  throw new Error(`${script} did not start`);
}

async function ended(child: ChildProcess, folder: string): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  rmSync(folder, { recursive: true, force: true });
}

async function opened(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error(`${url} does not open`)), { once: true });
  });
  return socket;
}

async function signalK(): Promise<Peer | undefined> {
  const folder = installed('signalk', [SIGNALK]);
  if (folder === undefined) return undefined;
  const [port, settings] = [await freePort(), mkdtempSync(join(tmpdir(), 'vigil-signalk-'))];
  const child = await started(
    folder,
    'signalk-server/bin/signalk-server',
    ['-c', settings],
    { PORT: String(port) },
    port,
    '/signalk',
  );
  const url = `ws://127.0.0.1:${port}/signalk/v1/stream?subscribe=none&sendCachedValues=false`;
  const path = (chair: number): string => `environment.chairs.c${chair}.spo2`;
  return {
    name: SIGNALK,
    async connect(chairs, onShown) {
      const viewer = await opened(url);
      viewer.addEventListener('message', ({ data }) => {
        const { updates = [] } = JSON.parse(String(data)) as {
          updates?: { values?: { path: string; value: number }[] }[];
        };
        for (const { values = [] } of updates)
          for (const each of values) {
            const chair = /^environment\.chairs\.c(\d+)\./.exec(each.path)?.[1];
            if (chair !== undefined) onShown(Number(chair), each.value);
          }
      });
      const subscribe = Array.from({ length: chairs }, (_, at) => ({
        path: path(at + 1),
        policy: 'instant',
        minPeriod: 0,
      }));
      viewer.send(JSON.stringify({ context: 'vessels.self', subscribe }));
      const adapters = await Promise.all(Array.from({ length: chairs }, () => opened(url)));
      return (chair, value) =>
        adapters[chair - 1]?.send(
          JSON.stringify({ context: 'vessels.self', updates: [{ values: [{ path: path(chair), value }] }] }),
        );
    },
    stop: () => ended(child, settings),
  };
}

/** A WebSocket in, a function that sorts by chair, a text on the dashboard for each chair. */
function flow(chairs: number): readonly object[] {
  const ids = Array.from({ length: chairs }, (_, at) => at + 1);
  const own = (id: string, type: string, rest: object): object => ({ id, type, z: 'tab', x: 100, y: 100, ...rest });
  return [
    { id: 'tab', type: 'tab', label: 'chairs', disabled: false },
    {
      id: 'base',
      type: 'ui-base',
      name: 'Dashboard',
      path: '/dashboard',
      includeClientData: true,
      acceptsClientConfig: ['ui-notification', 'ui-control'],
      showPathInSidebar: false,
    },
    {
      id: 'theme',
      type: 'ui-theme',
      name: 'Default',
      colors: {
        surface: '#ffffff',
        primary: '#0094ce',
        bgPage: '#eeeeee',
        groupBg: '#ffffff',
        groupOutline: '#cccccc',
      },
      sizes: { pagePadding: '12px', groupGap: '12px', groupBorderRadius: '4px', widgetGap: '12px' },
    },
    {
      id: 'page',
      type: 'ui-page',
      name: 'Chairs',
      ui: 'base',
      path: '/chairs',
      icon: 'home',
      layout: 'grid',
      theme: 'theme',
      order: 1,
      visible: 'true',
      disabled: 'false',
    },
    {
      id: 'group',
      type: 'ui-group',
      name: 'Chairs',
      page: 'page',
      width: '12',
      height: '1',
      order: 1,
      showTitle: true,
      visible: 'true',
      disabled: 'false',
    },
    { id: 'listener', type: 'websocket-listener', path: '/in', wholemsg: 'false' },
    own('in', 'websocket in', { server: 'listener', client: '', wires: [['sort']] }),
    own('sort', 'function', {
      ...{
        func: 'const { chair, value } = JSON.parse(msg.payload); const out = []; out[chair - 1] = { payload: value }; return out;',
        outputs: chairs,
      },
      ...{ timeout: 0, noerr: 0, initialize: '', finalize: '', libs: [], wires: ids.map((n) => [`text-${n}`]) },
    }),
    ...ids.map((n) =>
      own(`text-${n}`, 'ui-text', {
        group: 'group',
        order: n,
        width: 0,
        height: 0,
        name: '',
        label: `Chair ${n}`,
        format: '{{msg.payload}}',
        layout: 'row-spread',
        wires: [],
      }),
    ),
  ];
}

async function nodeRed(chairs: number): Promise<Peer | undefined> {
  const folder = installed('node-red', NODE_RED);
  if (folder === undefined) return undefined;
  const [port, user] = [await freePort(), mkdtempSync(join(tmpdir(), 'vigil-node-red-'))];
  writeFileSync(join(user, 'flows.json'), JSON.stringify(flow(chairs)));
  // Its nodes are looked for beside its settings.
  writeFileSync(
    join(user, 'settings.js'),
    `module.exports = { flowFile: 'flows.json', uiPort: ${port}, uiHost: '127.0.0.1', nodesDir: ${JSON.stringify(join(folder, 'node_modules/@flowfuse'))}, telemetry: { enabled: false }, credentialSecret: false };`,
  );
  const child = await started(folder, 'node-red/red.js', ['-u', user, '-s', join(user, 'settings.js')], {}, port, '/');
  return {
    name: NODE_RED.join(' with '),
    async connect(count, onShown) {
      // The flow starts a moment after the editor's page is there.
      const from = performance.now();
      while (!(await fetch(`http://127.0.0.1:${port}/dashboard/`)).ok) {
        if (performance.now() - from > STARTS_WITHIN_MS) throw new Error('the dashboard is not there');
        await after(250);
      }
      const viewer = io(`http://127.0.0.1:${port}`, { path: '/dashboard/socket.io' });
      await Promise.race([
        new Promise((resolve) => viewer.once('connect', () => resolve(undefined))),
        after(10_000).then(() => {
          throw new Error('the dashboard lets no page in');
        }),
      ]);
      viewer.onAny((event: string, message: { payload?: unknown } | undefined) => {
        const chair = /^msg-input:text-(\d+)$/.exec(event)?.[1];
        if (chair !== undefined) onShown(Number(chair), Number(message?.payload));
      });
      const adapters = await Promise.all(Array.from({ length: count }, () => opened(`ws://127.0.0.1:${port}/in`)));
      return (chair, value) => adapters[chair - 1]?.send(JSON.stringify({ chair, value }));
    },
    stop: () => ended(child, user),
  };
}

interface PeerRun {
  readonly p50: number;
  readonly p99: number;
  readonly shown: number;
  readonly sent: number;
}

async function measure(peer: Peer, chairs: number, seconds: number): Promise<PeerRun> {
  const awaited = new Map<number, { readonly value: number; readonly at: number }>();
  let latencies: number[] = [];
  const send = await peer.connect(chairs, (chair, value) => {
    const one = awaited.get(chair);
    if (one?.value !== value) return;
    latencies.push(performance.now() - one.at);
    awaited.delete(chair);
  });
  await after(1_000);
  const from = performance.now();
  const all = chairs * (WARM_UP_S + seconds);
  for (let sent = 0; sent < all; await after(1)) {
    const due = Math.min(all, Math.ceil(((performance.now() - from) * chairs) / 1_000));
    for (; sent < due; sent += 1) {
      if (sent === chairs * WARM_UP_S) latencies = [];
      const chair = 1 + (sent % chairs);
      const value = 97 + (Math.floor(sent / chairs) % 2);
      awaited.set(chair, { value, at: performance.now() });
      send(chair, value);
    }
  }
  await after(2_000);
  return {
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    shown: latencies.length,
    sent: chairs * seconds,
  };
}

export async function peers(
  sizes: readonly number[],
  seconds: number,
  say: (line: string) => void,
): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const chairs of sizes) {
    // One chair is one sample a second: as many as make a percentile, of both.
    const lasts = chairs === 1 ? Math.max(seconds, 20) : seconds;
    const product = await atOneHz('product', chairs, lasts);
    say(`${chairs} chairs at 1 Hz: product p50 ${product.p50.toFixed(1)} p99 ${product.p99.toFixed(1)} ms`);
    for (const [name, start] of [
      [SIGNALK, signalK],
      [NODE_RED.join(' with '), () => nodeRed(chairs)],
    ] as const) {
      let peer: Peer | undefined;
      try {
        peer = await start();
        if (!peer) {
          say(`  ${name} cannot be had here: left out`);
          continue;
        }
        const run = await measure(peer, chairs, lasts);
        say(`  ${name}: p50 ${run.p50.toFixed(1)} p99 ${run.p99.toFixed(1)} ms, ${run.shown} of ${run.sent} shown`);
        for (const share of ['p50', 'p99'] as const) {
          const [ours, theirs] = [product[share], run[share]];
          const ratio = Number((ours / theirs).toPrecision(4));
          figures.push({
            ...{ name: `sample to screen, ${chairs} chairs at 1 Hz, ${share}, beside ${name}`, unit: 'ms' },
            ...{
              product: Number(ours.toPrecision(4)),
              floor: Number(theirs.toPrecision(4)),
              ratio,
              goal: 1,
              met: ratio <= 1,
              pairs: [],
            },
          });
        }
      } catch (error) {
        say(`  ${name} is left out: ${(error as Error).message}`);
      } finally {
        await peer?.stop();
      }
    }
  }
  return figures;
}
