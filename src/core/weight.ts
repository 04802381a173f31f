/** Weights in kilograms and pounds. Vigil keeps kilograms; a pound is 0.45359237 kg exactly (the international pound of 1959). */
import type { Instant } from './reading.ts';

export const KG_PER_LB = 0.45359237;

/** Of the last visit that is over and has a weight; `at`: when that visit was opened. */
export interface LastWeight {
  readonly kg: number;
  readonly at: Instant;
}

/** Rounded to 10 g, as a weight is kept. */
export const kgOf = (lb: number): number => Math.round(lb * KG_PER_LB * 100) / 100;
export const lbOf = (kg: number): number => kg / KG_PER_LB;

/** `80.0 kg · 176.4 lb`: both, to a tenth. */
export const weightText = (kg: number): string => `${kg.toFixed(1)} kg · ${lbOf(kg).toFixed(1)} lb`;
