/**
 * Chairs of a group whose nodes die: an adapter that keeps what was not acknowledged and a viewer for each, both come again by themselves.
 * A child process. Args: the clinics, JSON. On its channel: `{ connect: port }`; `{ port, killedAt }` for where to go from now on, answered
 * when each chair is live there; `{ finish }`, answered when all is acknowledged. It sends at 1 Hz throughout.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { cookieName } from '../../server/access/cookies.ts';
import { newToken } from '../../server/access/screen-token.ts';
import { testKeyOf } from '../support/admitted.ts';
import { LightSocket, type LightOptions } from './light-socket.ts';
import { adapterIdOf, chairIdOf } from './running-site.ts';

export interface MovingSite {
  readonly host: string;
  readonly chairs: number;
}
/** When each chair was live at the other node, ms after the kill. */
export interface Moved {
  readonly liveAfterMs: readonly number[];
}
export interface Sent {
  readonly epochs: readonly string[];
  readonly readings: number;
}

/** In an object: a promise that an async function gives is waited for. */
interface Opened {
  readonly over: Promise<unknown>;
}

/** Sooner than any client of Vigil's comes again: what is measured is the nodes. */
const AGAIN_MS = 50;

const sites = JSON.parse(process.argv[2] ?? '[]') as MovingSite[];
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const LATE_MS = 3_000;
const late = (): Promise<never> => after(LATE_MS).then(() => Promise.reject(new Error('no answer in time')));
let port = 0;
let isOver = false;

class MovingChair {
  readonly #host: string;
  readonly #number: number;
  readonly epoch = randomUUID();
  readonly #unacked = new Map<number, object>();
  readonly #inFlight = new Set<number>();
  #adapter: LightSocket | undefined;
  #acks = 0;
  seq = 0;
  adapterLiveAt = 0;
  viewerLiveAt = 0;

  constructor(host: string, number: number) {
    this.#host = host;
    this.#number = number;
  }

  get unacked(): number {
    return this.#unacked.size;
  }

  async connect(): Promise<void> {
    await Promise.all([this.#always(() => this.#openAdapter()), this.#always(() => this.#openViewer())]);
  }

  measure(): void {
    this.seq += 1;
    this.#unacked.set(this.seq, {
      ...{ kind: 'oximetry', deviceId: `ox-${this.#number}`, epoch: this.epoch, seq: this.seq, measuredAt: Date.now() },
      ...{ spo2Pct: 97 + (this.seq % 2), pulseBpm: 72, quality: 'good', causes: [] },
    });
    this.#pump();
  }

