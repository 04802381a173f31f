/** Whoever connects and holds on: says this much, reads nothing more, answers nothing, and does not let go until it is ended from the other end. */
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { SOCKET_PATH } from '#protocol/version.ts';

/** @param text in part or whole, as HTTP would be; '' says nothing at all */
export async function holdConnection(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  if (text === '') return socket;
  socket.write(text);
  if (!text.endsWith('\r\n\r\n')) return socket;
  await once(socket, 'readable');
  return socket;
}

/** @param host by which it asks for the server */
export const socketRequest = (host: string): string =>
  [
    `GET ${SOCKET_PATH}/?EIO=4&transport=websocket HTTP/1.1`,
    `Host: ${host}`,
    ...['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'],
    // The sample of RFC 6455, 1.2.
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '\r\n',
  ].join('\r\n');
