/** What a server process holds, counted after a full collection: nothing that could go is counted. Import it before the server. */
import { channel } from 'node:diagnostics_channel';
import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import type { Socket } from 'node:net';
import { RunningVisit } from '../../server/clinic/running-visit.ts';

export interface Counted {
  /** Bytes. `heap` is what is reachable. */
  readonly heap: number;
  readonly rss: number;
  readonly external: number;
  /** Open files by kind; undefined where the system does not tell (`/proc`). */
  readonly files: Readonly<Record<'socket' | 'file' | 'other', number>> | undefined;
  /** What keeps the process alive, by kind, as Node tells it. */
  readonly resources: Readonly<Record<string, number>>;
  /** Timers that wait, those that keep nothing alive among them. */
  readonly timers: number;
  /** Connections taken that something still holds, open or not. */
  readonly sockets: number;
  /** Visits that something still holds, over or not. */
  readonly visits: number;
  /** Bytes of the write-ahead log. */
  readonly wal: number;
}

/** Told of each as it comes to be; holds none of them. */
class Alive<T extends object> {
  readonly #known = new WeakSet<T>();
  #refs: WeakRef<T>[] = [];

  see(one: T): void {
    if (this.#known.has(one)) return;
    this.#known.add(one);
    this.#refs.push(new WeakRef(one));
  }

  /** After a collection. */
  count(isAlive: (one: T) => boolean = () => true): number {
    this.#refs = this.#refs.filter((ref) => {
      const one = ref.deref();
      return one !== undefined && isAlive(one);
    });
    return this.#refs.length;
  }
}

const sockets = new Alive<Socket>();
channel('net.server.socket').subscribe((message) => sockets.see((message as { readonly socket: Socket }).socket));

const visits = new Alive<RunningVisit>();
const { tick } = RunningVisit.prototype;
RunningVisit.prototype.tick = function (this: RunningVisit, ...args): void {
  visits.see(this);
  tick.apply(this, args);
};

const timers = new Alive<NodeJS.Timeout>();
for (const name of ['setTimeout', 'setInterval'] as const) {
  const make = globalThis[name] as (...args: unknown[]) => NodeJS.Timeout;
  const seen = (...args: unknown[]): NodeJS.Timeout => {
    const timer = make(...args);
    timers.see(timer);
    return timer;
  };
  globalThis[name] = Object.assign(seen, make) as never;
}
const waits = (timer: NodeJS.Timeout): boolean => !(timer as unknown as { readonly _destroyed: boolean })._destroyed;

function openFiles(): Counted['files'] {
  const folder = '/proc/self/fd';
  if (!existsSync(folder)) return undefined;
  const files = { socket: 0, file: 0, other: 0 };
  for (const fd of readdirSync(folder)) {
    let leadsTo: string;
    try {
      leadsTo = readlinkSync(`${folder}/${fd}`);
    } catch {
      // The one this listing was read by.
      continue;
    }
    files[leadsTo.startsWith('socket:') ? 'socket' : leadsTo.startsWith('/') ? 'file' : 'other'] += 1;
  }
  return files;
}

/** Needs `--expose-gc`. */
export function count(database: string): Counted {
  const { gc } = globalThis;
  if (!gc) throw new Error('Start it with --expose-gc.');
  for (let time = 0; time < 2; time += 1) gc();
  const { heapUsed, rss, external } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  return {
    ...{ heap: heapUsed, rss, external, resources, files: openFiles() },
    ...{ timers: timers.count(waits), sockets: sockets.count(), visits: visits.count() },
    wal: statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0,
  };
}
