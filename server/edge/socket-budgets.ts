/** How much each kind of socket may send, and what happens to one that sends more. */
import type { Server, Socket } from 'socket.io';
import type { Logger } from 'pino';
import { refuse } from '#core/refusal.ts';
import type { Counters } from '../clinic/counters.ts';
import { Meter } from './meter.ts';
import { TokenBucket } from './token-bucket.ts';
import type { Budget } from './token-bucket.ts';

/** A page that opens asks for every chair of a large clinic at once. */
const SCREEN: Budget = { perSecond: 60, burst: 200 };
/** An adapter of 200 devices: a reading and five waves a second of each. */
const ADAPTER: Budget = { perSecond: 1_500, burst: 6_000 };
/** Readings of batches: six hours of a device come back in under ten seconds. */
const BACKLOG: Budget = { perSecond: 5_000, burst: 30_000 };
/** More readings than come at once of what is measured now. */
const LIVE_READINGS = 8;
/** Of a connection, whatever it says: attachments, answers and pongs too. Adapters' messages, each with a wave, and as much again. */
const PACKETS: Budget = { perSecond: 6_000, burst: 24_000 };
const BYTES: Budget = { perSecond: 8_388_608, burst: 33_554_432 };

export interface MeteredDeps {
  /** Ms of a clock that never goes back; default the machine's. */
  readonly now?: (() => number) | undefined;
  readonly counters: Pick<Counters, 'refused'>;
  readonly log: Logger;
}

const ofScreen = refuse('too-many', 'This page sends too much at once: it was not taken. Try again in a moment.');
/** Not `too-many`: every adapter there is keeps what is `unavailable` and sends it again; it would drop the readings of any other code. */
const ofAdapter = refuse('unavailable', 'This adapter sends too much at once: keep it, and send it again after 5 s.');
const tooMany = refuse(
  'too-many',
  'This connection sent far too much and is closed: connect again in a moment.',
).refusal;

export const screenMeter = (socket: Socket, deps: MeteredDeps): Meter =>
  new Meter({ messages: SCREEN, refusal: ofScreen.refusal, ...closing(socket, deps) });

export const adapterMeter = (socket: Socket, deps: MeteredDeps): Meter =>
  new Meter({
    messages: ADAPTER,
    bulk: { budget: BACKLOG, sizeOf: lateReadings },
    refusal: ofAdapter.refusal,
    ...closing(socket, deps),
  });

function lateReadings(event: string, payload: unknown): number {
  if (event !== 'readings:send' || typeof payload !== 'object' || payload === null) return 0;
  const { readings } = payload as { readonly readings?: unknown };
  return Array.isArray(readings) && readings.length > LIVE_READINGS ? readings.length : 0;
}

function closing(socket: Socket, { counters, log, now }: MeteredDeps) {
  return {
    ...(now && { now }),
    onRefused: (): void => counters.refused('messages', tooMany),
    onFlood(): void {
      log.warn(
        { event: 'flood-closed', socket: socket.id, namespace: socket.nsp.name },
        'a socket that sends far too much is closed',
      );
      endSoon(socket.conn, () => {
        socket.emit('socket:closing', tooMany);
        socket.disconnect(true);
      });
    },
  };
}

/** The part of engine.io's socket that is used here. */
type Wire = Socket['conn'];

/** Who does not close his end is cut off. */
const CLOSE_WITHIN_MS = 1_000;

function endSoon(wire: Wire, close: () => void): void {
  close();
  setTimeout(() => wire.request.socket.destroy(), CLOSE_WITHIN_MS).unref();
}

/** Every connection of the wire, before and beside what its namespaces take. */
export function meterWires(io: Server, { counters, log, now = () => performance.now() }: MeteredDeps): void {
  io.engine.on('connection', (wire: Wire) => {
    const packets = new TokenBucket(PACKETS);
    const bytes = new TokenBucket(BYTES);
    wire.on('packet', ({ data }: { readonly data?: string | Buffer }) => {
      const at = now();
      if (packets.take(at) && bytes.take(at, data?.length ?? 0)) return;
      counters.refused('messages', tooMany);
      log.warn({ event: 'flood-closed' }, 'a connection that sends far too much is closed');
      endSoon(wire, () => wire.close(true));
    });
  });
}
