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

export const SCALES = ['dissociation', 'nausea', 'moaas', 'aldrete'] as const;
export type Scale = (typeof SCALES)[number];
/** Inclusive ranges. MOAA/S: Chernik 1990 (0–5). Modified Aldrete: Aldrete 1995 (0–10). */
export const SCALE_RANGE: Readonly<Record<Scale, readonly [min: number, max: number]>> = {
  dissociation: [0, 10],
  nausea: [0, 10],
  moaas: [0, 5],
  aldrete: [0, 10],
};

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
  | { readonly kind: 'scale'; readonly scale: Scale; readonly score: number }
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
