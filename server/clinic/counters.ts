/**
 * What happened since the start, as plain numbers: what was refused, by reason, is shown by /healthz, so that a misbehaving sender is seen
 * (WS-9); all of it by /metrics (server/metrics).
 */
import type { Refusal, RefusalCode } from '#core/refusal.ts';
import { durations, shortDurations } from '../metrics/histogram.ts';
import { MissingReadings } from './missing-readings.ts';

export type RefusalSource = 'readings' | 'commands' | 'messages' | 'handshakes' | 'pleth' | 'requests';
export type RefusalCounts = Readonly<Record<RefusalSource, Readonly<Partial<Record<RefusalCode, number>>>>>;

export class Counters {
  readonly #refused: Record<RefusalSource, Partial<Record<RefusalCode, number>>> = {
    readings: {},
    commands: {},
    messages: {},
    handshakes: {},
    pleth: {},
    requests: {},
  };
  readingsStored = 0;
  readingsRepeated = 0;
  commandsAccepted = 0;
  /** Real ms from a batch of readings to its answers: all of them judged, on the disk and shown. */
  readonly ingestMs = durations();
  /** Real ms that the rules took for a batch of readings. */
  readonly judgingMs = shortDurations();
  readonly tickMs = shortDurations();
  /** Real ms from the start of a tick to that of the next. */
  readonly betweenTicksMs = durations();
  /** Real ms to give one change of a chair to everybody who watches it. */
  readonly fanOutMs = shortDurations();
  readonly missing = new MissingReadings();
  /** What went to screens. */
  readonly sent = { chair: 0, tile: 0, beside: 0, beat: 0 };
  /** Beats that were left out because a screen was behind. */
  beatsLeftOut = 0;
  wallClockSteps = 0;

  refused(source: RefusalSource, { code }: Refusal): void {
    const counts = this.#refused[source];
    counts[code] = (counts[code] ?? 0) + 1;
  }

  get refusals(): RefusalCounts {
    return structuredClone(this.#refused);
  }
}
