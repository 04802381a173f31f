/** An administrator's requests: chairs, devices, protocols. */
import type { Actor } from '#core/actor.ts';
import type { Instant } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { SiteCommand } from '#core/site-state.ts';
import { decideSite } from '#core/site.ts';
import { deviceTable } from '#devices/device-table.ts';
import type { SiteDesk } from './site-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

export interface SiteCommandDeps {
  readonly site: SiteDesk;
  readonly visits: VisitDesk;
  readonly newId: () => string;
  readonly now: () => Instant;
}

/** What it changed is on its way to the disk. */
export function commandSite(
  { site, visits, newId, now }: SiteCommandDeps,
  command: SiteCommand,
  by: { readonly actor: Actor; readonly commandId?: string },
): Result<null> {
  const decided = decideSite(site.state, command, {
    actor: by.actor,
    newId,
    isChairFree: (chairId) => visits.keptBy(chairId).length === 0,
    models: deviceTable,
  });
  if (!decided.ok) return decided;
  void site.append(decided.value, now(), by.actor, by.commandId);
  return accept(null);
}
