/** Orders that want a provider's signature, of visits that go on and of those that are over (WS-185). */
import { orderViews } from '#core/orders/order-view.ts';
import { isOpen, openOrders } from '#core/orders/verbal-order.ts';
import type { Chair } from '#core/site-state.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { UnsignedNamed, UnsignedVisit } from '#protocol/screen-events.ts';
import type { Journal } from '../journal/journal.ts';
import type { VisitDesk } from './visit-desk.ts';

interface Chairs {
  readonly chair: (chairId: string) => Chair | undefined;
}

/** Longest unsigned first. Neither who the patient is nor what was ordered: it goes to every screen. */
export const unsignedVisits = (visits: VisitDesk, site: Chairs): readonly UnsignedVisit[] =>
  shownUnsigned(visits).map((state) => visitOf(state, site));

/** Whom they are about and what was ordered, for those who are named. */
export const unsignedNames = (
  visits: VisitDesk,
  site: Chairs,
  journal: Pick<Journal, 'getPatient'>,
): readonly UnsignedNamed[] =>
  shownUnsigned(visits).map((state) => ({
    ...visitOf(state, site),
    patient: journal.getPatient(state.patientId) ?? null,
    orders: orderViews(state).filter(isOpen),
  }));

function visitOf(state: VisitState, site: Chairs): UnsignedVisit {
  const { visitId, chairId, phase } = state;
  const chair = site.chair(chairId);
  const orders = openOrders(state);
  return {
    visitId,
    chairId,
    ...(chair && { chairName: chair.name }),
    ...(phase.name === 'ended' && { endedAt: phase.endedAt }),
    since: Math.min(...orders.map(({ recordedAt }) => recordedAt)),
    orderedBy: orders.map(({ orderedBy }) => orderedBy),
  };
}

const shownUnsigned = (visits: VisitDesk): readonly VisitState[] =>
  visits.unsigned
    .flatMap(({ shown }) => shown?.state ?? [])
    .toSorted((a, b) => (openOrders(a)[0]?.recordedAt ?? 0) - (openOrders(b)[0]?.recordedAt ?? 0));
