/** The tiles of every chair, in the chairs' order as the site has them. */
import type { TileView } from '#core/view.ts';
import type { StationSnapshot, TilePatch, WireVisitCommand } from '#protocol/screen-events.ts';
import type { Refusal } from '#core/refusal.ts';
import type { Line } from './line.ts';
import type { Outbox } from './outbox.ts';
import { followTiles, patchTiles, type FollowedTiles } from './tiles.ts';
import { Watch } from './watch.ts';

/** Drawing takes longer the more chairs there are: of more than a few, so long nothing is drawn again after it was. */
const FEW_CHAIRS = 12;
const REST_MS_A_CHAIR = 1;

export class Station {
  readonly #line: Line;
  readonly #outbox: Outbox;
  readonly #watch: Watch<StationSnapshot>;
  readonly #stop: () => void;
  /** As they came; and as they are drawn, at most some milliseconds later. */
  #heard: FollowedTiles | null = null;
  #tiles = $state.raw<FollowedTiles | null>(null);
  readonly #views = $derived(this.#tiles === null ? null : [...this.#tiles.values()].map((each) => each.view));
  #drawnAt = -Infinity;
  #drawing: ReturnType<typeof setTimeout> | undefined;
  #refused = $state.raw<Refusal | null>(null);

  constructor(line: Line, outbox: Outbox) {
    this.#line = line;
    this.#outbox = outbox;
    this.#watch = new Watch(line, {
      ask: () => line.request('station:watch', {}),
      take: (snapshot) => {
        this.#draw((this.#heard = followTiles(snapshot)));
        this.#refused = null;
      },
      refused: (refusal, isShut) => {
        if (isShut) this.#draw((this.#heard = null));
        this.#refused = refusal;
      },
    });
    const stops = [
      line.on('tile:patch', (patch) => this.#take(patch)),
      line.on('tile:patches', (patches) => patches.forEach((patch) => this.#take(patch))),
    ];
    this.#stop = () => stops.forEach((stop) => stop());
    this.#watch.start();
  }

  /** Null until the first snapshot. */
  get tiles(): readonly TileView[] | null {
    return this.#views;
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  /** Null = done. It counts as given at the station, also when it is sent again before the tiles are asked for. */
  give(visitId: string, command: WireVisitCommand): Promise<Refusal | null> {
    return this.#outbox.giveVisit(visitId, command, 'station');
  }

  /** A snapshot of every tile: at each connect, after a hole, and when the clinic's chairs change. */
  ask(): Promise<void> {
    return this.#watch.ask();
  }

  dispose(): void {
    this.#watch.dispose();
    clearTimeout(this.#drawing);
    this.#stop();
    // Only a new socket is no longer a station's: what follows on a chair's page must count as done there.
    this.#line.renew();
  }

  #take(patch: TilePatch): void {
    if (this.#watch.isAsking || this.#heard === null) return;
    const patched = patchTiles(this.#heard, patch);
    if (patched === null) return void this.ask();
    this.#heard = patched;
    if (this.#drawing !== undefined) return;
    const rest = this.#drawnAt + patched.size * REST_MS_A_CHAIR - performance.now();
    if (rest <= 0 || patched.size <= FEW_CHAIRS) this.#draw(patched);
    else this.#drawing = setTimeout(() => this.#draw(this.#heard), rest);
  }

  #draw(tiles: FollowedTiles | null): void {
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    this.#drawnAt = performance.now();
    this.#tiles = tiles;
  }
}
