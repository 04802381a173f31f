/** Where signed visits are sent, and what proves us there. */
import { readFileSync, statSync } from 'node:fs';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';

export interface ExchangeOptions {
  /** The base of a FHIR R4 server: `https://fhir.example.org/r4`. */
  readonly url: string;
  /** Holds the bearer token, read at each try; absent: none is sent. */
  readonly tokenFile?: string;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What goes there names patients: TLS, or this very machine. @returns without a slash at its end */
export function checkAddress(text: string): Result<string> {
  const url = URL.parse(text);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:')
    return refuse('malformed', `--fhir-url ${text} is no web address: write it like https://fhir.example.org/r4.`);
  if (url.username !== '' || url.password !== '')
    return refuse('malformed', '--fhir-url holds a password, which every process can read: give --fhir-token-file.');
  if (url.search !== '' || url.hash !== '')
    return refuse('malformed', `--fhir-url ${text} has something after a ? or a #: give the base address alone.`);
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    return refuse(
      'not-allowed',
      `--fhir-url ${text} would send patients' names in the clear: only https leaves this machine.`,
    );
  return accept(url.href.replace(/\/+$/, ''));
}

/** Letters that a header may carry (RFC 6750). */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/** A new token is taken without a restart. The refusal never says what the file holds. */
export function readToken(file: string): Result<string> {
  try {
    const token = readFileSync(file, 'utf8').trim();
    return TOKEN.test(token)
      ? accept(token)
      : refuse('malformed', `--fhir-token-file ${file} holds no bearer token: write the token alone, on one line.`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refuse('not-found', `--fhir-token-file ${file} cannot be read (${code ?? 'unknown'}).`);
  }
}

/** Others of this machine can read it. */
export const isShared = (file: string): boolean =>
  process.platform !== 'win32' && (statSync(file, { throwIfNoEntry: false })?.mode ?? 0) % 0o100 !== 0;
