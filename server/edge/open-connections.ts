/** The connections of one server, those that became sockets too: Node's own `closeAllConnections` knows only those that still speak HTTP. */
import type { Server as HttpServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Duration } from '#core/reading.ts';

/**
 * For what is being answered, and not yet read by who asked. Who sent nothing, half a request, or does not answer a socket's goodbye would hold
 * a stop up for minutes.
 */
const GRACE_MS: Duration = 500;

export class OpenConnections {
  readonly #open = new Set<Socket>();

  /** @param server before it listens */
  constructor(server: HttpServer) {
    // Of an https server these are the bare ones, with the TLS of each on top.
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
    });
  }

  /** Once the server takes none any more: waits for what is being answered, and not long. @param closed resolves when none is left */
  async endWith(closed: Promise<void>): Promise<void> {
    const late = setTimeout(() => {
      for (const socket of this.#open) socket.destroy();
    }, GRACE_MS);
    await closed;
    clearTimeout(late);
  }
}
