/** A server that people reach through a proxy of their own: its names and its TLS are the proxy's, its clients are who the proxy says. */
import type { Server as HttpServer } from 'node:http';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { networkOf } from '../access/from.ts';
import { believe } from './client-address.ts';
import type { Edge } from './edge.ts';
import { nameIn } from './names.ts';

export interface Behind {
  /** IP addresses of the proxies. */
  readonly proxies: readonly string[];
  /** What people type: `https://clinic.example`. */
  readonly name: string;
}

/** @param publicUrl where people reach the proxy; undefined: not said */
export function behindOf(
  proxies: readonly string[] | undefined,
  publicUrl: string | undefined,
): Result<Behind | undefined> {
  if (proxies === undefined) return accept(undefined);
  const url = publicUrl === undefined ? undefined : URL.parse(publicUrl);
  const name = url ? nameIn(url.hostname) : undefined;
  if (url?.protocol !== 'https:' || name === undefined)
    return refuse(
      'malformed',
      '--proxy needs --public-url with the https address that people type, such as https://clinic.example.',
    );
  return accept({ proxies, name });
}

/** People come over https, under the proxy's name. A browser is told to insist on TLS by the proxy itself, if by anybody. */
export const edgeBehind = (own: Edge, { name }: Behind): Edge => ({
  isSecure: true,
  staysSecure: own.staysSecure,
  covers: (asked) => asked === name || own.covers(asked),
});

/** Its connections are not counted: they are of everybody. */
export const exemptNetworks = ({ proxies }: Behind): ((network: string) => boolean) => {
  const networks = new Set(proxies.map((proxy) => networkOf(proxy)));
  return (network) => networks.has(network);
};

/** Before anybody else looks at a request: to be called once all others listen. */
export function believeProxies(server: HttpServer, { proxies }: Behind): void {
  const look = believe({ proxies });
  server.prependListener('request', look);
  server.prependListener('upgrade', look);
}
