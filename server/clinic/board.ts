/**
 * What the screens were last told of each chair. Recomputed when something changed or time alone changes it; tells the difference. What a
 * disk is just writing is drawn meanwhile, so that screens wait for the disk alone.
 */
import type { Instant } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';
import { chairView, viewChangesAt } from '#core/view.ts';
import { notJudged } from '#core/view/alert-view.ts';
import type { ChairSources } from '#core/view/chair-view.ts';
import type { VisitState } from '#core/visit-state.ts';
import { sameValue } from './same-value.ts';

/** @param patch the changed top-level keys, each whole; never empty. */
export type BoardListener = (view: ChairView, patch: Partial<ChairView>) => void;

interface Shown {
  readonly view: ChairView;
  readonly changesAt: Instant | undefined;
}

/** Drawn before it may be shown. */
interface Coming extends Shown {
  readonly visit: VisitState;
  readonly patch: Partial<ChairView> | undefined;
}

/** @param coming of a visit there, in the place of what is shown of it */
export type SourcesOf = (chairId: string, coming?: VisitState) => ChairSources | undefined;

export class Board {
  readonly #sources: SourcesOf;
  readonly #now: () => Instant;
  readonly #onFault: (chairId: string, error: unknown) => void;
  /** Chairs that cannot be drawn, since when. */
  readonly #failing = new Map<string, Instant>();
  readonly #shown = new Map<string, Shown>();
  /** Each against what is shown now: whatever else changes of a chair makes it void. */
  readonly #coming = new Map<string, Coming>();
  readonly #listeners = new Set<BoardListener>();

  /**
   * @param sources undefined for a chair that does not exist.
   * @param onFault told once when a chair cannot be drawn.
   */
  constructor(
    sources: SourcesOf,
    now: () => Instant,
    onFault: (chairId: string, error: unknown) => void = () => undefined,
  ) {
    this.#sources = sources;
    this.#now = now;
    this.#onFault = onFault;
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

  /** Draws what will be shown of a chair once the newest state of its visit is on the disk. Tells nobody, and shows nothing. */
  prepare(visit: VisitState): void {
    const { chairId } = visit;
    this.#coming.delete(chairId);
    const before = this.#shown.get(chairId)?.view;
    if (!before || this.#failing.has(chairId)) return;
    const now = this.#now();
    try {
      const sources = this.#sources(chairId, visit);
      if (!sources) return;
      const drawn = chairView(sources, now);
      this.#coming.set(chairId, { visit, ...changes(before, drawn), changesAt: viewChangesAt(drawn, now) });
    } catch {
      // Met again, and told, when it is to be shown.
    }
  }

  /** @param recorded the state of its visit, on the disk, that the chair shows now and nothing else; undefined: something changed there */
  refresh(chairId: string, recorded?: VisitState): void {
    const coming = this.#coming.get(chairId);
    this.#coming.delete(chairId);
    const now = this.#now();
    if (coming && coming.visit === recorded && now < (coming.changesAt ?? Infinity)) return this.#tell(chairId, coming);
    const sources = this.#sources(chairId);
    if (!sources) {
      this.#shown.delete(chairId);
      return;
    }
    const before = this.#shown.get(chairId)?.view;
    const { view, changesAt } = this.#draw(chairId, sources, before, now);
    this.#tell(chairId, { ...(before ? changes(before, view) : { view, patch: view }), changesAt });
  }

  #tell(chairId: string, { view, patch, changesAt }: Omit<Coming, 'visit'>): void {
    this.#shown.set(chairId, { view, changesAt });
    if (patch) for (const listener of this.#listeners) listener(view, patch);
  }

  /** A chair that cannot be drawn (a bug) must not take the clinic down: it says so, and is tried again each second (AL-197). */
  #draw(chairId: string, sources: ChairSources, before: ChairView | undefined, now: Instant): Shown {
    try {
      const view = chairView(sources, now);
      const shown = { view, changesAt: viewChangesAt(view, now) };
      this.#failing.delete(chairId);
      return shown;
    } catch (error) {
      if (!this.#failing.has(chairId)) this.#onFault(chairId, error);
      const since = this.#failing.get(chairId) ?? now;
      this.#failing.set(chairId, since);
      return { view: undrawn(sources, before, since, now), changesAt: now + 1_000 };
    }
  }

  /** Those that change by time alone. */
  tick(): void {
    const now = this.#now();
    for (const [chairId, { changesAt }] of this.#shown)
      if (changesAt !== undefined && changesAt <= now) this.refresh(chairId);
  }
}

const UNKNOWN = { status: 'none', reason: 'cannot be shown' } as const;

/** Who sits there, as last shown, without a number that could be taken for now. */
function undrawn(sources: ChairSources, before: ChairView | undefined, since: Instant, now: Instant): ChairView {
  const { visit, patient, devices, failedSince, failedPausedUntil, recorded } = sources;
  const free = chairView({ ...sources, visit: null }, now);
  if (!visit) return free;
  return {
    ...(before?.visitId === visit.visitId ? before : free),
    visitId: visit.visitId,
    patient,
    spo2: UNKNOWN,
    pulse: UNKNOWN,
    perfusionIndexPct: null,
    nibp: {},
    alerts: [notJudged(visit.visitId, failedSince ?? since, failedPausedUntil)],
    devices,
    sound: free.sound,
    recorded,
  };
}

/**
 * @returns the view, with what is the same as before still the same object, so that thousands of chairs leave little for the collector; and
 * what changed, if anything did.
 */
function changes(
  before: ChairView,
  after: ChairView,
): { readonly view: ChairView; readonly patch: Partial<ChairView> | undefined } {
  const view: Record<string, unknown> = { ...after };
  const patch: Record<string, unknown> = {};
  let isChanged = false;
  for (const key in after) {
    const [was, is] = [before[key as keyof ChairView], after[key as keyof ChairView]];
    if (sameValue(is, was)) view[key] = was;
    else {
      patch[key] = is;
      isChanged = true;
    }
  }
  return { view: view as unknown as ChairView, patch: isChanged ? patch : undefined };
}
