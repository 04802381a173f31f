/** One visit that is not over: its newest state, what of it is on the disk, and what the screens see of it. */
import type { Actor } from '#core/actor.ts';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import type { Instant } from '#core/reading.ts';
import type { Result } from '#core/refusal.ts';
import { accept, refuse } from '#core/refusal.ts';
import { notJudgedId } from '#core/view/alert-view.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import { advance, advanceByTime } from '#core/advance.ts';
import type { Advanced } from '#core/advance.ts';
import type { Durability } from './durability.ts';

/** What the screens see: a state that is on the disk, or the newest one when the disk is late. */
export interface Shown {
  readonly state: VisitState;
  readonly recorded: boolean;
}

/** What led from the last shown state to this one. */
export interface ShownEvents {
  /** Of the first, counted from 1 since the server started. */
  readonly seq: number;
  readonly events: readonly VisitEvent[];
}

export interface RunningVisitDeps {
  readonly newId: () => string;
  /** Hands events to the journal; resolves once they are on the disk. */
  readonly append: (visitId: string, events: readonly VisitEvent[]) => Promise<void>;
  readonly durability: Durability;
  readonly onShown: (visit: RunningVisit, before: VisitState | undefined, events: ShownEvents) => void;
  /** Called at each change of state, before anything is on the disk. */
  readonly onState: (visit: RunningVisit, before: VisitState, at: Instant) => void;
  /** The rules failed on this visit (a bug): it goes on unjudged, and its screens are told by `failedSince`. Called once each time. */
  readonly onFault: (visit: RunningVisit, error: unknown) => void;
  /** They can be applied again, and nothing followed from it that would be shown. */
  readonly onJudged: (visit: RunningVisit) => void;
}

export class RunningVisit {
  readonly #deps: RunningVisitDeps;
  #state: VisitState;
  #shown: Shown | undefined;
  #uncommitted: VisitEvent[] = [];
  /** Committed and not yet shown. */
  #unshown: { readonly version: number; readonly events: readonly VisitEvent[] }[] = [];
  #shownSeq = 0;
  /** Of the newest commit, of the newest on the disk, and of what is shown. */
  #version = 0;
  #durableVersion = 0;
  #shownVersion = 0;
  /** What is shown is on the disk, and the screens still have it marked "not yet recorded". */
  #hasOldMark = false;
  #failedSince: Instant | undefined;
  #pausedUntil: Instant | undefined;
  /** Until then the clock alone changes nothing of this state. */
  #due: { readonly state: VisitState; readonly at: Instant } | undefined;

  /** @param restored false when the visit's first events are still to be committed. */
  constructor(deps: RunningVisitDeps, state: VisitState, restored: boolean) {
    this.#deps = deps;
    this.#state = state;
    if (restored) this.#shown = { state, recorded: true };
  }

  get visitId(): string {
    return this.#state.visitId;
  }

  get state(): VisitState {
    return this.#state;
  }

  get shown(): Shown | undefined {
    return this.#shown;
  }

  /** Since when the rules cannot be applied to it; undefined = they can. */
  get failedSince(): Instant | undefined {
    return this.#failedSince;
  }

  /** That alert's sound is paused at the chair until then. Memory, for no fact makes that alert; a restart lets it sound (AL-210). */
  get notJudgedPausedUntil(): Instant | undefined {
    return this.#pausedUntil;
  }

  /** How many events since the server started led to what is shown. */
  get shownSeq(): number {
    return this.#shownSeq;
  }

  /** All that led to its state was given to the journal. */
  get isCommitted(): boolean {
    return this.#uncommitted.length === 0;
  }

  /** @param bring the input's events, given the state they meet. Nothing is on its way to the disk until `commit`. */
  input(now: Instant, bring: (state: VisitState) => Result<readonly VisitEvent[]>): Result<null> {
    const failedBefore = this.#failedSince;
    const judged = this.#guarded(now, () => advance(this.#state, now, this.#deps.newId, bring, this.#dueAt));
    if (!judged) return this.#unjudged(now, bring);
    this.#advanced(judged.advanced, now, failedBefore);
    return judged.answer;
  }

  /** Facts of the system or an adapter: never refused. */
  record(now: Instant, actor: Actor, bodies: readonly VisitEventBody[]): void {
    this.input(now, () => accept(bodies.map((body) => ({ ...body, at: now, actor }))));
  }

