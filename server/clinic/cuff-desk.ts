/**
 * Starts and stops the cuffs that the clinic lets Vigil start. What is asked is on the disk before the cuff hears it, and is asked
 * once: after silence, or after a restart, the cuff's own pressure and the pause decide whether it may be asked again. Only a stop
 * is sent again, until it is answered.
 */
import type { Actor } from '#core/actor.ts';
import { CYCLE_LASTS_MS, cuffResultAt, unansweredAsk } from '#core/cuff.ts';
import type { ChairCuff, CuffAsks } from '#core/cuff.ts';
import { cuffPlan } from '#core/cuff-plan.ts';
import type { Duration, Instant } from '#core/reading.ts';
import { deviceModel } from '#devices/device-table.ts';
import type { Answer } from '#protocol/answer.ts';
import { chairCuff } from './chair-cuff.ts';
import type { CuffUse } from './cuff-use.ts';
import type { Durability } from './durability.ts';
import type { Presence } from './presence.ts';
import type { RunningVisit } from './running-visit.ts';
import { seatOf } from './seat.ts';
import type { SiteDesk } from './site-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

/** The way to the adapters that hold the cuffs' lines. */
export interface CuffLine {
  /** Resolves once a start can be sent without waiting, or never will be. A stop needs nothing. */
  ready(adapterId: string): Promise<void>;
  /**
   * On the wire before it returns.
   * @param until clinic time: a start that arrives later is refused by the adapter
   * @returns undefined for silence.
   */
  start(adapterId: string, deviceId: string, until: Instant): Promise<Answer | undefined>;
  stop(adapterId: string, deviceId: string): Promise<Answer | undefined>;
}

export interface CuffDeskDeps {
  readonly site: SiteDesk;
  readonly visits: VisitDesk;
  readonly presence: Presence;
  readonly durability: Durability;
  readonly cuffUse: CuffUse;
  readonly now: () => Instant;
  /** Clinic milliseconds per real one. */
  readonly rate: () => number;
}

/** Real time, from the ask. What waited longer, for the disk or on the way, was meant for another moment. */
const SENT_WITHIN_MS: Duration = 5_000;
/** Real time between two tries to stop. */
const STOP_AGAIN_MS: Duration = 2_000;

const SYSTEM: Actor = { kind: 'system' };
const SILENT = {
  start: 'The cuff did not answer. Look whether it inflates; if it does not, try again.',
  stop: 'The cuff did not answer to Stop: press its own stop button, or open the cuff.',
} as const;
const CHANGED = 'The cuff was not started: its chair, its line or its visit changed meanwhile.';

const LATE = 'The cuff was not started: the command was held up for too long. Try again.';

type Ask = NonNullable<CuffAsks['ask']>;

interface Started {
  readonly visit: RunningVisit;
  readonly ask: Ask;
  /** It is to be stopped, and no adapter has said yet that it is. */
  stopping?: { sentAt: Instant; isUnderWay: boolean };
}

export class CuffDesk {
  readonly #deps: CuffDeskDeps;
  /** By device: what Vigil started and nothing has ended yet. */
  readonly #running = new Map<string, Started>();
  #isOver = false;
  /** Set by the sockets' side, which alone knows the adapters' connections. */
  line: CuffLine | undefined;

  constructor(deps: CuffDeskDeps) {
    this.#deps = deps;
  }

  /** Stops what nobody watches any more, and starts what is due. */
  tick(): void {
    for (const [deviceId, started] of this.#running) this.#lookAfter(deviceId, started);
    for (const visit of this.#deps.visits.running) {
      // What says when a BP is due is the rules' own (AL-197).
      if (visit.failedSince !== undefined) continue;
      this.#startIfDue(visit);
      this.#remember(visit);
    }
  }

  /** The server stops: an answer that comes later finds no journal. */
  dispose(): void {
    this.#isOver = true;
  }

  /** A person asked, and the visit has it. Stop waits for nothing. */
  told(visitId: string, act: 'cuff:measure' | 'cuff:stop'): void {
    const visit = this.#deps.visits.get(visitId);
    if (!visit) return;
    const ask = visit.state.cuff?.ask;
    if (act === 'cuff:measure') {
      this.#remember(visit);
      if (ask) void this.#start(visit, ask);
      return;
    }
    const deviceId = this.#cuffOf(visit)?.deviceId ?? ask?.deviceId;
    if (deviceId !== undefined) void this.#stop(visit, deviceId);
  }

  #startIfDue(visit: RunningVisit): void {
    const cuff = this.#cuffOf(visit);
    if (!cuff?.control || !cuff.allowed || !cuff.connected) return;
    // The visit has yet to be told of another cuff.
    if ((visit.state.feeds?.cuff?.deviceId ?? cuff.deviceId) !== cuff.deviceId) return;
    const now = this.#deps.now();
    const plan = cuffPlan(visit.state, cuff.control.restMs);
    if (!plan || Math.max(plan.startAt, cuff.busyUntil ?? -Infinity) > now) return;
    visit.record(now, SYSTEM, [{ type: 'cuff-asked', deviceId: cuff.deviceId, cause: plan.cause }]);
    visit.commit();
    const ask = visit.state.cuff?.ask;
    this.#remember(visit);
    if (ask) void this.#start(visit, ask);
  }

