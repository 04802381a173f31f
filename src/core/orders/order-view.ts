/** A verbal order as a screen shows it: what it changed, how it stands, and what could still be taken back. */
import type { LimitChange } from '../limits/limit-name.ts';
import type { VisitState } from '../visit-state.ts';
import type { AskedAnew, VerbalOrder } from './verbal-order.ts';
import { isOpen } from './verbal-order.ts';
import { asksAnew, wayBack } from './way-back.ts';
import type { WayBack } from './way-back.ts';

export interface OrderView extends VerbalOrder {
  /** Of an order about limits. */
  readonly changes?: readonly LimitChange[];
  /** What disputing it can take back now; absent: nothing. */
  readonly wayBack?: WayBack;
  /** What disputing it sets open again in any case; absent: nothing. */
  readonly asksAnew?: AskedAnew;
}

/** Oldest first. */
export function orderViews(state: VisitState): readonly OrderView[] {
  return (state.orders ?? []).map((order) => {
    const changes = state.limits?.log.find(({ orderId }) => orderId === order.orderId)?.changes;
    const back = isOpen(order) ? wayBack(state, order) : undefined;
    const anew = isOpen(order) ? asksAnew(state, order) : undefined;
    return { ...order, ...(changes && { changes }), ...(back && { wayBack: back }), ...(anew && { asksAnew: anew }) };
  });
}
