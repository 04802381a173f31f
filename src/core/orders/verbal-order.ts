/** A provider's word that a nurse read back and recorded: it holds at once, and stays open until a provider co-signs or disputes it (PH-173). */
import type { BpPair } from '../clinical-protocol.ts';
import type { OrderableCommand } from '../command.ts';
import type { Criterion } from '../discharge.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';

export const ORDERABLE = [
  'hold:approve',
  'baseline:correct',
  'limits:change',
  'recovery:decide',
  'criterion:override',
] as const satisfies readonly OrderableCommand['type'][];
export type OrderableType = OrderableCommand['type'];

/** Stands on a fact that came of an order. */
export interface OnOrder {
  readonly orderId: string;
  readonly onOrderOf: string;
}

/** What a dispute sets open again: a criterion that was set aside, or the decision at the upper mark of recovery. */
export type AskedAnew = Criterion | 'recovery';

interface Signed {
  readonly byName: string;
  readonly at: Instant;
}

export interface VerbalOrder {
  readonly orderId: string;
  readonly orderedBy: string;
  /** When the provider said it. */
  readonly orderedAt: Instant;
  readonly recordedBy: string;
  readonly recordedAt: Instant;
  readonly command: OrderableCommand;
  /** The newest BP at that time: what a hold was approved at. */
  readonly bp?: BpPair;
  /** At most one of the two; neither: it is open. */
  readonly cosigned?: Signed;
  readonly disputed?: Signed & { readonly reason: string; readonly asksAnew?: AskedAnew };
}

export const isOpen = ({ cosigned, disputed }: Pick<VerbalOrder, 'cosigned' | 'disputed'>): boolean =>
  !cosigned && !disputed;

/** Oldest first. */
export const openOrders = ({ orders = [] }: Pick<VisitState, 'orders'>): readonly VerbalOrder[] =>
  orders.filter(isOpen);

/** How a fact names whose decision it is: the provider's, and that nobody saw them give it. */
export const byOrder = (orderedBy: string): string => `${orderedBy} (verbal order)`;
