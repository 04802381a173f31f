/** What a person records during a visit. Each carries the time it happened, which may be a few minutes before the tap. */
import type { Instant } from './reading.ts';

export const SIDE_EFFECTS = [
  'nausea',
  'vomiting',
  'dizziness',
  'anxiety',
  'dissociation',
  'headache',
  'hypertension',
  'desaturation',
  'sedation',
  'other',
] as const;
export type SideEffect = (typeof SIDE_EFFECTS)[number];

export const INTERVENTIONS = [
  'repositioned',
  'oxygen',
  'slower-breathing',
  'paused-infusion',
  'called-provider',
  'antiemetic',
  'antihypertensive',
  'other',
] as const;
export type Intervention = (typeof INTERVENTIONS)[number];

export const RESPONSES = ['normal', 'drowsy', 'none'] as const;
/** The one tap after each BP. */
export type Response = (typeof RESPONSES)[number];

export const SCALES = ['dissociation', 'nausea', 'moaas', 'aldrete', 'cadss-6', 'rass', 'pain'] as const;
export type Scale = (typeof SCALES)[number];
/**
 * Inclusive ranges. MOAA/S: Chernik 1990. Modified Aldrete: Aldrete 1995. CADSS-6: Rodrigues 2021, questions 1, 2, 6, 7, 15 and 22 of the
 * CADSS (Bremner 1998), 0 to 4 each. RASS: Sessler 2002.
 */
export const SCALE_RANGE: Readonly<Record<Scale, readonly [min: number, max: number]>> = {
  dissociation: [0, 10],
  nausea: [0, 10],
  moaas: [0, 5],
  aldrete: [0, 10],
  'cadss-6': [0, 24],
  rass: [-5, 4],
  pain: [0, 10],
};
/** Of a scale that is a sum: how many items, each from 0 to `most`. */
export const SCALE_ITEMS: Readonly<Partial<Record<Scale, { readonly count: number; readonly most: number }>>> = {
  aldrete: { count: 5, most: 2 },
  'cadss-6': { count: 6, most: 4 },
};
/** Under a protocol that does not say which. MOAA/S is how sedation is entered, so it is always there. */
export const USUAL_SCALES: readonly Scale[] = ['dissociation', 'nausea', 'moaas'];

/** What is done in an emergency, one tap each. Names of acts only: Vigil recommends no drug and no dose. */
export const EMERGENCY_STEPS = [
  'cpr',
  'airway',
  'bag-mask',
  'iv-fluid',
  'drug',
  'ambulance-called',
  'ambulance-arrived',
  'other',
] as const;
export type EmergencyStep = (typeof EMERGENCY_STEPS)[number];

export type Entry =
  | {
      readonly kind: 'side-effect';
      readonly effect: SideEffect;
      readonly severity?: 'mild' | 'moderate' | 'severe';
      readonly text?: string;
    }
  | {
      readonly kind: 'intervention';
      readonly intervention: Intervention;
      readonly forAlertId?: string;
      readonly text?: string;
    }
  | { readonly kind: 'oxygen'; readonly flowLPerMin: number }
  /** `items`: of a scale that is a sum, in its order; `score` is their sum. */
  | { readonly kind: 'scale'; readonly scale: Scale; readonly score: number; readonly items?: readonly number[] }
  /** Counted or read by a person. It charts with its mark, and is neither live nor judged (PH-143). */
  | {
      readonly kind: 'vitals';
      readonly spo2Pct?: number;
      readonly pulseBpm?: number;
      readonly respiratoryRatePerMin?: number;
    }
  | { readonly kind: 'response'; readonly response: Response; readonly nausea?: boolean }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'bp-started' }
  /** `text` is needed for a drug and for anything else: what was given or done. */
  | { readonly kind: 'emergency'; readonly step: EmergencyStep; readonly text?: string };

export interface RecordedEntry {
  readonly entryId: string;
  /** When it happened (clinic time). */
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly byName: string;
  readonly entry: Entry;
}
