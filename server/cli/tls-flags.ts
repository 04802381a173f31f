/** What the commands that speak TLS are told of it. */
import { join } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { TlsOptions } from '../edge/door.ts';
import { nameIn } from '../edge/names.ts';

export interface TlsFlags {
  readonly data: string;
  readonly tls?: 'local';
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly name?: readonly string[];
  readonly caPort?: number;
}

/** Of the authority of a server with this folder. */
export const tlsFolder = (data: string): string => join(data, 'tls');

/** @returns nothing for plain HTTP; a refusal of what does not go together */
export function tlsOf({ data, tls, tlsCert, tlsKey, name, caPort }: TlsFlags): Result<TlsOptions | undefined> {
  const files = [tlsCert, tlsKey].filter((file) => file !== undefined);
  if (files.length === 1)
    return refuse('malformed', 'A certificate needs its key: give both --tls-cert and --tls-key.');
  if (files.length > 0 && tls) return refuse('malformed', 'Give either certificate files or --tls local, not both.');
  if (!tls && (name || caPort !== undefined))
    return refuse('malformed', '--name and --ca-port belong to --tls local: a certificate from files has its names.');
  if (tlsCert !== undefined && tlsKey !== undefined) return accept({ by: 'files', certificate: tlsCert, key: tlsKey });
  return accept(tls && { by: 'local', folder: tlsFolder(data), names: name ?? [] });
}

/** For an option that may be given again. */
export function addName(text: string, before: readonly string[] = []): readonly string[] {
  const name = nameIn(text);
  if (name === undefined)
    throw new InvalidArgumentError('Give a host name or an address, such as clinic.local or 192.168.1.10.');
  return [...new Set([...before, name])];
}
