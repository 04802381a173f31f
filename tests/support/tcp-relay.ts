/** Stands between an adapter and a server that comes and goes: its port stays, connections wait while there is no server. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface TcpRelay {
  readonly port: number;
  /** From clients to servers, since the start. */
  readonly bytesUp: number;
  /** Where to; undefined: there is no server now, and what is connected is cut. */
  leadTo(port: number | undefined): void;
  /** Told of every piece that goes up. */
  onBytes(listener: () => void): void;
}

export async function startRelay(): Promise<TcpRelay> {
  let target: number | undefined;
  let bytesUp = 0;
  let tell = (): void => undefined;
  const open = new Set<Socket>();
  const waiting = new Set<Socket>();

  const join = (client: Socket, port: number): void => {
    waiting.delete(client);
    const server = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(from);
      from.on('error', () => from.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
    client.on('data', (piece) => {
      bytesUp += piece.length;
      tell();
    });
    client.pipe(server).pipe(client);
  };
  const listening = createServer((client) => {
    client.on('error', () => client.destroy());
    if (target !== undefined) return join(client, target);
    waiting.add(client);
    client.on('close', () => waiting.delete(client));
  });
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  onTestFinished(() => {
    for (const socket of [...open, ...waiting]) socket.destroy();
    listening.close();
  });
  return {
    port: (listening.address() as AddressInfo).port,
    get bytesUp() {
      return bytesUp;
    },
    leadTo(port) {
      target = port;
      if (port === undefined) for (const socket of open) socket.destroy();
      else for (const client of waiting) join(client, port);
    },
    onBytes: (listener) => (tell = listener),
  };
}
