/** How many chairs of this clinic and of the others are in which phase; what is not known now is counted as that. */
import type { TileView } from '#core/view.ts';
import { phaseCounts, type Count } from '../station/counts.ts';
import type { OtherClinic } from './other-clinics.svelte.ts';

export function wallCounts(own: readonly TileView[], clinics: readonly OtherClinic[]): readonly Count[] {
  const live = clinics.filter(({ status }) => status === 'live').flatMap(({ tiles = [] }) => tiles);
  const unknown = clinics
    .filter(({ status }) => status !== 'live')
    .reduce((sum, { tiles = [] }) => sum + tiles.length, 0);
  return [...phaseCounts([...own, ...live]), ...(unknown > 0 ? [{ count: unknown, of: 'not known' }] : [])];
}

/** By name, those of which nothing is known now; undefined where no other clinic is shown. */
export const unknownClinics = (clinics: readonly OtherClinic[]): readonly string[] | undefined =>
  clinics.length === 0 ? undefined : clinics.filter(({ status }) => status !== 'live').map(({ name }) => name);
