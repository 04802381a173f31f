/**
 * Visits for tests, made only of real commands, readings and events: `aVisit({ phase: 'infusion', minutes: 12 })`.
 * Time moves by `after`; a step that is refused throws with its sentence, so that a test fails where it goes wrong.
 */
import type { Actor } from '#core/actor.ts';
import type { TapPlace } from '#core/alerts/alert.ts';
import { evaluate } from '#core/alerts/evaluate.ts';
import type { VisitCommand } from '#core/command.ts';
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { DecideContext } from '#core/decide-context.ts';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import type { Ending, PhaseName } from '#core/phase.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { Instant, OximetryReading, Reading } from '#core/reading.ts';
import type { Result } from '#core/refusal.ts';
import type { SetUp } from '#core/setup.ts';
import type { VisitState } from '#core/visit-state.ts';
import { decide, evolve } from '#core/visit.ts';

export const SECOND = 1_000;
export const MINUTE = 60_000;
/** 2026-03-02 14:00 UTC: when the visits of tests are opened. */
export const OPENED_AT: Instant = Date.UTC(2026, 2, 2, 14);

export const nurse = {
  kind: 'staff',
  staffId: 'staff-1',
  name: 'N. Okafor',
  role: 'nurse',
  screenId: 'screen-1',
} as const;
export const provider = { ...nurse, staffId: 'staff-2', name: 'Dr. Ruiz', role: 'provider' } as const;
export const administrator = { ...nurse, staffId: 'staff-3', name: 'A. Lind', role: 'administrator' } as const;
export const screen = { kind: 'screen', screenId: 'screen-1' } as const;
export const system = { kind: 'system' } as const;
const adapter = { kind: 'adapter', adapterId: 'adapter-1' } as const;

export const ivKetamine: ClinicalProtocol = publishedProtocols[0];
export const esketamine: ClinicalProtocol = publishedProtocols[1];

export const COMPLETE_SET_UP: SetUp = {
  weightKg: 80,
  doseMgPerKg: 0.5,
  doseMg: 40,
  concentrationMgPerMl: 10,
  ivSite: 'left forearm',
  cuffArm: 'right',
  oximeterHand: 'left',
  ride: { name: 'Sam Marlow', phone: '555 0100' },
  nurseName: nurse.name,
  providerName: provider.name,
};

/** `accepted`, or the refusal's code and sentence: one string to compare with. */
export const told = (answer: Result<unknown>): string =>
  answer.ok ? 'accepted' : `${answer.refusal.code}: ${answer.refusal.message}`;

export interface VisitWish {
  /** Default: baseline. */
  readonly phase?: PhaseName;
  /** How long the phase has lasted, with vitals as at baseline; default 0. An ended visit ends at once. */
  readonly minutes?: number;
  readonly protocol?: ClinicalProtocol;
  /** Merged over `COMPLETE_SET_UP`. */
  readonly setUp?: SetUp;
  /** How an ended visit ended; default home. */
  readonly ending?: Exclude<Ending, 'wrong-patient'>;
  readonly openedAt?: Instant;
}

export class VisitBuilder {
  now: Instant;
  readonly events: VisitEvent[] = [];
  #state: VisitState | undefined;
  #ids = 0;
  #seq = 0;

  constructor(openedAt: Instant, protocol: ClinicalProtocol) {
    this.now = openedAt;
    this.record({ type: 'visit-opened', visitId: 'visit-1', chairId: 'chair-1', patientId: 'patient-1', protocol });
  }

  /** One that may go another way from here. */
  copy(): VisitBuilder {
    const twin = new VisitBuilder(this.state.openedAt, this.state.protocol);
    twin.now = this.now;
    twin.events.splice(0, Infinity, ...this.events);
    twin.#state = this.#state;
    twin.#ids = this.#ids;
    twin.#seq = this.#seq;
    return twin;
  }

