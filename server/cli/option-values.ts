/** What options of several commands take, read or refused in a sentence. */
import { isIP } from 'node:net';
import { InvalidArgumentError, Option } from 'commander';
import type { CallOptions } from '../calls/open-calls.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { ExchangeOptions } from '../fhir/address.ts';
import { checkExchange } from '../fhir/fhir-exchange.ts';

export function wholePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

export const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function knownZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('Not a time zone: write it like Europe/Zurich.');
  }
}

export function webAddress(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new InvalidArgumentError('Give an address that begins with http:// or https://.');
}

export function baseAddress(text: string): string {
  const url = URL.parse(webAddress(text));
  if (url && url.search === '' && url.hash === '') return text;
  throw new InvalidArgumentError(
    'Give an address that begins with http:// or https:// and has nothing after a ? or a #.',
  );
}

/** Also from the environment: an address may hold a secret, and every process can read a command line. */
export const webhook = (flags: string, description: string, env: string): Option =>
  new Option(flags, description).env(env).argParser(webAddress);

/** Of a proxy; the option may be given again. */
export function addAddress(text: string, before: readonly string[] = []): readonly string[] {
  if (isIP(text) === 0) throw new InvalidArgumentError('Give the address of the proxy, such as 127.0.0.1.');
  return [...new Set([...before, text])];
}

export interface CallFlags {
  readonly bell?: string;
  readonly bellWebhook?: string;
  readonly pageWebhook?: string;
  readonly secondPageWebhook?: string;
  readonly publicUrl?: string;
}

export const callsOf = ({ bell, bellWebhook, pageWebhook, secondPageWebhook, publicUrl }: CallFlags): CallOptions => ({
  ...(bell !== undefined && { bellCommand: bell }),
  ...(bellWebhook !== undefined && { bellWebhook }),
  ...(pageWebhook !== undefined && { pageWebhook }),
  ...(secondPageWebhook !== undefined && { secondPageWebhook }),
  ...(publicUrl !== undefined && { publicUrl }),
});

export interface FhirFlags {
  readonly fhirUrl?: string;
  readonly fhirTokenFile?: string;
}

/** Undefined: nothing is sent. */
export function fhirOf({ fhirUrl: url, fhirTokenFile: tokenFile }: FhirFlags): Result<ExchangeOptions | undefined> {
  if (url !== undefined) return checkExchange({ url, ...(tokenFile !== undefined && { tokenFile }) });
  return tokenFile === undefined
    ? accept(undefined)
    : refuse('malformed', '--fhir-token-file is given without --fhir-url: say where it is for.');
}

export function giveUp(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
