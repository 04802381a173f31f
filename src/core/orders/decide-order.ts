import { nameOf } from '../actor.ts';
import type { Actor } from '../actor.ts';
import { isSamePerson } from '../care/care.ts';
import type { CommandOf, VisitCommand } from '../command.ts';
import type { DecideContext } from '../decide-context.ts';
import type { VisitEventBody } from '../event.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import { happenedAt, sinceOpened } from '../visit/happened-at.ts';
import { said } from '../visit/said.ts';
import type { VisitState } from '../visit-state.ts';
import { byOrder, isOpen } from './verbal-order.ts';
import type { OnOrder, OrderableType, VerbalOrder } from './verbal-order.ts';
import { asksAnew, takeBack } from './way-back.ts';

type OrderCommand = CommandOf<'order:verbal' | 'order:cosign' | 'order:dispute'>;
type Decide = (state: VisitState, command: VisitCommand, ctx: DecideContext) => Result<VisitEventBody[]>;

/** @param decide answers what was ordered, as if the provider gave it. */
export function decideOrder(
  state: VisitState,
  command: OrderCommand,
  ctx: DecideContext,
  decide: Decide,
): Result<VisitEventBody[]> {
  switch (command.type) {
    case 'order:verbal':
      return recordOrder(state, command, ctx, decide);
    case 'order:cosign': {
      const order = openOrder(state, command.orderId);
      if (!order.ok) return order;
      return accept([{ type: 'order-cosigned', orderId: command.orderId, byName: nameOf(ctx.actor) }]);
    }
    case 'order:dispute': {
      const order = openOrder(state, command.orderId);
      if (!order.ok) return order;
      const reason = said(command.reason, 'The reason why it is disputed');
      if (!reason.ok) return reason;
      const anew = asksAnew(state, order.value);
      const undone = command.undo && !anew ? takeBack(state, order.value, reason.value, ctx) : accept([]);
      if (!undone.ok) return undone;
      const { orderId } = command;
      const disputed = { orderId, byName: nameOf(ctx.actor), reason: reason.value, ...(anew && { asksAnew: anew }) };
      return accept([{ type: 'order-disputed', ...disputed }, ...undone.value]);
    }
    default:
      return command satisfies never;
  }
}

function recordOrder(
  state: VisitState,
  { orderedBy: given, readBack, minutesAgo, command }: CommandOf<'order:verbal'>,
  ctx: DecideContext,
  decide: Decide,
): Result<VisitEventBody[]> {
  const { now, tappedAt = now, actor } = ctx;
  const orderedBy = orderer(given, ctx);
  if (!orderedBy.ok) return orderedBy;
  // The wire takes no other value; whoever calls the core by another way is held to it too.
  if (readBack !== true)
    return refuse('not-ready', `Read the order back to ${orderedBy.value}, and say that it was confirmed.`);
  if (!takesVerbally(state, command.type))
    return refuse(
      'needs-provider',
      'The protocol of this visit takes no verbal order for this: ask a provider to do it here or at the station.',
    );
  const orderedAt = happenedAt(tappedAt, minutesAgo, sinceOpened(state));
  if (!orderedAt.ok) return orderedAt;
  const decided = decide(state, command, { ...ctx, actor: asProvider(actor, orderedBy.value) });
  if (!decided.ok) return decided;
  const order: OnOrder = { orderId: ctx.newId(), onOrderOf: orderedBy.value };
  return accept([
    {
      type: 'verbal-order-recorded',
      orderId: order.orderId,
      orderedBy: orderedBy.value,
      orderedAt: orderedAt.value,
      byName: nameOf(actor),
      command,
    },
    ...decided.value.map((body) => marked(body, order)),
  ]);
}

const takesVerbally = ({ protocol }: VisitState, type: OrderableType): boolean =>
  protocol.verbalOrders?.commands.includes(type) ?? false;

/** The provider as the clinic spells them. */
function orderer(given: string, { actor, providers = [] }: DecideContext): Result<string> {
  const name = given.trim().replace(/\s+/g, ' ');
  if (name === '') return refuse('not-ready', 'Who ordered it is missing: name the provider.');
  if (isSamePerson(name, nameOf(actor)))
    return refuse('not-allowed', 'Nobody orders for themselves: name the provider who ordered it.');
  const known = providers.find((each) => isSamePerson(each, name));
  return known === undefined
    ? refuse('not-found', `${name} is no provider of this clinic: choose one of its providers.`)
    : accept(known);
}

/** What was ordered is decided as this provider's own would be: it can do no more (PH-174). The record's actor stays the nurse. */
function asProvider(actor: Actor, name: string): Actor {
  const screenId = actor.kind === 'staff' ? actor.screenId : '';
  return { kind: 'staff', staffId: `ordered-by-${name}`, name: byOrder(name), role: 'provider', screenId };
}

function marked(body: VisitEventBody, order: OnOrder): VisitEventBody {
  switch (body.type) {
    case 'hold-approved':
    case 'baseline-corrected':
    case 'limits-changed':
    case 'recovery-decided':
    case 'criterion-overridden':
      return { ...body, order };
    default:
      return body;
  }
}

function openOrder({ orders = [] }: VisitState, orderId: string): Result<VerbalOrder> {
  const order = orders.find((each) => each.orderId === orderId);
  if (!order) return refuse('not-found', 'There is no such order in this visit: it may be of another one.');
  if (isOpen(order)) return accept(order);
  const { cosigned, disputed } = order;
  return refuse(
    'conflict',
    cosigned
      ? `${cosigned.byName} has co-signed this order already.`
      : `${disputed?.byName} has disputed this order already.`,
  );
}
