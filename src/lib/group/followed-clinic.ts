/**
 * What is known of one other clinic, and whether it can be trusted to be now (docs/SPEC.md, ND). Pure: instants are monotonic ms, given.
 * Messages may come in another order than they were sent; one that is missing for longer than that is lost, and all is asked for again.
 */
import type { GroupTile } from '#core/group/group-tile.ts';
import type { Duration, Instant } from '#core/reading.ts';
import type { TileView } from '#core/view.ts';
import type { GroupBeat, GroupChairs, GroupTiles, Published } from '#protocol/group-events.ts';
import { clinicTimeAt, type HeardBeat } from '../live/clinic-time.ts';
import { tileOfGroup } from './tile-of-group.ts';

/** `loading`: nothing shown yet. `live`. `asking`: something is missing, a beat too, and was asked for again. `lost`: no connection to that clinic. */
export type ClinicStatus = 'loading' | 'live' | 'asking' | 'lost';

/** No beat for so long: no connection, and said so. */
export const SILENCE_MS: Duration = 5_000;
/** No beat for so long: not live any more, as a screen's own numbers without a connection. */
export const OLD_MS: Duration = 2_500;
/** A message that was overtaken comes within this. */
const OVERTAKEN_MS: Duration = 750;
/** No beat for so long: asked, so that another node that has the clinic by now begins to publish. */
const QUIET_MS: Duration = 2_000;
const ASK_AGAIN_MS: Duration = 1_000;
/** More missing at once than are counted one by one. */
const MOST_MISSING = 256;

interface Known {
  readonly seq: number;
  readonly tile: TileView;
}

export class FollowedClinic {
  readonly siteId: string;
  #run = 0;
  /** The greatest number heard in this run; 0: none. */
  #last = 0;
  /** Numbers that were passed over, since when. */
  readonly #missing = new Map<number, number>();
  #chairs: { readonly seq: number; readonly ids: readonly string[] } | undefined;
  readonly #tiles = new Map<string, Known>();
  #shown: readonly TileView[] | undefined;
  #beat: HeardBeat | undefined;
  #heardAt: number;
  /** Since when something is missing; undefined: nothing is. */
  #brokenAt: number | undefined;
  /** What is told whole must be so after this number. */
  #brokenSeq = 0;
  #askedAt: number;

  /** It is asked for at this instant. */
  constructor(siteId: string, at: number) {
    this.siteId = siteId;
    this.#heardAt = this.#brokenAt = this.#askedAt = at;
  }

  /** In that clinic's order; undefined until all of it was heard once. */
  get tiles(): readonly TileView[] | undefined {
    return this.#shown;
  }

  status(at: number): ClinicStatus {
    if (at - this.#heardAt >= SILENCE_MS) return 'lost';
    if (this.#brokenAt === undefined) return at - this.#heardAt >= OLD_MS ? 'asking' : 'live';
    if (at - this.#brokenAt >= SILENCE_MS) return 'lost';
    return this.#shown ? 'asking' : 'loading';
  }

  /** Its clinic's time; 0 until it was heard once. */
  nowAt(at: number): Instant {
    return this.#beat ? clinicTimeAt(this.#beat, at) : 0;
  }

  /** Finds what is missing. @returns true: ask for all of it now */
  check(at: number): boolean {
    for (const since of this.#missing.values())
      if (at - since >= OVERTAKEN_MS) {
        this.#break(at);
        break;
      }
    const wants = this.#brokenAt !== undefined || at - this.#heardAt >= QUIET_MS;
    if (!wants || at - this.#askedAt < ASK_AGAIN_MS) return false;
    this.#askedAt = at;
    return true;
  }

  /** The connection was lost and is back: what came meanwhile did not come here. */
  broken(at: number): void {
    this.#break(at);
    this.#askedAt = at;
  }

  takeBeat(beat: GroupBeat, at: number): void {
    if (!this.#counted(beat, at)) return;
    // One that was overtaken by a younger one says nothing new.
    if (beat.seq < this.#last) return;
    this.#heardAt = at;
    this.#beat = { now: beat.now, rate: beat.rate, heardAt: at };
  }

  takeChairs(chairs: GroupChairs, at: number): void {
    if (!this.#counted(chairs, at)) return;
    if (this.#chairs && chairs.seq < this.#chairs.seq) return;
    this.#chairs = { seq: chairs.seq, ids: chairs.chairIds };
    for (const seq of this.#missing.keys()) if (seq < chairs.seq) this.#missing.delete(seq);
    for (const chairId of this.#tiles.keys()) if (!chairs.chairIds.includes(chairId)) this.#tiles.delete(chairId);
    this.#draw();
  }

  takeTiles({ tiles, ...published }: GroupTiles, at: number): void {
    if (!this.#counted(published, at)) return;
    for (const tile of tiles) this.#take(tile, published.seq);
    this.#draw();
  }

  #take(tile: GroupTile, seq: number): void {
    const { chairId } = tile.chair;
    if (seq > (this.#tiles.get(chairId)?.seq ?? 0))
      this.#tiles.set(chairId, { seq, tile: tileOfGroup(this.siteId, tile) });
  }

  /** @returns false: of a process that publishes no more */
  #counted({ run, seq }: Published, at: number): boolean {
    if (run !== this.#run && !this.#begins(run, at)) return false;
    if (this.#missing.delete(seq)) return true;
    if (seq <= this.#last) return true;
    // Where the count begins, all that was before follows whole.
    if (this.#last > 0) {
      if (seq - this.#last > MOST_MISSING) this.#break(at);
      else for (let missing = this.#last + 1; missing < seq; missing += 1) this.#missing.set(missing, at);
    }
    this.#last = seq;
    return true;
  }

  /** A lower run is that of a process which lost the clinic; after a silence it may be all there is. */
  #begins(run: number, at: number): boolean {
    if (run < this.#run && this.status(at) !== 'lost') return false;
    this.#run = run;
    this.#last = this.#brokenSeq = 0;
    this.#missing.clear();
    this.#chairs = undefined;
    // What is shown stays to be seen, as old: each is replaced by the first of the new run.
    for (const [chairId, { tile }] of this.#tiles) this.#tiles.set(chairId, { seq: 0, tile });
    this.#brokenAt ??= at;
    return true;
  }

  #break(at: number): void {
    if (this.#brokenAt !== undefined) return;
    this.#brokenAt = at;
    this.#brokenSeq = this.#last;
  }

  #draw(): void {
    const { ids, seq } = this.#chairs ?? {};
    if (ids === undefined || seq === undefined) return;
    const known = ids.flatMap((chairId) => this.#tiles.get(chairId) ?? []);
    const isWhole = known.length === ids.length && known.every((each) => each.seq > seq);
    if (isWhole && this.#missing.size === 0 && seq > this.#brokenSeq) this.#brokenAt = undefined;
    if (isWhole || this.#shown) this.#shown = known.map(({ tile }) => tile);
  }
}
