/** Who at this screen may give what a provider decides on a provider's word: a dialog that ends in such a command asks it (UI-322). */
import { getContext, setContext } from 'svelte';
import type { Role } from '#core/actor.ts';
import type { OrderableType } from '#core/orders/verbal-order.ts';
import type { ChairView } from '#core/view.ts';

export interface Ordering {
  /** What the visit's protocol lets a nurse do on an order. */
  readonly orderable: readonly OrderableType[];
  /** The clinic's: nobody else orders. */
  readonly providers: readonly string[];
  /** Whom the set-up names as the provider in reach. */
  readonly inReach: string | undefined;
}

interface Here {
  readonly view: Pick<ChairView, 'orderable' | 'setUp'> | null;
  readonly staff: { readonly role: Role } | null;
  readonly providers: readonly string[] | undefined;
  /** What needs others waits for the link, or for a PIN. */
  readonly cannot?: boolean;
}

/** Null for everybody but a nurse: a provider gives the thing itself. */
export function orderingOf({ view, staff, providers, cannot = false }: Here): Ordering | null {
  if (staff?.role !== 'nurse' || !view || cannot) return null;
  return { orderable: view.orderable, providers: providers ?? [], inReach: view.setUp.providerName };
}

/** Of the context it stands in. */
export const ORDERING = Symbol('ordering');

export const provideOrdering = (ordering: () => Ordering | null): void => void setContext(ORDERING, ordering);

/** @returns null where nothing of this type may be ordered. Call it while a component is made. */
export function useOrdering(): (type: OrderableType | undefined) => Ordering | null {
  const ordering = getContext<(() => Ordering | null) | undefined>(ORDERING);
  return (type) => {
    const here = ordering?.() ?? null;
    return type !== undefined && here?.orderable.includes(type) ? here : null;
  };
}
