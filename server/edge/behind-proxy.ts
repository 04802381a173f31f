/** A server that people reach through a proxy of their own: its names and its TLS are the proxy's, its clients are who the proxy says. */
import type { Server as HttpServer } from 'node:http';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { believe, plainAddress } from './client-address.ts';
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

/** Whose connections are not counted, for they are of everybody: each its one address, never others of its network. */
export class Exempt {
  readonly #addresses = new Set<string>();

  constructor(addresses: readonly string[]) {
    for (const address of addresses) this.add(address);
  }

  add(address: string | undefined): void {
    const known = plainAddress(address);
    if (known !== undefined) this.#addresses.add(known);
  }

  readonly has = (address: string | undefined): boolean => {
    const asked = plainAddress(address);
    return asked !== undefined && this.#addresses.has(asked);
  };
}

/** Before anybody else looks at a request: to be called once all others listen. */
export function believeProxies(server: HttpServer, { proxies }: Behind): void {
  const look = believe({ proxies });
  server.prependListener('request', look);
  server.prependListener('upgrade', look);
}
