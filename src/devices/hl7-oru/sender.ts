/**
 * Which bed a message is of (PV1-3). It is compared and never shown: two beds on one line are two patients, and a line feeds
 * one chair.
 */
import { textOf } from '../bytes.ts';

/** @returns '' when the message does not say. */
export function bedOf(message: Uint8Array): string {
  const text = textOf(message.subarray(0, 65_536));
  const separator = /^\s*MSH(.)/.exec(text)?.[1];
  if (separator === undefined) return '';
  const visit = text.split(/[\r\n]+/).find((line) => line.trimStart().startsWith(`PV1${separator}`));
  const location = visit?.split(separator)[3]?.trim() ?? '';
  return /[A-Za-z0-9]/.test(location) ? location : '';
}
