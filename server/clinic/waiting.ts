/** Who waits for the ride: on no chair, and on every screen's list until somebody lets them go or seats them again (WS-167). */
import { isWaiting } from '#core/phase.ts';
import type { Chair } from '#core/site-state.ts';
import { providerCall } from '#core/view/chair-view.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { WaitingNamed, WaitingVisit } from '#protocol/screen-events.ts';
import type { Journal } from '../journal/journal.ts';
import type { VisitDesk } from './visit-desk.ts';

/** Longest first. Without a name: it goes to every screen, also to one at which nobody is named (WS-177). */
export function waitingVisits(
  visits: VisitDesk,
  site: { readonly chair: (chairId: string) => Chair | undefined },
): readonly WaitingVisit[] {
  return shownWaiting(visits)
    .map((state): WaitingVisit => {
      const { visitId, chairId, phase, emergencySince } = state;
      const chair = site.chair(chairId);
      const call = providerCall(state);
      const unread = unreadOf(state).length;
      return {
        visitId,
        chairId,
        ...(chair && { chairName: chair.name }),
        since: phase.name === 'discharge' ? (phase.waitingSince ?? 0) : 0,
        ...(emergencySince !== undefined && { emergencySince }),
        ...(call && { call }),
        ...(unread > 0 && { unread }),
      };
    })
    .toSorted((a, b) => a.since - b.since);
}

/** Who they are, for those who are named. */
export const waitingNames = (visits: VisitDesk, journal: Pick<Journal, 'getPatient'>): readonly WaitingNamed[] =>
  shownWaiting(visits).map((state) => ({
    visitId: state.visitId,
    patient: journal.getPatient(state.patientId) ?? null,
    ...(state.setUp.ride && { ride: state.setUp.ride }),
    ...(state.setUp.ridePlan && { plannedWithout: true as const }),
    unread: unreadOf(state),
  }));

const shownWaiting = (visits: VisitDesk): readonly VisitState[] =>
  visits.running.flatMap(({ shown }) => (shown && isWaiting(shown.state) ? [shown.state] : []));

const unreadOf = ({ messages = [] }: VisitState) => messages.filter(({ read }) => !read);
