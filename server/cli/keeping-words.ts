/** What the keeping commands print. */
import type { Instant } from '#core/reading.ts';
import type { Holding } from '../keeping/audit.ts';
import type { RestoredAccess } from '../keeping/restore.ts';

export const instantText = (at: Instant): string => new Date(at).toISOString();

const counted = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`;

/** `3 visits, 120 events, 8,000 readings, 3 patients; the last of 2026-11-21T10:00:00.000Z` */
export function holdingText({ visits, events, readings, patients, removed, lastAt }: Holding): string {
  const counts = [
    counted(visits, 'visit'),
    counted(events, 'event'),
    counted(readings, 'reading'),
    counted(patients, 'patient'),
    ...(removed > 0 ? [`${counted(removed, 'tombstone')} of what was removed`] : []),
  ].join(', ');
  return lastAt === undefined ? counts : `${counts}; the last of ${instantText(lastAt)}`;
}

export function sealText({ seals, lastSeal }: Holding): string {
  if (lastSeal === undefined) return 'no seal';
  return `${counted(seals, 'seal')}, the last ${lastSeal.mac.slice(0, 16)} of ${instantText(lastSeal.at)}, key ${lastSeal.key}`;
}

/** A restore brings back whoever was removed after the backup, with the PIN and password of then. */
export function accessText(access: RestoredAccess | undefined): readonly string[] {
  const signedOut = 'Nobody is signed in any more, and no code waits.';
  if (!access) return [signedOut, 'Who may come in again could not be read: look into Settings, People.'];
  const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join('; '));
  return [
    signedOut,
    'These hold again as of the backup. Remove in Settings whoever was removed since:',
    `  people: ${listed(access.people)}`,
    `  screens: ${listed(access.screens)}`,
    `  adapters: ${listed(access.adapters)}`,
  ];
}

export const rowsText = (count: number): string => counted(count, 'row');
export const streamsText = (count: number): string => counted(count, 'stream');
export const wavesText = (count: number): string => counted(count, 'piece', 'pieces') + ' of pulse waves';

/** 1 means that something is not as it was written: a mistake on the command line must not look like that. */
export function exitTwoOnUsage(error: { readonly exitCode: number }): never {
  process.exit(error.exitCode === 0 ? 0 : 2);
}

export function endWith(exit: 0 | 1 | 2, message?: string): void {
  if (message !== undefined) console.error(message);
  process.exitCode = exit;
}
