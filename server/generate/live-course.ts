/** A drawn visit lived through: emulated devices, their decoders, the rules, and a nurse who does what there is to do. */
import type { Actor } from '#core/actor.ts';
import type { VisitCommand } from '#core/command.ts';
import type { Entry } from '#core/entry.ts';
import type { VisitEvent } from '#core/event.ts';
import type { StopReason } from '#core/phase.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { recordOf } from '#core/record/record-of.ts';
import type { SetUp } from '#core/setup.ts';
import { createSeededDevice } from '../demo/seeded-device.ts';
import { OPENED_MS } from './draw-course.ts';
import type { DrawnCourse } from './draw-course.ts';
import { LivedVisit } from '../study/lived-visit.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Every course is opened at this instant: 13 digits that begin with 1000 are a time, and nothing else is. */
export const COURSE_OPENED_AT: Instant = 1_000_000_000_000;
/** What begins with it is put in its place when the course is stamped: ids and names. */
export const MARK = '~';
export const COURSE_WEIGHT_KG = 80;
export const COURSE_DOSE_MG = 40;

const nurse: Actor = {
  ...{ kind: 'staff', staffId: `${MARK}nurse-id`, name: `${MARK}nurse`, role: 'nurse', screenId: `${MARK}screen` },
};
const provider: Actor = { ...nurse, staffId: `${MARK}provider-id`, name: `${MARK}provider`, role: 'provider' };
const adapter: Actor = { kind: 'adapter', adapterId: `${MARK}adapter` };
const system: Actor = { kind: 'system' };

const setUpOf = ({ protocol }: DrawnCourse): SetUp => ({
  ...(protocol.treatment === 'infusion' && {
    ...{ weightKg: COURSE_WEIGHT_KG, doseMgPerKg: 0.5, concentrationMgPerMl: 1, ivSite: 'left forearm, 22 G' },
  }),
  doseMg: protocol.treatment === 'infusion' ? COURSE_DOSE_MG : 56,
  lot: `${MARK}lot`,
  cuffArm: 'right',
  oximeterHand: 'left',
  nurseName: `${MARK}nurse`,
  providerName: `${MARK}provider`,
  ride: { name: `${MARK}ride`, phone: '555 0100' },
});

/** @param everyMs between two readings of the oximeter */
export function liveCourse(course: DrawnCourse, everyMs: Duration): readonly VisitEvent[] {
  return new Course(course).live(everyMs);
}

class Course {
  readonly #drawn: DrawnCourse;
  readonly #visit: LivedVisit;
  readonly #zeroAt = COURSE_OPENED_AT - OPENED_MS;
  /** What is still to be done, in order. */
  readonly #due: { readonly atMs: number; readonly act: (now: Instant) => void }[] = [];
  #ids = 0;
  readonly #alerts = new Map<string, number>();
  #recoveryAsked = -Infinity;

