/**
 * A visit's journal run through the same core under another protocol. What a person did and what a device sent is kept; what the core itself
 * concluded is left out and concluded anew, at the instants at which it falls due (AL-4: between two events nothing else can).
 */
import type { Actor } from '../actor.ts';
import type { AlertKind } from '../alerts/alert.ts';
import { evaluate } from '../alerts/evaluate.ts';
import type { OutsideKind } from '../alerts/from-outside.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import type { AlertEvent, VisitEvent, VisitEventOf } from '../event.ts';
import { alertsAfter } from '../limits/alerts-after.ts';
import { rejudgedWhole } from '../limits/rejudge.ts';
import type { Instant } from '../reading.ts';
import { evolve } from '../visit.ts';
import { decideAlerts } from '../visit/decide-alerts.ts';
import type { VisitState } from '../visit-state.ts';
import type { ActsWithout, Unjudged } from './visit-what-if.ts';

/** Told of each event as it is folded, with the state it left. */
export type OnFolded = (event: VisitEvent, after: VisitState) => void;

/** Whose cause is outside the visit's own facts: they came and went as the journal says. */
const FROM_OUTSIDE: readonly AlertKind[] = [
  'clock-stepped',
  'not-recorded',
  'adapter-storage',
  'page-failed',
] satisfies readonly OutsideKind[];
/** What a person says of an alert; all other facts of one the core concludes. */
type Answer = VisitEventOf<'alert-acknowledged' | 'alert-audio-paused' | 'latched-mark-cleared'>;
type Concluded = Exclude<AlertEvent, Answer>;
const ANSWERS: readonly VisitEvent['type'][] = ['alert-acknowledged', 'alert-audio-paused', 'latched-mark-cleared'];
const isConcluded = (event: VisitEvent): event is Concluded =>
  (event.type.startsWith('alert-') || event.type === 'excursion-found') && !ANSWERS.includes(event.type);

interface Known {
  readonly kind: AlertKind;
  readonly onsetAt: Instant;
}

export class Rerun {
  readonly #protocol: ClinicalProtocol;
  readonly #isOther: boolean;
  readonly #onFolded: OnFolded;
  #state: VisitState | undefined;
  #ids = 0;
  /** Undefined: what comes next is another act, whatever its instant. */
  #last: VisitEvent | undefined;
  #lastAt: Instant = -Infinity;
  /** The journal's alerts and marks, by their ids there. */
  readonly #known = new Map<string, Known>();
  /** Which of ours an act on one of those was about last. */
  readonly #standsFor = new Map<string, string>();
  readonly #without = new Map<string, number>();
  readonly unjudged: Unjudged[] = [];

  /** @param isOther false: it is the visit's own protocol. */
  constructor(protocol: ClinicalProtocol, isOther: boolean, onFolded: OnFolded) {
    this.#protocol = protocol;
    this.#isOther = isOther;
    this.#onFolded = onFolded;
  }

  get actsWithout(): readonly ActsWithout[] {
    return [...this.#without].map(([type, count]) => ({ type, count }));
  }

  /** The next event of the journal. Throws where the journal is broken. */
  take(event: VisitEvent): void {
    this.#lastAt = event.at;
    if (event.type === 'visit-opened') this.#fold({ ...event, protocol: this.#protocol });
    else if (isConcluded(event)) this.#conclude(event);
    else this.#give(event);
  }

  /** What falls due at the last event's own instant. */
  end(): void {
    this.#settle(this.#lastAt);
  }

  #conclude(event: Concluded): void {
    this.#learn(event);
    // What the core concludes stands between two acts, never within one: the next event is another act. A person's own is part of it.
    if (event.actor.kind === 'system') this.#last = undefined;
    if (event.type !== 'alert-issued' && event.type !== 'alert-ended') return;
    const kind = this.#known.get(event.alertId)?.kind;
    if (kind === undefined || !FROM_OUTSIDE.includes(kind)) return;
    this.#settle(event.at);
    const own = this.#own(event.alertId);
    this.#fold(own === undefined ? event : { ...event, alertId: own });
  }

  #give(event: VisitEvent): void {
    if (event.type === 'watch-resumed') {
      // Until then it was watched; the time after it may be claimed by nothing that fell due (AL-6).
      this.#settle(event.from);
      this.unjudged.push({ from: event.from, until: event.at, why: 'server away' });
    } else if (!this.#isOfSameAct(event)) this.#settle(event.at);
    this.#last = event;
    switch (event.type) {
      case 'alert-acknowledged':
      case 'alert-audio-paused':
      case 'latched-mark-cleared':
        return this.#answer(event);
      case 'page-sent':
        return this.#page(event);
      case 'limits-changed':
        return this.#changeLimits(event);
      case 'watched-alone':
        return this.#join(event);
      default:
        return this.#fold(event);
    }
  }

