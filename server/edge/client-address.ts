/**
 * Where a request comes from, also when others stand between: proxies that were named (`--proxy`), and a node that carries what belongs to
 * a site of this one. Of anybody else the connection's own address counts, whatever its headers say.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { RELAY_HEADER, relayedFor } from '../node/relay-header.ts';
import { nameIn } from './names.ts';

/** What a proxy sets, each of them itself: what came from the client under these names must not go through. */
export const FORWARDED = {
  for: 'x-forwarded-for',
  proto: 'x-forwarded-proto',
  host: 'x-forwarded-host',
} as const;

export interface Believed {
  /** IP addresses, each alone. */
  readonly proxies: readonly string[];
  /** Of a group; absent: no node carries anything here. */
  readonly relaySecret?: string;
}

interface Told {
  readonly address: string | undefined;
  /** A proxy says that the client came without TLS. */
  readonly inTheClear: boolean;
}

const told = new WeakMap<object, Told>();

/** Asked first of each request and upgrade. What it finds is what `clientAddress` says from then on. */
export function believe({ proxies, relaySecret }: Believed): (request: IncomingMessage) => void {
  const named = new Set(proxies.map((proxy) => plainAddress(proxy)));
  const isProxy = (address: string | undefined): boolean => address !== undefined && named.has(address);
  return (request) => {
    const from = plainAddress(request.socket.remoteAddress);
    if (relaySecret !== undefined && RELAY_HEADER in request.headers) {
      const relayed = relayedFor(relaySecret, request);
      if (relayed !== undefined && relayed !== 'forged')
        return void told.set(request, { address: behind(from, plainAddress(relayed.address)), inTheClear: false });
    }
    if (!isProxy(from)) return void told.set(request, { address: from, inTheClear: false });
    takeHost(request);
    told.set(request, {
      address: behind(from, firstStranger(from, listed(request, FORWARDED.for), isProxy)),
      inTheClear: listed(request, FORWARDED.proto).at(-1)?.toLowerCase() === 'http',
    });
  };
}

/** @returns undefined of a connection that is gone */
export function clientAddress(request: Pick<IncomingMessage, 'socket'>): string | undefined {
  const known = told.get(request);
  return known ? known.address : request.socket.remoteAddress;
}

/** A proxy that takes plain HTTP from people before a server whose people come over TLS. */
export const cameInTheClear = (request: object): boolean => told.get(request)?.inTheClear === true;

/** From the nearest to the farthest, as long as each is a proxy itself: what stands before a stranger is the stranger's own word. */
function firstStranger(
  from: string | undefined,
  chain: readonly string[],
  isProxy: (address: string | undefined) => boolean,
): string | undefined {
  let nearest = from;
  for (const entry of chain.toReversed()) {
    const address = addressIn(entry);
    if (address === undefined) return nearest;
    nearest = address;
    if (!isProxy(address)) return address;
  }
  return nearest;
}

/** The loopback address that another machine tells of is its own, not ours: whoever is there is no more than that machine. */
const behind = (from: string | undefined, address: string | undefined): string | undefined =>
  address === undefined || (isLoopback(address) && !isLoopback(from ?? '')) ? from : address;

const isLoopback = (address: string): boolean => address === '::1' || /^127\./.test(address);

/** In the one form addresses are compared in; undefined when it is none. */
export function plainAddress(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const bare = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIP(bare) === 0 ? undefined : nameIn(bare);
}

/** Some proxies write the port, too. */
const addressIn = (entry: string): string | undefined =>
  plainAddress(/^\[([^\]]*)\](?::\d{1,5})?$/.exec(entry)?.[1] ?? entry.replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, '$1'));

/** A header that is there several times is one list (RFC 9110, 5.3). */
const listed = ({ headers }: IncomingMessage, name: string): string[] =>
  [headers[name] ?? []]
    .flat()
    .flatMap((each) => each.split(','))
    .map((each) => each.trim());

/** The name that people asked the proxy for, for everybody who looks at the request from now on. */
function takeHost(request: IncomingMessage): void {
  const [host, ...more] = listed(request, FORWARDED.host);
  if (host === undefined || host === '' || more.length > 0) return;
  request.headers.host = host;
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2)
    if (request.rawHeaders[at]?.toLowerCase() === 'host') request.rawHeaders[at + 1] = host;
}
