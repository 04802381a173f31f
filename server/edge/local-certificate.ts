/** The local authority's files beside the database: made when they are not there, and the server's certificate renewed in time. */
import { X509Certificate } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  fsyncSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { syncFolder } from '../keeping/durable-files.ts';
import { readCertificate } from './certificate.ts';
import type { Certificate } from './certificate.ts';
import { isSignedBy, makeAuthority, maySignFor, namesOfAuthority, signServer } from './local-authority.ts';
import type { Authority } from './local-authority.ts';
import { LOOPBACK_NAMES, ownNames } from './names.ts';

/** With less left, a new one is made. */
export const RENEW_BEFORE_MS: Duration = 30 * 86_400_000;

export interface LocalOptions {
  readonly folder: string;
  /** None: those of the authority; of a new one, this machine's own. */
  readonly names: readonly string[];
}

export const localFiles = (folder: string) => ({
  /** Not secret: what tablets are given to trust. */
  authority: join(folder, 'ca.pem'),
  authorityKey: join(folder, 'ca-key.pem'),
  /** Certificate, chain and key in one file, so that they change together. */
  server: join(folder, 'server.pem'),
});

/** @param anew a new certificate of the server, though the old one would do */
export async function localCertificate(
  { folder, names }: LocalOptions,
  now: Instant,
  anew = false,
): Promise<Result<Certificate>> {
  try {
    const authority = readAuthority(folder) ?? (await newAuthority({ folder, names }, now));
    const permitted = await namesOfAuthority(authority);
    const wanted = names.length === 0 ? permitted : withLoopback(names);
    const astray = wanted.filter((name) => !maySignFor(name, permitted));
    if (astray.length > 0)
      return refuse(
        'not-allowed',
        `The local authority in ${folder} may not sign for ${astray.join(', ')}: it was made for ${permitted.join(', ')}. Make a new one with "vigil tls make --new", and let each tablet trust it anew.`,
      );
    const kept = anew ? undefined : keptServer(folder, authority);
    if (kept && kept.endsAt - now >= RENEW_BEFORE_MS && isSameSet(kept.names, wanted)) return accept(kept);
    const made = await signServer(authority, wanted, now);
    const certificate = checked(made, folder);
    // As long as the authority itself: a newer one would gain nothing.
    if (kept && certificate.endsAt - kept.endsAt < 86_400_000 && isSameSet(kept.names, wanted)) return accept(kept);
    writeWhole(localFiles(folder).server, made);
    return accept(certificate);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    return refuse('unavailable', `The local certificate in ${folder} cannot be made or read (${code}).`);
  }
}

/** The old one's certificates are trusted no more by what trusts the new one; the server's is made with it. */
export async function replaceAuthority(options: LocalOptions, now: Instant): Promise<Result<Certificate>> {
  rmSync(localFiles(options.folder).authority, { force: true });
  return localCertificate(options, now);
}

/** @returns undefined when there is none here */
export function readAuthority(folder: string): Authority | undefined {
  const { authority, authorityKey } = localFiles(folder);
  if (!existsSync(authority)) return undefined;
  return { certificatePem: readFileSync(authority, 'utf8'), keyPem: readFileSync(authorityKey, 'utf8') };
}

async function newAuthority({ folder, names }: LocalOptions, now: Instant): Promise<Authority> {
  const made = new Date(now).toISOString().slice(0, 10);
  const all = names.length === 0 ? ownNames() : withLoopback(names);
  const authority = await makeAuthority(all, `Vigil at ${hostname()} (${made})`, now);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  const files = localFiles(folder);
  // The certificate last: where it stands, the key is whole.
  writeWhole(files.authorityKey, authority.keyPem);
  writeWhole(files.authority, authority.certificatePem);
  return authority;
}

function keptServer(folder: string, authority: Authority): Certificate | undefined {
  const { server } = localFiles(folder);
  if (!existsSync(server)) return undefined;
  const pem = readFileSync(server, 'utf8');
  const read = readCertificate(pem, pem, { chain: server, key: server });
  return read.ok && isSignedBy(pem, authority) ? read.value : undefined;
}

function checked(pem: string, folder: string): Certificate {
  const { server } = localFiles(folder);
  const read = readCertificate(pem, pem, { chain: server, key: server });
  if (!read.ok) throw new Error(read.refusal.message);
  return read.value;
}

const withLoopback = (names: readonly string[]): readonly string[] => [...new Set([...names, ...LOOPBACK_NAMES])];
const isSameSet = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((each) => others.includes(each));

function writeWhole(path: string, text: string): void {
  const fresh = `${path}.${process.pid}.new`;
  rmSync(fresh, { force: true });
  const file = openSync(fresh, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
  syncFolder(join(path, '..'));
}

/** For people to compare. @param pem a certificate */
export const fingerprintOf = (pem: string): string => new X509Certificate(pem).fingerprint256;
