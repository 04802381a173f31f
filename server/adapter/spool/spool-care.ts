/** What a running adapter does for its spool: syncs it, tells the server how full it is, and sends kept waves when all else is sent. */
import type { Logger } from 'pino';
import type { Duration, Instant } from '#core/reading.ts';
import type { Timers } from '#gateway/timers.ts';
import type { AdapterToServer, PlethPacket, SpoolStatus } from '#protocol/adapter-events.ts';
import { isNearlyFull } from '#protocol/adapter-events.ts';
import { MAX_PLETH_PACKETS } from '#protocol/pleth-samples.ts';
import type { Spool } from './spool.ts';

type AnswerTo<Event extends keyof AdapterToServer> = Parameters<NonNullable<Parameters<AdapterToServer[Event]>[1]>>[0];

export interface SpoolCareDeps {
  readonly spool: Spool;
  /** @returns undefined for silence, as the next. */
  readonly tellSpool: (status: SpoolStatus) => Promise<AnswerTo<'spool:status'> | undefined>;
  readonly sendWaves: (packets: readonly PlethPacket[]) => Promise<AnswerTo<'pleth:send'> | undefined>;
  /** Readings that memory holds without an answer. */
  readonly waiting: () => number;
  /** What earlier runs kept may go now. */
  readonly onAligned: () => void;
  readonly now: () => Instant;
  readonly timers: Timers;
  readonly log: Logger;
}

const CARE_EVERY_MS: Duration = 1_000;
const HOUR_MS: Duration = 3_600_000;
/** An answer that took longer says too little of the clock. */
const LONGEST_ROUND_TRIP_MS: Duration = 1_000;
/** Waves wait while more readings than a few live ones do. */
const FEW = 50;

export class SpoolCare {
  readonly #deps: SpoolCareDeps;
  readonly #cancel: readonly (() => void)[];
  #isOnline = false;
  #told = { nearlyFull: false, at: -Infinity };
  #isSending = false;

  constructor(deps: SpoolCareDeps) {
    const { spool, timers, now } = deps;
    this.#deps = deps;
    this.#cancel = [timers.every(CARE_EVERY_MS, () => this.#care()), timers.every(HOUR_MS, () => spool.dropOld(now()))];
  }

  /** The server is there and knows the devices. */
  async online(): Promise<void> {
    this.#isOnline = true;
    await this.#tell();
    if (this.#isOnline) this.#deps.onAligned();
  }

  offline(): void {
    this.#isOnline = false;
  }

  stop(): void {
    for (const cancel of this.#cancel) cancel();
  }

  #care(): void {
    const { spool, now } = this.#deps;
    spool.settle();
    if (!this.#isOnline) return;
    const nearlyFull = isNearlyFull(spool);
    if (nearlyFull !== this.#told.nearlyFull || (nearlyFull && now() - this.#told.at >= HOUR_MS)) void this.#tell();
    void this.#sendWaves();
  }

  async #tell(): Promise<void> {
    const { spool, tellSpool, now, log } = this.#deps;
    const { kept, capacity } = spool;
    const askedAt = now();
    this.#told = { nearlyFull: isNearlyFull(spool), at: askedAt };
    if (this.#told.nearlyFull)
      log.error({ kept, capacity }, 'the spool is nearly full: the oldest readings will be dropped');
    const answer = await tellSpool({ kept, capacity });
    const tookMs = now() - askedAt;
    if (answer?.ok && tookMs <= LONGEST_ROUND_TRIP_MS) spool.align(answer.data.clinicAt - askedAt - tookMs / 2);
    else spool.align(undefined);
    if (answer && !answer.ok) log.warn({ refusal: answer.refusal }, 'spool:status was refused');
  }

  /** At a gentle pace, and never beside a backlog of readings. */
  async #sendWaves(): Promise<void> {
    const { spool, sendWaves, waiting } = this.#deps;
    if (this.#isSending || spool.kept > FEW || waiting() > FEW) return;
    const waves = spool.waves(MAX_PLETH_PACKETS);
    if (waves.length === 0) return;
    this.#isSending = true;
    const answer = await sendWaves(waves.map(({ packet }) => packet));
    this.#isSending = false;
    // All answers are final, a refusal too; a batch that could not be taken just now goes again.
    if (answer?.ok || answer?.refusal.code === 'malformed') spool.forgetWaves(waves);
  }
}
