/** What a request costs its network, before anything else is looked at: the loop that answers it also judges vital signs. */
import { ServerResponse } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { Server } from 'socket.io';
import { refuse } from '#core/refusal.ts';
import type { Access } from '../access/access.ts';
import { networkOf } from '../access/from.ts';
import type { Counters } from '../clinic/counters.ts';
import { clientAddress } from './client-address.ts';
import { sendJson, statusOf } from './json-answer.ts';
import type { Networks } from './networks.ts';

/** A file of the build is read and sent, and nothing is asked. */
const COST_OF_FILE = 0.2;
const RETRY_AFTER_S = 1;
/** A flood is one line of the log in so long. */
const QUIET_MS = 60_000;

export const tooManyRequests = refuse(
  'too-many',
  'Too many requests come from this network: try again in a second.',
).refusal;

type Proving = Pick<Access, 'identify' | 'placeOf'>;

export interface RequestLimits {
  readonly networks: Networks;
  /** Absent: it is no clinic's. */
  readonly counters?: () => Pick<Counters, 'refused'>;
  /** Absent: nobody is enrolled. */
  readonly access?: (() => Proving) | undefined;
  readonly log: Pick<Logger, 'warn'>;
}

/** A network with an enrolled screen is the clinic's own. */
export function proveByCookie(
  networks: Networks,
  access: Proving,
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
): void {
  const { headers } = request;
  const network = networkOf(clientAddress(request));
  if (headers.cookie === undefined || networks.isFresh(network)) return;
  const { screenId } = access.identify(headers);
  const kind = screenId === undefined ? undefined : access.placeOf(screenId)?.kind;
  if (kind === 'chair' || kind === 'station') networks.prove(network);
}

/** @returns whether a request goes on; one that does not is answered here */
export function limitRequests({ networks, counters, access, log }: RequestLimits) {
  let warnedAt = -Infinity;
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const network = networkOf(clientAddress(request));
    if (access) proveByCookie(networks, access(), request);
    if (networks.takeRequest(network, request.url?.startsWith('/_app/immutable/') === true ? COST_OF_FILE : 1))
      return true;
    counters?.().refused('requests', tooManyRequests);
    const now = performance.now();
    if (now - warnedAt > QUIET_MS)
      log.warn({ event: 'network-limited', network }, 'a network that sends too many requests is refused');
    warnedAt = now;
    // Anything it brought is not read.
    if (!request.complete) response.setHeader('Connection', 'close');
    response.setHeader('Retry-After', RETRY_AFTER_S);
    sendJson(response, statusOf(tooManyRequests.code), JSON.stringify({ ok: false, refusal: tooManyRequests }));
    return false;
  };
}

/** What asks socket.io for anything but a socket, which it would answer itself. */
export function limitWireRequests(io: Server, mayGoOn: ReturnType<typeof limitRequests>): void {
  io.engine.use((request: IncomingMessage, response: unknown, next: () => void) => {
    if (!(response instanceof ServerResponse) || mayGoOn(request, response)) next();
  });
}
