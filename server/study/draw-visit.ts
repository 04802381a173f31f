/** One visit drawn by its seed: a person of the model, and the disturbances of an ordinary hour (shares: docs/SPEC.md, DV-60 …). Pure. */
import type { Fault } from '../emulator/fault.ts';
import { uniform } from '../emulator/noise.ts';
import type { Scenario } from '../emulator/scenario.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
export const INFUSION_MS = 40 * MINUTE;
export const VISIT_MS = 65 * MINUTE;

export interface DrawOptions {
  /** Visits with a true fall of SpO2 below 90: 0.005–0.01 in published series. */
  readonly desaturations: number;
}

export function drawVisit(seed: number, { desaturations }: DrawOptions): Scenario {
  const draw = (key: string, n = 0): number => uniform(seed, `study-${key}`, n);
  const between = (from: number, to: number, key: string, n = 0): number =>
    Math.round(from + (to - from) * draw(key, n));
  const anywhere = (key: string, n = 0): number => between(MINUTE, VISIT_MS - 2 * MINUTE, key, n);

  // Two to six times a visit the hand moves for 3 to 20 s, and the numbers dip to 75–89.
  const faults: Fault[] = Array.from({ length: between(2, 6, 'motions') }, (_, n) => ({
    kind: 'motion',
    atMs: anywhere('motion-at', n),
    forMs: between(3, 20, 'motion-for', n) * SECOND,
    dipToPct: between(75, 89, 'motion-dip', n),
  }));
  if (draw('probe-off') < 0.3)
    faults.push({ kind: 'probe-off', atMs: anywhere('probe-at'), forMs: between(5, 60, 'probe-for') * SECOND });
  if (draw('silent') < 0.15)
    faults.push({
      kind: 'silent',
      device: 'oximeter',
      atMs: anywhere('silent-at'),
      forMs: between(3, 15, 'silent-for') * SECOND,
    });
  if (draw('desaturation') < desaturations)
    faults.push({
      kind: 'desaturation',
      atMs: between(5 * MINUTE, INFUSION_MS, 'desaturation-at'),
      forMs: between(60, 180, 'desaturation-for') * SECOND,
      toPct: between(78, 88, 'desaturation-to'),
      edgeMs: between(10, 30, 'desaturation-edge') * SECOND,
    });
  return {
    title: `visit ${seed}`,
    patient: { seed },
    infusionAtMs: 0,
    cuff: { atMs: [], fromMs: 10 * MINUTE, everyMs: 10 * MINUTE, failedShare: 0.04 },
    faults,
  };
}
