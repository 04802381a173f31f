/** What was given in a visit that is over, as far as people recorded it. */
import type { VisitState } from '../visit-state.ts';
import { estimatedMg, pumpedMs } from '../pump.ts';
import type { Treatment } from './visit-record.ts';

const toTenth = (value: number): number => Math.round(value * 10) / 10;

/** @returns undefined when it was never started, or the visit is not over. */
export function treatmentOf({
  phase,
  setUp,
  protocol,
}: Pick<VisitState, 'phase' | 'setUp' | 'protocol'>): Treatment | undefined {
  if (phase.name !== 'ended' || !phase.infusion) return undefined;
  const { infusion, end, endedAt } = phase;
  const { startedAt, plannedMs, pauses, devices } = infusion;
  const isInfusion = protocol.treatment === 'infusion';
  const doseMg = isInfusion ? setUp.doseMg : devices.reduce((sum, { mg }) => sum + mg, 0);
  const ml = end?.pumpVolumeMl;
  const perMl = setUp.concentrationMgPerMl;
  return {
    startedAt,
    ...(end && { endedAt: end.endedAt, stopReason: end.reason }),
    plannedMs,
    pauses,
    givenMs: pumpedMs(infusion, end?.endedAt ?? endedAt),
    ...(doseMg !== undefined && { doseMg }),
    ...(isInfusion &&
      end &&
      doseMg !== undefined &&
      plannedMs > 0 && { estimatedMg: toTenth(estimatedMg(infusion, doseMg, end.endedAt)) }),
    ...(ml !== undefined && { pumpVolumeMl: ml }),
    ...(ml !== undefined && perMl !== undefined && { pumpMg: toTenth(ml * perMl) }),
    devices,
  };
}
