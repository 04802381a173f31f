/** Gets the outbox to the server: only silence is sent again (docs/adapter-protocol.md). */
import type { Duration } from '#core/reading.ts';
import type { AdapterToServer, ReadingAnswer, WireReading } from '#protocol/adapter-events.ts';
import type { Answer } from '#protocol/answer.ts';
import type { GatewayLog } from './log.ts';
import type { Timers } from './timers.ts';
import type { Batch, Outbox } from './outbox.ts';

export type Transmitted = Answer<{ readonly answers: readonly ReadingAnswer[] }>;
/** @returns undefined for silence: no answer in time, or the connection is gone. */
export type Transmit = (payload: Parameters<AdapterToServer['readings:send']>[0]) => Promise<Transmitted | undefined>;

export interface SenderDeps {
  readonly outbox: Outbox;
  readonly transmit: Transmit;
  readonly timers: Timers;
  readonly log: GatewayLog;
  /** How long a batch rests that the server could not take just now. */
  readonly restMs?: Duration;
}

export class Sender {
  readonly #deps: SenderDeps;
  /** Already said of a device, until the server takes a reading of it again. */
  readonly #refused = new Map<string, string>();

  constructor(deps: SenderDeps) {
    this.#deps = deps;
  }

  /** Sends what there is to send; call it whenever there may be something new. */
  pump(): void {
    const { outbox } = this.#deps;
    for (let batch = outbox.take(); batch; batch = outbox.take()) void this.#deliver(batch);
  }

  async #deliver(batch: Batch): Promise<void> {
    const { outbox, transmit, timers, log, restMs = 5_000 } = this.#deps;
    const answer = await transmit({ readings: batch.readings });
    if (answer === undefined) outbox.silent(batch);
    else if (answer.ok) this.#answered(batch, answer.data.answers);
    else if (answer.refusal.code === 'unavailable') {
      log.warn({ refusal: answer.refusal, readings: batch.readings.length }, 'the server cannot take readings now');
      timers.after(restMs, () => {
        outbox.silent(batch);
        this.pump();
      });
      return;
    } else {
      log.error({ refusal: answer.refusal, readings: batch.readings.length }, 'a batch was refused as a whole');
      outbox.discard(batch);
    }
    this.pump();
  }

  #answered(batch: Batch, answers: readonly ReadingAnswer[]): void {
    const refused = this.#deps.outbox.answered(batch, answers);
    if (!refused) this.#deps.log.error({ readings: batch.readings.length }, 'the answers do not fit the batch');
    const said = new Set<string>();
    for (const { reading, answer } of refused ?? []) {
      if (answer.status !== 'refused') continue;
      said.add(reading.deviceId);
      this.#sayOnce(reading, answer.refusal);
    }
    for (const { deviceId } of batch.readings) if (!said.has(deviceId)) this.#refused.delete(deviceId);
  }

  #sayOnce({ deviceId, seq }: WireReading, refusal: Extract<Transmitted, { ok: false }>['refusal']): void {
    if (this.#refused.get(deviceId) === refusal.code) return;
    this.#refused.set(deviceId, refusal.code);
    this.#deps.log.warn({ deviceId, seq, refusal }, 'a reading was refused');
  }
}
