/** What a start needs to know of a running visit besides its state: how far it goes, where it sat, what fed it, who commanded it. */
import type { VisitEvent } from '#core/event.ts';
import type { FedKind } from '#core/feeds.ts';
import type { Instant } from '#core/reading.ts';
import type { VisitState } from '#core/visit-state.ts';
import { PastFeeds } from './chair-links.ts';
import { seatOf } from './seat.ts';

export interface Seat {
  readonly chairId: string;
  readonly from: Instant;
  /** Absent while it lasts. */
  readonly to?: Instant;
}

/** Plain, so that it can be kept. */
export interface KeptTrail {
  /** Of the newest event, which is `last`. */
  readonly seq: number;
  readonly last: VisitEvent;
  readonly seats: readonly Seat[];
  readonly feeds: { readonly byDevice: ReadonlyMap<string, string>; readonly byKind: ReadonlyMap<FedKind, string> };
  readonly commandIds: readonly string[];
  readonly openedBy?: string;
}

export class VisitTrail {
  readonly feeds: PastFeeds;
  #seq: number;
  #last: VisitEvent | undefined;
  #seats: readonly Seat[];
  readonly #commandIds: string[];
  #openedBy: string | undefined;

  constructor(kept?: KeptTrail) {
    this.feeds = new PastFeeds(kept?.feeds);
    this.#seq = kept?.seq ?? 0;
    this.#last = kept?.last;
    this.#seats = kept?.seats ?? [];
    this.#commandIds = [...(kept?.commandIds ?? [])];
    this.#openedBy = kept?.openedBy;
  }

  get seq(): number {
    return this.#seq;
  }

  get seats(): readonly Seat[] {
    return this.#seats;
  }

  get commandIds(): readonly string[] {
    return this.#commandIds;
  }

  get openedBy(): string | undefined {
    return this.#openedBy;
  }

  get kept(): KeptTrail | undefined {
    if (!this.#last) return undefined;
    const { byDevice, byKind } = this.feeds;
    return {
      ...{ seq: this.#seq, last: this.#last, seats: this.#seats, commandIds: this.#commandIds },
      feeds: { byDevice, byKind },
      ...(this.#openedBy !== undefined && { openedBy: this.#openedBy }),
    };
  }

  /** Every event of the visit once, in the journal's order: a visit's stream counts from one without a hole. */
  see(event: VisitEvent): void {
    this.#seq += 1;
    this.#last = event;
    this.feeds.see(event);
    if (event.commandId === undefined) return;
    if (event.type === 'visit-opened') this.#openedBy = event.commandId;
    else this.#commandIds.push(event.commandId);
  }

  /** At each change of its state. */
  moved(before: VisitState | undefined, after: VisitState, at: Instant): void {
    const from = before && seatOf(before);
    const to = seatOf(after);
    if (from === to) return;
    const seats = this.#seats.map((seat) => (seat.to === undefined ? { ...seat, to: at } : seat));
    this.#seats = to === undefined ? seats : [...seats, { chairId: to, from: at }];
  }
}
