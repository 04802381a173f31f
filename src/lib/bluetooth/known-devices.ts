/** The Bluetooth devices this screen had before: a page that loads anew lists them for a tap. */
import type { Kept } from '$lib/live/kept.ts';
import { bluetoothModel, type BluetoothModel } from './profiles.ts';

export interface KnownDevice {
  readonly deviceId: string;
  /** What the browser calls it: lasting for this origin, until its site data are cleared. */
  readonly browserId: string;
  readonly name: string;
  readonly model: BluetoothModel;
}

const KEY = 'vigil.bluetooth';
type Row = Omit<KnownDevice, 'model'> & { readonly model: string };

/** What is not a device of the table any more is left out. */
export function readKnown(kept: Kept): readonly KnownDevice[] {
  const rows = kept.read<readonly Row[]>(KEY);
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row: Row) => {
    const model = bluetoothModel(row.model);
    return model && [row.deviceId, row.browserId, row.name].every((each) => typeof each === 'string')
      ? [{ deviceId: row.deviceId, browserId: row.browserId, name: row.name, model }]
      : [];
  });
}

export function keepKnown(kept: Kept, devices: readonly KnownDevice[]): void {
  const rows = devices.map(({ deviceId, browserId, name, model }): Row => ({
    deviceId,
    browserId,
    name,
    model: model.name,
  }));
  kept.keep(KEY, rows);
}

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
