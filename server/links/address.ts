/** Where a device is: `tcp:HOST:PORT` or `serial:PATH`. */
import type { LinkKind } from '#devices/device-table.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';

export type LinkAddress =
  | { readonly kind: Extract<LinkKind, 'tcp'>; readonly host: string; readonly port: number }
  | { readonly kind: Extract<LinkKind, 'serial'>; readonly path: string };

const TCP = /^tcp:(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/;
const SERIAL = /^serial:(\S+)$/;

export function parseLinkAddress(text: string): Result<LinkAddress> {
  const serial = SERIAL.exec(text)?.[1];
  if (serial) return accept({ kind: 'serial', path: serial });
  const tcp = TCP.exec(text);
  const host = tcp?.[1] ?? tcp?.[2];
  const port = Number(tcp?.[3]);
  if (host && port >= 1 && port <= 65_535) return accept({ kind: 'tcp', host, port });
  return refuse('malformed', `"${text}" is no address of a device: write tcp:HOST:PORT or serial:PATH.`);
}

export const linkAddressText = (address: LinkAddress): string =>
  address.kind === 'serial'
    ? `serial:${address.path}`
    : `tcp:${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
