/** What the screens were last told of each chair. Recomputed when something changed or time alone changes it; tells the difference. */
import type { Instant } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';
import { chairView, viewChangesAt } from '#core/view.ts';
import type { ChairSources } from '#core/view/chair-view.ts';
import { sameValue } from './same-value.ts';

/** @param patch the changed top-level keys, each whole; never empty. */
export type BoardListener = (view: ChairView, patch: Partial<ChairView>) => void;

interface Shown {
  readonly view: ChairView;
  readonly changesAt: Instant | undefined;
}

export class Board {
  readonly #sources: (chairId: string) => ChairSources | undefined;
  readonly #now: () => Instant;
  readonly #shown = new Map<string, Shown>();
  readonly #listeners = new Set<BoardListener>();

  /** @param sources undefined for a chair that does not exist. */
  constructor(sources: (chairId: string) => ChairSources | undefined, now: () => Instant) {
    this.#sources = sources;
    this.#now = now;
  }

  /** Each chair as it was last told to the screens. */
  get views(): readonly ChairView[] {
    return [...this.#shown.values()].map(({ view }) => view);
  }

  view(chairId: string): ChairView | undefined {
    return this.#shown.get(chairId)?.view;
  }

  subscribe(listener: BoardListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  refresh(chairId: string): void {
    const sources = this.#sources(chairId);
    if (!sources) {
      this.#shown.delete(chairId);
      return;
    }
    const now = this.#now();
    const view = chairView(sources, now);
    const before = this.#shown.get(chairId)?.view;
    this.#shown.set(chairId, { view, changesAt: viewChangesAt(view, now) });
    const patch = before ? changedKeys(before, view) : view;
    if (patch) for (const listener of this.#listeners) listener(view, patch);
  }

  /** Those that change by time alone. */
  tick(): void {
    const now = this.#now();
    for (const [chairId, { changesAt }] of this.#shown)
      if (changesAt !== undefined && changesAt <= now) this.refresh(chairId);
  }
}

function changedKeys(before: ChairView, after: ChairView): Partial<ChairView> | undefined {
  const changed = Object.entries(after).filter(([key, value]) => !sameValue(value, before[key as keyof ChairView]));
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}
