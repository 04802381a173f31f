/** What this server is to those who reach it: its names, and whether they come over TLS. */
import type { IncomingHttpHeaders } from 'node:http';

export interface Edge {
  /** Over TLS: `https:` and `wss:`, and cookies with `__Host-` before their names. */
  readonly isSecure: boolean;
  /** Browsers are told to come over TLS only, for good: with an administrator's own certificate alone. */
  readonly staysSecure: boolean;
  /** Of the certificate in use now. @param name lower case; an IP address as a certificate has it, IPv6 without brackets */
  covers(name: string): boolean;
}

/** Plain HTTP for this machine alone. */
export const loopbackEdge: Edge = { isSecure: false, staysSecure: false, covers: () => false };

/** A browser sends these names only to the machine it runs on itself. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The address in a Host header; undefined when it is none. */
const hostIn = (host: string | undefined): URL | undefined => {
  const url = host === undefined ? undefined : URL.parse(`http://${host}`);
  return url && url.pathname === '/' && url.username === '' && url.search === '' && url.hash === '' ? url : undefined;
};

/** The name asked for, in small letters, without a port and, of IPv6, without brackets; undefined when it is none. */
export const nameAskedFor = ({ host }: IncomingHttpHeaders): string | undefined =>
  hostIn(host)?.hostname.replace(/^\[|\]$/g, '');

/**
 * Whether the Host asked for is a name of this server: a page of another site that has its name resolved to this machine carries that name
 * in Host (DNS rebinding).
 */
export function isOwnName({ host }: IncomingHttpHeaders, edge: Edge): boolean {
  const name = hostIn(host)?.hostname;
  return name !== undefined && (LOOPBACK.has(name) || edge.covers(name.replace(/^\[|\]$/g, '')));
}

const isFromHere = (origin: string, { host }: IncomingHttpHeaders, { isSecure }: Edge): boolean =>
  URL.canParse(origin) && origin === URL.parse(`${isSecure ? 'https' : 'http'}://${host}`)?.origin;

/** A socket: of an own page, or of a program, which sends no Origin. A browser always sends one. */
export function mayUpgrade(headers: IncomingHttpHeaders, edge: Edge): boolean {
  return isOwnName(headers, edge) && (headers.origin === undefined || isFromHere(headers.origin, headers, edge));
}

/**
 * A request that changes something: of an own page and of nothing else, since the cookie comes along from any page of the same site
 * (another port of this machine is the same site). A browser says where it comes from by Origin, at the least by Sec-Fetch-Site.
 */
export function isOwnOrigin(headers: IncomingHttpHeaders, edge: Edge): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  if (!isOwnName(headers, edge)) return false;
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined ? site === 'same-origin' : isFromHere(origin, headers, edge);
}
