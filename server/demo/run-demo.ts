/** The demo: a server on its own database, one process of emulated devices, and an adapter process for each chair. */
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Logger } from 'pino';
import type { Result } from '#core/refusal.ts';
import { accept, refuse } from '#core/refusal.ts';
import { openJournal } from '../journal/open-journal.ts';
import { serve } from '../main.ts';
import type { Serving } from '../main.ts';
import { createNewId } from '../new-id.ts';
import type { Pages } from '../pages.ts';
import { demoChairs } from './demo-chairs.ts';
import { clearFolder, demoFolder, loadPlays, savePlays } from './demo-folder.ts';
import type { ChairPlay, DemoFolder } from './demo-folder.ts';
import { adapterIdOf, chairIds, demoFounding, devicesOf } from './demo-site.ts';
import { guide } from './guide.ts';
import { seedPast } from './seed-past.ts';
import { Stage } from './stage.ts';
import { SupervisedChild } from './supervised-child.ts';

export interface DemoOptions {
  /** The first to try; the next ones follow. 0 = any free one. */
  readonly port: number;
  readonly folder: string;
  /** Clinic milliseconds per real one. */
  readonly speed: number;
  /** Goes on with the last demo of this folder. */
  readonly keep: boolean;
  readonly timeZone: string;
  readonly pages: Pages;
  readonly say: (line: string) => void;
}

export interface RunningDemo {
  readonly serving: Serving;
  readonly log: Logger;
  readonly children: readonly SupervisedChild[];
  close(): Promise<void>;
}

const PORTS_TRIED = 20;
/** About what seeding and starting take: the past ends where the server begins. */
const HEAD_START_MS = 4_000;

/** @returns a refusal in a sentence when the folder, the database or the port cannot be had. */
export async function runDemo(options: DemoOptions): Promise<Result<RunningDemo>> {
  const { speed, timeZone, pages, say } = options;
  const folder = demoFolder(options.folder);
  const port = await freePort(options.port);
  if (port === undefined)
    return refuse('unavailable', `The ports from ${options.port} on are taken: choose another with --port.`);
  const known = options.keep ? loadPlays(folder, demoChairs.length) : undefined;
  const plays = known ? accept(known) : await beginAfresh(folder, timeZone, say);
  if (!plays.ok) return plays;

  mkdirSync(folder.logs, { recursive: true });
  const log = pino(pino.destination({ dest: join(folder.logs, 'server.log'), sync: false }));
  const served = await serve({
    port,
    host: '127.0.0.1',
    database: folder.database,
    founding: demoFounding(timeZone),
    log,
    pages,
    rate: speed,
  });
  if (!served.ok) return served;
  const serving = served.value;

  const ids = chairIds(serving.clinic);
  const stage = new Stage({
    clinic: serving.clinic,
    chairIds: ids,
    plays: plays.value,
    speed,
    onMove(orders, now) {
      for (const order of orders) emulator.tell(JSON.stringify(order));
      savePlays(folder, now);
    },
  });
  const adapters: SupervisedChild[] = [];
  const emulator = new SupervisedChild({
    name: 'The emulator',
    args: () => ['emulate', '--plan', '-'],
    firstLine: () => JSON.stringify(stage.plan(Date.now())),
    onLine(line) {
      stage.ports = portsIn(line);
      if (adapters.length > 0) return;
      adapters.push(...demoChairs.map((_, place) => adapterOf(place, { stage, serving, folder, speed, say })));
      for (const adapter of adapters) adapter.start();
      for (const told of guide({ url: serving.url, chairIds: ids, speed, fresh: !known, folder: folder.path }))
        say(told);
    },
    logFile: join(folder.logs, 'emulator.log'),
    say,
  });
  emulator.start();

  const close = async (): Promise<void> => {
    stage.close();
    await Promise.all([emulator, ...adapters].map((child) => child.stop()));
    await serving.close();
  };
  let closing: Promise<void> | undefined;
  return accept({
    serving,
    log,
    get children() {
      return [emulator, ...adapters];
    },
    close: () => (closing ??= close()),
  });
}

async function beginAfresh(
  folder: DemoFolder,
  timeZone: string,
  say: (line: string) => void,
): Promise<Result<readonly ChairPlay[]>> {
  const cleared = clearFolder(folder);
  if (!cleared.ok) return cleared;
  const newId = createNewId();
  const opened = await openJournal(folder.database, { demo: true, newId });
  if (!opened.ok) return opened;
  say("Preparing the demo's visits …");
  const until = Date.now() + HEAD_START_MS;
  await seedPast(opened.value, { until, timeZone, newId });
  await opened.value.close();
  const plays = demoChairs.map(({ scenario, fromMs }) => ({ scenario, zeroAt: until - fromMs }));
  savePlays(folder, plays);
  return accept(plays);
}

interface AdapterSurroundings {
  readonly stage: Stage;
  readonly serving: Serving;
  readonly folder: DemoFolder;
  readonly speed: number;
  readonly say: (line: string) => void;
}

function adapterOf(place: number, { stage, serving, folder, speed, say }: AdapterSurroundings): SupervisedChild {
  const [server, speedText] = [`http://127.0.0.1:${serving.port}`, String(speed)];
  return new SupervisedChild({
    name: `The adapter of ${demoChairs[place]?.name}`,
    args: () => [
      ...['adapter', '--server', server, '--id', adapterIdOf(place), '--emulated', '--speed', speedText],
      ...devicesOf(place).flatMap(({ deviceId, model }, device) => [
        '--device',
        `${deviceId}=${model}@tcp:127.0.0.1:${stage.portsOf(place)[device]}`,
      ]),
    ],
    logFile: join(folder.logs, `adapter-${place + 1}.log`),
    say,
  });
}

/** Of the one line the emulator says once it listens. */
function portsIn(line: string): readonly number[] {
  const { listening } = JSON.parse(line) as { readonly listening: readonly { readonly port: number }[] };
  return listening.map(({ port }) => port);
}

/** The first port from `first` on that nobody has; undefined when there is none near it. */
async function freePort(first: number): Promise<number | undefined> {
  if (first === 0) return 0;
  for (let port = first; port < first + PORTS_TRIED && port <= 65_535; port += 1) {
    if (await isFree(port)) return port;
  }
  return undefined;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
