/**
 * Who may look inside: metrics, and all of /healthz. Neither names a patient or a person, but how many are treated here, and when, is not for
 * everybody on the network (docs/security.md).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import { clientAddress } from '../edge/client-address.ts';

export type MayLook = (request: IncomingMessage) => boolean;

/** What stands between says so with one of these; whoever is behind it is not this machine. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];
const LOOPBACK = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/i;

/** Without a token: programs of this machine alone. */
export const fromThisMachine: MayLook = (request) =>
  LOOPBACK.test(clientAddress(request) ?? '') && FORWARDED.every((name) => request.headers[name] === undefined);

/** With a token everybody brings it, this machine too: a proxy on it that says nothing of its clients looks like this machine. */
export const byToken =
  (file: string): MayLook =>
  ({ headers: { authorization } }) => {
    const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (given === undefined) return false;
    const kept = readLookToken(file);
    return kept.ok && timingSafeEqual(digest(given), digest(kept.value));
  };

/** Random enough that nobody tries it out: 32 letters hold 128 bits even as hexadecimal. */
const TOKEN = /^[A-Za-z0-9._~+/-]{32,}=*$/;

/** Read at each look: a new one is taken without a restart. The refusal never says what the file holds. */
export function readLookToken(file: string): Result<string> {
  try {
    const token = readFileSync(file, 'utf8').trim();
    return TOKEN.test(token)
      ? accept(token)
      : refuse(
          'malformed',
          `--metrics-token-file ${file} holds no token of 32 letters or more: openssl rand -hex 32 > ${file}`,
        );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refuse('not-found', `--metrics-token-file ${file} cannot be read (${code ?? 'unknown'}).`);
  }
}

/** Of equal length whatever was given: how long the compare takes tells nothing. */
const digest = (token: string): Buffer => createHash('sha256').update(token).digest();