  constructor(drawn: DrawnCourse) {
    this.#drawn = drawn;
    const ids = { visitId: `${MARK}visit`, chairId: `${MARK}chair`, patientId: `${MARK}patient` };
    this.#visit = new LivedVisit(
      { type: 'visit-opened', ...ids, protocol: drawn.protocol },
      { at: COURSE_OPENED_AT, actor: nurse, newId: () => `${MARK}id-${(this.#ids += 1)}` },
    );
  }

  live(everyMs: Duration): readonly VisitEvent[] {
    const { scenario } = this.#drawn;
    const devices = [
      createSeededDevice({ deviceId: `${MARK}oximeter`, model: 'nonin-df2', label: '' }, scenario, `${MARK}epoch`),
      createSeededDevice({ deviceId: `${MARK}cuff`, model: 'suntech', label: '' }, scenario, `${MARK}epoch`),
    ];
    const opened = [
      { type: 'adapter-connected', adapterId: `${MARK}adapter` },
      { type: 'device-changed', kind: 'oximeter', deviceId: `${MARK}oximeter` },
      { type: 'device-changed', kind: 'cuff', deviceId: `${MARK}cuff` },
    ] as const;
    this.#visit.bring(COURSE_OPENED_AT, opened, system);
    this.#plan();
    for (let tMs = OPENED_MS + everyMs; tMs < 6 * HOUR; tMs += everyMs) {
      const now = this.#zeroAt + tMs;
      if (this.#watched)
        for (const device of devices)
          for (const { deviceId, epoch, seq, ...reading } of device.readings(tMs, now))
            this.#visit.receive(now, { deviceId, epoch, seq }, reading, adapter);
      this.#visit.tick(now);
      this.#answerAlerts(now);
      while (this.#due[0] && this.#due[0].atMs <= tMs) this.#due.shift()?.act(now);
      if (this.#visit.state.phase.name === 'recovery') this.#recover(now);
      if (this.#visit.state.phase.name === 'ended') return this.#signed(now);
    }
    throw new Error(`The visit of seed ${this.#drawn.seed} came to no end.`);
  }

  /** What does not agree in it is written with both signatures. */
  #signed(endedAt: Instant): readonly VisitEvent[] {
    const { closedMs, signedMs } = this.#drawn;
    const contradictions = recordOf(this.#visit.events)?.contradictions ?? [];
    const closedAt = endedAt + closedMs;
    this.#visit.bring(closedAt, [{ type: 'record-closed', byName: `${MARK}nurse`, contradictions }], nurse);
    const signed = { type: 'record-signed', byName: `${MARK}provider`, contradictions } as const;
    this.#visit.bring(closedAt + signedMs, [signed], provider);
    return this.#visit.events;
  }

  get #watched(): boolean {
    const { name } = this.#visit.state.phase;
    return name !== 'discharge' && name !== 'ended';
  }

  #give(now: Instant, command: VisitCommand, actor = nurse): boolean {
    return this.#visit.give(now, command, actor).ok;
  }

  #enter(now: Instant, entry: Entry): void {
    this.#give(now, { type: 'entry:record', minutesAgo: 0, entry });
  }

  #at(atMs: number, act: (now: Instant) => void): void {
    const place = this.#due.findIndex((each) => each.atMs > atMs);
    this.#due.splice(place === -1 ? this.#due.length : place, 0, { atMs, act });
  }

  #plan(): void {
    const { entries } = this.#drawn;
    this.#at(OPENED_MS + 40 * SECOND, (now) => this.#give(now, { type: 'identity:confirm' }));
    this.#at(OPENED_MS + 2 * MINUTE, (now) =>
      this.#give(now, { type: 'setup:record', setUp: setUpOf(this.#drawn), confirmed: true }),
    );
    this.#at(0, (now) => this.#start(now, 0));
    for (const [atMs, entry] of entries) this.#at(atMs, (now) => this.#whileHere(now, entry));
    for (let tens = 0; tens <= 12; tens += 1)
      this.#at(tens * 10 * MINUTE + 70 * SECOND, (now) =>
        this.#whileHere(now, { kind: 'response', response: 'normal', nausea: false }),
      );
  }

  #whileHere(now: Instant, entry: Entry): void {
    const { name } = this.#visit.state.phase;
    if (name === 'infusion' || name === 'recovery') this.#enter(now, entry);
  }

  #start(now: Instant, tries: number): void {
    const isInfusion = this.#drawn.protocol.treatment === 'infusion';
    const isStarted = this.#give(
      now,
      isInfusion
        ? { type: 'infusion:start', minutesAgo: 0 }
        : { type: 'device:give', mg: 28, lot: `${MARK}lot`, minutesAgo: 0 },
    );
    const tMs = now - this.#zeroAt;
    if (isStarted) return isInfusion ? this.#infuse(tMs) : this.#spray(tMs);
    if (tries === 3)
      this.#give(
        now,
        { type: 'hold:approve', reason: 'Known hypertension; the usual tablet was taken today.' },
        provider,
      );
    if (tries < 12) return this.#at(tMs + MINUTE, (later) => this.#start(later, tries + 1));
    this.#give(now, { type: 'visit:end', ending: 'cancelled', reason: 'Blood pressure too high; a new date is made.' });
  }

  #infuse(startMs: number): void {
    const { pause, stop, protocol } = this.#drawn;
    const { plannedMs } = protocol.infusion;
    if (stop) return this.#finish(stop.atMs, stop.reason, (stop.atMs - startMs) / plannedMs);
    if (!pause) return this.#finish(startMs + plannedMs, 'completed', 1);
    this.#at(pause.atMs, (now) => {
      this.#give(now, { type: 'pump:pause', minutesAgo: 0 });
      this.#at(pause.atMs + pause.forMs, (later) => this.#resume(later, startMs + plannedMs - pause.atMs));
    });
  }

  /** It needs a new BP: the cuff measures every ten minutes. */
  #resume(now: Instant, leftMs: Duration): void {
    const tMs = now - this.#zeroAt;
    if (this.#give(now, { type: 'pump:resume', minutesAgo: 0 })) this.#finish(tMs + leftMs, 'completed', 1);
    else if (leftMs > 0) this.#at(tMs + MINUTE, (later) => this.#resume(later, leftMs));
  }

  #finish(atMs: number, reason: StopReason, share: number): void {
    this.#at(atMs, (now) => this.#give(now, { type: 'infusion:end', reason, minutesAgo: 0 }));
    const pumpVolumeMl = Math.round(10 * COURSE_DOSE_MG * Math.min(1, share)) / 10;
    this.#at(atMs + MINUTE, (now) => this.#give(now, { type: 'pump:volume', pumpVolumeMl }));
  }

  #spray(startMs: number): void {
    this.#at(startMs + 5 * MINUTE, (now) =>
      this.#give(now, { type: 'device:give', mg: 28, lot: `${MARK}lot`, minutesAgo: 0 }),
    );
    this.#at(startMs + 15 * MINUTE, (now) =>
      this.#give(now, { type: 'infusion:end', reason: 'completed', minutesAgo: 0 }),
    );
  }

  /** As late as this nurse is; an oxygen mask goes with a low SpO2. */
  #answerAlerts(now: Instant): void {
    const { alerts, latched } = this.#visit.state;
    for (const { alertId, kind, acknowledged, issuedAt } of Object.values(alerts)) {
      if (acknowledged) continue;
      const number = this.#alerts.get(alertId) ?? this.#alerts.size;
      this.#alerts.set(alertId, number);
      const reactionMs = this.#drawn.reactionMs(number);
      if (reactionMs === null || now < issuedAt + reactionMs) continue;
      this.#give(now, { type: 'alert:acknowledge', alertId });
      if (kind !== 'spo2-low') continue;
      this.#enter(now, { kind: 'intervention', intervention: 'repositioned' });
      this.#enter(now, { kind: 'oxygen', flowLPerMin: 2 });
      this.#at(now - this.#zeroAt + 6 * MINUTE, (later) => this.#whileHere(later, { kind: 'oxygen', flowLPerMin: 0 }));
    }
    for (const { alertId } of latched)
      if (this.#drawn.reactionMs(1_000 + (this.#alerts.get(alertId) ?? 0)) !== null)
        this.#give(now, { type: 'mark:clear', alertId });
  }

  /** Every two minutes: may monitoring end? Scores and checks before it, the way to the door after it. */
  #recover(now: Instant): void {
    const { phase, protocol } = this.#visit.state;
    if (phase.name !== 'recovery' || now < this.#recoveryAsked + 2 * MINUTE) return;
    const { countsFrom, minimumMs } = protocol.recovery;
    const from = countsFrom === 'first-device' ? phase.infusion.startedAt : phase.recovery.startedAt;
    if (now < from + minimumMs) return;
    const isFirst = this.#recoveryAsked === -Infinity;
    this.#recoveryAsked = now;
    if (isFirst) {
      this.#enter(now, { kind: 'response', response: 'normal', nausea: false });
      this.#enter(now, { kind: 'scale', scale: 'dissociation', score: 0 });
      this.#enter(now, { kind: 'scale', scale: 'nausea', score: 0 });
      this.#enter(now, { kind: 'scale', scale: 'moaas', score: 5 });
    }
    this.#check(now);
    const tMs = now - this.#zeroAt;
    if (!this.#give(now, { type: 'monitoring:end' })) {
      if (tMs > 5 * HOUR)
        this.#give(now, { type: 'visit:end', ending: 'left-against-advice', reason: 'Did not want to wait longer.' });
      return;
    }
    this.#at(tMs + this.#drawn.rideMs, (later) => this.#leave(later));
  }

  #check(now: Instant): void {
    for (const criterion of ['oriented', 'steady-gait', 'iv-out', 'instructions-given'] as const)
      if (this.#visit.state.checked[criterion] === undefined)
        this.#give(now, { type: 'criterion:check', criterion, met: true });
  }

  #leave(now: Instant): void {
    this.#check(now);
    const isHome = this.#give(now, { type: 'visit:end', ending: 'home', escortName: `${MARK}ride` });
    if (!isHome) this.#give(now, { type: 'visit:end', ending: 'left-against-advice', reason: 'Left with the ride.' });
  }
}
