/** The tiles of every chair, in the chairs' order as the site has them. */
import type { TileView } from '#core/view.ts';
import type { TilePatch, WireVisitCommand } from '#protocol/screen-events.ts';
import type { Refusal } from '#core/refusal.ts';
import { onOtherAccess } from './access-changes.ts';
import type { Line } from './line.ts';
import type { Outbox } from './outbox.ts';
import { followTiles, patchTiles, type FollowedTiles } from './tiles.ts';

/** Drawing takes longer the more chairs there are: of more than a few, so long nothing is drawn again after it was. */
const FEW_CHAIRS = 12;
const REST_MS_A_CHAIR = 1;

export class Station {
  readonly #line: Line;
  readonly #outbox: Outbox;
  readonly #stops: (() => void)[];
  /** As they came; and as they are drawn, at most some milliseconds later. */
  #heard: FollowedTiles | null = null;
  #tiles = $state.raw<FollowedTiles | null>(null);
  readonly #views = $derived(this.#tiles === null ? null : [...this.#tiles.values()].map((each) => each.view));
  #drawnAt = -Infinity;
  #drawing: ReturnType<typeof setTimeout> | undefined;
  #refused = $state.raw<Refusal | null>(null);
  #asking = false;
  /** Counts the questions: an answer to an older one is dropped. */
  #asked = 0;
  #disposed = false;

  constructor(line: Line, outbox: Outbox) {
    this.#line = line;
    this.#outbox = outbox;
    this.#stops = [
      line.on('tile:patch', (patch) => this.#take(patch)),
      line.onConnect(() => this.#askAfresh()),
      onOtherAccess(line, () => this.#askAfresh()),
    ];
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
  async ask(): Promise<void> {
    if (this.#asking || this.#disposed) return;
    this.#asking = true;
    const asked = (this.#asked += 1);
    const answer = await this.#line.request('station:watch', {});
    if (asked !== this.#asked) return;
    this.#asking = false;
    if (answer === null || this.#disposed) return;
    // What may not be seen here any more is not left standing.
    if (!answer.ok) this.#draw((this.#heard = null));
    if (answer.ok) this.#draw((this.#heard = followTiles(answer.data)));
    this.#refused = answer.ok ? null : answer.refusal;
  }

  /** An answer that is still on its way may be of before. */
  #askAfresh(): void {
    this.#asking = false;
    void this.ask();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#drawing);
    for (const stop of this.#stops) stop();
    // Only a new socket is no longer a station's: what follows on a chair's page must count as done there.
    this.#line.renew();
  }

  #take(patch: TilePatch): void {
    if (this.#asking || this.#heard === null) return;
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
