/** One past visit, read once from the server; from then on the page needs nobody to show any instant of it. */
import type { VisitEvent } from '#core/event.ts';
import { Replay } from '#core/past/replay.ts';
import type { Refusal } from '#core/refusal.ts';
import type { PastVisitHead } from '#protocol/history.ts';
import type { AnswerOf, Line } from '../live/line.ts';

export interface LoadedVisit {
  readonly head: PastVisitHead;
  readonly replay: Replay;
}

export class PastVisitReader {
  readonly #line: Line;
  readonly #visitId: string;
  readonly #stop: () => void;
  #loaded = $state.raw<LoadedVisit | null>(null);
  #refused = $state.raw<Refusal | null>(null);
  #share = $state(0);
  #isReading = false;
  #mayRead = false;
  #isDisposed = false;

  constructor(line: Line, visitId: string) {
    this.#line = line;
    this.#visitId = visitId;
    this.#stop = line.onConnect(() => void this.#read());
  }

  /** Null while it is being read, and when it is refused. */
  get loaded(): LoadedVisit | null {
    return this.#loaded;
  }

  get refused(): Refusal | null {
    return this.#refused;
  }

  /** Of what is to be read, 0–1. */
  get share(): number {
    return this.#share;
  }

  /** Somebody is named: reads it, unless that was done. */
  open(): void {
    this.#mayRead = true;
    void this.#read();
  }

  /** Nobody is named any more: nothing of it may stay. */
  close(): void {
    this.#mayRead = false;
    this.#loaded = this.#refused = null;
    this.#share = 0;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.close();
    this.#stop();
  }

  /** A connection that is lost in the middle: it begins again at the next one. */
  async #read(): Promise<void> {
    if (this.#isReading || !this.#mayRead || this.#loaded) return;
    this.#isReading = true;
    const read = await this.#all();
    this.#isReading = false;
    if (read === null || !this.#mayRead || this.#isDisposed) return;
    if ('replay' in read) this.#loaded = read;
    this.#refused = 'replay' in read ? null : read;
  }

  async #all(): Promise<LoadedVisit | Refusal | null> {
    const visitId = this.#visitId;
    const head = await this.#line.request('history:visit', { visitId });
    if (head === null || !head.ok) return head && head.refusal;
    const events: VisitEvent[] = [];
    let after: number | null = 0;
    while (after !== null) {
      const page: AnswerOf<'history:events'> | null = await this.#line.request('history:events', { visitId, after });
      if (page === null || !page.ok) return page && page.refusal;
      if (!this.#mayRead) return null;
      events.push(...page.data.events);
      after = page.data.next;
      this.#share = Math.min(1, events.length / Math.max(1, head.data.events));
    }
    return { head: head.data, replay: new Replay(events) };
  }
}
