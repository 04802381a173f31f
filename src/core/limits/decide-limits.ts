import { nameOf } from '../actor.ts';
import type { CommandOf } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import { said } from '../visit/said.ts';
import type { VisitState } from '../visit-state.ts';
import { alertsAfter } from './alerts-after.ts';
import { LIMIT_NAMES } from './limit-name.ts';
import type { LimitName } from './limit-name.ts';
import { limitWords } from './limit-words.ts';
import { changesOf, faultSentences, limitFaults, settableLimits } from './settable.ts';
import type { WantedLimits } from './settable.ts';

/** The change, and what it makes of the alerts that are open: they end, or are lowered, by this person's act (AL-154). */
export function decideLimits(
  state: VisitState,
  { limits, reason: given }: CommandOf<'limits:change'>,
  ctx: DecideContext,
): Result<VisitEventBody[]> {
  const settable = settableLimits(state);
  if (settable.length === 0)
    return refuse(
      'not-allowed',
      'The protocol of this visit does not say how far a limit may be set: an administrator publishes one that does.',
    );
  const foreign = LIMIT_NAMES.find((name) => name in limits && !settable.some((each) => each.name === name));
  if (foreign) return refuse('not-found', `${limitWords(foreign)}: the protocol of this visit has no such limit.`);
  const faults = limitFaults(settable, limits);
  if (faults.length > 0) return refuse('out-of-range', faultSentences(faults));
  const reason = said(given, 'The reason for the change');
  if (!reason.ok) return reason;
  const changed = limitsChanged(state, limits, nameOf(ctx.actor), reason.value);
  if (changed === undefined) return refuse('conflict', 'These are the limits in force already: nothing is changed.');
  return accept([changed, ...alertsAfter(state, { ...changed, at: ctx.now, actor: ctx.actor })]);
}

type LimitsChanged = Extract<VisitEventBody, { readonly type: 'limits-changed' }>;

/** Undefined when nothing would change. */
function limitsChanged(
  state: VisitState,
  wanted: WantedLimits,
  byName: string,
  reason: string,
): LimitsChanged | undefined {
  const changes = changesOf(settableLimits(state), wanted).map(({ of: { name, limit, protocol }, to }) => ({
    name,
    from: limit,
    to: to ?? protocol,
    ...(to === null && { toProtocol: true as const }),
  }));
  return changes.length === 0 ? undefined : { type: 'limits-changed', byName, reason, changes };
}

/** Back to the protocol, because the limits were another person's; empty when they are the protocol's. */
export function backToProtocol(state: VisitState, reason: string, ctx: DecideContext): VisitEventBody[] {
  const names = Object.keys(state.limits?.changed ?? {}) as LimitName[];
  const all = Object.fromEntries(names.map((name) => [name, null]));
  const changed = limitsChanged(state, all, nameOf(ctx.actor), reason);
  return changed ? [changed, ...alertsAfter(state, { ...changed, at: ctx.now, actor: ctx.actor })] : [];
}
