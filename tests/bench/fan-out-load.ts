/**
 * The load: an adapter and a viewer for each chair, and four stations, a connection each. A child process, so that its work is neither the
 * server's nor the bench's. Args: `product` or `floor`, the port, the number of chairs; or in their place a list
 * of `LoadedSite`. On its channel: `{ connect }`,
 * `{ seconds }` for each chair once a second, `{ bursts }` for all chairs in one millisecond; answers with `Load`.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PROTOCOL_VERSION } from '#protocol/version.ts';
import { cookieName } from '../../server/access/cookies.ts';
import { newToken } from '../../server/access/screen-token.ts';
import { testKeyOf } from '../support/admitted.ts';
import { BenchClock } from './bench-clock.ts';
import { LightSocket, type LightOptions } from './light-socket.ts';
import { adapterIdOf, chairIdOf } from './running-site.ts';
import { percentile } from './stats.ts';

export interface Load {
  /** Sample to a viewer's socket, ms, and to a station's. */
  readonly p50: number;
  readonly p99: number;
  readonly stationP50: number;
  readonly stationP99: number;
  readonly sent: number;
  readonly stored: number;
  /** Of pulse waves, where there are any. */
  readonly waveP50: number;
  readonly waveP99: number;
  readonly waves: number;
  readonly wavesLost: number;
  /** Samples that a viewer did not get before the next one left. */
  readonly lost: number;
  /** Sockets that the server closed, because the machine was too busy for their pongs. */
  readonly closed: number;
  /** Of the generator's own thread: its share of a core, and how late its timers were at the 99th percentile, ms. */
  readonly busy: number;
  readonly lateP99: number;
}

/** One clinic of several, as a list of them stands in the place of the port, JSON. */
export interface LoadedSite {
  readonly port: number;
  readonly host?: string;
  readonly chairs: number;
  readonly stations: number;
}

const [kind = 'floor', port = '0', count = '1'] = process.argv.slice(2);
const isProduct = kind === 'product';
const STATIONS = 4;
const sites: readonly LoadedSite[] = port.startsWith('[')
  ? (JSON.parse(port) as LoadedSite[])
  : [{ port: Number(port), chairs: Number(count), stations: STATIONS }];
const WAVES_A_SECOND = 5;
/** int16: what it holds changes nothing. */
const WAVE = Buffer.from(new Int16Array(15).fill(128).buffer);
const CONNECTING_AT_ONCE = 50;
const OF_ONE_ADDRESS = 900;

class ChairLoad {
  readonly #site: LoadedSite;
  /** In its site, and among all. */
  readonly #number: number;
  readonly #nth: number;
  readonly #epoch = randomUUID();
  #adapter: LightSocket | undefined;
  #seq = 0;
  #acks = 0;
  #value = 97;
  #measuredAt = 0;
  waveSentAt: number | undefined;
  waveLatencies: number[] = [];
  waves = 0;
  wavesLost = 0;
  sentAt: number | undefined;
  stationAwaits: number | undefined;
  latencies: number[] = [];
  stationLatencies: number[] = [];
  sent = 0;
  stored = 0;
  lost = 0;
  #viewer: LightSocket | undefined;
  #watched = Promise.withResolvers<undefined>();

  constructor(site: LoadedSite, number: number, nth: number) {
    this.#site = site;
    this.#number = number;
    this.#nth = nth;
  }

  get value(): number {
    return this.#value;
  }

