/** A certificate with its chain and its key, checked before anybody is shown it. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { Instant } from '#core/reading.ts';
import { nameIn } from './names.ts';

export interface Certificate {
  /** The server's own first, then those between it and what clients trust. */
  readonly chainPem: string;
  readonly keyPem: string;
  /** SHA-256 over the certificate, in hex, two digits between colons. */
  readonly fingerprint: string;
  /** Real time. */
  readonly beginsAt: Instant;
  readonly endsAt: Instant;
  /** As it gives them; a wildcard is one. */
  readonly names: readonly string[];
  /** @param name lower case; IPv6 without brackets */
  covers(name: string): boolean;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** @param where the files, for the sentence of a refusal. Neither they nor what they hold is in a log otherwise. */
export function readCertificate(
  chainPem: string,
  keyPem: string,
  where: { readonly chain: string; readonly key: string },
): Result<Certificate> {
  const leaf = parse(chainPem);
  if (!leaf) return refuse('malformed', `${where.chain} holds no certificate: give the file with the chain, in PEM.`);
  const key = privateKey(keyPem);
  if (!key) return refuse('malformed', `${where.key} holds no private key without a passphrase, in PEM.`);
  if (!leaf.checkPrivateKey(key))
    return refuse('malformed', `The key in ${where.key} is not that of the certificate in ${where.chain}.`);
  const names = namesOf(leaf);
  if (names.length === 0)
    return refuse('malformed', `The certificate in ${where.chain} names no host and no address: browsers refuse it.`);
  try {
    createSecureContext({ cert: chainPem, key: keyPem, minVersion: 'TLSv1.2' });
  } catch {
    return refuse(
      'malformed',
      `The certificate in ${where.chain} cannot be served: its key is too weak or unknown here.`,
    );
  }
  return accept({
    chainPem,
    keyPem,
    names,
    fingerprint: leaf.fingerprint256,
    beginsAt: leaf.validFromDate.getTime(),
    endsAt: leaf.validToDate.getTime(),
    covers: (name) =>
      isIP(name) === 0 ? leaf.checkHost(name, { subject: 'never' }) !== undefined : leaf.checkIP(name) !== undefined,
  });
}

function parse(pem: string): X509Certificate | undefined {
  const [first] = pem.match(CERTIFICATE) ?? [];
  try {
    return first === undefined ? undefined : new X509Certificate(first);
  } catch {
    return undefined;
  }
}

function privateKey(pem: string) {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** Of the subject's alternative names: hosts and addresses. */
export function namesOf({ subjectAltName = '' }: X509Certificate): readonly string[] {
  return subjectAltName.split(', ').flatMap((each) => {
    const [, kind, text = ''] = /^(DNS|IP Address):(.+)$/.exec(each) ?? [];
    if (kind === undefined) return [];
    return [kind === 'DNS' ? text.toLowerCase() : (nameIn(text) ?? text)];
  });
}
