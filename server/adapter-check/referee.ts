/** A server that an adapter takes for Vigil: the same socket, parsers and answers, but no clinic, and it says what it is told to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { Server } from 'socket.io';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { Duration, Instant } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Refusal, Result } from '#core/refusal.ts';
import type { AdapterHandshake, AdapterToServer, ServerToAdapter } from '#protocol/adapter-events.ts';
import { adapterHandshakeSchema, adapterSchemas, unknownKeysOf } from '#protocol/adapter-schemas.ts';
import type { UnknownKeys } from '#protocol/adapter-schemas.ts';
import { ADAPTERS_NAMESPACE } from '#protocol/version.ts';
import { loopbackEdge, mayUpgrade } from '../edge/edge.ts';
import { OpenConnections } from '../edge/open-connections.ts';
import { ADAPTER_KEY } from '../sockets/adapter-key.ts';
import { handshakeError, readHandshake } from '../sockets/handshake.ts';
import { respond } from '../sockets/respond.ts';
import { WIRE_OPTIONS } from '../sockets/wire-options.ts';
import { answerStrangers, watchStrays } from './astray.ts';
import { respondersOf } from './responders.ts';
import type { Answering, Payloads } from './responders.ts';
import type { GivenKey, Record } from './seen.ts';

interface Session {
  readonly adapterId: string;
  readonly unknownKeys: UnknownKeys;
  readonly key: GivenKey;
}
type Wire = Namespace<AdapterToServer, ServerToAdapter, DefaultEventsMap, Session>;
type AdapterSocket = Socket<AdapterToServer, ServerToAdapter, DefaultEventsMap, Session>;

const PROBE_MS: Duration = 2_000;
/** It watches itself: a machine that stands still is no fault of the adapter's. */
const BEAT_MS: Duration = 250;
const NO_CUFF = 'no-such-cuff';
export const OTHER_BUILD = 'It speaks another protocol than this server: update the adapter.';

export interface RefereeOptions {
  readonly port: number;
  readonly record: Record;
  readonly now: () => Instant;
  /** The server asks each minute; a referee has less time. */
  readonly probeEveryMs: Duration;
}

export interface Referee {
  readonly url: string;
  /** `away`: no WebSocket is taken; `other-build`: nobody is let in. */
  door: 'open' | 'away' | 'other-build';
  answering: Answering;
  /** Ends every connection: by a word of the server, after which socket.io clients do not come back by themselves; or as a cable does. */
  drop(how: 'said' | 'cut'): void;
  /** The adapter is to be killed: however its connections end, that is no fault of its. */
  expectDeath(): void;
  sayStopping(): void;
  /** Asks for a cuff that nobody has; nothing that could be on an arm is ever started. */
  startNoCuff(): Promise<void>;
  close(): Promise<void>;
}

