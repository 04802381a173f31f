/** The quiet chair: a person's wish about one visit, on its record. */
import { nameOf } from '#core/actor.ts';
import type { Actor } from '#core/actor.ts';
import { mayGive } from '#core/authority.ts';
import type { Instant } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { RunningVisit } from './running-visit.ts';

/** What it changed is on its way to the disk. A wish that holds already changes nothing. */
export function quietChair(visit: RunningVisit | undefined, quiet: boolean, actor: Actor, now: Instant): Result<null> {
  const may = mayGive(actor, 'chair:quiet');
  if (!may.ok) return may;
  if (!visit) return refuse('no-visit', 'There is no visit on this chair, so nothing of it sounds.');
  if ((visit.state.quiet === true) === quiet) return accept(null);
  visit.record(now, actor, [{ type: 'quiet-set', quiet, byName: nameOf(actor) }]);
  visit.commit();
  return accept(null);
}
