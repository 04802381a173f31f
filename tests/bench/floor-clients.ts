/** Clients of the bare floor. */
import { io } from 'socket.io-client';
import type { LoadClient } from './load.ts';

const open = (port: number, namespace: string, auth: object) =>
  io(`http://127.0.0.1:${port}${namespace}`, { path: '/live', transports: ['websocket'], auth, forceNew: true });

export function floorAdapter(port: number, chair: string): { send(value: number): void; close(): void } {
  const socket = open(port, '/adapters', {});
  let seq = 0;
  return {
    send: (value) => void socket.emit('reading', { chair, value, at: Date.now(), seq: ++seq }, () => {}),
    close: () => void socket.disconnect(),
  };
}

export function floorChair(port: number, chair: string): LoadClient {
  const adapter = floorAdapter(port, chair);
  const page = open(port, '/screens', { room: chair });
  let received = 0;
  let value = 97;
  page.on('patch', () => received++);
  return {
    send: () => adapter.send((value = value === 97 ? 98 : 97)),
    received: () => received,
    close: () => {
      adapter.close();
      page.disconnect();
    },
  };
}