/** @returns a refusal when the port cannot be had. */
export async function startReferee(options: RefereeOptions): Promise<Result<Referee>> {
  const { record, now } = options;
  const http = createServer();
  const connections = new OpenConnections(http);
  const io = new Server({
    ...WIRE_OPTIONS,
    destroyUpgrade: false,
    allowRequest: ({ headers }, decide) => {
      const isAway = referee.door === 'away';
      if (isAway) record.add({ kind: 'turned-away', by: 'away' });
      if (!mayUpgrade(headers, loopbackEdge))
        record.add({
          kind: 'astray',
          what: `came as "${headers.host?.slice(0, 60)}": the server takes 127.0.0.1, localhost and [::1]`,
        });
      decide(isAway ? 'away' : null, !isAway && mayUpgrade(headers, loopbackEdge));
    },
  });
  const wire: Wire = io.of(ADAPTERS_NAMESPACE);
  let stopping: Refusal | undefined;
  const dropped = new WeakSet<object>();
  let beatAt = now();
  const beating = setInterval(() => (beatAt = now()), BEAT_MS);
  const referee: Referee = {
    url: '',
    door: 'open',
    answering: { as: 'stored' },
    drop: (how) => {
      stopping = undefined;
      for (const socket of wire.sockets.values()) {
        dropped.add(socket.conn);
        if (how === 'said') socket.disconnect(true);
        else socket.conn.close(true);
      }
    },
    expectDeath: () => {
      for (const socket of wire.sockets.values()) dropped.add(socket.conn);
    },
    sayStopping: () => {
      stopping = refuse('unavailable', 'The server is stopping: try again when it is back.').refusal;
      wire.emit('server:stopping');
    },
    async startNoCuff() {
      const payload = { deviceId: NO_CUFF, until: now() + PROBE_MS };
      const asked = [...wire.sockets.values()].map(async (socket) => {
        const answer: unknown = await socket
          .timeout(PROBE_MS)
          .emitWithAck('cuff:start', payload)
          .catch(() => undefined);
        record.add({ kind: 'commanded', connection: socket.id, answer });
      });
      await Promise.all(asked);
    },
    async close() {
      clearInterval(beating);
      await connections.endWith(io.close());
    },
  };
  wire.use((socket, next) => {
    if (referee.door === 'other-build') {
      record.add({ kind: 'turned-away', by: 'other-build' });
      return next(handshakeError(refuse('other-build', OTHER_BUILD).refusal));
    }
    const auth: unknown = socket.handshake.auth;
    const unknownKeys = unknownKeysOf((auth as { protocol?: unknown } | null)?.protocol);
    const schema = adapterHandshakeSchema(unknownKeys);
    const hello = readHandshake<AdapterHandshake>(auth, { schema, majorsBack: 1, what: 'adapter' });
    if (!hello.ok) {
      record.add({ kind: 'misfit', auth: withoutKey(auth), refusal: hello.refusal });
      return next(handshakeError(hello.refusal));
    }
    const { adapterId, key } = hello.value;
    socket.data = {
      adapterId,
      unknownKeys,
      key: key === undefined ? 'none' : ADAPTER_KEY.test(key) ? 'right-form' : 'odd',
    };
    next();
  });
  wire.on('connection', (socket) => serve(socket, options, referee, () => stopping));

  const listening = await listen(http, options.port);
  if (!listening.ok) {
    clearInterval(beating);
    return listening;
  }
  http.on('request', answerStrangers(record));
  io.attach(http);
  watchStrays(http, io, record, {
    isOurDoing: (raw) => dropped.has(raw),
    wasHeldUp: () => now() - beatAt > 2 * BEAT_MS,
  });
  return accept(Object.assign(referee, { url: `http://127.0.0.1:${listening.value}`, now }));
}

/** What is seen is reported: a key is not. */
const withoutKey = (auth: unknown): unknown =>
  typeof auth === 'object' && auth !== null && 'key' in auth ? { ...auth, key: '(not shown)' } : auth;

function listen(http: ReturnType<typeof createServer>, port: number): Promise<Result<number>> {
  return new Promise((resolve) => {
    http.once('error', ({ message }) =>
      resolve(refuse('conflict', `Port ${port} cannot be had: ${message}. Name another by --port.`)),
    );
    http.listen(port, '127.0.0.1', () => resolve(accept((http.address() as AddressInfo).port)));
  });
}

function serve(
  socket: AdapterSocket,
  options: RefereeOptions,
  referee: Referee,
  closed: () => Refusal | undefined,
): void {
  const { record, now, probeEveryMs } = options;
  const { adapterId, unknownKeys, key } = socket.data;
  const connection = socket.id;
  record.add({ kind: 'connected', connection, adapterId, key });
  let isProbing = false;
  const probe = async (): Promise<void> => {
    if (isProbing || !socket.connected) return;
    isProbing = true;
    const askedAt = now();
    const stamp: unknown = await socket
      .timeout(PROBE_MS)
      .emitWithAck('clock:probe')
      .catch(() => undefined);
    isProbing = false;
    if (socket.connected) record.add({ kind: 'probe', connection, askedAt, stamp });
  };
  const timer = setInterval(() => void probe(), probeEveryMs);
  void probe();
  socket.on('disconnect', (reason) => {
    clearInterval(timer);
    record.add({ kind: 'gone', connection, reason });
  });
  socket.onAny((event: string, payload: unknown) => {
    if (!closed())
      record.add({ kind: 'message', connection, event, payload: typeof payload === 'function' ? undefined : payload });
  });
  respond<AdapterToServer, Payloads>(
    socket,
    adapterSchemas(unknownKeys),
    respondersOf({ connection, record, now, unknownKeys, answering: () => referee.answering }),
    {
      log: pino({ level: 'silent' }),
      closed,
      onMalformed: (refusal) => record.add({ kind: 'bad-message', connection, refusal }),
    },
  );
}
