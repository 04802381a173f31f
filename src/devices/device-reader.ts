/**
 * One device read: its bytes in, readings and pulse wave out, and what to ask it now. Pure, and the same in the adapter process
 * and on a chair page with its own Bluetooth devices: whoever holds the line calls it and keeps the time.
 */
import type { Duration, Instant, Reading } from '#core/reading.ts';
import { createCuffGuard } from './cuff-guard.ts';
import type { CuffGuard } from './cuff-guard.ts';
import type { DecodeRefusal, Decoder, DecoderOptions, PlethSegment } from './decoder.ts';
import { quirkOf } from './device-table.ts';
import type { DeviceModel, Poller } from './device-table.ts';
import { createReducer } from './reduce.ts';
import type { Reducer } from './reduce.ts';

export interface Read {
  readonly readings: readonly Reading[];
  readonly refusals: readonly DecodeRefusal[];
  /** Its last sample was taken at the instant given. */
  readonly pleth?: readonly PlethSegment[];
  readonly features?: readonly string[];
}

/** What is known when a line opens. */
export interface OpenedLine {
  /** The name a Bluetooth device gives itself: its quirk profile is chosen by it. */
  readonly deviceName?: string;
  /** Ms that clocks on the wall here are ahead of UTC: devices stamp with those, the reader's clock is UTC. */
  readonly zoneMs?: Duration;
}

/** A line may deliver in lumps: what comes together was measured since the last lump, at most this far apart. */
const APART_MS: Duration = 1_000;

export class DeviceReader {
  readonly #model: DeviceModel;
  #quirk: string | undefined;
  readonly #reducer: Reducer;
  /** By characteristic; a serial line has one, under ''. */
  #decoders = new Map<string, Decoder>();
  #poller: Poller | undefined;
  #heardAt: Instant | undefined;
  /** Of a cuff that can be started by command: whoever starts it asks here first. */
  readonly cuffGuard: CuffGuard | undefined;

  /** @param quirk a profile of the device table, chosen by the name the device gives itself */
  constructor(model: DeviceModel, quirk?: string) {
    this.#model = model;
    this.#quirk = quirk;
    this.#reducer = createReducer(model.kind, { indicatesResults: model.indicatesResults ?? false });
    this.cuffGuard = model.control && createCuffGuard(model.control.restMs);
  }

  /** It speaks only when asked. */
  get isPolled(): boolean {
    return this.#model.createPoller !== undefined;
  }

  /** It was heard to answer: from now on its silence means a dead line. */
  get answers(): boolean {
    return this.#poller?.answers ?? false;
  }

  /** What a person at the chair must know, empty = nothing; undefined of a device that never has anything to say so. */
  get notice(): string | undefined {
    return this.#reducer.notice?.();
  }

  /** The line was opened: what the last one left unfinished must not meet the first bytes of this one. */
  opened(at: Instant, { deviceName, zoneMs }: OpenedLine = {}): void {
    this.#decoders = new Map();
    if (deviceName !== undefined) this.#quirk = quirkOf(this.#model, deviceName);
    this.#poller = this.#model.createPoller?.();
    this.#reducer.reopened(at, zoneMs);
    this.cuffGuard?.opened(at);
    this.#heardAt = undefined;
  }

  /** @param characteristic of a Bluetooth LE device: where the bytes come from, as `2A5F` */
  push(bytes: Uint8Array, at: Instant, characteristic?: string): Read {
    const { readings, ...rest } = this.#decoderOf(characteristic).push(bytes);
    const spreadMs = Math.min(at - (this.#heardAt ?? at), APART_MS * readings.length);
    const reduced = readings.flatMap((decoded, n) => {
      const measuredAt = at - Math.round((spreadMs * (readings.length - 1 - n)) / readings.length);
      this.#poller?.hear(decoded, measuredAt);
      this.cuffGuard?.hear(decoded, measuredAt);
      // A no to a command says nothing of a measurement.
      const found = decoded.refusedCommand === undefined ? this.#reducer.push(decoded, measuredAt) : [];
      return this.cuffGuard?.takeNotStarted() ? [...found, notStarted(measuredAt)] : found;
    });
    if (readings.length > 0) this.#heardAt = at;
    const held = this.#reducer.takeRefusals?.() ?? [];
    return { ...rest, refusals: held.length > 0 ? [...rest.refusals, ...held] : rest.refusals, readings: reduced };
  }

  /** What has waited long enough; call it a few times a second. */
  flush(at: Instant): readonly Reading[] {
    return this.#reducer.flush(at);
  }

  /** Frames to send now, each on the model's transmit list; call it every `pollEveryMs`. */
  ask(at: Instant): readonly (readonly number[])[] {
    return this.#poller?.ask(at) ?? [];
  }

  #decoderOf(characteristic = ''): Decoder {
    let decoder = this.#decoders.get(characteristic);
    if (decoder) return decoder;
    const options: DecoderOptions = {
      ...(characteristic !== '' && { characteristic }),
      ...(this.#quirk !== undefined && { quirk: this.#quirk }),
    };
    this.#decoders.set(characteristic, (decoder = this.#model.createDecoder(options)));
    return decoder;
  }
}

/** A start that the cuff did not carry out: the cycle that was asked for has failed before it began. */
const notStarted = (measuredAt: Instant): Reading => ({
  kind: 'nibp-failed',
  measuredAt,
  quality: 'none',
  causes: [],
  failure: 'device-fault',
});
