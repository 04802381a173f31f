/** Readings as they arrive: each is answered once and for all, and goes to the visit it was measured in (docs/SPEC.md, WS). */
import type { Actor } from '#core/actor.ts';
import type { Duration, Instant, Reading, ReadingIdentity } from '#core/reading.ts';
import type { Refusal } from '#core/refusal.ts';
import { accept, refuse } from '#core/refusal.ts';
import type { VisitEvent } from '#core/event.ts';
import type { RegisteredDevice } from '#core/site-state.ts';
import type { ReadingAnswer, WireReading } from '#protocol/adapter-events.ts';
import type { Answer } from '#protocol/answer.ts';
import type { Journal } from '../journal/journal.ts';
import type { Counters } from './counters.ts';
import type { Durability } from './durability.ts';
import { PastVisits } from './past-visits.ts';
import type { DeviceSeen } from './device-seen.ts';
import type { Presence } from './presence.ts';
import type { ProbeWatch } from './probe-watch.ts';
import type { RunningVisit } from './running-visit.ts';
import type { SignalTap } from './signal-tap.ts';
import type { SiteDesk } from './site-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

/** What is left of a clock's error after the offset; beyond it, a stamp is of the future. */
export const FUTURE_MS: Duration = 2_000;
/** Not older than this: what a screen shows as now. */
const LIVE_MS: Duration = 5_000;

export interface IngestDeps {
  readonly journal: Journal;
  readonly durability: Durability;
  readonly site: SiteDesk;
  readonly visits: VisitDesk;
  readonly presence: Presence;
  readonly seen: DeviceSeen;
  readonly signals: SignalTap;
  readonly probes: ProbeWatch;
  readonly counters: Counters;
  readonly now: () => Instant;
  /** A device's battery changed between low and not low. */
  readonly onBattery: (device: RegisteredDevice) => void;
}

export class Ingest {
  readonly #deps: IngestDeps;
  readonly #startedAt: Instant;
  readonly #past: PastVisits;

  constructor(deps: IngestDeps) {
    this.#deps = deps;
    this.#startedAt = deps.now();
    this.#past = new PastVisits(deps.journal, deps.now(), (...seat) => deps.visits.seatedInPast(...seat));
  }

  /** What was measured before this start: who sat where then. Call it before these instants are placed. */
  learnPast(instants: readonly Instant[]): Promise<void> | undefined {
    return this.#past.learn(instants);
  }

