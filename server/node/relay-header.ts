/** Tells the owner's node whose request is relayed to it. Signed with the group's secret, so that no stranger can name an address of his choice. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const RELAY_HEADER = 'x-vigil-relay';
/** In the owner's answer: the client's network is one of the clinic's own. It goes no further than to the node that carried the request. */
export const OWN_HEADER = 'x-vigil-own';

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** @param address of the client, as the relaying node believes it */
export const relayHeader = (secret: string, request: Asked, address: string): string =>
  `${address} ${sign(secret, request, address).toString('base64url')}`;

/** @returns the client's address; 'forged' when somebody without the secret wrote the header; undefined: not relayed. */
export function relayedFor(secret: string, request: Asked): { readonly address: string } | 'forged' | undefined {
  const header = request.headers[RELAY_HEADER];
  if (header === undefined) return undefined;
  const [address = '', signature = '', ...more] = String(header).split(' ');
  const given = Buffer.from(signature, 'base64url');
  const right = sign(secret, request, address);
  if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return 'forged';
  return { address };
}

/** Of this very request: one taken from elsewhere fits no other. */
const sign = (secret: string, { method, url, headers: { host } }: Asked, address: string): Buffer =>
  createHmac('sha256', secret)
    .update([address, method ?? '', host ?? '', url ?? ''].join('\n'))
    .digest();