  #pump(): void {
    const seqs = [...this.#unacked.keys()].filter((seq) => !this.#inFlight.has(seq));
    if (!this.#adapter || seqs.length === 0) return;
    for (const seq of seqs) this.#inFlight.add(seq);
    this.#acks += 1;
    const readings = seqs.map((seq) => this.#unacked.get(seq));
    this.#adapter.send(`2${this.#acks}${JSON.stringify(['readings:send', { readings }])}`);
  }

  /** @param open resolves once it is let in, and says then when it is over */
  async #always(open: () => Promise<Opened>): Promise<void> {
    for (;;)
      try {
        const { over } = await open();
        void over.then(() => (isOver ? undefined : this.#always(open)));
        return;
      } catch {
        if (isOver) return;
        await after(AGAIN_MS);
      }
  }

  async #openAdapter(): Promise<Opened> {
    const n = this.#number;
    const id = adapterIdOf(n);
    const auth = { protocol: PROTOCOL_VERSION, adapterId: id, software: 'bench 1', key: testKeyOf(id) };
    const announced = Promise.withResolvers<undefined>();
    const over = Promise.withResolvers<undefined>();
    const socket = await this.#open('/adapters', auth, over.resolve, (packet, _at, asking) => {
      if (packet[0] === 0x32 && packet.includes('clock:probe'))
        asking.send(`3${packet.toString('latin1', 1, packet.indexOf('['))}[${Date.now()}]`);
      else if (packet[0] === 0x33 && packet[1] === 0x30) announced.resolve(undefined);
      else if (packet[0] === 0x33) this.#answered(packet.toString('utf8', packet.indexOf('[')));
    });
    const devices = [
      { deviceId: `ox-${n}`, model: 'nonin-df2', emulated: false },
      { deviceId: `cuff-${n}`, model: 'suntech', emulated: false },
    ];
    socket.send(`20${JSON.stringify(['adapter:announce', { devices }])}`);
    await this.#answer(socket, announced.promise, over.promise);
    this.#inFlight.clear();
    this.#adapter = socket;
    this.#pump();
    return { over: over.promise.then(() => (this.#adapter = undefined)) };
  }

  #answered(text: string): void {
    const [answer] = JSON.parse(text) as [
      { readonly ok: boolean; readonly data?: { readonly answers: readonly { seq: number; status: string }[] } },
    ];
    if (!answer.ok) return void this.#inFlight.clear();
    for (const { seq, status } of answer.data?.answers ?? []) {
      if (status !== 'stored' && status !== 'duplicate') throw new Error(`A reading was refused: ${text}`);
      this.#unacked.delete(seq);
      this.#inFlight.delete(seq);
    }
    this.adapterLiveAt ||= Date.now();
  }

  async #openViewer(): Promise<Opened> {
    const watched = Promise.withResolvers<undefined>();
    const over = Promise.withResolvers<undefined>();
    const screen = { protocol: PROTOCOL_VERSION, build: 'bench' };
    const socket = await this.#open('/screens', screen, over.resolve, (packet) => {
      if (packet[0] === 0x33) watched.resolve(undefined);
    });
    socket.send(`21${JSON.stringify(['chair:watch', { chairId: chairIdOf(this.#number) }])}`);
    await this.#answer(socket, watched.promise, over.promise);
    this.viewerLiveAt ||= Date.now();
    return { over: over.promise };
  }

  /** Or it is closed, and comes again. */
  async #answer(socket: LightSocket, answer: Promise<unknown>, over: Promise<unknown>): Promise<void> {
    const closed = over.then(() => Promise.reject(new Error('closed')));
    await Promise.race([answer, closed, late()]).catch((error: unknown) => {
      socket.close();
      throw error;
    });
  }

  #open(
    namespace: string,
    auth: object,
    onClosed: (value: undefined) => void,
    onPacket: LightOptions['onPacket'],
  ): Promise<LightSocket> {
    const opening = LightSocket.open({
      ...{ host: this.#host, port, namespace, auth, onPacket, from: 0 },
      onClosed: () => onClosed(undefined),
      cookie: `${cookieName('screen', false)}=${newToken(randomBytes)}`,
    });
    return Promise.race([opening, late()]).catch((error: unknown) => {
      opening.then((socket) => socket.close()).catch(() => undefined);
      throw error;
    });
  }
}

const chairs = sites.flatMap(({ host, chairs: count }) =>
  Array.from({ length: count }, (_, index) => new MovingChair(host, index + 1)),
);

async function until(is: () => boolean): Promise<void> {
  while (!is()) await after(5);
}

type Order =
  { readonly connect: number } | { readonly port: number; readonly killedAt: number } | { readonly finish: true };

async function carryOut(order: Order): Promise<object> {
  if ('connect' in order) {
    port = order.connect;
    await Promise.all(chairs.map((chair) => chair.connect()));
    for (const [index, chair] of chairs.entries())
      setTimeout(
        () => {
          const timer = setInterval(() => (isOver ? clearInterval(timer) : chair.measure()), 1_000);
        },
        (1_000 * index) / chairs.length,
      );
  } else if ('port' in order) {
    port = order.port;
    for (const chair of chairs) chair.adapterLiveAt = chair.viewerLiveAt = 0;
    await until(() => chairs.every((chair) => chair.adapterLiveAt > 0 && chair.viewerLiveAt > 0));
    const liveAfterMs = chairs.map((chair) => Math.max(chair.adapterLiveAt, chair.viewerLiveAt) - order.killedAt);
    return { liveAfterMs } satisfies Moved;
  } else {
    isOver = true;
    await until(() => chairs.every((chair) => chair.unacked === 0));
    const readings = chairs.reduce((sum, chair) => sum + chair.seq, 0);
    return { epochs: chairs.map(({ epoch }) => epoch), readings } satisfies Sent;
  }
  return {};
}
process.on('message', (order: Order) => {
  void carryOut(order).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: 0 });
