/** Who may see what: one table, printed in docs/SPEC.md (SEC). A screen that is enrolled shows its own chair whoever is there, locked too. */
import type { Role } from '../actor.ts';
import type { Proof } from '../authority.ts';
import { NEEDS_PASSWORD, NOBODY_NAMED, SCREEN_LOCKED } from '../nobody-named.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import { reachOf } from './reach.ts';
import type { Reach, Standing } from './reach.ts';

/** Who looks. */
export interface Viewer {
  /** Null or undefined: not enrolled. */
  readonly place: Standing | null | undefined;
  /** Of whoever is signed in there. */
  readonly role?: Role | undefined;
  readonly locked: boolean;
  /** Of that sign-in. Absent: as good as a PIN. */
  readonly proof?: Proof | undefined;
}

/** `at`: these places, whoever is there, locked or not. `by`: whoever is signed in with these roles, while it is not locked. */
export interface Lookers {
  readonly at: readonly Standing['kind'][];
  readonly by: readonly Role[];
}

const ENROLLED = ['chair', 'station', 'anywhere'] as const;
const CLINICAL = ['nurse', 'provider'] as const;
const NAMED = ['nurse', 'provider', 'administrator'] as const;

/** Everything that is shown. */
export const SEEN_BY = {
  /** Vitals, alerts, pulse wave and trend of the visit on a chair that is the screen's own. */
  'own-chair': { at: ENROLLED, by: [] },
  'other-chair': { at: [], by: CLINICAL },
  /** Alerts, emergency and who has the patient of every chair, without a patient's name. */
  beside: { at: ENROLLED, by: CLINICAL },
  tiles: { at: ['station', 'anywhere'], by: CLINICAL },
  /** The clinic: its chairs, devices and protocols; nothing of a patient. */
  site: { at: ENROLLED, by: NAMED },
  /** Nurses and providers, to sign in at a screen. */
  people: { at: ENROLLED, by: NAMED },
  /** Who waits for the ride, who else has this surname. */
  names: { at: [], by: CLINICAL },
  /** On which chair a visit is that a link names. */
  where: { at: [], by: CLINICAL },
  schedule: { at: [], by: NAMED },
  history: { at: [], by: CLINICAL },
  /** A visit that is over, the transfer sheet, and the trend of a visit on no chair. */
  record: { at: [], by: CLINICAL },
  /** What a device sends, in a signal test. */
  signal: { at: [], by: NAMED },
  /** How visits went, week by week: counted, of nobody. */
  quality: { at: [], by: NAMED },
  /** New limits run over past visits. Whose a visit was is told only to who may see `record`. */
  'what-if': { at: [], by: ['provider', 'administrator'] },
  audit: { at: [], by: ['administrator'] },
  /** People, screens and adapters. */
  settings: { at: [], by: ['administrator'] },
} as const satisfies Readonly<Record<string, Lookers>>;
export type Seen = keyof typeof SEEN_BY;

/** A chair as the screen reaches it. */
export const chairSeen = (reach: Reach): Seen => (reach === 'own' ? 'own-chair' : 'other-chair');

/** The course of a visit, by the chair it is on; undefined: on none any more. */
export const visitSeen = (place: Standing | null | undefined, chairId: string | undefined): Seen =>
  chairId === undefined ? 'record' : chairSeen(reachOf(place, chairId));

/** Vital signs and alerts, and nothing to read in. */
const VITALS: readonly Seen[] = ['other-chair', 'beside', 'tiles'];

/** The clinic's own: a PIN is too little. */
const BY_PASSWORD: readonly Seen[] = ['audit', 'settings'];

/** A browser that is not enrolled has no place to fall back on: what its person watches goes on, and comes back after a lost connection. */
const isOnlyView = (place: Viewer['place']): boolean => place === null || place === undefined;

/** May it be shown there, now? The refusal names the way out. */
export function maySee({ place, role, locked, proof }: Viewer, seen: Seen): Result<null> {
  const { at, by }: Lookers = Object.hasOwn(SEEN_BY, seen) ? SEEN_BY[seen] : { at: [], by: [] };
  if (place && at.includes(place.kind)) return accept(null);
  if (role === undefined) return refuse('not-allowed', NOBODY_NAMED);
  if (locked && !(isOnlyView(place) && VITALS.includes(seen))) return refuse('locked', SCREEN_LOCKED);
  if (by.includes(role))
    return BY_PASSWORD.includes(seen) && proof !== 'password' ? refuse('not-allowed', NEEDS_PASSWORD) : accept(null);
  return role === 'administrator'
    ? refuse('not-allowed', 'What is of patients is shown to nurses and providers: sign in as one.')
    : refuse(
        'not-allowed',
        `This is shown to ${by.includes('provider') ? 'a provider or ' : ''}an administrator: ask one to look.`,
      );
}