  get state(): VisitState {
    if (!this.#state) throw new Error('the visit is not opened');
    return this.#state;
  }

  readonly newId = (): string => `id-${(this.#ids += 1)}`;

  context(by: Actor, place: TapPlace = 'chair'): DecideContext {
    return {
      now: this.now,
      actor: by,
      place,
      newId: this.newId,
      isChairFree: (chairId) => chairId === 'chair-2',
      providers: [provider.name, 'Dr. Adeyemi'],
    };
  }

  /** Moves time on. No readings come meanwhile. */
  after(ms: number): this {
    this.now += ms;
    return this;
  }

  /** Folds a fact recorded now. */
  record(body: VisitEventBody, actor: Actor = system): this {
    return this.fold({ ...body, at: this.now, actor });
  }

  fold(event: VisitEvent): this {
    this.events.push(event);
    this.#state = evolve(this.#state, event);
    return this;
  }

  /** What the clock makes due by now: alert facts, folded. */
  tick(): this {
    for (const event of evaluate(this.state, this.now, this.newId).events) this.fold(event);
    return this;
  }

  /** Asks, and changes nothing. */
  ask(command: VisitCommand, by: Actor = nurse, place: TapPlace = 'chair'): Result<VisitEventBody[]> {
    return decide(this.state, command, this.context(by, place));
  }

  /** Asks and folds the answer; throws when refused. */
  give(command: VisitCommand, by: Actor = nurse, place: TapPlace = 'chair'): this {
    const answer = this.ask(command, by, place);
    if (!answer.ok) throw new Error(`${command.type} refused (${answer.refusal.code}): ${answer.refusal.message}`);
    for (const body of answer.value) this.record(body, by);
    return this;
  }

  /** A reading received now. */
  reading(reading: Reading): this {
    this.#seq += 1;
    const source = { deviceId: reading.kind === 'oximetry' ? 'ox-1' : 'cuff-1', epoch: 'epoch-1', seq: this.#seq };
    return this.record({ type: 'reading-recorded', source, reading }, adapter);
  }

  /** One second of oximetry, measured and received now. */
  spo2(spo2Pct = 98, pulseBpm = 72, more: Partial<OximetryReading> = {}): this {
    return this.reading({ ...good, kind: 'oximetry', measuredAt: this.now, spo2Pct, pulseBpm, ...more });
  }

  /** The probe is off the finger now. */
  probeOff(): this {
    return this.reading({ kind: 'oximetry', measuredAt: this.now, quality: 'none', causes: ['probe-off'] });
  }

  /** A cuff result, measured and received now. */
  bp(systolicMmHg = 128, diastolicMmHg = 79): this {
    return this.reading({ ...good, kind: 'nibp', measuredAt: this.now, systolicMmHg, diastolicMmHg });
  }

  /** So many seconds with a reading each; the last one is at the new now. */
  watched(seconds: number, spo2Pct = 98, pulseBpm = 72): this {
    for (let second = 0; second < seconds; second += 1) this.after(SECOND).spo2(spo2Pct, pulseBpm);
    return this;
  }
}

const good = { quality: 'good', causes: [] } as const;

/** States never change, so that equal wishes can start from one visit: the long ones have thousands of readings. */
const made = new Map<string, VisitBuilder>();

/** A visit as it stands after so many minutes of a phase, brought there by the commands a nurse gives. */
export function aVisit(wish: VisitWish = {}): VisitBuilder {
  const key = JSON.stringify(wish);
  const visit = made.get(key) ?? makeVisit(wish);
  made.set(key, visit);
  return visit.copy();
}

function makeVisit(wish: VisitWish): VisitBuilder {
  const phase = wish.phase ?? 'baseline';
  const visit = new VisitBuilder(wish.openedAt ?? OPENED_AT, wish.protocol ?? ivKetamine);
  const lasts = (name: PhaseName): boolean => {
    if (phase === name) watch(visit, wish.minutes ?? 0);
    return phase === name;
  };
  if (lasts('baseline')) return visit;
  if (phase === 'ended' && wish.ending === 'cancelled')
    return visit.give({ type: 'visit:end', ending: 'cancelled', reason: 'no ride' });
  makeReady(visit, wish.setUp);
  start(visit);
  if (lasts('infusion')) return visit;
  watch(visit, visit.state.protocol.infusion.plannedMs / MINUTE);
  visit.give({ type: 'infusion:end', reason: 'completed', minutesAgo: 0 });
  if (lasts('recovery')) return visit;
  recover(visit);
  visit.give({ type: 'monitoring:end' });
  if (lasts('discharge')) return visit;
  meetByHand(visit);
  const ending = wish.ending ?? 'home';
  return visit.give(
    ending === 'home'
      ? { type: 'visit:end', ending, escortName: 'Sam Marlow' }
      : { type: 'visit:end', ending, reason: 'as agreed' },
  );
}

/** Minutes with a reading a second and a BP every ten minutes, all as at baseline. */
function watch(visit: VisitBuilder, minutes: number): void {
  for (let minute = 1; minute <= minutes; minute += 1) {
    visit.watched(60);
    if (minute % 10 === 0) visit.bp();
  }
}

/** Everything the start asks for: identity, set-up, a proved probe, two BPs and a minute of good signal. */
export function makeReady(visit: VisitBuilder, setUp: SetUp = {}): VisitBuilder {
  visit.give({ type: 'identity:confirm' });
  visit.give({ type: 'setup:record', setUp: { ...COMPLETE_SET_UP, ...setUp }, confirmed: true });
  return visit.after(SECOND).probeOff().after(SECOND).bp().watched(120).bp();
}

function start(visit: VisitBuilder): void {
  if (visit.state.protocol.treatment === 'infusion') visit.give({ type: 'infusion:start', minutesAgo: 0 });
  else visit.give({ type: 'device:give', mg: 28, lot: 'L-77', minutesAgo: 0 });
}

/** Until monitoring may end: the minimum, two BPs, a response and the scales. */
function recover(visit: VisitBuilder): void {
  const { phase, protocol } = visit.state;
  if (phase.name !== 'recovery') throw new Error('not in recovery');
  const { countsFrom, minimumMs } = protocol.recovery;
  const from = countsFrom === 'first-device' ? phase.infusion.startedAt : phase.recovery.startedAt;
  watch(visit, Math.max(20, Math.ceil((from + minimumMs - visit.now) / MINUTE)));
  visit.watched(5 * 60).bp();
  visit.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'response', response: 'normal', nausea: false } });
  visit.give({ type: 'entry:record', minutesAgo: 0, entry: { kind: 'scale', scale: 'dissociation', score: 0 } });
}

/** What a person checks between the end of monitoring and the door. */
export function meetByHand(visit: VisitBuilder): VisitBuilder {
  for (const criterion of ['oriented', 'steady-gait', 'iv-out', 'instructions-given'] as const)
    visit.give({ type: 'criterion:check', criterion, met: true });
  return visit;
}
