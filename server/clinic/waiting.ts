/** Who waits for the ride: on no chair, and on every screen's list until somebody lets them go or seats them again (WS-167). */
import type { WaitingVisit } from '#protocol/screen-events.ts';
import type { Journal } from '../journal/journal.ts';
import { isWaiting } from './seat.ts';
import type { VisitDesk } from './visit-desk.ts';

/** Longest first. */
export function waitingVisits(visits: VisitDesk, journal: Pick<Journal, 'getPatient'>): readonly WaitingVisit[] {
  return visits.running
    .flatMap(({ shown }): WaitingVisit[] => {
      if (shown === undefined || !isWaiting(shown.state)) return [];
      const { visitId, chairId, patientId, phase, setUp, emergencySince } = shown.state;
      const since = phase.name === 'discharge' ? (phase.waitingSince ?? 0) : 0;
      return [
        {
          visitId,
          chairId,
          patient: journal.getPatient(patientId) ?? null,
          since,
          ...(setUp.ride && { ride: setUp.ride }),
          ...(setUp.ridePlan && { plannedWithout: true as const }),
          ...(emergencySince !== undefined && { emergencySince }),
        },
      ];
    })
    .toSorted((a, b) => a.since - b.since);
}
