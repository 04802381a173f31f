/** Records on each visit when the adapters that feed its chair come and go. */
import type { Actor } from '#core/actor.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import type { Presence } from './presence.ts';
import type { RunningVisit } from './running-visit.ts';
import { seatOf } from './seat.ts';
import type { SiteDesk } from './site-desk.ts';

/** Records a change of the chair's link on its visit, if there is one. Does not commit. */
export function reconcileLink(visit: RunningVisit, site: SiteDesk, presence: Presence, now: Instant): void {
  const chairId = seatOf(visit.state);
  if (chairId === undefined) return;
  const link = presence.link(site.devicesOn(chairId).map(({ deviceId }) => deviceId));
  if (!link || link.connected === visit.state.link?.connected) return;
  const { connected, adapterId } = link;
  const actor: Actor = { kind: 'adapter', adapterId };
  visit.record(now, actor, [{ type: connected ? 'adapter-connected' : 'adapter-disconnected', adapterId }]);
}

/** Which adapters fed a visit, of the events of its journal. */
export class PastFeeds {
  readonly #byDevice = new Map<string, string>();
  #newest: string | undefined;

  see(event: VisitEvent): void {
    if (event.type === 'adapter-connected' || event.type === 'adapter-disconnected') this.#newest = event.adapterId;
    if (event.type === 'reading-recorded' && event.actor.kind === 'adapter')
      this.#byDevice.set(event.source.deviceId, event.actor.adapterId);
  }

  /** The adapter whose reading of this device came last; of a device without one, the adapter that came or went last. */
  adapterOf(deviceId: string): string | undefined {
    return this.#byDevice.get(deviceId) ?? this.#newest;
  }
}

/** After a restart no adapter is here yet: those that fed the chair's devices are expected back, and the link is down until all are. */
export function expectAdapters(fed: PastFeeds, chairId: string, site: SiteDesk, presence: Presence): void {
  for (const device of site.devicesOn(chairId)) {
    const adapterId = fed.adapterOf(device.deviceId);
    if (adapterId !== undefined) presence.expect(adapterId, device);
  }
}
