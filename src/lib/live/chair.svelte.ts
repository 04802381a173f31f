/** One chair as this page follows it. Dispose it when the page leaves. At most one for a chair at a time. */
import type { Refusal } from '#core/refusal.ts';
import type { ChairView } from '#core/view.ts';
import type { ChairPatch, ChairSnapshot, OpenVisit, WireVisitCommand } from '#protocol/screen-events.ts';
import type { Line } from './line.ts';
import { merge, type Followed } from './merge.ts';
import type { Outbox } from './outbox.ts';
import { Watch } from './watch.ts';

export class Chair {
  readonly chairId: string;
  readonly #line: Line;
  readonly #outbox: Outbox;
  readonly #from: 'station' | 'phone' | undefined;
  readonly #watch: Watch<ChairSnapshot>;
  readonly #stop: () => void;
  #followed = $state.raw<Followed<ChairView> | null>(null);
  #refused = $state.raw<Refusal | null>(null);

  /** @param from the kind of page that follows it, where it is not the chair's own: what is given counts as done there. */
  constructor(chairId: string, line: Line, outbox: Outbox, from?: 'station' | 'phone') {
    this.chairId = chairId;
    this.#from = from;
    this.#line = line;
    this.#outbox = outbox;
    this.#watch = new Watch(line, {
      ask: () => line.request('chair:watch', { chairId }),
      take: ({ seq, view }) => {
        this.#followed = { seq, view };
        this.#refused = null;
      },
      refused: (refusal, isShut) => {
        if (isShut) this.#followed = null;
        this.#refused = refusal;
      },
    });
    this.#stop = line.on('chair:patch', (patch) => this.#take(patch));
    this.#watch.start();
  }

  /** Null until the first snapshot. While the line is lost it is the last known: the page greys it. */
  get view(): ChairView | null {
    return this.#followed?.view ?? null;
  }

  /** Why this chair cannot be watched (unknown chair), in a sentence. */
  get refused(): Refusal | null {
    return this.#refused;
  }

  /** Null = done. A refusal is shown beside the button that was pressed. */
  give(visitId: string, command: WireVisitCommand): Promise<Refusal | null> {
    return this.#outbox.giveVisit(visitId, command, this.#from);
  }

  /** Null = done; the visit comes with the next patch. */
  openVisit(payload: Omit<OpenVisit, 'chairId'>): Promise<Refusal | null> {
    return this.#outbox.openVisit({ ...payload, chairId: this.chairId });
  }

  /** Null = done; the visit comes with the next patch. */
  begin(planId: string, confirmed = false): Promise<Refusal | null> {
    return this.#outbox.beginVisit({ chairId: this.chairId, planId, ...(confirmed && { confirmed }) });
  }

  /** Asks for a quiet chair, or for the sound back. Null = done. */
  quiet(quiet: boolean): Promise<Refusal | null> {
    return this.#outbox.deliver(() => this.#line.request('chair:quiet', { chairId: this.chairId, quiet }));
  }

  dispose(): void {
    this.#watch.dispose();
    this.#stop();
    void this.#line.request('chair:unwatch', { chairId: this.chairId });
  }

  #take(patch: ChairPatch): void {
    if (patch.chairId !== this.chairId || this.#watch.isAsking || this.#followed === null) return;
    const merged = merge(this.#followed, patch);
    if (merged.kind === 'merged') this.#followed = merged.followed;
    else if (merged.kind === 'broken') void this.#watch.ask();
  }
}
