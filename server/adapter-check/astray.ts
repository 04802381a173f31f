/** What comes to the referee's port and is no adapter's connection: said plainly, since the other end only sees a closed door. */
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Server } from 'socket.io';
import { ADAPTERS_NAMESPACE, SOCKET_PATH } from '#protocol/version.ts';
import type { Record } from './seen.ts';
import { shown } from './verdict.ts';

const RIGHT = `connect by WebSocket to ${SOCKET_PATH}/?EIO=4&transport=websocket`;
const SAID_AT_MOST = 60;

const isOurs = (url = ''): boolean =>
  url === SOCKET_PATH || url.startsWith(`${SOCKET_PATH}/`) || url.startsWith(`${SOCKET_PATH}?`);

/** Answers whatever is not for socket.io. */
export function answerStrangers(record: Record): (request: IncomingMessage, response: ServerResponse) => void {
  return ({ url }, response) => {
    record.add({ kind: 'astray', what: `asked for ${shown(url?.split('?')[0]?.slice(0, SAID_AT_MOST))}: ${RIGHT}` });
    response.writeHead(404, { 'content-type': 'text/plain' }).end('This is the referee of vigil adapter-check.\n');
  };
}

export interface Excuses {
  /** The referee ended this Engine.IO connection itself, or had its adapter killed: what is under way then breaks it. */
  readonly isOurDoing: (raw: object) => boolean;
  /** The referee itself was held up just now: a pong may have come and lie unread. */
  readonly wasHeldUp: () => boolean;
}

export function watchStrays(
  http: HttpServer,
  io: Pick<Server, 'engine' | 'of'>,
  record: Record,
  { isOurDoing, wasHeldUp }: Excuses,
): void {
  const astray = (what: string): void => record.add({ kind: 'astray', what });
  http.on('upgrade', ({ url }, socket) => {
    if (isOurs(url)) return;
    astray(`opened a WebSocket at ${shown(url?.split('?')[0]?.slice(0, SAID_AT_MOST))}: ${RIGHT}`);
    socket.destroy();
  });
  http.on('clientError', (_, socket) => {
    astray(`sent something that is no HTTP: ${RIGHT}`);
    socket.destroy();
  });
  io.engine.on(
    'connection_error',
    ({ code, message, req }: { code: number; message: string; req: { url?: string } }) => {
      // Turned away by the referee itself (engine.io's "forbidden").
      if (code === 4) return;
      const isPolling = /transport=polling/.test(req.url ?? '');
      astray(isPolling ? `asked for long polling: ${RIGHT}` : `could not open the connection (${message}): ${RIGHT}`);
    },
  );
  io.engine.on('connection', (raw: { on(event: 'close', then: (reason: string, error?: Error) => void): void }) => {
    raw.on('close', (reason, error) => {
      if (isOurDoing(raw)) return;
      if (reason === 'ping timeout' && !wasHeldUp()) astray('did not answer the ping (2) by a pong (3) within 4 s');
      if (reason === 'parse error') astray('sent a frame that is no Engine.IO packet');
      if (reason === 'transport error') astray(`broke the connection: ${transportError(error)}`);
      if (reason === 'forced close') astray('sent a frame that is no socket.io packet');
    });
  });
  for (const wrong of [io.of('/'), io.of(/^\/(?!adapters$)/)])
    wrong.use((socket, next) => {
      astray(`joined the namespace ${shown(socket.nsp.name.slice(0, SAID_AT_MOST))}: it is ${ADAPTERS_NAMESPACE}`);
      next(new Error('Invalid namespace'));
    });
}

function transportError(error: Error | undefined): string {
  const cause = (error as (Error & { readonly description?: unknown }) | undefined)?.description;
  const text = cause instanceof Error ? cause.message : (error?.message ?? 'it ended without a word');
  return /payload size/.test(text) ? 'a message over 256 KiB' : text.slice(0, 120);
}
