/** The highest BP of a visit so far, by either number (REC-215). */
import type { NibpReading } from '../reading.ts';
import type { PeakBp } from '../view.ts';
import type { VisitState } from '../visit-state.ts';

const told = ({ systolicMmHg, diastolicMmHg, measuredAt: at }: NibpReading) => ({ systolicMmHg, diastolicMmHg, at });

export function peakBp({ highestBp, highestDiastolicBp }: VisitState): PeakBp | null {
  if (!highestBp) return null;
  const isAnother = highestDiastolicBp !== undefined && highestDiastolicBp.diastolicMmHg > highestBp.diastolicMmHg;
  return { ...told(highestBp), ...(isAnother && { diastolic: told(highestDiastolicBp) }) };
}
