/** Which enrolled screens and which adapters are connected, and when they were last: for an administrator. Real time. */
import type { Server } from 'socket.io';
import type { Instant } from '#core/reading.ts';
import { ADAPTERS_NAMESPACE, SCREENS_NAMESPACE } from '#protocol/version.ts';
import type { AccessDesk } from '../access/access.ts';
import type { AdapterSeen } from '../access/people.ts';
import type { ScreenPerson } from './screen-person.ts';

export interface Heard {
  readonly adapterSeen: AdapterSeen;
  /** Called each second or so. */
  beat(): void;
}

/** As the doors of both namespaces leave it; a socket that is just coming in has none yet. */
interface SocketData {
  readonly adapterId?: string;
  readonly person?: Pick<ScreenPerson, 'screenId'>;
}

export function listenToSockets(io: Server, access: Pick<AccessDesk, 'heard'>, now: () => Instant): Heard {
  const adapters = new Map<string, Instant>();
  const here = (namespace: string, idOf: (data: SocketData) => string | undefined): readonly string[] =>
    [...io.of(namespace).sockets.values()].flatMap((socket) => idOf(socket.data as SocketData) ?? []);
  const adaptersHere = () => here(ADAPTERS_NAMESPACE, ({ adapterId }) => adapterId);
  return {
    adapterSeen(adapterId) {
      const connected = adaptersHere().includes(adapterId);
      return { connected, lastSeenAt: connected ? now() : (adapters.get(adapterId) ?? null) };
    },
    beat() {
      access.heard(here(SCREENS_NAMESPACE, ({ person }) => person?.screenId));
      for (const adapterId of adaptersHere()) adapters.set(adapterId, now());
    },
  };
}
