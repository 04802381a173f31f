/** What every screen knows of the clinic. */
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import { usualLengthMs } from '#core/schedule/plan.ts';
import type { SiteState } from '#core/site-state.ts';
import { deviceModel } from '#devices/device-table.ts';
import type { SiteView, UnsignedVisit, WaitingVisit } from '#protocol/screen-events.ts';
import type { DeviceSeen } from './device-seen.ts';
import { deviceState } from './device-state.ts';
import type { Presence } from './presence.ts';

export function siteView(
  site: SiteState,
  presence: Presence,
  seen: DeviceSeen,
  isStorageNearlyFull: (deviceId: string) => boolean,
  unheard: readonly string[],
  waiting: readonly WaitingVisit[],
  unsigned: readonly UnsignedVisit[],
): SiteView {
  const registered = new Set(site.devices.map(({ deviceId }) => deviceId));
  return {
    name: site.name,
    demo: site.demo,
    timeZone: site.timeZone,
    ...(site.isNew && { isNew: true }),
    dayOpen: site.dayClosed === undefined,
    ...(site.dayClosed && { dayClosed: site.dayClosed }),
    waiting,
    ...(unsigned.length > 0 && { unsigned }),
    providers: site.staff.filter(({ role }) => role === 'provider').map(({ name }) => name),
    unheard,
    chairs: site.chairs,
    devices: site.devices.map((device) => ({
      ...device,
      ...deviceState(presence, seen, device.deviceId),
      ...(deviceModel(device.model)?.control && { canControl: true }),
      ...(isStorageNearlyFull(device.deviceId) && { storageNearlyFull: true }),
    })),
    unknownDevices: presence.unknown.filter(({ deviceId }) => !registered.has(deviceId)),
    protocols: site.protocols.map((protocol) => ({
      ...inForce(site, protocol),
      id: protocol.id,
      version: protocol.version,
      title: protocol.title,
      treatment: protocol.treatment,
      plannedMs: protocol.infusion.plannedMs,
      usualLengthMs: usualLengthMs(protocol),
    })),
  };
}

function inForce({ publications }: SiteState, protocol: ClinicalProtocol): { since?: number; byName?: string } {
  const published = publications?.findLast((each) => each.protocol === protocol);
  if (!published) return {};
  return { since: published.at, ...(published.byName !== undefined && { byName: published.byName }) };
}
