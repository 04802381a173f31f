import type { VisitEventOf } from '../event.ts';
import type { VisitState } from '../visit-state.ts';
import { without } from '../visit/without.ts';
import { isOpen } from './verbal-order.ts';
import type { AskedAnew, VerbalOrder } from './verbal-order.ts';

type OrderEvent = VisitEventOf<'verbal-order-recorded' | 'order-cosigned' | 'order-disputed'>;

export function foldOrder(state: VisitState, event: OrderEvent): VisitState {
  const orders = state.orders ?? [];
  if (event.type === 'verbal-order-recorded') {
    const { orderId, orderedBy, orderedAt, byName, at, command } = event;
    if (orders.some((each) => each.orderId === orderId)) return state;
    const bp = state.bps.at(-1);
    const order: VerbalOrder = {
      orderId,
      orderedBy,
      orderedAt,
      recordedBy: byName,
      recordedAt: at,
      command,
      ...(bp && { bp: { systolicMmHg: bp.systolicMmHg, diastolicMmHg: bp.diastolicMmHg } }),
    };
    return { ...state, orders: [...orders, order] };
  }
  const { byName, at } = event;
  // What is signed stays as it was signed.
  const isIt = (each: VerbalOrder): boolean => each.orderId === event.orderId && isOpen(each);
  if (!orders.some(isIt)) return state;
  const signedAs = (more: Partial<VerbalOrder>): VisitState => ({
    ...state,
    orders: orders.map((each) => (isIt(each) ? { ...each, ...more } : each)),
  });
  if (event.type === 'order-cosigned') return signedAs({ cosigned: { byName, at } });
  const { reason, asksAnew } = event;
  const disputed = signedAs({ disputed: { byName, at, reason, ...(asksAnew && { asksAnew }) } });
  return asksAnew ? setOpenAgain(disputed, asksAnew) : disputed;
}

function setOpenAgain(state: VisitState, what: AskedAnew): VisitState {
  if (what !== 'recovery') return { ...state, overridden: without(state.overridden, what) };
  const { phase } = state;
  if (phase.name !== 'recovery' && phase.name !== 'discharge') return state;
  return { ...state, phase: { ...phase, recovery: without(phase.recovery, 'decision') } };
}
