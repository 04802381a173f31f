/** What stands between this page and a Bluetooth device, in a sentence with the way out. */
import { refuse, type Refusal } from '#core/refusal.ts';

const OTHER_WAY = 'use Chrome on Android, ChromeOS, Windows or macOS, or an adapter box';

export interface BrowserSeen {
  readonly isSecure: boolean;
  readonly bluetooth: Pick<Bluetooth, 'getAvailability'> | undefined;
}

/** Null = it can, as far as a page may know without asking a person. */
export async function whyNoBluetooth({ isSecure, bluetooth }: BrowserSeen): Promise<Refusal | null> {
  if (!isSecure)
    return sentence('This page came over an unsafe address, where browsers allow no Bluetooth: open Vigil by https.');
  if (!bluetooth) return sentence(`This browser cannot reach Bluetooth devices: ${OTHER_WAY}.`);
  const isThere = await bluetooth.getAvailability().catch(() => true);
  return isThere ? null : BLUETOOTH_OFF;
}

const sentence = (message: string): Refusal => refuse('unavailable', message).refusal;

const BLUETOOTH_OFF = sentence('Bluetooth is off, or this device has none: turn it on, then pair again.');
const FORBIDDEN = sentence('The browser may not use Bluetooth here: allow it in its site settings, then pair again.');
export const noUsableService = (name: string): Refusal =>
  sentence(
    `“${name}” has no service that Vigil can read: it is another kind of device, or speaks only to its own app.`,
  );
export const notReached = (name: string, why: string): Refusal =>
  sentence(
    `“${name}” was not reached (${why}): switch it on, hold it near, end its link to other phones, and pair again.`,
  );

/**
 * What the browser's chooser threw.
 * @returns null when the person closed it, which needs no word
 */
export function chooserTrouble(error: unknown): Refusal | null {
  const { name, message } = named(error);
  if (name === 'NotFoundError' && /cancel/i.test(message)) return null;
  if (name === 'NotFoundError' && /adapter|low energy/i.test(message)) return BLUETOOTH_OFF;
  if (name === 'SecurityError' || name === 'NotAllowedError' || /denied|disabled|blocked|permission/i.test(message))
    return FORBIDDEN;
  return sentence(`The browser could not look for devices: ${message || name}.`);
}

/** Why an attempt to connect failed, short enough for the wire. */
export function connectTrouble(error: unknown): string {
  const { message } = named(error);
  if (/no longer in range|out of range|unreachable/i.test(message)) return 'out of reach';
  if (/unknown error|connection attempt failed/i.test(message)) return 'it did not answer';
  if (/adapter not available/i.test(message)) return 'Bluetooth is off';
  const plain = message.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 100);
  return plain.replace(/\.$/, '') || 'connection failed';
}

const named = (error: unknown): { readonly name: string; readonly message: string } =>
  error instanceof Error ? error : { name: 'Error', message: String(error) };