  /**
   * @param readings `measuredAt` already in clinic time.
   * @returns an answer for each, in order, once all are on the disk; or a refusal of the whole batch, to be sent again later.
   */
  async take(
    adapterId: string,
    readings: readonly WireReading[],
  ): Promise<Answer<{ readonly answers: readonly ReadingAnswer[] }>> {
    const { journal, durability, now, counters } = this.#deps;
    const takenAt = performance.now();
    const answers = new Map<WireReading, ReadingAnswer>();
    const answer = (some: readonly WireReading[]) => {
      for (const [wire, given] of takeNow(this.#deps, adapterId, some)) answers.set(wire, given);
    };
    if (journal.trouble?.overLimit) {
      answer(readings.filter(({ measuredAt }) => measuredAt > now() - LIVE_MS));
      if (answers.size < readings.length)
        return refuse('unavailable', `${journal.trouble.reason} Send it again later.`);
    }
    // What is of now never waits for a look into the past.
    const isPast = ({ measuredAt }: WireReading) => measuredAt < this.#startedAt;
    answer(readings.filter((wire) => !isPast(wire) && !answers.has(wire)));
    const past = readings.filter((wire) => !answers.has(wire));
    if (past.length > 0) {
      await this.#past.learn(past.map(({ measuredAt }) => measuredAt));
      answer(past);
    }
    await durability.all();
    counters.ingestMs.observe(performance.now() - takenAt);
    return { ok: true, data: { answers: readings.flatMap((wire) => answers.get(wire) ?? []) } };
  }
}

function takeNow(
  deps: IngestDeps,
  adapterId: string,
  readings: readonly WireReading[],
): readonly (readonly [WireReading, ReadingAnswer])[] {
  const now = deps.now();
  const beganAt = performance.now();
  const touched = new Set<RunningVisit>();
  /** Of those that are appended below: only then does the journal know them. */
  const taken = new Set<string>();
  const ofEnded = new Map<string, VisitEvent[]>();
  const actor: Actor = { kind: 'adapter', adapterId };

  const answerTo = (wire: WireReading): ReadingAnswer => {
    const { deviceId, epoch, seq, ...measured } = wire;
    const source: ReadingIdentity = { deviceId, epoch, seq };
    const key = keyOf(source);
    deps.counters.missing.see(deviceId, epoch, seq);
    if (taken.has(key) || deps.journal.hasReading(source)) {
      deps.counters.readingsRepeated += 1;
      return { epoch, seq, status: 'duplicate' };
    }
    const reading: Reading = { ...measured, measuredAt: Math.min(measured.measuredAt, now) };
    const refusal =
      refuseDevice(deps, adapterId, deviceId, reading.measuredAt) ??
      refuseFuture(measured.measuredAt - now) ??
      place(source, reading);
    if (deps.signals.isWatched(deviceId))
      deps.signals.tell(adapterId, { deviceId, at: now, reading, ...(refusal && { refusal }) });
    if (!refusal) {
      taken.add(key);
      deps.counters.readingsStored += 1;
      return { epoch, seq, status: 'stored' };
    }
    deps.counters.refused('readings', refusal);
    return { epoch, seq, status: 'refused', refusal };
  };

  const place = (source: ReadingIdentity, reading: Reading): Refusal | undefined => {
    const device = deps.site.device(source.deviceId);
    if (device) deps.seen.heard(device.deviceId, Math.min(reading.measuredAt, now));
    if (device && deps.seen.batteryBit(device.deviceId, reading.causes.includes('low-battery'))) deps.onBattery(device);
    const chairId = deps.site.chairAt(source.deviceId, reading.measuredAt);
    const visitId = chairId === undefined ? undefined : deps.visits.visitAt(chairId, reading.measuredAt);
    if (visitId === undefined) return keepApart(source, reading, chairId);
    const event: VisitEvent = { type: 'reading-recorded', source, reading, at: now, actor };
    const visit = deps.visits.get(visitId);
    if (!visit) ofEnded.set(visitId, [...(ofEnded.get(visitId) ?? []), event]);
    const answer = visit?.input(now, () => accept([event]));
    if (visit) touched.add(visit);
    // The rules threw on it (a bug): the visit goes on without it, and it is not lost (WS-146).
    if (answer?.ok === false) return quarantine(source, reading, FAILED);
    return undefined;
  };

  const keepApart = (source: ReadingIdentity, reading: Reading, chairId: string | undefined): Refusal => {
    if (chairId !== undefined) deps.probes.see(chairId, source.deviceId, reading, now);
    // A visit is never opened backwards, so what is of now and of nobody stays so: it is not worth a row a second. What is late
    // may be of a visit Vigil knows no more; and on a chair where somebody waits for the ride it may be that person's.
    const isOfNobody = reading.measuredAt > now - LIVE_MS && (chairId === undefined || !deps.visits.isKept(chairId));
    const { refusal } = refuse('no-visit', noVisit(deps.site, source.deviceId, chairId, isOfNobody));
    return isOfNobody ? refusal : quarantine(source, reading, refusal);
  };

  const quarantine = (source: ReadingIdentity, reading: Reading, refusal: Refusal): Refusal => {
    deps.durability.watch(deps.journal.quarantine({ source, reading, at: now, reason: refusal.message }).durable);
    return refusal;
  };

  const answers = readings.map((wire) => [wire, answerTo(wire)] as const);
  if (answers.length > 0) deps.counters.judgingMs.observe(performance.now() - beganAt);
  // At once: what comes while the disk is busy is its next commit.
  for (const visit of touched) visit.commit();
  for (const [visitId, events] of ofEnded)
    deps.durability.watch(deps.journal.append({ kind: 'visit', id: visitId }, events).durable);
  return answers;
}

const FAILED = refuse(
  'unavailable',
  'Vigil failed on this reading: it is kept apart and shown to nobody. Tell whoever looks after Vigil.',
).refusal;

const keyOf = ({ deviceId, epoch, seq }: ReadingIdentity): string => `${deviceId} ${epoch} ${seq}`;

/** @param measuredAt what a device measured before it was retired is still taken */
export function refuseDevice(
  { site, presence }: Pick<IngestDeps, 'site' | 'presence'>,
  adapterId: string,
  deviceId: string,
  measuredAt: Instant = Infinity,
): Refusal | undefined {
  const retired = site.retired(deviceId);
  const device = site.device(deviceId) ?? (retired && measuredAt < retired.retiredAt ? retired : undefined);
  if (!device)
    return refuse(
      'unknown-device',
      retired
        ? `Device "${deviceId}" (${retired.label}) was retired: register it again in Settings, Devices, or stop its adapter.`
        : `Device "${deviceId}" is not registered: register it in Settings, Devices, and put it on a chair.`,
    ).refusal;
  if (!presence.hasAnnounced(adapterId, deviceId))
    return refuse(
      'not-allowed',
      `This adapter has not announced "${deviceId}": send adapter:announce with it before its readings.`,
    ).refusal;
  if (presence.isTakenFrom(adapterId, deviceId, measuredAt))
    return refuse(
      'not-allowed',
      `Adapter "${presence.adapterOf(deviceId)}" feeds "${deviceId}" now: only what was measured before is taken from another. Let one adapter read it.`,
    ).refusal;
  const emulated = presence.announced(deviceId)?.emulated ?? device.emulated;
  if (emulated === site.state.demo) return undefined;
  return refuse(
    'emulated-device',
    emulated
      ? `Device "${deviceId}" is emulated: it feeds a demo, never a real visit. Stop the emulator or use a demo site.`
      : `Device "${deviceId}" is real: a demo takes emulated devices only. Use a site that is no demo.`,
  ).refusal;
}

export function refuseFuture(aheadMs: Duration): Refusal | undefined {
  if (aheadMs <= FUTURE_MS) return undefined;
  return refuse(
    'future',
    `The stamp is ${Math.round(aheadMs / 100) / 10} s ahead of the clinic's clock: set the adapter's clock and connect again.`,
  ).refusal;
}

function noVisit(site: SiteDesk, deviceId: string, chairId: string | undefined, isOfNobody: boolean): string {
  if (chairId === undefined)
    return `Device "${deviceId}" was on no chair when this was measured: put it on a chair in Settings, Devices.`;
  const chair = site.chair(chairId)?.name ?? chairId;
  return `No visit was open on ${chair} when this was measured: it is ${isOfNobody ? 'not kept' : 'kept apart'} and shown to nobody.`;
}
