/** What a page watched alone while the server was away joins the visit it was on (docs/adr/0008-tablet-alone.md). */
import type { Actor } from '#core/actor.ts';
import type { WatchedAlone } from '#core/alone/alone.ts';
import { decideJoin } from '#core/alone/decide-alone.ts';
import type { VisitEvent } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { Result } from '#core/refusal.ts';
import type { VisitDesk } from './visit-desk.ts';

export interface JoinDeps {
  readonly visits: VisitDesk;
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
  { visits, now: clock }: JoinDeps,
  visitId: string,
  told: WatchedAlone,
  { actor, screenId, commandId, watches }: JoinBy,
): Result<null> {
  const visit = visits.get(visitId);
  if (!visit)
    return refuse('not-found', 'This visit has ended meanwhile: what this tablet watched alone stands in no record.');
  // It may have moved since: what counts is where the screen stood when it was cut off.
  if (!visits.chairsAt(visitId, told.from).some(watches))
    return refuse('not-allowed', 'This screen does not watch the chair the visit was on: nothing was joined.');
  const now = clock();
  const answer = visit.input(now, (state) => {
    const decided = decideJoin(state, told, { now, actor, screenId });
    if (!decided.ok) return decided;
    return accept(decided.value.map((body): VisitEvent => ({ ...body, at: now, actor, commandId })));
  });
  visit.commit();
  return answer;
}
