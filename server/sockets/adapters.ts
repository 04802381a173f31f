/** The `/adapters` namespace: processes that feed readings (docs/adapter-protocol.md). */
import type { Logger } from 'pino';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { Duration } from '#core/reading.ts';
import { refuse } from '#core/refusal.ts';
import type { Refusal } from '#core/refusal.ts';
import type { AdapterHandshake, AdapterToServer, ServerToAdapter } from '#protocol/adapter-events.ts';
import { adapterHandshakeSchema, adapterSchemas, unknownKeysOf } from '#protocol/adapter-schemas.ts';
import type { AdapterEnvelope, UnknownKeys } from '#protocol/adapter-schemas.ts';
import type { Access } from '../access/access.ts';
import { adapterSource, auditedSocket, refusedConnection } from '../audit/audited.ts';
import type { Clinic } from '../clinic.ts';
import { clientAddress } from '../edge/client-address.ts';
import { adapterMeter } from '../edge/socket-budgets.ts';
import type { Journal } from '../journal/journal.ts';
import { AdapterClock } from './adapter-clock.ts';
import type { AdapterAttempt } from './adapter-attempts.ts';
import { AdapterDoor } from './adapter-door.ts';
import type { AdapterPass } from './adapter-door.ts';
import { Announcements } from './announcements.ts';
import { CuffLines } from './cuff-lines.ts';
import { handshakeError, readHandshake } from './handshake.ts';
import { respond } from './respond.ts';
import { takePleth } from './take-pleth.ts';
import { takeReadings } from './take-readings.ts';

interface AdapterSession {
  readonly adapterId: string;
  readonly unknownKeys: UnknownKeys;
  readonly pass: AdapterPass;
  readonly announcements: Announcements;
}
export type AdapterSocket = Socket<AdapterToServer, ServerToAdapter, DefaultEventsMap, AdapterSession>;
export type AdapterNamespace = Namespace<AdapterToServer, ServerToAdapter, DefaultEventsMap, AdapterSession>;
type AdapterPayloads = { readonly [Event in keyof AdapterToServer]: AdapterEnvelope<Event> };

const PROBE_MS: Duration = 2_000;
const PROBE_EVERY_MS: Duration = 60_000;
/** Not a word that an adapter drops its readings at. */
const sentAway = refuse('unavailable', 'This adapter is not admitted any more: connect again.').refusal;

export interface AdaptersOptions {
  readonly clinic: Clinic;
  readonly log: Logger;
  readonly closed: () => Refusal | undefined;
  readonly journal: Pick<Journal, 'secrets'>;
  /** Absent: no page brings devices of its own. */
  readonly access?: Pick<Access, 'identify' | 'placeOf' | 'onChange'> | undefined;
  /** Real time; default this machine's. */
  readonly realNow?: () => number;
  /** An adapter came from there, with its key. */
  readonly onKey?: (address: string) => void;
}

export interface Adapters {
  /** Who wanted in and has no valid key. */
  attempts(): readonly AdapterAttempt[];
  stopping(): void;
}

