/** One drawn visit through the real line: emulated bytes, decoder, reducer, alert engine. Nobody answers an alert. */
import type { ClinicalProtocol } from '#core/clinical-protocol.ts';
import type { AlertEvent, VisitEvent, VisitEventBody } from '#core/event.ts';
import { advance, advanceByTime } from '#core/advance.ts';
import type { Baseline } from '#core/phase.ts';
import type { Instant, Reading } from '#core/reading.ts';
import { accept } from '#core/refusal.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import { PROTOCOL } from '../cli/recorded-vitals.ts';
import { Tally, lineOf } from '../cli/replay-lines.ts';
import type { FactLine } from '../cli/replay-lines.ts';
import { createSeededDevice } from '../demo/seeded-device.ts';
import type { Scenario } from '../emulator/scenario.ts';
import { createSubject, oximetryAt, trueVitalsAt } from '../emulator/subject.ts';
import { INFUSION_MS, VISIT_MS } from './draw-visit.ts';
import { judge, livesOf } from './judge.ts';
import type { Judgement } from './judge.ts';
import { limitEvents } from './limit-events.ts';
import type { Sample } from './limits-read.ts';

const STEP_MS = 1_000;
const SYSTEM = { kind: 'system' } as const;

export function simulateVisit(scenario: Scenario, protocol = PROTOCOL): Judgement {
  const subject = createSubject(scenario);
  const devices = [
    createSeededDevice({ deviceId: 'oximeter', model: 'nonin-df2', label: 'oximeter' }, scenario, 'study'),
    createSeededDevice({ deviceId: 'cuff', model: 'suntech', label: 'cuff' }, scenario, 'study'),
  ];
  const { resting } = subject.patient;
  const visit = new StudiedVisit(resting, protocol);
  const truth: Sample[] = [];
  const shown: Sample[] = [];
  for (let tMs = STEP_MS; tMs <= VISIT_MS; tMs += STEP_MS) {
    if (tMs === INFUSION_MS) visit.bring(tMs, { type: 'infusion-ended', happenedAt: tMs, reason: 'completed' });
    const readings = devices.flatMap((device) => device.readings(tMs, tMs));
    for (const { deviceId, epoch, seq, ...reading } of readings) visit.receive(tMs, reading, { deviceId, epoch, seq });
    visit.tick(tMs);
    const s = tMs / 1_000;
    const { spo2Pct, pulseBpm } = trueVitalsAt(subject, tMs);
    const bp = readings.find((reading) => reading.kind === 'nibp');
    // What a perfect oximeter would show; a pressure is known only by the cuff.
    truth.push({
      s,
      spo2: Math.round(spo2Pct),
      pulse: Math.round(pulseBpm),
      ...(bp && { sbp: bp.systolicMmHg, dbp: bp.diastolicMmHg }),
    });
    const seen = oximetryAt(subject, tMs);
    shown.push(seen.probe === 'on' ? { s, spo2: seen.spo2Pct } : { s });
  }
  const events = limitEvents(truth, { pulse: visit.baseline.pulseBpm, sbp: visit.baseline.systolicMmHg });
  const summary = {
    ...visit.tally.upTo(VISIT_MS),
    rows: truth.length,
    seconds: VISIT_MS / 1_000,
    baseline: visit.baseline,
  };
  return judge(events, livesOf(visit.facts, summary, 0), shown, summary);
}

class StudiedVisit {
  readonly tally = new Tally(0);
  readonly facts: FactLine[] = [];
  readonly baseline: Baseline;
  #state: VisitState;
  #ids = 0;

  constructor(
    resting: { systolicMmHg: number; diastolicMmHg: number; spo2Pct: number; pulseBpm: number },
    protocol: ClinicalProtocol,
  ) {
    const { systolicMmHg, diastolicMmHg, spo2Pct, pulseBpm } = resting;
    this.baseline = {
      frozenAt: 0,
      nibpAt: 0,
      systolicMmHg: Math.round(systolicMmHg),
      diastolicMmHg: Math.round(diastolicMmHg),
      meanMmHg: Math.round(diastolicMmHg + (systolicMmHg - diastolicMmHg) / 3),
      spo2Pct: Math.round(spo2Pct),
      pulseBpm: Math.round(pulseBpm),
      oxygenLPerMin: 0,
    };
    const opened = { type: 'visit-opened', visitId: 'study', chairId: 'study', patientId: 'study' } as const;
    this.#state = evolve(undefined, { ...opened, protocol, at: 0, actor: SYSTEM });
    const begin: readonly VisitEventBody[] = [
      { type: 'baseline-frozen', baseline: this.baseline },
      { type: 'adapter-connected', adapterId: 'study' },
      { type: 'infusion-started', happenedAt: 0, plannedMs: INFUSION_MS },
    ];
    for (const body of begin) this.#state = evolve(this.#state, { ...body, at: 0, actor: SYSTEM });
  }

  bring(now: Instant, body: VisitEventBody): void {
    this.#input(now, { ...body, at: now, actor: SYSTEM });
  }

  receive(now: Instant, reading: Reading, source: { deviceId: string; epoch: string; seq: number }): void {
    this.#input(now, { type: 'reading-recorded', source, reading, at: now, actor: SYSTEM });
  }

  tick(now: Instant): void {
    this.#fold(advanceByTime(this.#state, now, this.#newId).events);
  }

  #input(now: Instant, event: VisitEvent): void {
    this.#fold(advance(this.#state, now, this.#newId, () => accept([event])).advanced.events);
  }

  #fold(events: readonly (VisitEvent | AlertEvent)[]): void {
    for (const event of events) {
      const before = this.#state;
      this.#state = evolve(before, event);
      this.tally.add(event, this.#state);
      const line = lineOf(before, this.#state, event);
      if (line) this.facts.push(line);
    }
  }

  readonly #newId = (): string => `alert-${(this.#ids += 1)}`;
}
