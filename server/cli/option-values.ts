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

/** Whom a server reaches; `--public-url` is each command's own. */
export const callOption = {
  bell: () =>
    new Option('--bell <command>', 'run by the shell when nobody can hear an alert: a siren, a light').env(
      'VIGIL_BELL',
    ),
  bellWebhook: () =>
    webhook('--bell-webhook <url>', 'called then, each minute, and when it is over', 'VIGIL_BELL_WEBHOOK'),
  pageWebhook: () => webhook('--page-webhook <url>', 'pages the provider about a high alert', 'VIGIL_PAGE_WEBHOOK'),
  secondPageWebhook: () =>
    webhook('--second-page-webhook <url>', 'pages a second person after 2 min', 'VIGIL_SECOND_PAGE_WEBHOOK'),
} as const;

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

export const fhirOption = {
  url: () =>
    new Option('--fhir-url <url>', 'base of a FHIR R4 server: signed visits are sent there').env('VIGIL_FHIR_URL'),
  tokenFile: () =>
    new Option('--fhir-token-file <file>', 'bearer token for it, alone in a file; read at each try').env(
      'VIGIL_FHIR_TOKEN_FILE',
    ),
} as const;

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