export function serveAdapters(
  namespace: AdapterNamespace,
  { clinic, log, closed, journal, access, onKey, realNow = Date.now }: AdaptersOptions,
): Adapters {
  const cuffs = new CuffLines(clinic);
  const newest = new Map<string, AdapterSocket>();
  const door = new AdapterDoor({
    site: () => clinic.site,
    chairAt: (deviceId, at) => clinic.chairAt(deviceId, at),
    keys: () => journal.secrets('adapter-key'),
    access,
    now: realNow,
  });
  /** Who has no valid pass any more is sent away; it keeps its readings. */
  const isOver = (socket: AdapterSocket): boolean => {
    if (socket.data.pass.isValid) return false;
    if (socket.connected)
      log.warn({ event: 'adapter-sent-away', adapterId: socket.data.adapterId }, 'an adapter is not admitted any more');
    socket.disconnect(true);
    return true;
  };
  const lookAtAll = (): void => {
    for (const socket of [...namespace.sockets.values()])
      if (!isOver(socket) && newest.get(socket.data.adapterId) === socket) socket.data.announcements.look();
  };
  // After the turn in which it came to be: the rest of that turn still folds what follows from it.
  clinic.onSiteEvents(() => queueMicrotask(lookAtAll));
  access?.onChange(({ kind }) => kind === 'screen' && queueMicrotask(lookAtAll));
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
      refusedConnection(clinic.audit, 'adapters', clientAddress(socket.request), hello.refusal);
      return next(handshakeError(hello.refusal));
    }
    const { headers } = socket.handshake;
    const address = clientAddress(socket.request) ?? '';
    const admitted = door.admit({ hello: hello.value, headers, address });
    if (!admitted.ok) {
      clinic.counters.refused('handshakes', admitted.refusal);
      refusedConnection(clinic.audit, 'adapters', address, admitted.refusal);
      return next(handshakeError(admitted.refusal));
    }
    if (hello.value.key !== undefined) onKey?.(address);
    const pass = admitted.value;
    const announcements = new Announcements(clinic, pass);
    socket.data = { adapterId: pass.adapterId, unknownKeys, pass, announcements };
    next();
  });

  namespace.on('connection', (socket) => {
    const { adapterId, unknownKeys, pass, announcements } = socket.data;
    if (isOver(socket)) return;
    newest.set(adapterId, socket);
    const clock = new AdapterClock(
      () => askClock(socket),
      () => clinic.now,
    );
    // An adapter that does not tell its clock cannot be believed: it is sent away, keeps its readings, and comes back.
    const measure = () =>
      clock.measure().catch(() => {
        log.warn(
          { event: 'adapter-clock', adapterId },
          'an adapter did not answer clock:probe; its connection is closed',
        );
        socket.disconnect(true);
      });
    const timer = setInterval(() => void measure(), PROBE_EVERY_MS);
    void measure();
    cuffs.connected(adapterId, socket, clock);
    clinic.adapterConnected(adapterId, socket.id);
    log.info({ event: 'adapter-connected', adapterId }, 'adapter connected');
    socket.on('disconnect', (reason) => {
      clearInterval(timer);
      if (newest.get(adapterId) === socket) newest.delete(adapterId);
      cuffs.gone(adapterId, socket);
      clinic.signals.adapterGone(adapterId);
      // A server that stops loses no adapter: its next start expects them back.
      if (!closed()) clinic.adapterLost(adapterId, socket.id);
      log.info({ event: 'adapter-lost', adapterId, reason }, 'adapter lost');
    });

    const { admit } = adapterMeter(socket, { counters: clinic.counters, log, now: realNow });
    respond<AdapterToServer, AdapterPayloads>(
      socket,
      adapterSchemas(unknownKeys),
      {
        'adapter:announce': ({ devices }) => ({
          ok: true,
          data: { devices: announcements.announce(devices), siteId: clinic.siteId },
        }),
        'readings:send': ({ readings }) => takeReadings(clinic, socket.data, clock, readings),
        'pleth:send': ({ packets }) => takePleth(clinic, socket.data, clock, packets),
        'device:link': ({ deviceId, connected, reason }) => {
          const refusal = pass.refuseDevice(deviceId);
          if (refusal) return { ok: false, refusal };
          const told = clinic.deviceLink(adapterId, deviceId, connected, reason);
          return told.ok ? { ok: true, data: null } : told;
        },
        'device:status': ({ deviceId, ...status }) => {
          const refusal = pass.refuseDevice(deviceId);
          if (refusal) return { ok: false, refusal };
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
        admit: (event, payload) => (isOver(socket) ? sentAway : admit(event, payload)),
        ...auditedSocket(clinic, () => adapterSource(adapterId)),
      },
    );
  });

  return { attempts: () => door.attempts.list, stopping: () => void namespace.emit('server:stopping') };
}

async function askClock(socket: AdapterSocket): Promise<number> {
  const stamp: unknown = await socket.timeout(PROBE_MS).emitWithAck('clock:probe');
  if (typeof stamp !== 'number' || !Number.isFinite(stamp)) throw new Error('clock:probe was not answered by a number');
  return stamp;
}
