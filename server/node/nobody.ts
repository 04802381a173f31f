/** What is answered while no node has a site, or when no site has the name: a sentence, and when to come again. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuse } from '#core/refusal.ts';
import { sendJson } from '../edge/json-answer.ts';

/** Nobody has it for a moment: pages load again by themselves, programs come again. */
export function refuseRequest(request: IncomingMessage, response: ServerResponse, why: string): void {
  response.setHeader('Retry-After', '1');
  response.setHeader('Cache-Control', 'no-store');
  if (request.url?.startsWith('/api/') === true)
    return sendJson(response, 503, JSON.stringify({ refusal: refuse('unavailable', why).refusal }));
  response.writeHead(503, { 'Content-Type': 'text/plain; charset=utf-8', Refresh: '2' });
  response.end(`${why}\n`);
}

/** For good: asked for what is not here. */
export function refuseName(response: ServerResponse, status: 400 | 404 | 421, why: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' });
  response.end(`${why}\n`);
}

export function refuseUpgrade(socket: Duplex, why: string, status = '503 Service Unavailable'): void {
  if (socket.destroyed || !socket.writable) return;
  socket.on('error', () => undefined);
  socket.end(
    `HTTP/1.1 ${status}\r\nRetry-After: 1\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(why)}\r\n\r\n${why}`,
  );
}