  async connectAdapter(): Promise<void> {
    const id = adapterIdOf(this.#number);
    const auth = { protocol: PROTOCOL_VERSION, adapterId: id, software: 'bench 1', key: testKeyOf(id) };
    const announced = Promise.withResolvers<undefined>();
    this.#adapter = await open(this.#site, '/adapters', isProduct ? auth : {}, this.#nth, (packet, _at, socket) => {
      const kindOf = packet[0];
      if (kindOf === 0x32 && packet.includes('clock:probe')) {
        const probe = packet.toString('latin1', 1, packet.indexOf('['));
        socket.send(`3${probe}[${clock.now()}]`);
      } else if (kindOf === 0x33 && packet[1] === 0x30) announced.resolve(undefined);
      else if (kindOf === 0x33) {
        if (packet.includes('"stored"') || (!isProduct && packet.includes('"ok":true'))) this.stored += 1;
        else if (!packet.includes('"unavailable"')) throw new Error(`not stored: ${packet.toString()}`);
      }
    });
    if (!isProduct) return;
    const n = this.#number;
    const devices = [
      { deviceId: `ox-${n}`, model: 'nonin-df2', emulated: false },
      { deviceId: `cuff-${n}`, model: 'suntech', emulated: false },
    ];
    this.#adapter.send(`20${JSON.stringify(['adapter:announce', { devices }])}`);
    await announced.promise;
  }

  async connectViewer(): Promise<void> {
    const chairId = chairIdOf(this.#number);
    const watched = (this.#watched = Promise.withResolvers<undefined>());
    const patch = isProduct ? '["chair:patch"' : '["patch"';
    this.#viewer = await open(
      this.#site,
      '/screens',
      isProduct ? screen : { room: chairId },
      this.#nth + chairs.length,
      (packet, at) => {
        if (packet[0] === 0x33) return this.#watched.resolve(undefined);
        if (packet[0] === 0x35) {
          if (this.waveSentAt !== undefined) this.waveLatencies.push(at - this.waveSentAt);
          this.waveSentAt = undefined;
          return;
        }
        if (this.sentAt === undefined || !packet.includes(patch)) return;
        if (!packet.includes('"spo2"') || !packet.includes(`"value":${this.#value},`)) return;
        this.latencies.push(at - this.sentAt);
        this.sentAt = undefined;
      },
    );
    if (!isProduct) return;
    this.#viewer.send(`21${JSON.stringify(['chair:watch', { chairId }])}`);
    await watched.promise;
  }

  send(): void {
    if (this.sentAt !== undefined) this.lost += 1;
    this.#value = this.#value === 97 ? 98 : 97;
    this.#measuredAt = Math.max(this.#measuredAt + 1, clock.now());
    this.#seq += 1;
    this.#acks += 1;
    const { n, at, seq } = { n: this.#number, at: this.#measuredAt, seq: this.#seq };
    const reading = isProduct
      ? {
          ...{ kind: 'oximetry', deviceId: `ox-${n}`, epoch: this.#epoch, seq, measuredAt: at },
          ...{ spo2Pct: this.#value, pulseBpm: 72, quality: 'good', causes: [] },
        }
      : { chair: chairIdOf(n), value: this.#value, at, seq };
    const message = isProduct ? ['readings:send', { readings: [reading] }] : ['reading', reading];
    this.sent += 1;
    this.sentAt = performance.now();
    this.stationAwaits ??= this.sentAt;
    this.#adapter?.send(`2${this.#acks}${JSON.stringify(message)}`);
  }

  /** A fifth of a second: 15 samples. */
  sendWave(): void {
    if (this.waveSentAt !== undefined) this.wavesLost += 1;
    this.waves += 1;
    const deviceId = `ox-${this.#number}`;
    const samples = { _placeholder: true, num: 0 };
    const wave = { deviceId, measuredAt: clock.now() - 200, sampleHz: 75, fullScale: 255, samples };
    const message = isProduct ? ['pleth:send', { packets: [wave] }] : ['wave', chairIdOf(this.#number), samples];
    this.waveSentAt = performance.now();
    this.#adapter?.sendBinary(JSON.stringify(message), WAVE);
  }

  async watchWave(): Promise<void> {
    if (!isProduct) return;
    const watched = (this.#watched = Promise.withResolvers<undefined>());
    this.#viewer?.send(`22${JSON.stringify(['pleth:watch', { chairId: chairIdOf(this.#number) }])}`);
    await watched.promise;
  }

  onStation(value: unknown, at: number): void {
    if (value !== this.#value || this.stationAwaits === undefined) return;
    this.stationLatencies.push(at - this.stationAwaits);
    this.stationAwaits = undefined;
  }

  clear(): void {
    this.latencies = [];
    this.stationLatencies = [];
    this.waveLatencies = [];
    this.sent = this.stored = this.lost = this.waves = this.wavesLost = 0;
  }
}

let closed = 0;
const screen = { protocol: PROTOCOL_VERSION, build: 'bench' };
const open = (
  { port, host }: LoadedSite,
  namespace: string,
  auth: object,
  nth: number,
  onPacket: LightOptions['onPacket'],
): Promise<LightSocket> =>
  LightSocket.open({
    ...(host !== undefined && { host }),
    ...{ port, namespace, auth, from: Math.floor(nth / OF_ONE_ADDRESS), onPacket },
    // What each browser proves its screen by.
    onClosed: () => (closed += 1),
    cookie: `${cookieName('screen', false)}=${newToken(randomBytes)}`,
  });

let loaded = 0;
const chairsOf = sites.map((site) =>
  Array.from({ length: site.chairs }, (_, index) => new ChairLoad(site, index + 1, (loaded += 1))),
);
/** A second's readings of one site do not come in a row. */
const chairs = Array.from({ length: Math.max(...sites.map((site) => site.chairs)) }, (_, index) =>
  chairsOf.flatMap((ofSite) => ofSite[index] ?? []),
).flat();

/** The adapters' clocks stand still as long as the server's: their difference stays what was measured when they connected. */
const clock = new BenchClock(Date.now());

/** The first station of a site is read, the others only count for what they cost the server. */
async function connectStation(site: LoadedSite, nth: number): Promise<void> {
  const ofSite = chairsOf[sites.indexOf(site)] ?? [];
  const byId = new Map(ofSite.map((chair, index) => [chairIdOf(index + 1), chair]));
  const watched = Promise.withResolvers<undefined>();
  const socket = await open(
    site,
    '/screens',
    isProduct ? screen : { room: 'stations' },
    2 * chairs.length + nth,
    (packet, at) => {
      if (packet[0] === 0x33) return watched.resolve(undefined);
      if (nth === 0 && packet.includes('"spo2"')) readStation(packet, at, byId);
    },
  );
  if (!isProduct) return;
  socket.send(`21${JSON.stringify(['station:watch', {}])}`);
  await watched.promise;
}

interface Tile {
  readonly chairId: string;
  readonly patch: { readonly spo2?: { readonly value?: number } };
}

function readStation(packet: Buffer, at: number, byId: ReadonlyMap<string, ChairLoad>): void {
  const [name, payload] = JSON.parse(packet.toString('utf8', 1)) as [string, Tile | readonly Tile[]];
  if (name !== 'tile:patch' && name !== 'tile:patches') return;
  for (const { chairId, patch } of Array.isArray(payload) ? (payload as readonly Tile[]) : [payload as Tile])
    if (patch.spo2) byId.get(chairId)?.onStation(patch.spo2.value, at);
}

async function inTurns(each: readonly (() => Promise<void>)[]): Promise<void> {
  for (let at = 0; at < each.length; at += CONNECTING_AT_ONCE)
    await Promise.all(each.slice(at, at + CONNECTING_AT_ONCE).map((one) => one()));
}

/** Adapters first: who comes later is told once of them all. */
async function connect(): Promise<void> {
  await inTurns(chairs.map((chair) => () => chair.connectAdapter()));
  await inTurns(chairs.map((chair) => () => chair.connectViewer()));
  await inTurns(
    sites.flatMap((site) => Array.from({ length: site.stations }, (_, nth) => () => connectStation(site, nth))),
  );
}

const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Each chair at its own moment of the second. @param waves so many packets of its pulse wave a second beside */
async function atOneHz(seconds: number, waves = 0): Promise<void> {
  const from = performance.now();
  let [readings, packets] = [0, 0];
  for (let passed = 0; passed < seconds * 1_000; await after(1)) {
    passed = Math.min(seconds * 1_000, performance.now() - from);
    const due = (perSecond: number): number => Math.ceil((passed * chairs.length * perSecond) / 1_000);
    for (; readings < due(1); readings += 1) chairs[readings % chairs.length]?.send();
    for (; packets < due(waves); packets += 1) chairs[packets % chairs.length]?.sendWave();
  }
}

async function inBursts(bursts: number): Promise<void> {
  for (let burst = 0; burst < bursts; burst += 1) {
    for (const chair of chairs) chair.send();
    await after(1_000);
  }
}

async function measured(run: () => Promise<void>): Promise<Load> {
  for (const chair of chairs) chair.clear();
  const delay = monitorEventLoopDelay({ resolution: 2 });
  const cpu = process.cpuUsage();
  const from = performance.now();
  delay.enable();
  await run();
  const busy = process.cpuUsage(cpu);
  const took = performance.now() - from;
  delay.disable();
  await after(500);
  const sum = (of: (chair: ChairLoad) => number): number => chairs.reduce((all, chair) => all + of(chair), 0);
  const latencies = chairs.flatMap((chair) => chair.latencies);
  const stations = chairs.flatMap((chair) => chair.stationLatencies);
  const packets = chairs.flatMap((chair) => chair.waveLatencies);
  return {
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    stationP50: percentile(stations, 0.5),
    stationP99: percentile(stations, 0.99),
    waveP50: percentile(packets, 0.5),
    waveP99: percentile(packets, 0.99),
    waves: sum((chair) => chair.waves),
    wavesLost: sum((chair) => chair.wavesLost),
    sent: sum((chair) => chair.sent),
    stored: sum((chair) => chair.stored),
    lost: sum((chair) => chair.lost + (chair.sentAt === undefined ? 0 : 1)),
    closed,
    busy: (busy.user + busy.system) / 1_000 / took,
    lateP99: delay.percentile(99) / 1e6 - 2,
  };
}

type Order =
  | { readonly connect: true }
  | { readonly live: true }
  | { readonly waves: number }
  | { readonly seconds: number }
  | { readonly bursts: number };

async function carryOut(order: Order): Promise<Load | undefined> {
  if ('connect' in order) await connect();
  else if ('live' in order) clock.goLive();
  else if ('waves' in order) {
    await inTurns(chairs.map((chair) => () => chair.watchWave()));
    return measured(() => atOneHz(order.waves, WAVES_A_SECOND));
  } else if ('seconds' in order) return measured(() => atOneHz(order.seconds));
  else return measured(() => inBursts(order.bursts));
  return undefined;
}
process.on('message', (order: Order) => {
  void carryOut(order).then((load) => process.send?.(load ?? {}));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ port: sites[0]?.port });
