/**
 * What belongs to a site of another node is carried there and back, byte for byte. A relayed request is answered there or refused there,
 * never carried on. A carried socket lives as long as its site's owner does.
 */
import { request as plainRequest } from 'node:http';
import type { IncomingMessage, RequestOptions, ServerResponse } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import type { Logger } from 'pino';
import type { Duration } from '#core/reading.ts';
import { refuseRequest, refuseUpgrade } from './nobody.ts';
import { OWN_HEADER, RELAY_HEADER, relayHeader } from './relay-header.ts';

export interface RelayDeps {
  readonly secret: string;
  readonly log: Logger;
  /** The client's, as this node believes it. */
  readonly addressOf: (request: IncomingMessage) => string | undefined;
  /** The owner knows its network as one of the clinic's own. */
  readonly onOwn?: (request: IncomingMessage) => void;
}

/** Where to: an owner is another one as soon as its lease is. */
export interface Target {
  readonly siteId: string;
  readonly url: string;
  readonly epoch: number;
}

/** A node that does not answer is not asked longer. */
const CONNECT_MS: Duration = 2_000;
/** The owner's own limits are shorter, but for a long export. */
const SILENT_MS: Duration = 120_000;
/** An upgrade is answered at once or not at all. */
const UPGRADE_MS: Duration = 5_000;

const away = 'The machine that has this clinic cannot be reached now: try again.';
/** Of one connection alone (RFC 9110, 7.6.1); an upgrade's own are written anew. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  RELAY_HEADER,
  OWN_HEADER,
]);

export class Relay {
  readonly #deps: RelayDeps;
  readonly #sockets = new Map<Duplex, Target>();

  constructor(deps: RelayDeps) {
    this.#deps = deps;
  }

  /** Sockets carried to other nodes. */
  get open(): number {
    return this.#sockets.size;
  }

  request(request: IncomingMessage, response: ServerResponse, target: Target): void {
    const failed = (error: Error): void => {
      this.#deps.log.debug({ siteId: target.siteId, why: error.message }, 'a request could not be carried');
      if (response.headersSent) response.destroy();
      else refuseRequest(request, response, away);
    };
    const there = this.#ask(request, target, ['Connection', 'close']);
    there.setTimeout(SILENT_MS, () => there.destroy(new Error('the other node was silent')));
    there.on('response', (answer) => {
      if (OWN_HEADER in answer.headers) this.#deps.onOwn?.(request);
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, withoutHops(answer.rawHeaders));
      pipeline(answer, response, () => undefined);
    });
    there.on('error', failed);
    response.on('close', () => there.destroy());
    request.pipe(there);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, target: Target): void {
    socket.on('error', () => undefined);
    const there = this.#ask(request, target, ['Connection', 'Upgrade', 'Upgrade', request.headers.upgrade ?? '']);
    socket.once('close', () => there.destroy());
    there.setTimeout(UPGRADE_MS, () => there.destroy(new Error('the other node was silent')));
    there.on('error', () => refuseUpgrade(socket, away));
    there.on('response', (answer) => {
      // Refused there: its answer is the client's.
      const { statusCode = 502, statusMessage = '' } = answer;
      socket.write(headOf(statusCode, statusMessage, [...withoutHops(answer.rawHeaders), 'Connection', 'close']));
      pipeline(answer, socket, () => undefined);
    });
    there.on('upgrade', (answer, theirs, theirHead) => {
      there.removeAllListeners('error');
      there.on('error', () => undefined);
      theirs.setTimeout(0);
      socket.write(headOf(101, answer.statusMessage ?? '', answer.rawHeaders));
      socket.write(theirHead);
      theirs.write(head);
      this.#sockets.set(socket, target);
      const over = (): void => {
        this.#sockets.delete(socket);
        socket.destroy();
        theirs.destroy();
      };
      for (const end of [socket, theirs]) {
        if ('setNoDelay' in end) (end as Duplex & { setNoDelay(on: boolean): void }).setNoDelay(true);
        end.on('error', over);
        end.on('close', over);
      }
      theirs.pipe(socket);
      socket.pipe(theirs);
    });
    there.end();
  }

  /** Ends the sockets whose owner is not that one any more. @param current of this site; undefined: nobody */
  look(siteId: string, current: { readonly url: string; readonly epoch: number } | undefined): void {
    for (const [socket, target] of [...this.#sockets])
      if (target.siteId === siteId && (target.epoch !== current?.epoch || target.url !== current.url)) socket.destroy();
  }

  close(): void {
    for (const socket of [...this.#sockets.keys()]) socket.destroy();
  }

  #ask(request: IncomingMessage, { url, siteId }: Target, more: readonly string[]) {
    const { secret, addressOf } = this.#deps;
    const proof = relayHeader(secret, request, addressOf(request) ?? 'unknown');
    const to = new URL(url);
    const isSecure = to.protocol === 'https:';
    const options: RequestOptions = {
      host: to.hostname.replace(/^\[|\]$/g, ''),
      port: to.port === '' ? (isSecure ? 443 : 80) : Number(to.port),
      ...(isSecure && { servername: to.hostname }),
      method: request.method,
      path: request.url,
      headers: [...withoutHops(request.rawHeaders), ...more, RELAY_HEADER, proof],
      setHost: false,
      // Each on a connection of its own: one that the owner closes meanwhile never costs a request.
      agent: false,
    };
    const there = isSecure ? secureRequest(options) : plainRequest(options);
    const late = setTimeout(() => there.destroy(new Error('the other node did not answer')), CONNECT_MS);
    there.on('socket', (bare) => bare.once(isSecure ? 'secureConnect' : 'connect', () => clearTimeout(late)));
    there.on('close', () => clearTimeout(late));
    this.#deps.log.trace({ siteId, path: request.url }, 'carried to another node');
    return there;
  }
}

/** @param raw names and values in turn */
function withoutHops(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, raw[at + 1] ?? '');
  }
  return kept;
}

function headOf(status: number, message: string, raw: readonly string[]): string {
  let text = `HTTP/1.1 ${status} ${message}\r\n`;
  for (let at = 0; at + 1 < raw.length; at += 2) text += `${raw[at]}: ${raw[at + 1]}\r\n`;
  return `${text}\r\n`;
}