  /** Until something answers it, or it must be over: a visit whose cuff was changed knows nothing of the old one any more. */
  #remember(visit: RunningVisit): void {
    const ask = unansweredAsk(visit.state);
    const before = ask && this.#running.get(ask.deviceId);
    if (!ask || before?.ask === ask || (before && before.visit !== visit)) return;
    this.#running.set(ask.deviceId, { visit, ask });
    this.#deps.cuffUse.take(ask.deviceId, visit.visitId, ask.at + CYCLE_LASTS_MS);
  }

  #forget(deviceId: string, { visit }: Started, endedAt: Instant): void {
    this.#running.delete(deviceId);
    this.#deps.cuffUse.take(deviceId, visit.visitId, endedAt + this.#restMs(deviceId));
  }

  /** The visit ended or left the chair, or the cuff did, while a cycle that Vigil started may run; or a stop is unanswered. */
  #lookAfter(deviceId: string, started: Started): void {
    const { visit, ask, stopping } = started;
    const { presence, rate } = this.#deps;
    const now = this.#deps.now();
    const resultAt = cuffResultAt(visit.state);
    // What came after the cuff was changed is another one's.
    const heardUntil = visit.state.cuff?.ask === ask ? Infinity : (visit.state.feeds?.cuff?.since ?? -Infinity);
    if (resultAt > ask.at && resultAt <= heardUntil) return this.#forget(deviceId, started, resultAt);
    if (now >= ask.at + CYCLE_LASTS_MS) return this.#forget(deviceId, started, ask.at + CYCLE_LASTS_MS);
    if (stopping) {
      const isDue = !stopping.isUnderWay && now >= stopping.sentAt + STOP_AGAIN_MS * rate();
      if (isDue && presence.isConnected(deviceId)) void this.#stop(visit, deviceId);
    } else if (!this.#mayGoOn(visit, ask) && presence.isConnected(deviceId)) {
      visit.record(now, SYSTEM, [{ type: 'cuff-stop-asked', deviceId }]);
      visit.commit();
      void this.#stop(visit, deviceId);
    }
  }

  async #start(visit: RunningVisit, ask: Ask): Promise<void> {
    const { deviceId } = ask;
    const { durability, presence, now, rate } = this.#deps;
    const knownBy = presence.adapterOf(deviceId);
    await Promise.all([durability.all(), knownBy !== undefined && this.line?.ready(knownBy)]);
    // From here to the wire nothing waits: what is looked at now is what the cuff meets.
    // Stopped before it began, or another cuff by now.
    if (this.#isOver || unansweredAsk(visit.state) !== ask) return;
    const until = ask.at + SENT_WITHIN_MS * rate();
    const adapterId = presence.adapterOf(deviceId);
    const isLate = now() > until;
    if (isLate || adapterId !== knownBy || adapterId === undefined || !this.#maySend(visit, ask)) {
      this.#notStarted(visit, ask);
      return this.#refused(visit, deviceId, isLate ? LATE : CHANGED);
    }
    const answer = await (this.line?.start(adapterId, deviceId, until) ?? Promise.resolve(undefined));
    if (answer?.ok) return;
    // Silence says nothing: it may be inflating.
    if (answer) this.#notStarted(visit, ask);
    this.#refused(visit, deviceId, answer?.refusal.message ?? SILENT.start, answer && adapterId);
  }

  async #stop(visit: RunningVisit, deviceId: string): Promise<void> {
    const running = this.#running.get(deviceId);
    const started = running?.visit === visit ? running : undefined;
    const sentAt = this.#deps.now();
    const isFirst = started?.stopping === undefined;
    if (started) started.stopping = { sentAt, isUnderWay: true };
    const adapterId = this.#deps.presence.adapterOf(deviceId);
    const answer = adapterId === undefined ? undefined : await this.line?.stop(adapterId, deviceId);
    if (started?.stopping) started.stopping.isUnderWay = false;
    if (answer?.ok) {
      if (started && this.#running.get(deviceId) === started) this.#forget(deviceId, started, this.#deps.now());
    } else if (isFirst) this.#refused(visit, deviceId, answer?.refusal.message ?? SILENT.stop, answer && adapterId);
  }

  #notStarted(visit: RunningVisit, ask: Ask): void {
    if (this.#running.get(ask.deviceId)?.ask !== ask) return;
    this.#running.delete(ask.deviceId);
    this.#deps.cuffUse.free(ask.deviceId, visit.visitId);
  }

  #refused(visit: RunningVisit, deviceId: string, reason: string, adapterId?: string): void {
    if (this.#isOver) return;
    const actor: Actor = adapterId === undefined ? SYSTEM : { kind: 'adapter', adapterId };
    visit.record(this.#deps.now(), actor, [{ type: 'cuff-refused', deviceId, reason }]);
    visit.commit();
  }

  /** Whether it may be inflated for this visit at this moment. By itself only while the visit is watched. */
  #maySend(visit: RunningVisit, ask: Ask): boolean {
    const { name } = visit.state.phase;
    const isWatched = name === 'infusion' || name === 'recovery';
    const cuff = this.#cuffOf(visit);
    return (
      (ask.cause === 'person' || isWatched) &&
      this.#deps.visits.get(visit.visitId) === visit &&
      this.#running.get(ask.deviceId)?.ask === ask &&
      this.#mayGoOn(visit, ask) &&
      cuff?.control !== undefined &&
      cuff.connected &&
      (cuff.busyUntil ?? -Infinity) <= this.#deps.now()
    );
  }

  #mayGoOn(visit: RunningVisit, { deviceId }: Ask): boolean {
    const cuff = this.#cuffOf(visit);
    return cuff?.deviceId === deviceId && cuff.allowed;
  }

  #restMs(deviceId: string): Duration {
    const model = this.#deps.site.state.devices.find((device) => device.deviceId === deviceId)?.model;
    return (model === undefined ? undefined : deviceModel(model)?.control?.restMs) ?? 0;
  }

  #cuffOf({ state }: RunningVisit): ChairCuff | undefined {
    return chairCuff(this.#deps, seatOf(state), state.visitId);
  }
}
