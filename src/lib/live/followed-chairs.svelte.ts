/** Every chair of the clinic in one projection, followed like a view: a snapshot, then patches. Dispose it when the page leaves. */
import type { BesideView, TileView } from '#core/view.ts';
import type { Answer } from '#protocol/answer.ts';
import type { Line } from './line.ts';
import type { Followed, Patch } from './merge.ts';
import { follow, patchFollowed } from './tiles.ts';
import { Watch } from './watch.ts';

interface ViewOfChair {
  readonly chair: { readonly chairId: string };
  readonly visitId: string | null;
}

/** How one projection is asked for, heard and left. */
interface Projection<View> {
  /** Null: not answered. */
  ask(): Promise<Answer<readonly Followed<View>[]> | null>;
  hear(take: (patch: Patch<View> & { readonly chairId: string }) => void): () => void;
  leave(): void;
}

export class FollowedChairs<View extends ViewOfChair> {
  readonly #projection: Projection<View>;
  readonly #watch: Watch<readonly Followed<View>[]>;
  readonly #stop: () => void;
  #chairs = $state.raw<ReadonlyMap<string, Followed<View>> | null>(null);

  constructor(line: Line, projection: Projection<View>) {
    this.#projection = projection;
    this.#watch = new Watch(line, {
      ask: () => projection.ask(),
      take: (chairs) => {
        this.#chairs = follow(chairs);
      },
      refused: (_, isShut) => {
        if (isShut) this.#chairs = null;
      },
    });
    this.#stop = projection.hear((patch) => this.#take(patch));
    this.#watch.start();
  }

  /** Null until the first snapshot. */
  get views(): readonly View[] | null {
    return this.#chairs === null ? null : [...this.#chairs.values()].map(({ view }) => view);
  }

  /** A snapshot: at each connect, after a hole, and when the clinic's chairs change. */
  ask(): Promise<void> {
    return this.#watch.ask();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#stop();
    this.#projection.leave();
  }

  #take(patch: Patch<View> & { readonly chairId: string }): void {
    if (this.#watch.isAsking || this.#chairs === null) return;
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
      return answer?.ok ? { ok: true, data: answer.data.tiles } : answer;
    },
    hear(take) {
      const stops = [line.on('tile:patch', take), line.on('tile:patches', (patches) => patches.forEach(take))];
      return () => stops.forEach((stop) => stop());
    },
    leave: lastOf(users, () => void line.request('tiles:unwatch', {})),
  });

/** What the banners of a chair's page need of all the others. */
export const followBeside = (line: Line, users: Users): FollowedChairs<BesideView> =>
  new FollowedChairs(line, {
    async ask() {
      const answer = await line.request('beside:watch', {});
      return answer?.ok ? { ok: true, data: answer.data.chairs } : answer;
    },
    hear: (take) => line.on('beside:patch', take),
    leave: lastOf(users, () => void line.request('beside:unwatch', {})),
  });
