/** The tiles of every chair, in the chairs' order as the site has them. */
import type { TileView } from '#core/view.ts';
import type { TilePatch, WireVisitCommand } from '#protocol/screen-events.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Line } from './line.ts';
import type { Outbox } from './outbox.ts';
import { followTiles, patchTiles, type FollowedTiles } from './tiles.ts';

export class Station {
  readonly #line: Line;
  readonly #outbox: Outbox;
  readonly #stops: (() => void)[];
  #tiles = $state.raw<FollowedTiles | null>(null);
  #refused = $state.raw<Refusal | null>(null);
  #asking = false;
  #disposed = false;

  constructor(line: Line, outbox: Outbox) {
    this.#line = line;
    this.#outbox = outbox;
    this.#stops = [
      line.on('tile:patch', (patch) => this.#take(patch)),
      line.onConnect(() => {
        this.#asking = false;
        void this.ask();
      }),
    ];
  }

  /** Null until the first snapshot. */
  get tiles(): readonly TileView[] | null {
    return this.#tiles === null ? null : [...this.#tiles.values()].map((each) => each.view);
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  /** Null = done. It counts as given at the station, also when it is sent again before the tiles are asked for. */
  give(visitId: string, command: WireVisitCommand): Promise<Refusal | null> {
    return this.#outbox.giveVisit(visitId, command, 'station');
  }

  /** A snapshot of every tile: at each connect, after a hole, and when the clinic's chairs change. */
  async ask(): Promise<void> {
    if (this.#asking || this.#disposed) return;
    this.#asking = true;
    const answer = await this.#line.request('station:watch', {});
    this.#asking = false;
    if (answer === null || this.#disposed) return;
    if (answer.ok) this.#tiles = followTiles(answer.data);
    this.#refused = answer.ok ? null : answer.refusal;
  }

  dispose(): void {
    this.#disposed = true;
    for (const stop of this.#stops) stop();
    // Only a new socket is no longer a station's: what follows on a chair's page must count as done there.
    this.#line.renew();
  }

  #take(patch: TilePatch): void {
    if (this.#asking || this.#tiles === null) return;
    const patched = patchTiles(this.#tiles, patch);
    if (patched === null) void this.ask();
    else this.#tiles = patched;
  }
}
