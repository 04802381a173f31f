/**
 * A certificate authority of this clinic alone, for networks without names of the internet: it signs the server's certificate and nothing
 * else, and its own certificate says for which names (docs/adr/0019-tls.md).
 */
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Duration, Instant } from '#core/reading.ts';
import { NAME_CONSTRAINTS, nameConstraints, permittedNames } from './name-constraints.ts';

const DAY_MS: Duration = 86_400_000;
const AUTHORITY_DAYS = 3_652;
/** What browsers take at most, the day below included. */
const SERVER_DAYS = 397;
/** A tablet's clock may be behind. */
const BEFORE_MS: Duration = DAY_MS;

export interface Authority {
  readonly certificatePem: string;
  readonly keyPem: string;
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** The library is large, and most servers never need it; it wants its metadata first. */
async function library() {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

const newKeys = () => crypto.subtle.generateKey(EC, true, ['sign', 'verify']);

async function keyPemOf({ privateKey }: CryptoKeyPair): Promise<string> {
  const bytes = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${bytes.replace(/.{64}(?=.)/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}

function keyOf({ keyPem }: Authority): Promise<CryptoKey> {
  const bytes = Buffer.from(keyPem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return crypto.subtle.importKey('pkcs8', bytes, EC, false, ['sign']);
}

/** @param label tells it from others in the list of a tablet */
export async function makeAuthority(names: readonly string[], label: string, now: Instant): Promise<Authority> {
  const x509 = await library();
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [label] }],
    keys,
    signingAlgorithm: EC,
    notBefore: new Date(now - BEFORE_MS),
    notAfter: new Date(now + AUTHORITY_DAYS * DAY_MS),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.Extension(NAME_CONSTRAINTS, true, nameConstraints(names)),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: `${certificate.toString('pem')}\n`, keyPem: await keyPemOf(keys) };
}

/** With a key of its own, new each time; never for longer than the authority itself. @returns certificate chain and key in one PEM */
export async function signServer(authority: Authority, names: readonly string[], now: Instant): Promise<string> {
  const x509 = await library();
  const issuer = new x509.X509Certificate(authority.certificatePem);
  const keys = await newKeys();
  const until = now - BEFORE_MS + SERVER_DAYS * DAY_MS;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: ['Vigil'] }],
    issuer: issuer.subject,
    publicKey: keys.publicKey,
    signingKey: await keyOf(authority),
    signingAlgorithm: EC,
    notBefore: new Date(now - BEFORE_MS),
    notAfter: new Date(Math.min(until, issuer.notAfter.getTime())),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isIP(name) === 0 ? ('dns' as const) : ('ip' as const), value: name })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n${authority.certificatePem}${await keyPemOf(keys)}`;
}

/** What this authority may sign for. */
export async function namesOfAuthority({ certificatePem }: Authority): Promise<readonly string[]> {
  const x509 = await library();
  const extension = new x509.X509Certificate(certificatePem).getExtension(NAME_CONSTRAINTS);
  return extension ? permittedNames(new Uint8Array(extension.value)) : [];
}

/** A DNS name stands for itself and what is below it. */
export const maySignFor = (name: string, permitted: readonly string[]): boolean =>
  permitted.some((each) => name === each || (isIP(each) === 0 && isIP(name) === 0 && name.endsWith(`.${each}`)));

export const isSignedBy = (serverPem: string, { certificatePem }: Authority): boolean => {
  const issuer = new X509Certificate(certificatePem);
  const server = new X509Certificate(serverPem);
  return server.checkIssued(issuer) && server.verify(issuer.publicKey);
};
