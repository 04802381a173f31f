/** What the drill knows of a chair without asking the server: what was measured, what of it was answered for, and when it was in trouble. */
import type { Reading } from '#core/reading.ts';
import type { ReadingAnswer, WireReading } from '#protocol/adapter-events.ts';

export interface Span {
  readonly from: number;
  readonly until: number;
}

export const identityOf = (reading: Pick<WireReading, 'deviceId' | 'epoch' | 'seq'>): string =>
  `${reading.deviceId} ${reading.epoch} ${reading.seq}`;

export class Ledger {
  /** As measured, in order. */
  readonly measured: Reading[] = [];
  /** Under these identities. */
  readonly sent = new Set<string>();
  /** The server has answered that it holds them. */
  readonly answered = new Set<string>();
  /** Refused: none ever should be. */
  readonly refused: string[] = [];
  readonly #troubles: { from: number; until: number }[] = [];

  answers(readings: readonly WireReading[], answers: readonly ReadingAnswer[]): void {
    for (const [n, reading] of readings.entries()) {
      const answer = answers[n];
      if (answer?.status === 'refused') this.refused.push(`${identityOf(reading)}: ${answer.refusal.message}`);
      else if (answer) this.answered.add(identityOf(reading));
    }
  }

  /** From now on readings of this chair may be late. @returns to be called when they are no more */
  troubleBegins(): () => void {
    const trouble = { from: Date.now(), until: Infinity };
    this.#troubles.push(trouble);
    return () => void (trouble.until = Date.now());
  }

  get troubles(): readonly Span[] {
    return this.#troubles;
  }
}

/** Joined where they overlap, in order. */
export function joined(spans: readonly Span[]): readonly Span[] {
  const whole: { from: number; until: number }[] = [];
  for (const each of spans.toSorted((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    if (last && each.from <= last.until) last.until = Math.max(last.until, each.until);
    else whole.push({ ...each });
  }
  return whole;
}
