/**
 * An infusion that is watched the way the server does it: time, then the input's own facts, then time again.
 * Seconds count from the start. What came of it stands in `log`: `15 issued spo2-low medium`.
 */
import type { Actor } from '#core/actor.ts';
import type { VisitCommand } from '#core/command.ts';
import type { AlertKind } from '#core/alerts/alert.ts';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { AlertEventBody, VisitEvent, VisitEventBody } from '#core/event.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { Instant, NibpFailure, OximetryReading, Reading } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import type { ChairView } from '#core/view.ts';
import { chairView } from '#core/view.ts';
import type { VisitState } from '#core/visit-state.ts';
import { decide, evolve } from '#core/visit.ts';
import { advance, advanceByTime } from '#core/advance.ts';

export const START: Instant = Date.UTC(2026, 2, 2, 14);

export interface WatchWish {
  readonly protocol?: ClinicalProtocol;
  /** null: none yet. Default: 120/75, SpO2 98, pulse 72. */
  readonly baseline?: Partial<typeof BASELINE> | null;
  /** Default: infusion. */
  readonly phase?: 'baseline' | 'infusion';
  /** Milliseconds between ticks before each input; 0 = none but those every input brings. Default 250. */
  readonly tickMs?: number;
  /** Default: the adapter is connected from the start. */
  readonly connected?: boolean;
}

const BASELINE = { systolicMmHg: 120, diastolicMmHg: 75, spo2Pct: 98, pulseBpm: 72 };
const system = { kind: 'system' } as const;

export class WatchedVisit {
  state: VisitState;
  readonly events: VisitEvent[] = [];
  readonly #tickMs: number;
  #now = START;
  #ids = 0;
  #seq = 0;

  constructor({ protocol = publishedProtocols[0], baseline = {}, phase = 'infusion', ...wish }: WatchWish) {
    this.#tickMs = wish.tickMs ?? 250;
    const opened = { type: 'visit-opened', visitId: 'v', chairId: 'c', patientId: 'p', protocol } as const;
    this.events.push({ ...opened, at: START, actor: system });
    this.state = evolve(undefined, { ...opened, at: START, actor: system });
    if (wish.connected !== false) this.record(0, { type: 'adapter-connected', adapterId: 'a' });
    if (baseline) this.record(0, { type: 'baseline-frozen', baseline: baselineOf(baseline) });
    if (phase === 'infusion')
      this.record(0, { type: 'infusion-started', happenedAt: START, plannedMs: protocol.infusion.plannedMs });
  }

  readonly newId = (): string => `alert-${(this.#ids += 1)}`;

