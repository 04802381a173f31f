/** Records on each visit which devices feed it: the visit itself knows when one took another's place (docs/SPEC.md, PH-92). */
import type { Actor } from '#core/actor.ts';
import type { VisitEventBody } from '#core/event.ts';
import { FED_KINDS } from '#core/feeds.ts';
import type { FedKind } from '#core/feeds.ts';
import type { Instant } from '#core/reading.ts';
import type { RegisteredDevice } from '#core/site-state.ts';
import type { RunningVisit } from './running-visit.ts';
import { seatOf } from './seat.ts';
import type { SiteDesk } from './site-desk.ts';

/** A monitor is the oximeter and the cuff. */
export const deviceOf = (devices: readonly RegisteredDevice[], kind: FedKind): RegisteredDevice | undefined =>
  devices.find((device) => device.kind === kind || device.kind === 'monitor');

/** Which devices feed a chair of these, as facts of its visit; none when the visit knows them. */
export function changedFeeds(
  known: { readonly feeds?: RunningVisit['state']['feeds'] },
  devices: readonly RegisteredDevice[],
): readonly VisitEventBody[] {
  return FED_KINDS.flatMap((kind): VisitEventBody[] => {
    const deviceId = deviceOf(devices, kind)?.deviceId;
    if (deviceId === known.feeds?.[kind]?.deviceId) return [];
    return [{ type: 'device-changed', kind, ...(deviceId !== undefined && { deviceId }) }];
  });
}

/** Does not commit. @param actor whoever moved the device, or the visit */
export function reconcileFeeds(visit: RunningVisit, site: SiteDesk, now: Instant, actor: Actor): void {
  const chairId = seatOf(visit.state);
  if (chairId === undefined) return;
  const changed = changedFeeds(visit.state, site.devicesOn(chairId));
  if (changed.length > 0) visit.record(now, actor, changed);
}
