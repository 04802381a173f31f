/** A chair of another clinic as the station draws it: as one of its own, with nobody's name. */
import type { GroupTile, GroupVital } from '#core/group/group-tile.ts';
import type { TileView, VitalView } from '#core/view.ts';

const vital = (given: GroupVital): VitalView => (given.status === 'live' ? { ...given, causes: [] } : given);

/** What is not told is as if there were none of it: no name, no nurse, no line, and no act. */
export function tileOfGroup(siteId: string, tile: GroupTile): TileView {
  const { chair, visit, administration, call, readiness, offMonitor, ...same } = tile;
  const { last, ...nibp } = tile.nibp;
  return {
    ...same,
    chair,
    visitId: visit === 0 ? null : `${siteId}/${chair.chairId}/${visit}`,
    patient: null,
    treatment: administration
      ? {
          protocolTitle: '',
          protocolId: '',
          protocolVersion: 0,
          treatment: 'administration',
          scales: [],
          pauses: [],
          devices: [],
        }
      : null,
    spo2: vital(tile.spo2),
    pulse: vital(tile.pulse),
    nibp: { ...nibp, ...(last && { last: { ...last, byHand: false } }) },
    offMonitor: offMonitor && { ...offMonitor, byName: '' },
    unread: [],
    providerCall: call && { ...call, byName: '', paged: false },
    readiness: readiness && {
      missing: Array.from({ length: readiness.missing }, () => ''),
      warnings: [],
      gate: readiness.gate,
      gateMessage: readiness.gateMessage,
      baselineReady: false,
      baselineMissing: [],
    },
    care: null,
    recorded: true,
  };
}
