/** What a visit came to, once it has ended (REC-104): its extremes, how much went in, who signed, and what of it does not agree. */
import { pumpedMs } from '../pump.ts';
import type { SummaryView } from '../view.ts';
import type { VisitState } from '../visit-state.ts';

export function summaryView(state: VisitState): SummaryView | null {
  const { phase, highestBp, lowestSpo2 } = state;
  if (phase.name !== 'ended') return null;
  const estimatedMg = estimated(state);
  const pumpMg = pumped(state);
  const { byName, escortName, reason } = phase;
  return {
    ...(highestBp && {
      highestBp: {
        systolicMmHg: highestBp.systolicMmHg,
        diastolicMmHg: highestBp.diastolicMmHg,
        at: highestBp.measuredAt,
      },
    }),
    ...(lowestSpo2 && { lowestSpo2 }),
    ...(estimatedMg !== undefined && { estimatedMg }),
    ...(pumpMg !== undefined && { pumpMg }),
    ...(byName !== undefined && { byName }),
    ...(escortName !== undefined && { escortName }),
    ...(reason !== undefined && { reason }),
    contradictions: contradictions(state, estimatedMg, pumpMg),
  };
}

const toTenth = (value: number): number => Math.round(value * 10) / 10;

function estimated({ phase, setUp, protocol }: VisitState): number | undefined {
  if (phase.name !== 'ended' || protocol.treatment !== 'infusion') return undefined;
  const { infusion, end } = phase;
  if (!infusion || !end || setUp.doseMg === undefined || infusion.plannedMs <= 0) return undefined;
  return toTenth(setUp.doseMg * Math.min(1, pumpedMs(infusion, end.endedAt) / infusion.plannedMs));
}

function pumped({ phase, setUp }: VisitState): number | undefined {
  const ml = phase.name === 'ended' ? phase.end?.pumpVolumeMl : undefined;
  return ml === undefined || setUp.concentrationMgPerMl === undefined
    ? undefined
    : toTenth(ml * setUp.concentrationMgPerMl);
}

function contradictions(
  { phase, setUp, protocol }: VisitState,
  estimatedMg: number | undefined,
  pumpMg: number | undefined,
): readonly string[] {
  const said: string[] = [];
  const share = protocol.baseline.doseDisagreementShare;
  if (estimatedMg !== undefined && pumpMg !== undefined && Math.abs(pumpMg - estimatedMg) > estimatedMg * share)
    said.push(`The pump’s volume is ${pumpMg} mg, the estimate ${estimatedMg} mg.`);
  const escort = phase.name === 'ended' ? phase.escortName : undefined;
  if (escort !== undefined && setUp.ride && setUp.ride.name.toLowerCase() !== escort.toLowerCase())
    said.push(`Left with ${escort}; the ride named was ${setUp.ride.name}.`);
  return said;
}
