/** What a tablet keeps of the Bluetooth devices it had. Small: each page reads it to learn whether it needs what reads them. */
import type { Kept } from '$lib/live/kept.ts';

export interface KnownRow {
  readonly deviceId: string;
  /** What the browser calls it: lasting for this origin, until its site data are cleared. */
  readonly browserId: string;
  readonly name: string;
  /** Of the device table. */
  readonly model: string;
}

const KEY = 'vigil.bluetooth';

/** What is no whole row is left out. */
export function readRows(kept: Kept): readonly KnownRow[] {
  const rows = kept.read<readonly KnownRow[]>(KEY);
  if (!Array.isArray(rows)) return [];
  return rows.filter((row: KnownRow) =>
    [row.deviceId, row.browserId, row.name, row.model].every((each) => typeof each === 'string'),
  );
}

export const keepRows = (kept: Kept, rows: readonly KnownRow[]): void => kept.keep(KEY, rows);
