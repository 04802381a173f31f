/** Requests about the clinic itself: chairs, devices, protocols. */
import type { Actor } from '#core/actor.ts';
import { careView, hasPatient } from '#core/care/who-has.ts';
import type { Instant } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { RegisteredDevice, SiteCommand } from '#core/site-state.ts';
import { decideSite } from '#core/site.ts';
import { knownModels } from '#devices/known-model.ts';
import type { Journal } from '../journal/journal.ts';
import { reconcileFeeds } from './chair-feeds.ts';
import type { ProbeWatch } from './probe-watch.ts';
import type { SiteDesk } from './site-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

export interface SiteCommandDeps {
  readonly journal: Pick<Journal, 'streams'>;
  readonly site: SiteDesk;
  readonly visits: VisitDesk;
  readonly probes: ProbeWatch;
  readonly newId: () => string;
  readonly now: () => Instant;
}

/** What it changed is on its way to the disk. */
export function commandSite(
  { journal, site, visits, probes, newId, now }: SiteCommandDeps,
  command: SiteCommand,
  by: { readonly actor: Actor; readonly commandId?: string },
): Result<null> {
  const decided = decideSite(site.state, command, {
    actor: by.actor,
    newId,
    isChairFree: (chairId) => visits.isChairFree(chairId),
    waitedFrom: visits.waiting.map(({ state }) => site.chair(state.chairId)?.name ?? 'a chair that was removed'),
    inChargeOf: (name) =>
      visits.running
        .filter(({ state }) => state.phase.name !== 'ended' && hasPatient(careView(state, now()), name))
        .map(({ state }) => site.chair(state.chairId)?.name ?? 'a chair that was removed'),
    knowsVisit: (visitId) => journal.streams().some(({ stream }) => stream.kind === 'visit' && stream.id === visitId),
    models: knownModels,
  });
  if (!decided.ok) return decided;
  const at = now();
  const before = site.state.devices;
  void site.append(decided.value, at, by.actor, by.commandId);
  for (const chairId of changedChairs(before, site.state.devices)) probes.forget(chairId);
  // In the same turn as the site's own events, hence in the same transaction: the old stream ends and the new one begins at once.
  for (const visit of visits.running) reconcileFeeds(visit, site, at, by.actor);
  return accept(null);
}

/** Chairs that another device came to or left. */
function changedChairs(before: readonly RegisteredDevice[], after: readonly RegisteredDevice[]): ReadonlySet<string> {
  const placed = (devices: readonly RegisteredDevice[]) =>
    new Map(devices.flatMap(({ deviceId, chairId }) => (chairId === undefined ? [] : [[deviceId, chairId] as const])));
  const [from, to] = [placed(before), placed(after)];
  const moved = [...new Set([...from.keys(), ...to.keys()])].filter((id) => from.get(id) !== to.get(id));
  return new Set(moved.flatMap((id) => [from.get(id) ?? [], to.get(id) ?? []].flat()));
}
