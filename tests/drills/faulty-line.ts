/**
 * A TCP line that can be made bad: what the network does to one client of a server. TCP hides lost packets; what is left of a loss is
 * that everything behind it comes late, so that is what is done here.
 */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Random } from '../fuzz/random.ts';

export interface Trouble {
  /** Each way, ms. */
  readonly delayMs?: number;
  /** Of 100 segments so many are lost and sent again. */
  readonly lossPct?: number;
  /** Each way. */
  readonly bytesPerSecond?: number;
  /** Nothing gets through, either way, and no new connection; what was sent comes once it is over. */
  readonly parted?: boolean;
}

/** Linux waits at least so long before it sends a lost segment again, then twice as long each time (RFC 6298, TCP_RTO_MIN). */
const FIRST_RETRANSMISSION_MS = 200;
/** The same for the packet that opens a connection: after 1, 3, 7 … s (RFC 6298, 2.1). */
const FIRST_SYN_AGAIN_MS = 1_000;
/** More than a kernel's buffers hold: then the sender is held up, as on a real line. */
const BUFFERED_BYTES = 256 * 1_024;

export class FaultyLine {
  readonly #target: () => number | undefined;
  readonly #random: Random;
  readonly #wires = new Set<Wire>();
  readonly #server: Server;
  #trouble: Trouble = {};