  /** Time goes on to `second`, tick by tick. */
  tick(second: number): this {
    const until = at(second);
    if (this.#tickMs > 0)
      for (let now = this.#now + this.#tickMs; now < until; now += this.#tickMs)
        this.#keep(advanceByTime(this.state, now, this.newId));
    this.#now = Math.max(until, this.#now);
    this.#keep(advanceByTime(this.state, this.#now, this.newId));
    return this;
  }

  record(second: number, body: VisitEventBody, actor: Actor = system): this {
    if (this.#tickMs > 0) this.tick(second);
    this.#now = Math.max(at(second), this.#now);
    const event = { ...body, at: this.#now, actor };
    this.#keep(advance(this.state, this.#now, this.newId, () => accept([event])).advanced);
    return this;
  }

  /** A person's command, as the server takes it; the answer is its refusal or `accepted`. */
  give(second: number, command: VisitCommand, actor: Actor): string {
    if (this.#tickMs > 0) this.tick(second);
    this.#now = Math.max(at(second), this.#now);
    const now = this.#now;
    const { advanced, answer } = advance(this.state, now, this.newId, (state) => {
      const decided = decide(state, command, {
        now,
        actor,
        place: 'station',
        newId: this.newId,
        isChairFree: () => false,
      });
      return decided.ok ? accept(decided.value.map((body): VisitEvent => ({ ...body, at: now, actor }))) : decided;
    });
    this.#keep(advanced);
    return answer.ok ? 'accepted' : `${answer.refusal.code}: ${answer.refusal.message}`;
  }

  /** The server is back after it was away: it says so before it looks at the clock. */
  resume(second: number): this {
    const from = this.#now;
    this.#now = at(second);
    const event = { type: 'watch-resumed', from, at: this.#now, actor: system } as const;
    this.events.push(event);
    this.state = evolve(this.state, event);
    return this.tick(second);
  }

  /** Received `lateMs` after it was measured. */
  reading(
    second: number,
    reading: Omit<Reading, 'measuredAt' | 'causes'> & { causes?: Reading['causes'] },
    lateMs = 0,
    by: Actor = system,
  ): this {
    const source = { deviceId: 'd', epoch: 'e', seq: (this.#seq += 1) };
    const measured = { causes: [], ...reading, measuredAt: at(second) } as Reading;
    return this.record(second + lateMs / 1000, { type: 'reading-recorded', source, reading: measured }, by);
  }

  spo2(second: number, spo2Pct: number, more: Partial<OximetryReading> = {}, lateMs = 0): this {
    return this.reading(
      second,
      { kind: 'oximetry', quality: 'good', pulseBpm: 72, spo2Pct, ...more } as Reading,
      lateMs,
    );
  }
  pulse(second: number, pulseBpm: number): this {
    return this.spo2(second, 98, { pulseBpm });
  }
  noValue(second: number, causes: Reading['causes'] = ['probe-off']): this {
    return this.reading(second, { kind: 'oximetry', quality: 'none', causes });
  }
  /** A reading each second from one to another, both included. */
  steady(from: number, to: number, spo2Pct = 98, more: Partial<OximetryReading> = {}): this {
    for (let second = from; second <= to; second += 1) this.spo2(second, spo2Pct, more);
    return this;
  }
  bp(second: number, systolicMmHg: number, diastolicMmHg = 70, lateMs = 0): this {
    return this.reading(second, { kind: 'nibp', quality: 'good', systolicMmHg, diastolicMmHg } as Reading, lateMs);
  }
  bpFailed(second: number, failure: NibpFailure = 'weak-signal'): this {
    return this.reading(second, { kind: 'nibp-failed', quality: 'none', failure } as Reading);
  }
  cuff(second: number, cuffPressureMmHg = 140): this {
    return this.reading(second, { kind: 'cuff-pressure', quality: 'good', cuffPressureMmHg } as Reading);
  }

  acknowledge(second: number, kind: AlertKind): this {
    this.tick(second);
    const alertId = this.state.alerts[kind]?.alertId;
    if (alertId === undefined) throw new Error(`no ${kind} is open at ${second} s`);
    return this.record(second, { type: 'alert-acknowledged', alertId, byName: 'N. Okafor', place: 'chair' });
  }

  /** Alert facts, each `second fact kind priority`, of one kind if given. What follows when nobody answers: `escalations`. */
  log(only?: AlertKind): readonly string[] {
    return this.#lines(only, false);
  }
  escalations(only?: AlertKind): readonly string[] {
    return this.#lines(only, true);
  }

  #lines(only: AlertKind | undefined, escalated: boolean): readonly string[] {
    const kinds = new Map<string, AlertKind>();
    return this.events.flatMap((event) => {
      if (event.type === 'alert-issued') kinds.set(event.alertId, event.kind);
      if (!isAlertFact(event) || (event.type === 'alert-escalated') !== escalated) return [];
      const kind = kinds.get(event.alertId);
      if (only && kind !== only) return [];
      const more =
        'priority' in event ? event.priority : 'to' in event ? event.to : 'cause' in event ? event.cause : '';
      return [`${(event.at - START) / 1000} ${event.type.slice('alert-'.length)} ${kind} ${more}`.trimEnd()];
    });
  }

  #keep(advanced: { readonly state: VisitState; readonly events: readonly VisitEvent[] }): void {
    this.state = advanced.state;
    this.events.push(...advanced.events);
  }
}

/** What the chair's page shows at `second`. */
export const viewAt = ({ state }: WatchedVisit, second: number): ChairView =>
  chairView(
    { chair: { chairId: 'c', name: 'Chair 1' }, visit: state, patient: null, devices: [], recorded: true },
    at(second),
  );

export const at = (second: number): Instant => START + Math.round(second * 1000);
export const watched = (wish: WatchWish = {}): WatchedVisit => new WatchedVisit(wish);

const isAlertFact = (
  event: VisitEvent,
): event is VisitEvent & Exclude<AlertEventBody, { readonly type: 'excursion-found' }> =>
  event.type.startsWith('alert-');

function baselineOf(wish: Partial<typeof BASELINE>) {
  return { ...BASELINE, ...wish, frozenAt: START, nibpAt: START, meanMmHg: 90, oxygenLPerMin: 0 };
}
