/** Names and addresses a certificate can be for. */
import { isIP, SocketAddress } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

/** Under these the machine reaches itself: programs on it, and whoever sits at it. */
export const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '::1'] as const;

/** @returns in the one form names are compared in: lower case, an IPv6 address in its shortest form without brackets; undefined when it is none */
export function nameIn(text: string): string | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  const family = isIP(bare);
  if (family !== 0)
    return bare.includes('%')
      ? undefined
      : new SocketAddress({ address: bare, family: family === 4 ? 'ipv4' : 'ipv6' }).address;
  // What ends in a number is an address that is none; a wildcard is a certificate authority's to give.
  const labels = bare.split('.');
  const isName =
    labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
  return isName && bare.length <= 253 ? bare : undefined;
}

/** The host name, also as other machines of a small network find it, and every address other machines can reach. */
export function ownNames(host = hostname(), interfaces = networkInterfaces()): readonly string[] {
  const name = nameIn(host);
  const addresses = Object.values(interfaces).flatMap((each) =>
    (each ?? []).filter(({ internal, address }) => !internal && !/^(169\.254\.|fe80:)/i.test(address)),
  );
  const names = [name, name !== undefined && !name.includes('.') ? `${name}.local` : undefined];
  const all = [...names, ...addresses.map(({ address }) => nameIn(address)), ...LOOPBACK_NAMES];
  return [...new Set(all.filter((each) => each !== undefined))];
}
