/** The demo: a server on its own database, one process of emulated devices, and an adapter process for each chair. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Logger } from 'pino';
import type { Instant } from '#core/reading.ts';
import type { Result } from '#core/refusal.ts';
import { accept, refuse } from '#core/refusal.ts';
import { openJournal } from '../journal/open-journal.ts';
import { redact } from '../log.ts';
import { serve } from '../main.ts';
import type { Serving } from '../main.ts';
import { createNewId } from '../new-id.ts';
import type { Pages } from '../pages.ts';
import { newAdapterKey } from '../sockets/adapter-key.ts';
import { demoChairs } from './demo-chairs.ts';
import { createAdapters, createEmulator } from './demo-children.ts';
import { clearFolder, demoFolder, loadPlays, savePlays } from './demo-folder.ts';
import type { DemoFolder } from './demo-folder.ts';
import { demoPins, letPeopleIn } from './demo-people.ts';
import { admitAdapters, chairIds, demoFounding } from './demo-site.ts';
import { everyDeviceConnected } from './every-device-connected.ts';
import { freePort } from './free-port.ts';
import { guide } from './guide.ts';
import { seedPast } from './seed-past.ts';
import { Stage } from './stage.ts';
import type { SupervisedChild } from './supervised-child.ts';

/** What does not connect by then is told by the pages. */
const CONNECT_MS = 15_000;

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
  readonly stage: Stage;
  readonly emulator: SupervisedChild;
  /** One for each chair. */
  readonly adapters: readonly SupervisedChild[];
  close(): Promise<void>;
}

/** @returns a refusal in a sentence when the folder, the database or the port cannot be had. */
export async function runDemo(options: DemoOptions): Promise<Result<RunningDemo>> {
  const { speed, timeZone, pages, say } = options;
  const folder = demoFolder(options.folder);
  const port = await freePort(options.port);
  if (port === undefined)
    return refuse('unavailable', `The ports from ${options.port} on are taken: choose another with --port.`);
  const known = options.keep ? loadPlays(folder, demoChairs.length) : undefined;
  const begunAt = Date.now();
  if (!known) {
    const cleared = clearFolder(folder);
    if (!cleared.ok) return cleared;
  }
  mkdirSync(folder.logs, { recursive: true });
  const log = pino({ redact }, pino.destination({ dest: join(folder.logs, 'server.log'), sync: false }));

  let clinicNow = (): Instant => begunAt;
  const plays = known ?? demoChairs.map(({ scenario, fromMs }) => ({ scenario, zeroAt: begunAt - fromMs }));
  const stage = new Stage({
    plays,
    speed,
    order: (order) => void emulator.tell(JSON.stringify(order)),
    onChange: (changed) => savePlays(folder, changed),
  });
  const listening = Promise.withResolvers<undefined>();
  const emulator = createEmulator({
    folder,
    say,
    plan: () => stage.plan(clinicNow(), Date.now()),
    onPorts(ports) {
      stage.ports = ports;
      listening.resolve(undefined);
    },
  });
  // New at each start: none is written anywhere in clear.
  const keys = demoChairs.map(() => newAdapterKey());
  const portsOf = (place: number): readonly number[] => stage.portsOf(place);
  const adapters = createAdapters({ folder, say, serverPort: port, speed, portsOf, keys });
  const stopChildren = async (): Promise<void> => {
    await Promise.all([emulator, ...adapters].map((child) => child.stop()));
  };
  const goLive = (now: Instant): void => {
    stage.align(now);
    for (const adapter of adapters) adapter.release();
  };

  emulator.start();
  // Each is loaded while the past is made, and waits for the server: no chair is without its adapter when the first page opens.
  void listening.promise.then(() => {
    for (const adapter of adapters) adapter.start();
  });
  if (!known) {
    const seeded = await seed(folder, begunAt, options);
    if (!seeded.ok) {
      await stopChildren();
      return seeded;
    }
    savePlays(folder, plays);
  }
  const served = await serve({
    port,
    host: '127.0.0.1',
    database: folder.database,
    founding: demoFounding(timeZone),
    log,
    pages,
    rate: speed,
    access: { demoPins },
  });
  if (!served.ok) {
    await stopChildren();
    return served;
  }
  const serving = served.value;
  clinicNow = () => serving.clinic.now;
  const ids = chairIds(serving.clinic);
  await letPeopleIn(serving.desk);
  await admitAdapters(serving.clinic, serving.journal, keys);
  const unfollow = stage.follow(serving.clinic, ids);
  await listening.promise;
  goLive(serving.clinic.now);
  await everyDeviceConnected(serving.clinic, CONNECT_MS);
  const shown = { url: serving.url, chairIds: ids, speed, fresh: !known, folder: folder.path };
  for (const line of guide(shown)) say(line);

  const close = async (): Promise<void> => {
    unfollow();
    await stopChildren();
    await serving.close();
  };
  let closing: Promise<void> | undefined;
  return accept({ serving, log, stage, emulator, adapters, close: () => (closing ??= close()) });
}

/** @param until clinic time at which the past ends and the demo begins. */
async function seed(folder: DemoFolder, until: Instant, { timeZone, say, speed }: DemoOptions): Promise<Result<null>> {
  const newId = createNewId();
  const opened = await openJournal(folder.database, { demo: true, newId });
  if (!opened.ok) return opened;
  const journal = opened.value;
  say("Preparing the demo's visits …");
  await seedPast(journal, { until, timeZone, newId });
  // The server goes on where the past ends, whatever preparing took: the demo's clinic has a clock of its own.
  await journal.putDemoClock({ wallAt: Date.now(), clinicAt: until, rate: speed }).durable;
  await journal.close();
  return accept(null);
}
