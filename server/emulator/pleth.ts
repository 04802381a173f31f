/** The shape of the oximeter's pulse wave. */
import type { ModelPatient } from './physiology.ts';
import { beatsAt } from './physiology.ts';

const bump = (phase: number, at: number, width: number): number => Math.exp(-(((phase - at) / width) ** 2));

/** One beat, 0–1 over `phase` 0–1: steep rise, systolic peak, dicrotic notch and its wave, slow run-off. */
function beat(phase: number): number {
  return bump(phase, 0.2, 0.1) + 0.42 * bump(phase, 0.5, 0.11) + 0.12 * bump(phase, 0.72, 0.16);
}

const STEPS = 256;
const SHAPE = Float64Array.from({ length: STEPS + 1 }, (_, step) => {
  const phase = step / STEPS;
  return Math.min(1, beat(phase) + beat(phase + 1) + beat(phase - 1));
});

/** The wave, 0–127, after `beats` heart beats; `strength` 0–1 is how much of the height it takes. */
export function plethOf(beats: number, strength: number): number {
  const at = (beats - Math.floor(beats)) * STEPS;
  const step = Math.floor(at);
  const low = SHAPE[step] ?? 0;
  const shape = low + ((SHAPE[step + 1] ?? low) - low) * (at - step);
  return Math.round(12 + 108 * strength * shape);
}

/** Weak perfusion draws a lower wave. */
export function strengthOf(perfusionIndexPct: number): number {
  return Math.min(1, 0.25 + 0.25 * perfusionIndexPct);
}

/** The undisturbed wave of a patient, 0–127, at `tMs` after the start of the infusion. */
export function plethAt(patient: ModelPatient, tMs: number): number {
  return plethOf(beatsAt(patient, tMs), strengthOf(patient.resting.perfusionIndexPct));
}
