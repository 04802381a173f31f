/** The Bluetooth devices this screen had before: a page that loads anew lists them for a tap. */
import type { Kept } from '$lib/live/kept.ts';
import { keepRows, readRows, type KnownRow } from './known-rows.ts';
import { bluetoothModel, type BluetoothModel } from './profiles.ts';

export type KnownDevice = Omit<KnownRow, 'model'> & { readonly model: BluetoothModel };

/** What is not a device of the table any more is left out. */
export const readKnown = (kept: Kept): readonly KnownDevice[] =>
  readRows(kept).flatMap(({ deviceId, browserId, name, model }) => {
    const known = bluetoothModel(model);
    return known ? [{ deviceId, browserId, name, model: known }] : [];
  });

export const keepKnown = (kept: Kept, devices: readonly KnownDevice[]): void =>
  keepRows(
    kept,
    devices.map(({ deviceId, browserId, name, model }) => ({ deviceId, browserId, name, model: model.name })),
  );

/**
 * The device's id on the wire. Two screens that see the same device are two devices to the clinic: the browser gives each
 * another id, and hides the serial number.
 */
export async function wireIdOf(screenId: string, browserId: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${screenId} ${browserId}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `ble:${[...digest.subarray(0, 10)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** A device may call itself anything; the wire and a label take one line. */
export const plainName = (name: string | undefined): string | undefined =>
  name
    ?.replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 60) || undefined;
