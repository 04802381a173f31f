/** What Vigil asked of a cuff that it may start, and what that says about the cuff now (docs/SPEC.md, DV-220 on). */
import type { Duration, Instant } from './reading.ts';
import type { VisitState } from './visit-state.ts';

/** Why it was started: a person's tap, the interval, the repeat of a raised BP, or another try after a failed one. */
export const CUFF_CAUSES = ['person', 'interval', 'repeat', 'retry'] as const;
export type CuffCause = (typeof CUFF_CAUSES)[number];

/** The cuff on a visit's chair, as it is now. */
export interface ChairCuff {
  readonly deviceId: string;
  readonly label: string;
  /** Absent: this model cannot be started by command. */
  readonly control?: { readonly restMs: Duration };
  /** The clinic lets Vigil start this very device. */
  readonly allowed: boolean;
  readonly connected: boolean;
  /** Another visit started it: until then it may still be inflated, or rests. */
  readonly busyUntil?: Instant;
}

/** The newest of each; nothing of it grows. */
export interface CuffAsks {
  readonly ask?: {
    readonly deviceId: string;
    readonly at: Instant;
    readonly cause: CuffCause;
    /** Starts since the last BP, this one included; a person's and an interval's are 1. */
    readonly tries: number;
  };
  readonly refused?: { readonly at: Instant; readonly reason: string };
  readonly stopAskedAt?: Instant;
}

/** A cuff stays inflated for 180 s at most (IEC 80601-2-30 [K]): what was asked for longer ago runs no more. */
export const CYCLE_LASTS_MS: Duration = 180_000;

/** When the cuff itself last ended a cycle, with a BP or without. A BP by hand is none of its. */
export function cuffResultAt({ bps, lastBpFailure }: VisitState): Instant {
  const bpAt = bps.findLast((bp) => bp.byHand !== true)?.measuredAt ?? -Infinity;
  return Math.max(bpAt, lastBpFailure?.measuredAt ?? -Infinity);
}

/** The newest ask that nothing has answered yet: neither a result, a refusal nor a stop. */
export function unansweredAsk(state: VisitState): CuffAsks['ask'] {
  const { ask, refused, stopAskedAt } = state.cuff ?? {};
  if (!ask || cuffResultAt(state) > ask.at) return undefined;
  const answeredAt = Math.max(refused?.at ?? -Infinity, stopAskedAt ?? -Infinity);
  return answeredAt >= ask.at ? undefined : ask;
}

/** Pressure was seen that no result has followed yet: the newest instant of it. */
export function pressureSeenAt(state: VisitState): Instant | undefined {
  const at = state.cuffPressure?.measuredAt;
  return at !== undefined && at > cuffResultAt(state) ? at : undefined;
}

/** As far as a person can see: there is pressure in it now, or Vigil has asked and does not know yet. */
export function isCycleRunning(state: VisitState, now: Instant): boolean {
  const seenAt = pressureSeenAt(state);
  if (seenAt !== undefined && now - seenAt <= state.protocol.technical.staleMs) return true;
  const ask = unansweredAsk(state);
  return ask !== undefined && now < ask.at + CYCLE_LASTS_MS;
}

/** Until when the cuff rests after its last cycle, or after what was stopped. */
export function restsUntil(state: VisitState, restMs: Duration): Instant {
  return Math.max(cuffResultAt(state), state.cuff?.stopAskedAt ?? -Infinity) + restMs;
}
