/** Other clinics beside a station: as their chairs come over the wire, so that what is absent there is absent here. */
import { groupTileOf } from '#core/group/group-tile.ts';
import type { Refusal } from '#core/refusal.ts';
import type { TileView } from '#core/view.ts';
import { NOW, SECOND } from '../components/fixture-calm.ts';
import { lostAlert } from '../group/lost-alert.ts';
import type { GoneClinic, OtherClinic } from '../group/other-clinics.svelte.ts';
import { tileOfGroup } from '../group/tile-of-group.ts';

export interface FixtureGroup {
  readonly clinics: readonly OtherClinic[];
  readonly gone?: readonly GoneClinic[];
  readonly refused?: Refusal;
}

const clinic = (siteId: string, name: string, tiles: readonly TileView[] | undefined): OtherClinic => ({
  ...{ siteId, name, host: `${siteId}.clinic.example`, status: 'live', now: NOW, lost: undefined },
  tiles: tiles?.map((tile) =>
    tileOfGroup(siteId, {
      ...groupTileOf(tile, 1),
      alerts: tile.alerts.map((alert) => ({ ...alert, alertId: `${siteId}-${alert.alertId}` })),
    }),
  ),
});

/** @param how what is wrong with the first of them */
export function groupOf(tiles: readonly TileView[], how?: 'lost' | 'loading' | 'gone'): FixtureGroup {
  const north = clinic('north', 'Clinic North', tiles.slice(0, 6));
  const lake = clinic('lake', 'Lakeside', tiles.slice(5, 8));
  switch (how) {
    case 'lost': {
      const since = NOW - 12 * SECOND;
      return { clinics: [{ ...north, status: 'lost', lost: lostAlert(north, since, undefined) }, lake] };
    }
    case 'loading':
      return {
        clinics: [clinic('lake', 'Lakeside', []), { ...clinic('north', 'Clinic North', undefined), status: 'loading' }],
      };
    case 'gone':
      return {
        clinics: [{ ...lake, status: 'asking' }],
        gone: [{ siteId: 'north', name: 'Clinic North', why: 'This station may not see its chairs any more.' }],
      };
    case undefined:
      return { clinics: [north, lake] };
  }
}
