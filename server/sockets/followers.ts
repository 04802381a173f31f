/** Who follows which visit event by event: pages with devices of their own, so that they know all of it when the server goes. */
import { refuse } from '#core/refusal.ts';
import type { FollowedEvents, ScreenToServer } from '#protocol/screen-events.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { Clinic } from '../clinic.ts';
import type { Responders } from './respond.ts';

export interface Follower {
  readonly isBehind: boolean;
  watches(chairId: string): boolean;
  send(events: FollowedEvents): void;
}

export class Followers {
  readonly #visits = new Map<string, Set<Follower>>();

  follow(visitId: string, follower: Follower): void {
    this.#visits.set(visitId, (this.#visits.get(visitId) ?? new Set()).add(follower));
  }

  unfollow(visitId: string, follower: Follower): void {
    const all = this.#visits.get(visitId);
    all?.delete(follower);
    if (all?.size === 0) this.#visits.delete(visitId);
  }

  gone(follower: Follower): void {
    for (const visitId of this.#visits.keys()) this.unfollow(visitId, follower);
  }

  /** A slow page misses some, sees the hole in the count and follows anew; one that left the chair hears no more. */
  tell(chairId: string, events: FollowedEvents): void {
    for (const follower of this.#visits.get(events.visitId) ?? []) {
      if (!follower.watches(chairId)) this.unfollow(events.visitId, follower);
      else if (!follower.isBehind) follower.send(events);
    }
  }
}

export type FollowRequest = 'visit:follow' | 'visit:unfollow';
type FollowEvents = Pick<ScreenToServer, FollowRequest>;

export function followResponders(
  clinic: Pick<Clinic, 'followed'>,
  followers: Followers,
  follower: Follower,
): Responders<FollowEvents, { readonly [Event in FollowRequest]: ScreenPayload<Event> }> {
  return {
    'visit:follow': ({ visitId }) => {
      const followed = clinic.followed(visitId);
      if (!followed || !follower.watches(followed.state.chairId))
        return refuse('not-allowed', 'This screen does not watch a chair with this visit: watch the chair first.');
      followers.follow(visitId, follower);
      return { ok: true, data: followed };
    },
    'visit:unfollow': ({ visitId }) => {
      followers.unfollow(visitId, follower);
      return { ok: true, data: null };
    },
  };
}
