/** Records on each visit when the adapters that feed its chair come and go. */
import type { Actor } from '#core/actor.ts';
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

/** After a restart no adapter is here yet: the one that fed the visit's chair is expected back, and the link is down until then. */
export function expectAdapter(adapterId: string, chairId: string, site: SiteDesk, presence: Presence): void {
  for (const device of site.devicesOn(chairId)) presence.expect(adapterId, device);
}
