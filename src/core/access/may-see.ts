/** Who may see what: one table, printed in docs/SPEC.md (SEC). A screen that is enrolled shows its own chair whoever is there, locked too. */
import type { Role } from '../actor.ts';
import { NOBODY_NAMED, SCREEN_LOCKED } from '../nobody-named.ts';
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
}

/** By its place, signed in or not and locked or not; or by the role of who is signed in, while it is not locked. */
export type Looker = Standing['kind'] | Role;

const ANY_PLACE: readonly Looker[] = ['chair', 'station', 'anywhere'];
const ALL_CHAIRS: readonly Looker[] = ['station', 'anywhere'];
const CLINICAL: readonly Looker[] = ['nurse', 'provider'];
const ANYBODY_NAMED: readonly Looker[] = [...CLINICAL, 'administrator'];
const ADMINISTRATOR: readonly Looker[] = ['administrator'];

/** Everything that is shown. */
export const SEEN_BY = {
  /** Vitals, alerts, pulse wave and trend of the visit on a chair that is the screen's own. */
  'own-chair': ANY_PLACE,
  'other-chair': CLINICAL,
  /** Alerts, emergency and who has the patient of every chair, without a patient's name. */
  beside: [...ANY_PLACE, ...CLINICAL],
  tiles: [...ALL_CHAIRS, ...CLINICAL],
  /** The clinic: its chairs, devices and protocols; nothing of a patient. */
  site: [...ANY_PLACE, ...ANYBODY_NAMED],
  /** Nurses and providers, to sign in at a screen. */
  people: [...ANY_PLACE, ...ANYBODY_NAMED],
  /** Who waits for the ride, who else has this surname. */
  names: CLINICAL,
  /** On which chair a visit is that a link names. */
  where: CLINICAL,
  schedule: ANYBODY_NAMED,
  history: CLINICAL,
  /** A visit that is over, the transfer sheet, and the trend of a visit on no chair. */
  record: CLINICAL,
  /** What a device sends, in a signal test. */
  signal: ANYBODY_NAMED,
  audit: ADMINISTRATOR,
  /** People, screens and adapters. */
  settings: ADMINISTRATOR,
} as const satisfies Readonly<Record<string, readonly Looker[]>>;
export type Seen = keyof typeof SEEN_BY;

/** A chair as the screen reaches it. */
export const chairSeen = (reach: Reach): Seen => (reach === 'own' ? 'own-chair' : 'other-chair');

/** The course of a visit, by the chair it is on; undefined: on none any more. */
export const visitSeen = (place: Standing | null | undefined, chairId: string | undefined): Seen =>
  chairId === undefined ? 'record' : chairSeen(reachOf(place, chairId));

/** May it be shown there, now? The refusal names the way out. */
export function maySee({ place, role, locked }: Viewer, seen: Seen): Result<null> {
  const lookers: readonly Looker[] = Object.hasOwn(SEEN_BY, seen) ? SEEN_BY[seen] : [];
  if (place && lookers.includes(place.kind)) return accept(null);
  if (role === undefined) return refuse('not-allowed', NOBODY_NAMED);
  if (locked) return refuse('locked', SCREEN_LOCKED);
  if (lookers.includes(role)) return accept(null);
  return role === 'administrator'
    ? refuse('not-allowed', 'What is of patients is shown to nurses and providers: sign in as one.')
    : refuse('not-allowed', 'This is shown to an administrator: ask one to look.');
}
