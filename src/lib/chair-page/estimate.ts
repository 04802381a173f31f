/** The estimated amount: linear in pumped time, and only an estimate. Vigil does not control the pump (UI-18). */
import type { Instant } from '#core/reading.ts';
import type { TreatmentView } from '#core/view.ts';

export interface EstimatedAmount {
  /** 0–1. */
  readonly share: number;
  /** Absent without a recorded dose. */
  readonly mg?: number;
}

export function estimatedAmount(treatment: TreatmentView, now: Instant): EstimatedAmount | undefined {
  const { estimate, doseMg } = treatment;
  if (!estimate || estimate.plannedMs <= 0) return undefined;
  const sinceMs = estimate.running ? Math.max(0, now - estimate.pumpedMsAt) : 0;
  const share = Math.min(1, (estimate.pumpedMs + sinceMs) / estimate.plannedMs);
  return { share, ...(doseMg === undefined ? {} : { mg: share * doseMg }) };
}
