/** Where a pulse wave would say something that is not so, although packets come (UI-150, UI-151). */
import type { ChairView } from '#core/view.ts';
import type { OximetryPoint } from '../live/trend-series.ts';

/** Why no wave is drawn; null = one may be. */
export function withheld(view: Pick<ChairView, 'phase' | 'spo2'>, lost: boolean): string | null {
  if (view.phase === null) return 'chair free';
  if (view.phase.name === 'discharge' || view.phase.name === 'ended') return 'monitoring ended';
  if (lost) return 'no connection';
  return view.spo2.status === 'live' ? null : view.spo2.reason;
}

/** A stretch in which the device gave no SpO₂. */
export interface NoValue {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** Readings further apart than this say nothing about the time between them. */
const HOLDS_MS = 5_000;

/** From the first reading without SpO₂ to the next one with it. */
export function noValues(readings: readonly OximetryPoint[]): readonly NoValue[] {
  const stretches: NoValue[] = [];
  let open: NoValue | undefined;
  for (const { at, spo2Pct, absence } of readings) {
    if (open && at - open.to > HOLDS_MS) {
      stretches.push(open);
      open = undefined;
    }
    if (spo2Pct === null) open = { from: open?.from ?? at, to: at, reason: open?.reason ?? absence ?? 'no SpO₂' };
    else if (open) {
      stretches.push({ ...open, to: at });
      open = undefined;
    }
  }
  // The last word holds until another comes: its time is not over.
  if (open) stretches.push({ ...open, to: open.to + HOLDS_MS });
  return stretches;
}