  tick(now: Instant): void {
    if (now >= this.#dueAt) {
      const failedBefore = this.#failedSince;
      const judged = this.#guarded(now, () => advanceByTime(this.#state, now, this.#deps.newId));
      if (judged) this.#advanced(judged, now, failedBefore);
    }
    this.commit();
  }

  /** -Infinity: it is not known of this state. */
  get #dueAt(): Instant {
    return this.#due?.state === this.#state ? this.#due.at : -Infinity;
  }

  /** The watch begins again after the server was away. First of all: what fell due meanwhile may claim no earlier instant. */
  resume(now: Instant, from: Instant): void {
    const resumed: VisitEvent = { type: 'watch-resumed', from, at: now, actor: { kind: 'system' } };
    this.#take(evolve(this.#state, resumed), [resumed], now);
    this.record(now, resumed.actor, []);
  }

  /** The events of a visit just opened, already folded. */
  adopt(events: readonly VisitEvent[]): void {
    this.#uncommitted.push(...events);
  }

  /** One append for all that happened since the last: stored together or not at all. */
  commit(): void {
    if (this.#uncommitted.length === 0) return;
    const events = this.#uncommitted;
    this.#uncommitted = [];
    const state = this.#state;
    const version = ++this.#version;
    this.#unshown.push({ version, events });
    this.#deps.durability.watch(this.#deps.append(this.visitId, events), () => {
      this.#durableVersion = version;
      if (version < this.#shownVersion) return;
      // The screens have it, marked: while the disk is late the mark alone is no message of its own (WS-40).
      if (version === this.#shownVersion && this.#deps.durability.late) this.#hasOldMark = true;
      else this.#show(state, version);
    });
    if (this.#deps.durability.late) this.showNewest();
  }

  /** The disk is late: screens stop waiting for it. */
  showNewest(): void {
    if (this.#version > this.#durableVersion && this.#shownVersion < this.#version)
      this.#show(this.#state, this.#version);
  }

  /** The disk has caught up: what the screens have marked is recorded. */
  showRecorded(): void {
    if (this.#hasOldMark && this.#shown) this.#show(this.#shown.state, this.#shownVersion);
  }

  /** One bad visit must not take the clinic down: what its rules throw ends here (WS-47). */
  #guarded<T>(now: Instant, judge: () => T): T | undefined {
    const failedBefore = this.#failedSince;
    try {
      const judged = judge();
      this.#failedSince = undefined;
      this.#pausedUntil = undefined;
      return judged;
    } catch (error) {
      this.#failedSince ??= now;
      // It is tried again at the next tick, whenever something is due.
      this.#due = undefined;
      if (failedBefore === undefined) this.#deps.onFault(this, error);
      return undefined;
    }
  }

  /** What came in is kept without a judgement. */
  #unjudged(now: Instant, bring: (state: VisitState) => Result<readonly VisitEvent[]>): Result<null> {
    try {
      const brought = bring(this.#state);
      if (!brought.ok) return brought;
      this.#take(brought.value.reduce<VisitState>(evolve, this.#state), brought.value, now);
      for (const event of brought.value)
        if (event.type === 'alert-audio-paused' && event.alertId === notJudgedId(this.visitId))
          this.#pausedUntil = event.until;
      return accept(null);
    } catch {
      return refuse(
        'unavailable',
        'Vigil cannot take this into the visit: write it down, and tell whoever looks after Vigil.',
      );
    }
  }

  #show(state: VisitState, version: number): void {
    const before = this.#shown?.state;
    this.#shown = { state, recorded: version <= this.#durableVersion };
    this.#shownVersion = version;
    this.#hasOldMark = false;
    const events = this.#unshown.filter((each) => each.version <= version).flatMap((each) => each.events);
    this.#unshown = this.#unshown.filter((each) => each.version > version);
    const seq = this.#shownSeq + 1;
    this.#shownSeq += events.length;
    this.#deps.onShown(this, before, { seq, events });
  }

  #advanced({ state, events, dueAt }: Advanced, now: Instant, failedBefore: Instant | undefined): void {
    this.#due = { state, at: dueAt };
    this.#take(state, events, now);
    if (failedBefore !== undefined && events.length === 0) this.#deps.onJudged(this);
  }

  #take(state: VisitState, events: readonly VisitEvent[], now: Instant): void {
    if (events.length === 0) return;
    const before = this.#state;
    this.#state = state;
    this.#uncommitted.push(...events);
    this.#deps.onState(this, before, now);
  }
}
