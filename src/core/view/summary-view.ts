/** What a visit came to, once it has ended (REC-104): its extremes, how much went in, who signed, and what of it does not agree. */
import { contradictionsOf } from '../record/contradictions.ts';
import { treatmentOf } from '../record/treatment.ts';
import type { SummaryView } from '../view.ts';
import { peakBp } from './peak-bp.ts';
import type { VisitState } from '../visit-state.ts';

export function summaryView(state: VisitState): SummaryView | null {
  const { phase, lowestSpo2, protocol, setUp, openedAt, entries, emergencies = [] } = state;
  if (phase.name !== 'ended') return null;
  const treatment = treatmentOf(state);
  const highestBp = peakBp(state);
  const { estimatedMg, pumpMg } = treatment ?? {};
  const { endedAt: at, ending, byName, escortName, reason } = phase;
  const ended = { at, ending, ...(escortName !== undefined && { escortName }) };
  return {
    ...(highestBp && { highestBp }),
    ...(lowestSpo2 && { lowestSpo2 }),
    ...(estimatedMg !== undefined && { estimatedMg }),
    ...(pumpMg !== undefined && { pumpMg }),
    ...(byName !== undefined && { byName }),
    ...(escortName !== undefined && { escortName }),
    ...(reason !== undefined && { reason }),
    // The state keeps neither its phases nor its readings: its record says the rest (REC-112).
    contradictions: contradictionsOf({ protocol, setUp, openedAt, entries, emergencies, ended, treatment }),
  };
}
