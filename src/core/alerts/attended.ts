/** "I'm with the patient": keeps "no SpO2" from becoming high for a while, and touches nothing else (AL-87). */
import { nameOf } from '../actor.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody, VisitEventOf } from '../event.ts';
import { accept, refuse } from '../refusal.ts';
import type { Result } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';

export function decideAttended(state: VisitState, ctx: DecideContext): Result<VisitEventBody[]> {
  const { attended } = state.protocol.technical;
  if (attended === undefined)
    return refuse(
      'conflict',
      "This visit's protocol does not know “I'm with the patient”: acknowledge the alert instead.",
    );
  const until = (ctx.tappedAt ?? ctx.now) + attended.holdMs;
  return accept([{ type: 'patient-attended', until, byName: nameOf(ctx.actor) }]);
}

/** A tap that comes up late does not shorten a newer one. */
export function foldAttended(state: VisitState, { until, byName }: VisitEventOf<'patient-attended'>): VisitState {
  if (state.attended && state.attended.until >= until) return state;
  return { ...state, attended: { until, byName } };
}
