/** Which enrolled screens and which adapters are connected, and when they were last: for an administrator. Real time. */
import type { Server } from 'socket.io';
import type { Instant } from '#core/reading.ts';
import { ADAPTERS_NAMESPACE, SCREENS_NAMESPACE } from '#protocol/version.ts';
import type { AccessDesk } from '../access/access.ts';
import type { AdapterSeen } from '../access/people.ts';

export interface Heard {
  readonly adapterSeen: AdapterSeen;
  /** Called each second or so. */
  beat(): void;
}

export function listenToSockets(io: Server, access: Pick<AccessDesk, 'heard'>, now: () => Instant): Heard {
  const adapters = new Map<string, Instant>();
  const here = (namespace: string, key: 'adapterId' | 'screenId'): readonly string[] =>
    [...io.of(namespace).sockets.values()].flatMap((socket) => {
      const id: unknown = (socket.data as Partial<Record<string, unknown>>)[key];
      return typeof id === 'string' ? [id] : [];
    });
  return {
    adapterSeen(adapterId) {
      const connected = here(ADAPTERS_NAMESPACE, 'adapterId').includes(adapterId);
      return { connected, lastSeenAt: connected ? now() : (adapters.get(adapterId) ?? null) };
    },
    beat() {
      access.heard(here(SCREENS_NAMESPACE, 'screenId'));
      for (const adapterId of here(ADAPTERS_NAMESPACE, 'adapterId')) adapters.set(adapterId, now());
    },
  };
}
