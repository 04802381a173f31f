/** How socket.io runs here; the referee of `vigil adapter-check` runs the same. */
import type { ServerOptions } from 'socket.io';
import { SOCKET_PATH } from '#protocol/version.ts';

export const WIRE_OPTIONS = {
  path: SOCKET_PATH,
  serveClient: false,
  transports: ['websocket'],
  perMessageDeflate: false,
  // A dead wire is known after at most 4 s; a page knows after 2.5 s, by the clock's beat that does not come.
  pingInterval: 1_500,
  pingTimeout: 2_500,
  // Who opens a connection and joins nothing is sent away.
  connectTimeout: 10_000,
  // 500 readings are about 150 KB.
  maxHttpBufferSize: 256 * 1_024,
} satisfies Partial<ServerOptions>;
