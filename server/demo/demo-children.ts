/** The demo's processes: one emulates every device, one for each chair is its adapter. */
import { join } from 'node:path';
import { KEY_VARIABLE } from '../adapter/own-key.ts';
import { demoChairs } from './demo-chairs.ts';
import type { DemoFolder } from './demo-folder.ts';
import { adapterIdOf, devicesOf } from './demo-site.ts';
import { SupervisedChild } from './supervised-child.ts';

interface Surroundings {
  readonly folder: DemoFolder;
  readonly say: (line: string) => void;
}

export interface EmulatorOptions extends Surroundings {
  /** Asked at each start. */
  readonly plan: () => object;
  readonly onPorts: (ports: readonly number[]) => void;
}

export function createEmulator({ folder, say, plan, onPorts }: EmulatorOptions): SupervisedChild {
  return new SupervisedChild({
    name: 'The emulator',
    args: () => ['emulate', '--plan', '-'],
    firstLine: () => JSON.stringify(plan()),
    onLine: (line) => onPorts(portsIn(line)),
    logFile: join(folder.logs, 'emulator.log'),
    env: quickStart(folder),
    say,
  });
}

export interface AdapterOptions extends Surroundings {
  readonly serverPort: number;
  readonly speed: number;
  readonly portsOf: (place: number) => readonly number[];
  /** In the order of `demoChairs`. */
  readonly keys: readonly string[];
}

/** In the order of `demoChairs`. */
export function createAdapters({
  folder,
  say,
  serverPort,
  speed,
  portsOf,
  keys,
}: AdapterOptions): readonly SupervisedChild[] {
  const server = `http://127.0.0.1:${serverPort}`;
  return demoChairs.map(
    ({ name }, place) =>
      new SupervisedChild({
        name: `The adapter of ${name}`,
        args: () => [
          ...['adapter', '--server', server, '--id', adapterIdOf(place), '--emulated', '--speed', String(speed)],
          ...['--spool', folder.spool],
          ...devicesOf(place).flatMap(({ deviceId, model }, device) => [
            '--device',
            `${deviceId}=${model}@tcp:127.0.0.1:${portsOf(place)[device]}`,
          ]),
        ],
        heldBy: '--held',
        logFile: join(folder.logs, `adapter-${place + 1}.log`),
        // Not on the command line, which every user of the machine can read.
        env: { ...quickStart(folder), [KEY_VARIABLE]: keys[place] ?? '' },
        say,
      }),
  );
}

/** Eleven processes start at once: what one has compiled the others read. */
const quickStart = ({ path }: DemoFolder) => ({ NODE_COMPILE_CACHE: join(path, 'compiled') });

/** Of the one line the emulator says once it listens. */
function portsIn(line: string): readonly number[] {
  const { listening } = JSON.parse(line) as { readonly listening: readonly { readonly port: number }[] };
  return listening.map(({ port }) => port);
}
