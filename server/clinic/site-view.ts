/** What every screen knows of the clinic. */
import type { SiteState } from '#core/site-state.ts';
import type { SiteView } from '#protocol/screen-events.ts';
import type { Presence } from './presence.ts';

export function siteView(site: SiteState, presence: Presence): SiteView {
  const registered = new Set(site.devices.map(({ deviceId }) => deviceId));
  return {
    name: site.name,
    demo: site.demo,
    timeZone: site.timeZone,
    chairs: site.chairs,
    devices: site.devices.map((device) => ({ ...device, connected: presence.isConnected(device.deviceId) })),
    unknownDevices: presence.unknown.filter(({ deviceId }) => !registered.has(deviceId)),
    protocols: site.protocols.map(({ id, version, title, treatment, infusion }) => ({
      id,
      version,
      title,
      treatment,
      plannedMs: infusion.plannedMs,
    })),
  };
}
