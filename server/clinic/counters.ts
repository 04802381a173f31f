/** What was refused, by reason, since the start: shown by /healthz, so that a misbehaving sender is seen (WS-9). */
import type { Refusal, RefusalCode } from '#core/refusal.ts';

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

  refused(source: RefusalSource, { code }: Refusal): void {
    const counts = this.#refused[source];
    counts[code] = (counts[code] ?? 0) + 1;
  }

  get refusals(): RefusalCounts {
    return structuredClone(this.#refused);
  }
}
