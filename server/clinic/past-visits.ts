/**
 * Visits that were over before this server started: a reading that comes late may still belong to one of them. Their streams are read
 * only when such a reading comes, in the journal's reading thread.
 */
import { evolve } from '#core/visit.ts';
import type { Instant } from '#core/reading.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { Journal } from '../journal/journal.ts';
import { seatOf } from './seat.ts';
import { SPANS_KEPT_MS } from './spans.ts';

interface PastVisit {
  readonly visitId: string;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

export class PastVisits {
  readonly #journal: Journal;
  readonly #startedAt: Instant;
  readonly #onSeat: (chairId: string, visitId: string, from: Instant, to: Instant) => void;
  #unread: readonly PastVisit[];
  #reading: Promise<void> | undefined;

  constructor(
    journal: Journal,
    startedAt: Instant,
    onSeat: (chairId: string, visitId: string, from: Instant, to: Instant) => void,
  ) {
    this.#journal = journal;
    this.#startedAt = startedAt;
    this.#onSeat = onSeat;
    this.#unread = journal
      .streams()
      .filter(({ stream, ended, lastAt }) => stream.kind === 'visit' && ended && lastAt > startedAt - SPANS_KEPT_MS)
      .map(({ stream, firstAt, lastAt }) => ({ visitId: stream.id, firstAt, lastAt }));
  }

  /** Call before readings of these instants are placed. @returns undefined when nothing needs reading. */
  learn(measuredAt: readonly Instant[]): Promise<void> | undefined {
    const past = measuredAt.filter((at) => at < this.#startedAt);
    if (past.length === 0) return undefined;
    const wanted = this.#unread.filter(({ firstAt, lastAt }) => past.some((at) => firstAt <= at && at <= lastAt));
    if (wanted.length === 0) return this.#reading;
    this.#unread = this.#unread.filter((visit) => !wanted.includes(visit));
    const before = this.#reading;
    const reading = (async () => {
      await before;
      await this.#read(wanted);
    })();
    this.#reading = reading;
    reading
      .catch(() => (this.#unread = [...this.#unread, ...wanted]))
      .finally(() => {
        if (this.#reading === reading) this.#reading = undefined;
      });
    return reading;
  }

  async #read(visits: readonly PastVisit[]): Promise<void> {
    for (const { visitId } of visits) {
      let state: VisitState | undefined;
      let since: Instant | undefined;
      for (const event of await this.#journal.read({ kind: 'visit', id: visitId })) {
        const from = state && seatOf(state);
        state = evolve(state, event);
        const to = seatOf(state);
        if (from === to) continue;
        if (from !== undefined && since !== undefined) this.#onSeat(from, visitId, since, event.at);
        since = event.at;
      }
    }
  }
}
