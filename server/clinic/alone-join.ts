/** What a page watched alone while the server was away joins the visit it was on (docs/adr/0008-tablet-alone.md). */
import type { Actor } from '#core/actor.ts';
import type { WatchedAlone } from '#core/alone/alone.ts';
import { decideJoin } from '#core/alone/decide-alone.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { Presence } from './presence.ts';
import type { SiteDesk } from './site-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

export interface JoinDeps {
  readonly visits: VisitDesk;
  readonly site: SiteDesk;
  readonly presence: Presence;
  readonly now: () => Instant;
}

export interface JoinBy {
  readonly actor: Actor;
  readonly screenId: string;
  readonly commandId: string;
  /** Whether the screen watches this chair. */
  readonly watches: (chairId: string) => boolean;
}

/** What it changed is on its way to the disk. */
export function joinVisit(
  deps: JoinDeps,
  visitId: string,
  told: WatchedAlone,
  { actor, screenId, commandId, watches }: JoinBy,
): Result<null> {
  const { visits, now: clock } = deps;
  const visit = visits.get(visitId);
  if (!visit)
    return refuse('not-found', 'This visit has ended meanwhile: what this tablet watched alone stands in no record.');
  // It may have moved since: what counts is where the screen stood when it was cut off.
  const chairIds = visits.chairsAt(visitId, told.from);
  if (!chairIds.some(watches))
    return refuse('not-allowed', 'This screen does not watch the chair the visit was on: nothing was joined.');
  const fed = feedsOne(deps, `screen:${screenId}`, told, chairIds);
  if (!fed.ok) return fed;
  const now = clock();
  const answer = visit.input(now, (state) => {
    const decided = decideJoin(state, told, { now, actor, screenId });
    if (!decided.ok) return decided;
    return accept(decided.value.map((body): VisitEvent => ({ ...body, at: now, actor, commandId })));
  });
  visit.commit();
  return answer;
}

/**
 * Only a page with a device of its own on the chair can have watched anything. One that was swapped for another meanwhile stands on no
 * chair; after a restart the adapters that fed the chair are expected back, and a page that is not back yet is asked to try again.
 */
function feedsOne(
  { site, presence }: JoinDeps,
  adapterId: string,
  { feeds }: WatchedAlone,
  chairIds: readonly string[],
): Result<null> {
  const watchedWith = Object.values(feeds).map(({ deviceId }) => deviceId);
  const devices = site.state.devices.filter(({ deviceId, chairId }) =>
    chairId === undefined ? watchedWith.includes(deviceId) : chairIds.includes(chairId),
  );
  if (devices.some(({ deviceId }) => presence.hasAnnounced(adapterId, deviceId) || presence.feeds(adapterId, deviceId)))
    return accept(null);
  return presence.isKnown(adapterId)
    ? refuse('not-allowed', 'This tablet has no device of its own on the chair of this visit: nothing was joined.')
    : refuse('not-ready', 'This tablet’s own devices are not back at Vigil yet: it is told when they are.');
}