  /** Events of one act come at one instant, the first with the command's id; nothing is judged between them. A reading comes alone. */
  #isOfSameAct(event: VisitEvent): boolean {
    const last = this.#last;
    return (
      last?.at === event.at &&
      event.commandId === undefined &&
      last.type !== 'reading-recorded' &&
      event.type !== 'reading-recorded' &&
      isSameActor(last.actor, event.actor)
    );
  }

  #settle(now: Instant): void {
    if (!this.#state) return;
    for (const fact of evaluate(this.#state, now, this.#newId).events) this.#fold(fact);
  }

  #fold(event: VisitEvent): void {
    const state = evolve(this.#state, event);
    this.#state = state;
    this.#onFolded(event, state);
  }

  readonly #newId = (): string => `what-if-${(this.#ids += 1)}`;

  #learn(event: VisitEvent | VisitEventOf<'watched-alone'>['facts'][number]): void {
    if (event.type === 'alert-issued') this.#known.set(event.alertId, { kind: event.kind, onsetAt: event.onsetAt });
    if (event.type === 'excursion-found') this.#known.set(event.markId, { kind: event.kind, onsetAt: event.from });
  }

  /** The alert of the same kind that is open here. */
  #own(alertId: string): string | undefined {
    const kind = this.#known.get(alertId)?.kind;
    return kind && this.#state?.alerts[kind]?.alertId;
  }

  /** The mark of the same kind that is nearest. */
  #ownMark(alertId: string): string | undefined {
    const known = this.#known.get(alertId);
    if (known === undefined) return undefined;
    let nearest: { readonly alertId: string; readonly apartMs: number } | undefined;
    for (const mark of this.#state?.latched ?? []) {
      const apartMs = Math.abs(mark.onsetAt - known.onsetAt);
      if (mark.kind === known.kind && apartMs < (nearest?.apartMs ?? Infinity))
        nearest = { alertId: mark.alertId, apartMs };
    }
    return nearest?.alertId;
  }

  #drop({ type }: VisitEvent): void {
    this.#without.set(type, (this.#without.get(type) ?? 0) + 1);
  }

  /** As the person would be allowed to, about the alert of the same kind; where there is none, nobody would have. */
  #answer(event: Answer): void {
    const state = this.#state;
    const isMark = event.type === 'latched-mark-cleared';
    // It was about no alert of the visit's own (AL-210).
    if (!state || !this.#known.has(event.alertId)) return this.#fold(event);
    const alertId = isMark ? this.#ownMark(event.alertId) : this.#own(event.alertId);
    if (alertId === undefined) return this.#drop(event);
    const type = isMark
      ? 'mark:clear'
      : event.type === 'alert-acknowledged'
        ? 'alert:acknowledge'
        : 'alert:pause-audio';
    const place = event.type === 'alert-acknowledged' ? event.place : 'chair';
    const context = { now: event.at, actor: event.actor, place, newId: this.#newId, isChairFree: () => false };
    if (!decideAlerts(state, { type, alertId }, context).ok) return this.#drop(event);
    this.#standsFor.set(event.alertId, alertId);
    this.#fold({ ...event, alertId });
  }

  /** One about a call for a provider is about no alert. */
  #page(event: VisitEventOf<'page-sent'>): void {
    if (!this.#known.has(event.alertId)) return this.#fold(event);
    const alertId = (event.over ? this.#standsFor.get(event.alertId) : undefined) ?? this.#own(event.alertId);
    if (alertId === undefined) {
      if (!event.over) this.#drop(event);
      return;
    }
    this.#standsFor.set(event.alertId, alertId);
    this.#fold({ ...event, alertId });
  }

  /** A limit set for this patient is an absolute number: it stands whatever the protocol says; and it ends what it ends here. */
  #changeLimits(event: VisitEventOf<'limits-changed'>): void {
    const bodies = this.#state ? alertsAfter(this.#state, event) : [];
    this.#fold(event);
    for (const body of bodies) this.#fold({ ...body, at: event.at, actor: event.actor });
  }

  /** What a page judged alone it judged by the visit's own protocol: its alerts stand; what its readings left is judged by this one. */
  #join(event: VisitEventOf<'watched-alone'>): void {
    this.unjudged.push({ from: event.from, until: event.until, why: 'watched alone' });
    const issuedThere = new Set(event.facts.flatMap(({ type, alertId }) => (type === 'alert-issued' ? [alertId] : [])));
    const ours = (alertId: string): string =>
      issuedThere.has(alertId) ? alertId : (this.#own(alertId) ?? this.#ownMark(alertId) ?? alertId);
    const facts = event.facts.map((fact) => ({ ...fact, alertId: ours(fact.alertId) }));
    const seen = {
      ...event.seen,
      alerts: event.seen.alerts.map((each) => ({ ...each, alertId: ours(each.alertId) })),
    };
    for (const fact of event.facts) this.#learn(fact);
    this.#fold({ ...event, facts, seen });
    if (this.#isOther && this.#state) this.#state = rejudgedWhole(this.#state);
  }
}

const isSameActor = (a: Actor, b: Actor): boolean =>
  a.kind === b.kind &&
  (a.kind === 'staff' && b.kind === 'staff' ? a.staffId === b.staffId : JSON.stringify(a) === JSON.stringify(b));
