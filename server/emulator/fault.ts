/** What may go wrong in a scenario. Times are relative to the scenario's zero, the start of its infusion. */
import type { NibpFailure } from '#core/reading.ts';

interface Span {
  readonly atMs: number;
  readonly forMs: number;
}

export type Fault =
  /** A true fall of SpO2: down over the first `edgeMs`, up again over the last; the pulse quickens with it. */
  | (Span & { readonly kind: 'desaturation'; readonly toPct: number; readonly edgeMs: number })
  /** A pressure that climbs on top of the ordinary rise, and comes down over the last `edgeMs`. */
  | (Span & {
      readonly kind: 'bp-climb';
      readonly systolicMmHg: number;
      readonly diastolicMmHg: number;
      readonly edgeMs: number;
    })
  /** The finger is out of the probe: the device says so and has no numbers. */
  | (Span & { readonly kind: 'probe-off' })
  /** The hand moves: the device doubts its numbers, and they dip. */
  | (Span & { readonly kind: 'motion'; readonly dipToPct: number })
  /** Cuff cycles that begin in it end without a value. */
  | (Span & { readonly kind: 'cuff-fails'; readonly failure: EmulatedFailure })
  /** The device says nothing at all: its cable is out, or it is off. */
  | (Span & { readonly kind: 'silent'; readonly device: 'oximeter' | 'cuff' });

/** The failures an emulated cuff can have. */
export type EmulatedFailure = Extract<NibpFailure, 'weak-signal' | 'artefact' | 'cuff-leak' | 'timed-out' | 'stopped'>;
export type FaultKind = Fault['kind'];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;

export const isDuring = ({ atMs, forMs }: Span, tMs: number): boolean => tMs >= atMs && tMs < atMs + forMs;

export function faultAt<Kind extends FaultKind>(
  faults: readonly Fault[],
  kind: Kind,
  tMs: number,
): FaultOf<Kind> | undefined {
  return faults.find((fault): fault is FaultOf<Kind> => fault.kind === kind && isDuring(fault, tMs));
}

/** 0 outside the span, 1 in its middle, straight edges: its integral is exact, so that heart beats can be counted. */
export function extentAt({ atMs, forMs }: Span, edgeMs: number, tMs: number): number {
  const inside = Math.min(tMs - atMs, atMs + forMs - tMs);
  return Math.min(1, Math.max(0, inside / edgeMs));
}

/** Integral of `extentAt` from the span's begin to `tMs`, in ms. */
export function extentIntegral({ atMs, forMs }: Span, edgeMs: number, tMs: number): number {
  const ramp = (sinceMs: number): number => {
    const since = Math.max(0, sinceMs);
    return since < edgeMs ? since ** 2 / (2 * edgeMs) : since - edgeMs / 2;
  };
  return ramp(tMs - atMs) - ramp(tMs - (atMs + forMs - edgeMs));
}
