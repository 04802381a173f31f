/** The running visits, each in its own order, and which chair each of them takes up. */
import type { VisitEvent } from '#core/event.ts';
import { openOrders } from '#core/orders/verbal-order.ts';
import { isWaiting } from '#core/phase.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import type { Journal } from '../journal/journal.ts';
import type { Durability } from './durability.ts';
import { RunningVisit } from './running-visit.ts';
import type { RunningVisitDeps, Shown, ShownEvents } from './running-visit.ts';
import { seatOf } from './seat.ts';
import { isOf } from './share.ts';
import type { Share } from './share.ts';
import { Spans } from './spans.ts';
import { VisitTrail } from './visit-trail.ts';
import type { KeptTrail } from './visit-trail.ts';

/** How long a chair shows the summary of the visit that ended there. */
export const ENDED_SHOWN_MS: Duration = 600_000;

/** Of a running visit up to one of its events: the start folds only what came after it. */
export interface KeptVisit {
  readonly state: VisitState;
  readonly trail: KeptTrail;
}

export interface VisitDeskDeps {
  readonly journal: Journal;
  readonly newId: () => string;
  readonly durability: Durability;
  /** What the screens see of this chair changed. @param recorded to this state, on the disk, and nothing else did */
  readonly onChair: (chairId: string, recorded?: VisitState) => void;
  /** What happened in this visit is on its way to the disk. */
  readonly onGiven?: (visit: RunningVisit) => void;
  /** What the screens see of those who wait for the ride changed. */
  readonly onWaiting?: () => void;
  /** So did what is to be co-signed. */
  readonly onOrders?: () => void;
  /** The rules failed on a visit: told to whoever looks after the server. */
  readonly onFault: (visitId: string, error: unknown) => void;
  /** What led to what the screens see of this visit now. */
  readonly onEvents?: (visit: RunningVisit, shown: ShownEvents) => void;
}

export class VisitDesk {
  readonly #deps: VisitDeskDeps;
  readonly #running = new Map<string, RunningVisit>();
  /** Over, no more shown, and an order still wants a provider's signature. Nothing falls due in them. */
  readonly #unsigned = new Map<string, RunningVisit>();
  /** Counted up, each its own. */
  readonly #numbers = new WeakMap<RunningVisit, number>();
  #counted = 0;
  /** By chair, as the screens see it. */
  readonly #shownOn = new Map<string, Set<RunningVisit>>();
  readonly #seats = new Spans();
  /** By visit, those of `#running`. */
  readonly #trails = new Map<string, VisitTrail>();

  constructor(deps: VisitDeskDeps) {
    this.#deps = deps;
  }

