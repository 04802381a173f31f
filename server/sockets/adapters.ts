/** The `/adapters` namespace: processes that feed readings (docs/adapter-protocol.md). */
import type { Logger } from 'pino';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { Duration } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import type { AdapterHandshake, AdapterToServer, ServerToAdapter, WireReading } from '#protocol/adapter-events.ts';
import {
  adapterHandshakeSchema,
  adapterSchemas,
  parseWireReading,
  unknownKeysOf,
  wireIdentityOf,
} from '#protocol/adapter-schemas.ts';
import type { AdapterEnvelope, UnknownKeys } from '#protocol/adapter-schemas.ts';
import type { ReadingAnswer } from '#protocol/adapter-events.ts';
import type { Answer } from '#protocol/answer.ts';
import type { Clinic } from '../clinic.ts';
import { FUTURE_MS } from '../clinic/ingest.ts';
import { adapterMeter } from '../edge/socket-budgets.ts';
import { AdapterClock } from './adapter-clock.ts';
import { CuffLines } from './cuff-lines.ts';
import { handshakeError, readHandshake } from './handshake.ts';
import { respond } from './respond.ts';
import { takePleth } from './take-pleth.ts';

interface AdapterSession {
  readonly adapterId: string;
  readonly unknownKeys: UnknownKeys;
}
export type AdapterSocket = Socket<AdapterToServer, ServerToAdapter, DefaultEventsMap, AdapterSession>;
export type AdapterNamespace = Namespace<AdapterToServer, ServerToAdapter, DefaultEventsMap, AdapterSession>;
type AdapterPayloads = { readonly [Event in keyof AdapterToServer]: AdapterEnvelope<Event> };

const PROBE_MS: Duration = 2_000;
const PROBE_EVERY_MS: Duration = 60_000;

export interface AdaptersOptions {
  readonly clinic: Clinic;
  readonly log: Logger;
  readonly closed: () => Refusal | undefined;
}

export function serveAdapters(
  namespace: AdapterNamespace,
  { clinic, log, closed }: AdaptersOptions,
): { stopping(): void } {
  const cuffs = new CuffLines(clinic);
  namespace.use((socket, next) => {
    const auth: unknown = socket.handshake.auth;
    const unknownKeys = unknownKeysOf((auth as { protocol?: unknown } | null)?.protocol);
    const hello = readHandshake<AdapterHandshake>(auth, {
      schema: adapterHandshakeSchema(unknownKeys),
      majorsBack: 1,
      what: 'adapter',
    });
    if (!hello.ok) {
      clinic.counters.refused('handshakes', hello.refusal);
      return next(handshakeError(hello.refusal));
    }
    socket.data = { adapterId: hello.value.adapterId, unknownKeys };
    next();
  });

  namespace.on('connection', (socket) => {
    const { adapterId, unknownKeys } = socket.data;
    const clock = new AdapterClock(
      () => askClock(socket),
      () => clinic.now,
    );
    // An adapter that does not tell its clock cannot be believed: it is sent away, keeps its readings, and comes back.
    const measure = () =>
      clock.measure().catch(() => {
        log.warn({ adapterId }, 'an adapter did not answer clock:probe; its connection is closed');
        socket.disconnect(true);
      });
    const timer = setInterval(() => void measure(), PROBE_EVERY_MS);
    void measure();
    cuffs.connected(adapterId, socket, clock);
    clinic.adapterConnected(adapterId, socket.id);
    log.info({ adapterId }, 'adapter connected');
    socket.on('disconnect', (reason) => {
      clearInterval(timer);
      cuffs.gone(adapterId, socket);
      clinic.signals.adapterGone(adapterId);
      // A server that stops loses no adapter: its next start expects them back.
      if (!closed()) clinic.adapterLost(adapterId, socket.id);
      log.info({ adapterId, reason }, 'adapter lost');
    });

    respond<AdapterToServer, AdapterPayloads>(
      socket,
      adapterSchemas(unknownKeys),
      {
        'adapter:announce': ({ devices }) => ({
          ok: true,
          data: { devices: clinic.announce(adapterId, devices), siteId: clinic.siteId },
        }),
        'readings:send': ({ readings }) => takeReadings(clinic, socket.data, clock, readings),
        'pleth:send': ({ packets }) => takePleth(clinic, socket.data, clock, packets),
        'device:link': ({ deviceId, connected, reason }) => {
          const told = clinic.deviceLink(adapterId, deviceId, connected, reason);
          return told.ok ? { ok: true, data: null } : told;
        },
        'device:status': ({ deviceId, ...status }) => {
          const told = clinic.deviceStatus(adapterId, deviceId, status);
          return told.ok ? { ok: true, data: null } : told;
        },
        'spool:status': (status) => {
          clinic.spoolStatus(adapterId, status);
          return { ok: true, data: { clinicAt: clinic.now } };
        },
      },
      {
        log,
        closed,
        onMalformed: (refusal) => clinic.counters.refused('messages', refusal),
        admit: adapterMeter(socket, { counters: clinic.counters, log }).admit,
      },
    );
  });

  return { stopping: () => void namespace.emit('server:stopping') };
}

async function askClock(socket: AdapterSocket): Promise<number> {
  const stamp: unknown = await socket.timeout(PROBE_MS).emitWithAck('clock:probe');
  if (typeof stamp !== 'number' || !Number.isFinite(stamp)) throw new Error('clock:probe was not answered by a number');
  return stamp;
}
