/** What can still be taken back of an order that is disputed. What has happened by it has happened. */
import { nameOf } from '../actor.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import { decideLimits } from '../limits/decide-limits.ts';
import type { LimitName } from '../limits/limit-name.ts';
import { settableLimits } from '../limits/settable.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import { checkPhase } from '../visit/phase-rule.ts';
import type { VisitState } from '../visit-state.ts';
import type { AskedAnew, VerbalOrder } from './verbal-order.ts';

/** `hold`: the approval is withdrawn; `limits`: they are set back to what they were. */
export type WayBack = 'hold' | 'limits';

/** Undefined: nothing of it holds any more, or it never was a thing to take back. */
export function wayBack(state: VisitState, { orderId }: Pick<VerbalOrder, 'orderId'>): WayBack | undefined {
  if (state.phase.name === 'baseline' && state.holdApproved?.orderId === orderId) return 'hold';
  return checkPhase(state, 'limits:change').ok && Object.keys(limitsBefore(state, orderId)).length > 0
    ? 'limits'
    : undefined;
}

/**
 * What holds by this order and is set open again by a dispute, asked for or not: nobody goes home on what no provider said. A criterion
 * set aside, or the decision at the upper mark; another one given since stays.
 */
export function asksAnew(
  { phase, overridden }: Pick<VisitState, 'phase' | 'overridden'>,
  { orderId, command }: Pick<VerbalOrder, 'orderId' | 'command'>,
): AskedAnew | undefined {
  if (phase.name !== 'recovery' && phase.name !== 'discharge') return undefined;
  if (command.type === 'criterion:override')
    return overridden[command.criterion]?.orderId === orderId ? command.criterion : undefined;
  return phase.recovery.decision?.orderId === orderId ? 'recovery' : undefined;
}

export function takeBack(
  state: VisitState,
  order: VerbalOrder,
  why: string,
  ctx: DecideContext,
): Result<VisitEventBody[]> {
  const reason = `Verbal order disputed: ${why}`;
  switch (wayBack(state, order)) {
    case 'hold':
      return accept([{ type: 'hold-withdrawn', reason, byName: nameOf(ctx.actor) }]);
    case 'limits':
      return decideLimits(state, { type: 'limits:change', limits: limitsBefore(state, order.orderId), reason }, ctx);
    case undefined:
      return refuse('conflict', 'Nothing of this order holds any more that could be taken back: dispute it alone.');
  }
}

/** The limits that order changed and nobody since, as they were before it. */
function limitsBefore(state: VisitState, orderId: string): CommandOf<'limits:change'>['limits'] {
  const changes = state.limits?.log.find((each) => each.orderId === orderId)?.changes ?? [];
  const settable = new Map(settableLimits(state).map((each) => [each.name, each]));
  const before: Partial<Record<LimitName, number | null>> = {};
  for (const { name, from, to } of changes) {
    const now = settable.get(name);
    if (now?.limit === to) before[name] = from === now.protocol ? null : from;
  }
  return before;
}
