/** Every chair of the clinic in one projection, followed like a view: a snapshot, then patches. Dispose it when the page leaves. */
import type { BesideView, TileView } from '#core/view.ts';
import { onOtherAccess } from './access-changes.ts';
import type { Line } from './line.ts';
import type { Followed, Patch } from './merge.ts';
import { follow, patchFollowed } from './tiles.ts';

interface ViewOfChair {
  readonly chair: { readonly chairId: string };
  readonly visitId: string | null;
}

/** How one projection is asked for, heard and left. */
interface Projection<View> {
  /** Null: not answered. */
  ask(): Promise<readonly Followed<View>[] | 'refused' | null>;
  hear(take: (patch: Patch<View> & { readonly chairId: string }) => void): () => void;
  leave(): void;
}

export class FollowedChairs<View extends ViewOfChair> {
  readonly #projection: Projection<View>;
  readonly #stops: (() => void)[];
  #chairs = $state.raw<ReadonlyMap<string, Followed<View>> | null>(null);
  #asking = false;
  /** Counts the questions: an answer to an older one is dropped. */
  #asked = 0;
  #disposed = false;

  constructor(line: Line, projection: Projection<View>) {
    this.#projection = projection;
    this.#stops = [
      projection.hear((patch) => this.#take(patch)),
      line.onConnect(() => this.#askAfresh()),
      onOtherAccess(line, () => this.#askAfresh()),
    ];
  }

  /** Null until the first snapshot. */
  get views(): readonly View[] | null {
    return this.#chairs === null ? null : [...this.#chairs.values()].map(({ view }) => view);
  }

  /** A snapshot: at each connect, after a hole, and when the clinic's chairs change. */
  async ask(): Promise<void> {
    if (this.#asking || this.#disposed) return;
    this.#asking = true;
    const asked = (this.#asked += 1);
    const chairs = await this.#projection.ask();
    if (asked !== this.#asked) return;
    this.#asking = false;
    if (this.#disposed || chairs === null) return;
    // What may not be seen here any more is not left standing.
    this.#chairs = chairs === 'refused' ? null : follow(chairs);
  }

  /** An answer that is still on its way may be of before. */
  #askAfresh(): void {
    this.#asking = false;
    void this.ask();
  }

  dispose(): void {
    this.#disposed = true;
    for (const stop of this.#stops) stop();
    this.#projection.leave();
  }

  #take(patch: Patch<View> & { readonly chairId: string }): void {
    if (this.#asking || this.#chairs === null) return;
    const patched = patchFollowed(this.#chairs, patch);
    if (patched === null) void this.ask();
    else this.#chairs = patched;
  }
}

/** How many on this page follow it: one chair's page comes before the one it takes the place of goes. */
export interface Users {
  count: number;
}

function lastOf(users: Users, unwatch: () => void): () => void {
  users.count += 1;
  return () => {
    users.count -= 1;
    if (users.count === 0) unwatch();
  };
}

/** The tiles, on a page that is no station. */
export const followTilesOf = (line: Line, users: Users): FollowedChairs<TileView> =>
  new FollowedChairs(line, {
    async ask() {
      const answer = await line.request('tiles:watch', {});
      return answer === null ? null : answer.ok ? answer.data.tiles : 'refused';
    },
    hear: (take) => line.on('tile:patch', take),
    leave: lastOf(users, () => void line.request('tiles:unwatch', {})),
  });

/** What the banners of a chair's page need of all the others. */
export const followBeside = (line: Line, users: Users): FollowedChairs<BesideView> =>
  new FollowedChairs(line, {
    async ask() {
      const answer = await line.request('beside:watch', {});
      return answer === null ? null : answer.ok ? answer.data.chairs : 'refused';
    },
    hear: (take) => line.on('beside:patch', take),
    leave: lastOf(users, () => void line.request('beside:unwatch', {})),
  });
