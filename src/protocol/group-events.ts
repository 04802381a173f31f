/**
 * Typed event maps of the `/group` namespace: a provider's station hears the chairs of other clinics of its group, and can ask again. There
 * is nothing of a patient in any of it, and nothing can be done through it. Payloads of pages and of other servers are parsed by
 * group-schemas.ts.
 */
import type { GroupTile } from '#core/group/group-tile.ts';
import type { Instant } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Ack } from './answer.ts';

export const GROUP_NAMESPACE = '/group';

/** A clinic that admits the stations of this one. */
export interface GroupClinic {
  readonly siteId: string;
  readonly name: string;
  /** Where its own pages are; null: it has no address yet. */
  readonly host: string | null;
  readonly demo?: true;
}

/** Of everything a clinic publishes. */
export interface Published {
  readonly siteId: string;
  /** Who publishes: greater whenever another process does. */
  readonly run: number;
  /** Counts the messages of this run, beats too. They may come in another order. */
  readonly seq: number;
}

/** Each of these chairs follows with its tile: all of the clinic anew. */
export interface GroupChairs extends Published {
  /** In the clinic's order. */
  readonly chairIds: readonly string[];
}

export interface GroupTiles extends Published {
  readonly tiles: readonly GroupTile[];
}

/** Every second, while somebody watches. `now` and `rate` as in a screen's `clock:beat`, of that clinic. */
export interface GroupBeat extends Published {
  readonly now: Instant;
  readonly rate: number;
}

export interface ServerToGroup {
  /** Which clinics this page may see now; each one that is new follows whole. */
  'group:clinics': (seen: { readonly clinics: readonly GroupClinic[] }) => void;
  'group:chairs': (chairs: GroupChairs) => void;
  'group:tiles': (tiles: GroupTiles) => void;
  'group:beat': (beat: GroupBeat) => void;
  /** This page may see none any more. The connection is closed after it. */
  'group:closed': (why: Refusal) => void;
}

export interface GroupToServer {
  'group:watch': (payload: Record<string, never>, ack: Ack<{ readonly clinics: readonly GroupClinic[] }>) => void;
  /** Something is missing: publish all of that clinic again. */
  'group:ask': (payload: { readonly siteId: string }, ack: Ack<null>) => void;
}

/** From the server of one clinic to that of another: somebody here watches you; `whole`: and needs all of it. */
export interface BetweenClinics {
  'group:want': (wanted: { readonly siteId: string; readonly whole: boolean }) => void;
}

/** Where a clinic publishes. The number is that of the payloads: a node of another kind is not heard rather than misread. */
export const roomOf = (siteId: string): string => `tiles-1:${siteId}`;
