/**
 * One clinic's tiles to the stations of others, while one of them asks for it: what changed, numbered without holes, each second a beat
 * with the number, and all of it whenever somebody misses something. Times are monotonic ms (docs/adr/0033-stations-over-several-clinics.md).
 */
import { groupChange, groupTileOf } from '#core/group/group-tile.ts';
import type { GroupTile } from '#core/group/group-tile.ts';
import type { Duration } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';
import type { GroupBeat, GroupChairs, GroupTiles, Published } from '#protocol/group-events.ts';

/** Each server with such a station says it anew every 5 s. */
const WANTED_MS: Duration = 15_000;
/** Ordinary changes go together, at most four times a second. */
const TOGETHER_MS: Duration = 250;
/** However many miss something at once, all of it goes out so often at most. */
const WHOLE_MS: Duration = 500;
/** A NOTIFY has 8,000 bytes; a longer message goes through a table, and may be overtaken. The rest is what the adapter wraps around it. */
const MESSAGE_BYTES = 7_000;

export interface PublisherDeps {
  readonly siteId: string;
  readonly run: number;
  readonly clock: { readonly now: number; readonly rate: number };
  /** In the clinic's order. */
  readonly views: () => readonly ChairView[];
  readonly mayPublish: () => boolean;
  readonly send: {
    chairs(chairs: GroupChairs): void;
    tiles(tiles: GroupTiles): void;
    beat(beat: GroupBeat): void;
  };
  readonly monotonic?: () => number;
}

export class GroupPublisher {
  readonly #deps: PublisherDeps;
  readonly #monotonic: () => number;
  readonly #changed = new Set<string>();
  /** How many visits each chair had, and the one it has. */
  readonly #visits = new Map<string, { readonly visitId: string; readonly count: number }>();
  #seq = 0;
  #wantedUntil = -Infinity;
  #sentAt = -Infinity;
  #wholeAt = -Infinity;
  #wholeDue = false;
  #chairsTold = '';
  #soon: NodeJS.Immediate | undefined;
  #later: NodeJS.Timeout | undefined;

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    this.#monotonic = deps.monotonic ?? (() => performance.now());
  }

  get isWanted(): boolean {
    return this.#monotonic() < this.#wantedUntil;
  }

  /** @param whole somebody has not got all of it */
  wanted(whole: boolean): void {
    const wasWanted = this.isWanted;
    this.#wantedUntil = this.#monotonic() + WANTED_MS;
    if (whole || !wasWanted) this.#wholeSoon();
  }

  changed({ chair }: ChairView, patch: Partial<ChairView>): void {
    const change = groupChange(patch);
    if (change === undefined || !this.isWanted) return;
    this.#changed.add(chair.chairId);
    // What comes in one turn, an alert on every chair, goes in one message.
    if (change === 'urgent') this.#soon ??= setImmediate(() => this.#flush());
    else this.#together(this.#sentAt + TOGETHER_MS);
  }

  /** Called each second. */
  beat(): void {
    if (!this.isWanted) return;
    const { clock, send, views } = this.#deps;
    if (keyOf(views()) !== this.#chairsTold) this.#wholeDue = true;
    this.#flush();
    this.#publish((published) => send.beat({ ...published, now: clock.now, rate: clock.rate }));
  }

  dispose(): void {
    this.#wantedUntil = -Infinity;
    this.#wait();
  }

  #together(at: number): void {
    const wait = at - this.#monotonic();
    if (wait <= 0) this.#soon ??= setImmediate(() => this.#flush());
    else this.#later ??= setTimeout(() => this.#flush(), wait).unref();
  }

  #wholeSoon(): void {
    this.#wholeDue = true;
    this.#together(this.#wholeAt + WHOLE_MS);
  }

  #wait(): void {
    clearImmediate(this.#soon);
    clearTimeout(this.#later);
    this.#soon = this.#later = undefined;
  }

  #flush(): void {
    this.#wait();
    if (!this.isWanted) return this.#changed.clear();
    const all = this.#deps.views();
    const now = this.#monotonic();
    if (this.#wholeDue && now >= this.#wholeAt + WHOLE_MS) {
      this.#wholeDue = false;
      this.#wholeAt = this.#sentAt = now;
      this.#changed.clear();
      this.#chairsTold = keyOf(all);
      this.#publish((published) =>
        this.#deps.send.chairs({ ...published, chairIds: all.map(({ chair }) => chair.chairId) }),
      );
      return this.#tiles(all);
    }
    if (this.#wholeDue) this.#together(this.#wholeAt + WHOLE_MS);
    if (this.#changed.size === 0) return;
    this.#sentAt = now;
    const changed = all.filter(({ chair }) => this.#changed.has(chair.chairId));
    this.#changed.clear();
    this.#tiles(changed);
  }

  #tiles(views: readonly ChairView[]): void {
    for (const tiles of inMessages(views.map((view) => this.#tileOf(view))))
      this.#publish((published) => this.#deps.send.tiles({ ...published, tiles }));
  }

  #publish(send: (published: Published) => void): void {
    const { siteId, run, mayPublish } = this.#deps;
    // What is not sent is not counted: whoever publishes next has another run, or this one says all of it after the doubt.
    if (!mayPublish()) {
      this.#wholeDue = true;
      return;
    }
    send({ siteId, run, seq: (this.#seq += 1) });
  }

  #tileOf(view: ChairView): GroupTile {
    const { visitId } = view;
    const { chairId } = view.chair;
    const known = this.#visits.get(chairId);
    if (visitId !== null && known?.visitId !== visitId)
      this.#visits.set(chairId, { visitId, count: (known?.count ?? 0) + 1 });
    return groupTileOf(view, this.#visits.get(chairId)?.count ?? 0);
  }
}

const keyOf = (views: readonly ChairView[]): string => views.map(({ chair }) => chair.chairId).join();

/** As few messages as their size allows; a tile is never cut. */
function inMessages(tiles: readonly GroupTile[]): readonly (readonly GroupTile[])[] {
  const messages: GroupTile[][] = [];
  let left = 0;
  for (const tile of tiles) {
    const bytes = Buffer.byteLength(JSON.stringify(tile)) + 1;
    if (bytes > left || messages.length === 0) {
      messages.push([]);
      left = MESSAGE_BYTES;
    }
    messages.at(-1)?.push(tile);
    left -= bytes;
  }
  return messages;
}
