/** What one screen was sent of many chairs in one projection, and what it is still to be sent: numbered without holes, merged while it waits. */
import type { ChairView } from '#core/view.ts';

/** The changed keys of one chair, each whole. */
export interface SentPatch<View> {
  readonly chairId: string;
  readonly visitId: string | null;
  readonly seq: number;
  readonly patch: Partial<View>;
}

interface Sent<View> {
  seq: number;
  visitId: string | null;
  /** Changes not yet sent. */
  held: Partial<View> | undefined;
}

export class SentViews<View> {
  #chairs = new Map<string, Sent<View>>();
  readonly #held = new Set<string>();

  has(chairId: string): boolean {
    return this.#chairs.has(chairId);
  }

  get chairIds(): readonly string[] {
    return [...this.#chairs.keys()];
  }

  get holdsAny(): boolean {
    return this.#held.size > 0;
  }

  /** A snapshot of this chair goes out. @returns its number */
  snapshot({ chair: { chairId }, visitId }: ChairView): number {
    const seq = (this.#chairs.get(chairId)?.seq ?? 0) + 1;
    this.#chairs.set(chairId, { seq, visitId, held: undefined });
    this.#held.delete(chairId);
    return seq;
  }

  /** A snapshot of all there are: of a chair that is not among them nothing is known any more. @returns their numbers */
  snapshots(views: readonly ChairView[]): readonly number[] {
    const before = this.#chairs;
    this.#chairs = new Map();
    this.#held.clear();
    return views.map((view) => {
      const { chairId } = view.chair;
      const seq = (before.get(chairId)?.seq ?? 0) + 1;
      this.#chairs.set(chairId, { seq, visitId: view.visitId, held: undefined });
      return seq;
    });
  }

  /** A chair that is new since the snapshot counts from 1. */
  hold({ chair: { chairId }, visitId }: ChairView, patch: Partial<View>): void {
    let sent = this.#chairs.get(chairId);
    if (!sent) this.#chairs.set(chairId, (sent = { seq: 0, visitId, held: undefined }));
    sent.visitId = visitId;
    sent.held = sent.held ? { ...sent.held, ...patch } : patch;
    this.#held.add(chairId);
  }

  /** What is held of this chair, as it is sent now. */
  take(chairId: string): SentPatch<View> | undefined {
    const sent = this.#chairs.get(chairId);
    const patch = sent?.held;
    if (!sent || !patch) return undefined;
    this.#held.delete(chairId);
    sent.held = undefined;
    sent.seq += 1;
    return { chairId, visitId: sent.visitId, seq: sent.seq, patch };
  }

  /** All that is held. */
  takeAll(): readonly SentPatch<View>[] {
    return [...this.#held].flatMap((chairId) => this.take(chairId) ?? []);
  }

  forget(chairId: string): void {
    this.#chairs.delete(chairId);
    this.#held.delete(chairId);
  }

  forgetAll(): void {
    this.#chairs.clear();
    this.#held.clear();
  }
}
