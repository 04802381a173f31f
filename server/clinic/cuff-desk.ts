/**
 * Starts and stops the cuffs that the clinic lets Vigil start. What is asked is on the disk before the cuff hears it, and is asked
 * once: after silence, or after a restart, the cuff's own pressure and the pause decide whether it may be asked again.
 */
import type { Actor } from '#core/actor.ts';
import { CYCLE_LASTS_MS, cuffResultAt, unansweredAsk } from '#core/cuff.ts';
import type { ChairCuff, CuffAsks } from '#core/cuff.ts';
import { cuffPlan } from '#core/cuff-plan.ts';
import type { Duration, Instant } from '#core/reading.ts';
import type { Answer } from '#protocol/answer.ts';
import { chairCuff } from './chair-cuff.ts';
import type { Durability } from './durability.ts';
import type { Presence } from './presence.ts';
import type { RunningVisit } from './running-visit.ts';
import { seatOf } from './seat.ts';
import type { SiteDesk } from './site-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

/** To the adapter that holds the device's line. @returns undefined for silence. */
export type SendToCuff = (adapterId: string, deviceId: string, act: 'start' | 'stop') => Promise<Answer | undefined>;

export interface CuffDeskDeps {
  readonly site: SiteDesk;
  readonly visits: VisitDesk;
  readonly presence: Presence;
  readonly durability: Durability;
  readonly now: () => Instant;
  /** Clinic milliseconds per real one. */
  readonly rate: () => number;
}

/** Real time. What waited longer for the disk was meant for another moment. */
const SENT_WITHIN_MS: Duration = 5_000;

const SYSTEM: Actor = { kind: 'system' };
const SILENT = {
  start: 'The cuff did not answer. Look whether it inflates; if it does not, try again.',
  stop: 'The cuff did not answer to Stop: press its own stop button, or open the cuff.',
} as const;
const CHANGED = 'The cuff was not started: its chair, its line or its visit changed meanwhile.';

type Ask = NonNullable<CuffAsks['ask']>;

export class CuffDesk {
  readonly #deps: CuffDeskDeps;
  readonly #running = new Map<string, { readonly visit: RunningVisit; readonly ask: Ask }>();
  #isOver = false;
  /** Set by the sockets' side, which alone knows the adapters' connections. */
  send: SendToCuff = () => Promise.resolve(undefined);

  constructor(deps: CuffDeskDeps) {
    this.#deps = deps;
  }

  /** Stops what nobody watches any more, and starts what is due. */
  tick(): void {
    this.#stopWhatWasLeft();
    for (const visit of this.#deps.visits.running) {
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
    if (!plan || plan.startAt > now) return;
    visit.record(now, SYSTEM, [{ type: 'cuff-asked', deviceId: cuff.deviceId, cause: plan.cause }]);
    visit.commit();
    const ask = visit.state.cuff?.ask;
    if (ask) void this.#start(visit, ask);
  }

  /** Until something answers it, or it must be over: a visit whose cuff was changed knows nothing of the old one any more. */
  #remember(visit: RunningVisit): void {
    const ask = unansweredAsk(visit.state);
    if (ask) this.#running.set(ask.deviceId, { visit, ask });
  }

  /** The visit ended or left the chair, or the cuff did, while a cycle that Vigil started may run. */
  #stopWhatWasLeft(): void {
    const now = this.#deps.now();
    for (const [deviceId, { visit, ask }] of this.#running) {
      const isOver = now >= ask.at + CYCLE_LASTS_MS || cuffResultAt(visit.state) > ask.at;
      const isAnswered = visit.state.cuff?.ask === ask && unansweredAsk(visit.state) === undefined;
      if (isOver || isAnswered) {
        this.#running.delete(deviceId);
      } else if (!this.#mayGoOn(visit, ask) && this.#deps.presence.isConnected(deviceId)) {
        this.#running.delete(deviceId);
        visit.record(now, SYSTEM, [{ type: 'cuff-stop-asked', deviceId }]);
        visit.commit();
        void this.#stop(visit, deviceId);
      }
    }
  }

  async #start(visit: RunningVisit, ask: Ask): Promise<void> {
    const { durability, now, rate } = this.#deps;
    await durability.all();
    // Stopped before it began, or another cuff by now.
    if (this.#isOver || unansweredAsk(visit.state) !== ask) return;
    const isLate = now() - ask.at > SENT_WITHIN_MS * rate();
    const isConnected = this.#deps.presence.isConnected(ask.deviceId);
    if (isLate || !isConnected || !this.#mayGoOn(visit, ask)) return this.#refused(visit, ask.deviceId, CHANGED);
    await this.#tell(visit, ask.deviceId, 'start');
  }

  #stop(visit: RunningVisit, deviceId: string): Promise<void> {
    return this.#tell(visit, deviceId, 'stop');
  }

  async #tell(visit: RunningVisit, deviceId: string, act: 'start' | 'stop'): Promise<void> {
    const adapterId = this.#deps.presence.adapterOf(deviceId);
    const answer = adapterId === undefined ? undefined : await this.send(adapterId, deviceId, act);
    if (answer?.ok) return;
    const actor: Actor = answer && adapterId !== undefined ? { kind: 'adapter', adapterId } : SYSTEM;
    this.#refused(visit, deviceId, answer?.refusal.message ?? SILENT[act], actor);
  }

  #refused(visit: RunningVisit, deviceId: string, reason: string, actor = SYSTEM): void {
    if (this.#isOver) return;
    visit.record(this.#deps.now(), actor, [{ type: 'cuff-refused', deviceId, reason }]);
    visit.commit();
  }

  #mayGoOn(visit: RunningVisit, { deviceId }: Ask): boolean {
    const cuff = this.#cuffOf(visit);
    return cuff?.deviceId === deviceId && cuff.allowed;
  }

  #cuffOf({ state }: RunningVisit): ChairCuff | undefined {
    return chairCuff(this.#deps.site, this.#deps.presence, seatOf(state));
  }
}
