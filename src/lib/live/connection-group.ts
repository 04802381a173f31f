/**
 * A station's second socket, to the other clinics of the group: its own connection, so that what comes of them is never what the
 * clinic's own chairs wait for. It holds nothing up and tries again for ever.
 */
import { version } from '$app/environment';
import { io, type Socket } from 'socket.io-client';
import type { Refusal } from '#core/refusal.ts';
import type { Answer } from '#protocol/answer.ts';
import { GROUP_NAMESPACE, type GroupToServer, type ServerToGroup } from '#protocol/group-events.ts';
import { SOCKET_PATH } from '#protocol/version.ts';
import { ANSWER_MS } from './line.ts';
import { pageHandshake } from './page-handshake.ts';
import type { GroupLine } from '../group/group-line.ts';

export function connectGroup(): GroupLine {
  const socket: Socket<ServerToGroup, GroupToServer> = io(GROUP_NAMESPACE, {
    path: SOCKET_PATH,
    transports: ['websocket'],
    forceNew: true,
    autoConnect: false,
    reconnectionDelay: 500,
    reconnectionDelayMax: 2_000,
    reconnectionAttempts: Infinity,
    auth: { ...pageHandshake(version) },
  });
  const untyped = socket as unknown as {
    on(event: string, listener: unknown): void;
    timeout(ms: number): { emitWithAck(event: string, payload: unknown): Promise<Answer<never>> };
  };
  return {
    get connected() {
      return socket.connected;
    },
    on: (event, listener) => untyped.on(event, listener),
    onConnect: (listener) => void socket.on('connect', listener),
    onRefused: (listener) => void socket.on('connect_error', (error) => listener(refusalIn(error))),
    request: (event, payload) =>
      socket.connected
        ? untyped
            .timeout(ANSWER_MS)
            .emitWithAck(event, payload)
            .catch(() => null)
        : Promise.resolve(null),
    renew: () => void socket.disconnect().connect(),
    close() {
      socket.off();
      socket.disconnect();
    },
  };
}

/** @returns null: no answer at all, or none of Vigil's */
function refusalIn(error: Error & { data?: unknown }): Refusal | null {
  const { data } = error;
  return typeof data === 'object' && data !== null && 'code' in data && 'message' in data ? (data as Refusal) : null;
}
