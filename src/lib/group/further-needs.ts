/** What other clinics' chairs need, for the rail: said with the clinic's name, and answered there alone. */
import type { TileView } from '#core/view.ts';
import { needs, type FurtherNeed } from '../station/attention.ts';
import type { OtherClinic } from './other-clinics.svelte.ts';
import { tileOfGroup } from './tile-of-group.ts';

export interface NeedElsewhere extends FurtherNeed {
  readonly siteId: string;
  /** Undefined: of the clinic as a whole. */
  readonly chairId: string | undefined;
}

export const furtherNeeds = (clinics: readonly OtherClinic[]): readonly NeedElsewhere[] =>
  clinics.flatMap(({ siteId, name, now, tiles = [], lost }) => [
    ...(lost
      ? [
          {
            ...{ siteId, chairId: undefined, id: lost.alertId, now, lost: false },
            need: { kind: 'alert' as const, id: lost.alertId, tile: standIn(siteId, name), alert: lost },
          },
        ]
      : []),
    ...needs(tiles, now).map((need) => ({
      ...{ siteId, chairId: need.tile.chair.chairId, id: `${siteId}/${need.id}`, clinic: name, now, need },
      lost: lost !== undefined,
    })),
  ]);

/** A need is of a chair; this one is of a clinic. */
const standIn = (siteId: string, name: string): TileView =>
  tileOfGroup(siteId, {
    chair: { chairId: siteId, name },
    visit: 0,
    phase: null,
    spo2: { status: 'none', reason: '' },
    pulse: { status: 'none', reason: '' },
    nibp: {},
    alerts: [],
    latched: [],
    limitsChanged: 0,
    emergencySince: null,
    offMonitor: null,
    call: null,
    readiness: null,
    link: null,
    sound: { chair: 'absent', station: 'absent', who: 'chair', since: 0 },
  });
