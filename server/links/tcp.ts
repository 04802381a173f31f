/** A serial device server, or an emulated device: the device's bytes over TCP. */
import { connect } from 'node:net';
import type { Connect } from './link.ts';

export const tcpConnect =
  (host: string, port: number): Connect =>
  (to) => {
    const socket = connect({ host, port });
    let failure: string | undefined;
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 10_000);
    socket.on('connect', () => to.open());
    socket.on('data', (bytes) => to.bytes(bytes));
    socket.on('error', (error: NodeJS.ErrnoException) => (failure = whyNot(error)));
    socket.on('end', () => (failure ??= 'closed by the other end'));
    socket.on('close', () => to.close(failure ?? 'closed'));
    return { write: (bytes) => socket.write(bytes), drop: () => socket.destroy() };
  };

function whyNot(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return 'nothing listens there';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'no such host';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'not reachable';
    default:
      return error.message;
  }
}