  private constructor(target: () => number | undefined, random: Random, server: Server) {
    [this.#target, this.#random, this.#server] = [target, random, server];
  }

  /** @param target the server's port now; undefined: there is none, and a connection is refused */
  static async open(target: () => number | undefined, random: Random): Promise<FaultyLine> {
    // One end may close long before the other learns of it.
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    const line = new FaultyLine(target, random, server);
    server.on('connection', (client) => line.#take(client));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get trouble(): Trouble {
    return this.#trouble;
  }

  /** From now on, for the connections there are and new ones. */
  set(trouble: Trouble): void {
    const wasParted = this.#trouble.parted ?? false;
    this.#trouble = trouble;
    if (wasParted && !trouble.parted) for (const wire of this.#wires) wire.healed();
  }

  /** The connections there are now go silent for good, without a word to either end; new ones are well. */
  halfOpen(): void {
    for (const wire of this.#wires) wire.goSilent();
  }

  /** Cut, and both ends told. */
  cut(): void {
    for (const wire of this.#wires) wire.destroy();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #take(client: Socket): void {
    const wire = new Wire(
      client,
      this.#target,
      () => this.#trouble,
      this.#random,
      () => this.#wires.delete(wire),
    );
    this.#wires.add(wire);
    wire.open();
  }
}

/** One connection: a client's socket and the one to the server. */
class Wire {
  readonly #client: Socket;
  readonly #target: () => number | undefined;
  readonly #trouble: () => Trouble;
  readonly #random: Random;
  readonly #over: () => void;
  readonly #since = performance.now();
  #ends: readonly Way[] = [];
  #server: Socket | undefined;
  #isSilent = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    client: Socket,
    target: () => number | undefined,
    trouble: () => Trouble,
    random: Random,
    over: () => void,
  ) {
    [this.#client, this.#target, this.#trouble, this.#random, this.#over] = [client, target, trouble, random, over];
    client.on('error', () => client.destroy());
    client.on('close', () => this.#closed(client));
  }

  open(): void {
    if (this.#trouble().parted) return;
    const port = this.#target();
    if (port === undefined) return this.destroy();
    const server = (this.#server = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true }));
    server.on('error', () => server.destroy());
    server.on('close', () => this.#closed(server));
    this.#ends = [
      new Way(this.#client, server, this.#trouble, this.#random),
      new Way(server, this.#client, this.#trouble, this.#random),
    ];
  }

  /** What waited is sent when the sender tries again: each time it waited twice as long. */
  healed(): void {
    if (this.#isSilent) return;
    const waited = performance.now() - this.#since;
    if (this.#server === undefined) {
      let again = FIRST_SYN_AGAIN_MS;
      while (again < waited) again = again * 2 + FIRST_SYN_AGAIN_MS;
      this.#timer = setTimeout(() => this.open(), again - waited);
    } else if (this.#client.destroyed || this.#server.destroyed) this.destroy();
    else for (const way of this.#ends) way.healed();
  }

  goSilent(): void {
    this.#isSilent = true;
    for (const way of this.#ends) way.silent = true;
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.#isSilent = false;
    for (const way of this.#ends) way.stop();
    this.#client.destroy();
    this.#server?.destroy();
    this.#over();
  }

  /** One end is gone: the other is told, unless nothing gets there. */
  #closed(end: Socket): void {
    const other = end === this.#client ? this.#server : this.#client;
    if (other === undefined || other.destroyed) return this.destroy();
    if (this.#isSilent || this.#trouble().parted) return;
    const way = this.#ends.find(({ from }) => from === end);
    way?.whenEmpty(() => this.destroy());
  }
}

/** One direction: pieces leave in order, each when its time has come. */
class Way {
  readonly from: Socket;
  readonly #to: Socket;
  readonly #trouble: () => Trouble;
  readonly #random: Random;
  readonly #queue: { readonly piece: Buffer; readonly at: number }[] = [];
  #bytes = 0;
  #freeAt = 0;
  /** Since when the oldest piece waits for a network that is parted. */
  #partedAt: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #onEmpty: (() => void) | undefined;
  silent = false;

  constructor(from: Socket, to: Socket, trouble: () => Trouble, random: Random) {
    [this.from, this.#to, this.#trouble, this.#random] = [from, to, trouble, random];
    from.on('data', (piece: Buffer) => this.#take(piece));
    from.on('end', () => from.destroy());
    to.on('drain', () => this.#pump());
  }

  whenEmpty(then: () => void): void {
    if (this.#queue.length === 0) return then();
    this.#onEmpty = then;
  }

  healed(): void {
    if (this.#partedAt === undefined) return;
    const waited = performance.now() - this.#partedAt;
    let again = FIRST_RETRANSMISSION_MS;
    while (again < waited) again = again * 2 + FIRST_RETRANSMISSION_MS;
    this.#partedAt = undefined;
    this.#freeAt = performance.now() + again - waited;
    this.#pump();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  #take(piece: Buffer): void {
    if (this.silent) return;
    const { delayMs = 0, lossPct = 0 } = this.#trouble();
    let late = delayMs;
    for (let again = FIRST_RETRANSMISSION_MS; this.#random.nat(100) < lossPct; again *= 2) late += again;
    this.#queue.push({ piece, at: performance.now() + late });
    this.#bytes += piece.length;
    if (this.#bytes > BUFFERED_BYTES) this.from.pause();
    this.#pump();
  }

  #pump(): void {
    clearTimeout(this.#timer);
    if (this.silent) return;
    const { parted = false, bytesPerSecond = Infinity } = this.#trouble();
    if (parted) {
      if (this.#queue.length > 0) this.#partedAt ??= performance.now();
      return;
    }
    for (let head = this.#queue[0]; head; head = this.#queue[0]) {
      const now = performance.now();
      const at = Math.max(head.at, this.#freeAt);
      if (at > now) return void (this.#timer = setTimeout(() => this.#pump(), at - now));
      if (bytesPerSecond <= 0) return void (this.#timer = setTimeout(() => this.#pump(), 50));
      this.#queue.shift();
      this.#bytes -= head.piece.length;
      if (Number.isFinite(bytesPerSecond)) this.#freeAt = now + (head.piece.length * 1_000) / bytesPerSecond;
      if (this.#bytes <= BUFFERED_BYTES && this.from.isPaused()) this.from.resume();
      if (!this.#to.destroyed && !this.#to.write(head.piece)) return;
    }
    this.#onEmpty?.();
  }
}