  /** Those not over, and those over whose summary is still shown. */
  get running(): readonly RunningVisit[] {
    return [...this.#running.values()];
  }

  /** Those of `running` that are of this share. */
  runningOf(share: Share): readonly RunningVisit[] {
    return this.running.filter((visit) => isOf(share, this.#numbers.get(visit) ?? 0));
  }

  get(visitId: string): RunningVisit | undefined {
    return this.#running.get(visitId) ?? this.#unsigned.get(visitId);
  }

  /** With an order that nobody has co-signed or disputed, as the screens may see it. */
  get unsigned(): readonly RunningVisit[] {
    return [...this.#unsigned.values(), ...this.#running.values()].filter(
      ({ shown }) => shown && openOrders(shown.state).length > 0,
    );
  }

  /** The visit that takes up the chair now. */
  onChair(chairId: string): RunningVisit | undefined {
    const visitId = this.#seats.now(chairId);
    return visitId === undefined ? undefined : this.#running.get(visitId);
  }

  /** Those that wait for the ride, by the chair they were on last. */
  get waiting(): readonly RunningVisit[] {
    return this.running.filter(({ state }) => isWaiting(state));
  }

  /** Nobody sits there, whatever the history of the seats says, and no emergency of one who waits for the ride is shown there (WS-174). */
  isChairFree(chairId: string, exceptVisit?: string): boolean {
    if (this.onChair(chairId) !== undefined) return false;
    return ![...this.#running.values()].some(
      ({ visitId, state }) =>
        seatOf(state) === chairId || (visitId !== exceptVisit && this.#isEmergencyWaiting(state, chairId)),
    );
  }

  /** An emergency of one who waits for the ride keeps the chair they were on last for them alone. */
  isKeptInEmergency(chairId: string): boolean {
    return [...this.#running.values()].some(({ state }) => this.#isEmergencyWaiting(state, chairId));
  }

  /** A visit takes up the chair, or was there last and waits for its ride. */
  isKept(chairId: string): boolean {
    for (const { state } of this.#running.values())
      if (state.chairId === chairId && state.phase.name !== 'ended') return true;
    return false;
  }

  /** Of any visit, running or over. */
  visitAt(chairId: string, instant: Instant): string | undefined {
    return this.#seats.at(chairId, instant);
  }

  /** The chair this visit was on then, and the one it is on now. */
  chairsAt(visitId: string, instant: Instant): readonly string[] {
    const now = this.#running.get(visitId)?.state.chairId;
    const then = this.#seats.keyAt(visitId, instant);
    return [...new Set([then, now])].flatMap((chairId) => chairId ?? []);
  }

  /** A visit that was over before the server started was on this chair then. */
  seatedInPast(chairId: string, visitId: string, from: Instant, to: Instant): void {
    this.#seats.insert(chairId, visitId, from, to);
  }

  /**
   * What screens see on a chair: the visit that takes it up, else for a while the summary of the one that ended last. One that waits for
   * its ride is on no chair; but in an emergency it is seen where it was, unless somebody else is there.
   */
  shownOn(chairId: string): Shown | undefined {
    const here = [...(this.#shownOn.get(chairId) ?? [])].flatMap(({ shown }) => shown ?? []);
    return (
      here.find(({ state }) => seatOf(state) === chairId) ??
      here.findLast(({ state }) => isWaiting(state) && state.emergencySince !== undefined) ??
      here.findLast(({ state }) => state.phase.name === 'ended')
    );
  }

  /** The disk has caught up. */
  showRecorded(): void {
    for (const visit of [...this.running, ...this.#unsigned.values()]) visit.showRecorded();
  }

  /** Summaries that were shown long enough. */
  forgetEnded(now: Instant): void {
    for (const visit of this.#running.values()) {
      const { shown, visitId } = visit;
      if (!shown?.recorded || shown.state !== visit.state || shown.state.phase.name !== 'ended') continue;
      if (now - shown.state.phase.endedAt < ENDED_SHOWN_MS) continue;
      this.#running.delete(visitId);
      this.#trails.delete(visitId);
      this.#shownOn.get(shown.state.chairId)?.delete(visit);
      this.#deps.onChair(shown.state.chairId);
      if (openOrders(visit.state).length > 0) this.#unsigned.set(visitId, visit);
    }
    for (const { shown, state, visitId } of this.#unsigned.values())
      if (shown?.recorded && shown.state === state && openOrders(state).length === 0) this.#unsigned.delete(visitId);
  }

  /** @param events of a visit just opened; the first is `visit-opened`. They go to the journal with the next commit. */
  open(events: readonly VisitEvent[], now: Instant): RunningVisit {
    const trail = new VisitTrail();
    const visit = this.#add({ events, trail }, false, (state) => {
      trail.moved(undefined, state, now);
      this.#seat(undefined, state, now);
    });
    visit.adopt(events);
    return visit;
  }

  /**
   * From the journal, at the start. Visits come one after the other, their seats are of the same time: none ends another's (WS-173).
   * @param events of a visit that was kept, those after it
   */
  restore(
    events: Iterable<VisitEvent>,
    kept?: KeptVisit,
  ): { readonly visit: RunningVisit; readonly trail: VisitTrail } {
    const trail = new VisitTrail(kept?.trail);
    const seen = function* (): Generator<VisitEvent> {
      for (const event of events) {
        trail.see(event);
        yield event;
      }
    };
    const visit = this.#add({ events: seen(), trail, from: kept?.state }, true, (state, before, at) =>
      trail.moved(before, state, at),
    );
    for (const { chairId, from, to } of trail.seats) this.#seats.insert(chairId, visit.visitId, from, to);
    return { visit, trail };
  }

  /** Each running visit, and what a start needs to know of it besides its state. */
  *standing(): Generator<{ readonly visit: RunningVisit; readonly trail: VisitTrail }> {
    for (const visit of this.#running.values()) {
      const trail = this.#trails.get(visit.visitId);
      if (trail) yield { visit, trail };
    }
  }

  /** From the journal: a visit that is over and wants a signature. Forgotten once it wants none and all of it is on the disk. */
  restoreUnsigned(events: Iterable<VisitEvent>): void {
    let state: VisitState | undefined;
    for (const event of events) state = evolve(state, event);
    if (state) this.#unsigned.set(state.visitId, new RunningVisit(this.#visitDeps(), state, true));
  }

  #add(
    {
      events,
      trail,
      from,
    }: {
      readonly events: Iterable<VisitEvent>;
      readonly trail: VisitTrail;
      readonly from?: VisitState | undefined;
    },
    restored: boolean,
    onFold: (state: VisitState, before: VisitState | undefined, at: Instant) => void,
  ): RunningVisit {
    let state = from;
    for (const event of events) {
      const before: VisitState | undefined = state;
      state = evolve(before, event);
      onFold(state, before, event.at);
    }
    if (!state) throw new Error('A visit without events.');
    const visit = new RunningVisit(this.#visitDeps(), state, restored);
    this.#running.set(state.visitId, visit);
    this.#numbers.set(visit, this.#counted++);
    this.#trails.set(state.visitId, trail);
    if (restored) this.#showOn(state.chairId, visit);
    return visit;
  }

  #visitDeps(): RunningVisitDeps {
    const { journal, newId, durability } = this.#deps;
    return {
      newId,
      durability,
      append: (visitId, events) => {
        const trail = this.#trails.get(visitId);
        for (const event of events) trail?.see(event);
        const { durable } = journal.append({ kind: 'visit', id: visitId }, events);
        const visit = this.#running.get(visitId);
        if (visit) this.#deps.onGiven?.(visit);
        return durable;
      },
      onState: (visit, before, at) => {
        this.#trails.get(visit.visitId)?.moved(before, visit.state, at);
        this.#seat(before, visit.state, at);
      },
      onFault: (visit, error) => {
        this.#deps.onFault(visit.visitId, error);
        this.#deps.onChair(visit.state.chairId);
      },
      onJudged: (visit) => this.#deps.onChair(visit.state.chairId),
      onShown: (visit, before, shown) => {
        this.#shown(visit, before);
        if (shown.events.length > 0) this.#deps.onEvents?.(visit, shown);
      },
    };
  }

  #seat(before: VisitState | undefined, after: VisitState, at: Instant): void {
    const from = before && seatOf(before);
    const to = seatOf(after);
    if (from === to) return;
    if (from !== undefined) this.#seats.end(from, at, after.visitId);
    if (to !== undefined) this.#seats.begin(to, after.visitId, at);
  }

  #isEmergencyWaiting(state: VisitState, chairId: string): boolean {
    return state.chairId === chairId && state.emergencySince !== undefined && isWaiting(state);
  }

  #shown(visit: RunningVisit, before: VisitState | undefined): void {
    const chairId = visit.shown?.state.chairId;
    if (chairId === undefined) return;
    if ([before, visit.shown?.state].some((state) => state && isWaiting(state))) this.#deps.onWaiting?.();
    if (isOfOrders(before, visit.shown?.state)) this.#deps.onOrders?.();
    if (this.#unsigned.has(visit.visitId)) return;
    if (before?.chairId !== chairId) this.#showOn(chairId, visit);
    if (before && before.chairId !== chairId) {
      this.#shownOn.get(before.chairId)?.delete(visit);
      this.#deps.onChair(before.chairId);
    }
    const seen = this.shownOn(chairId);
    this.#deps.onChair(chairId, seen?.recorded === true && seen === visit.shown ? seen.state : undefined);
  }

  #showOn(chairId: string, visit: RunningVisit): void {
    const here = this.#shownOn.get(chairId) ?? new Set();
    this.#shownOn.set(chairId, here.add(visit));
  }
}

/** An order came or was closed, or the visit it is of has gone on: it stands elsewhere on the list. */
const isOfOrders = (before: VisitState | undefined, after: VisitState | undefined): boolean =>
  before?.orders !== after?.orders || (after?.orders !== undefined && before?.phase !== after.phase);
