/** Where a device is: `tcp:HOST:PORT`, `serial:PATH`, `ble:NAME-OR-ADDRESS`, or where it calls: `mllp:PORT`. */
import type { LinkKind } from '#devices/device-table.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';

export type LinkAddress =
  | { readonly kind: Extract<LinkKind, 'tcp'>; readonly host: string; readonly port: number }
  | { readonly kind: Extract<LinkKind, 'serial'>; readonly path: string }
  /** `wanted`: the name the device gives itself, or its Bluetooth address. */
  | { readonly kind: Extract<LinkKind, 'ble'>; readonly wanted: string }
  /** A port of this machine, to which a monitor connects. `host`: of its addresses, the one that listens. */
  | { readonly kind: Extract<LinkKind, 'mllp'>; readonly host: string; readonly port: number };

/** For the help and the refusals. */
export const ADDRESS_FORMS =
  'tcp:HOST:PORT, serial:PATH, ble:NAME-OR-ADDRESS, mllp:PORT or mllp:HOST:PORT (a port here, to which a monitor connects)';

const TCP = /^tcp:(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)):(\d{1,5})$/;
const MLLP = /^mllp:(?:(?:\[([0-9a-fA-F:.]+)\]|([^\s:[\]]+)):)?(\d{1,5})$/;
const SERIAL = /^serial:(\S+)$/;
/** Names have at most 248 bytes. */
const BLE = /^ble:([^\p{Cc}]{1,248})$/u;
/** Monitors on the network are heard only when this is asked for. */
const THIS_MACHINE = '127.0.0.1';

export function parseLinkAddress(text: string): Result<LinkAddress> {
  const serial = SERIAL.exec(text)?.[1];
  if (serial) return accept({ kind: 'serial', path: serial });
  const wanted = BLE.exec(text)?.[1]?.trim();
  if (wanted) return accept({ kind: 'ble', wanted });
  const tcp = hostAndPort(TCP.exec(text));
  if (tcp?.host) return accept({ kind: 'tcp', host: tcp.host, port: tcp.port });
  const mllp = hostAndPort(MLLP.exec(text));
  if (mllp) return accept({ kind: 'mllp', host: mllp.host ?? THIS_MACHINE, port: mllp.port });
  return refuse('malformed', `"${text}" is no address of a device: write ${ADDRESS_FORMS}.`);
}

function hostAndPort(match: RegExpExecArray | null): { host: string | undefined; port: number } | undefined {
  const port = Number(match?.[3]);
  return port >= 1 && port <= 65_535 ? { host: match?.[1] ?? match?.[2], port } : undefined;
}

export function linkAddressText(address: LinkAddress): string {
  switch (address.kind) {
    case 'serial':
      return `serial:${address.path}`;
    case 'ble':
      return `ble:${address.wanted}`;
    case 'tcp':
    case 'mllp':
      return `${address.kind}:${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
  }
}

/** Whether both are one place that only one device can be at. */
export const isSamePlace = (a: LinkAddress, b: LinkAddress): boolean =>
  a.kind === 'mllp' && b.kind === 'mllp'
    ? a.port === b.port
    : a.kind !== 'tcp' && linkAddressText(a).toLowerCase() === linkAddressText(b).toLowerCase();
