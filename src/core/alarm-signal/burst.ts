/**
 * The auditory alarm signals, as schedules of pulses: pure, so that what is heard can be checked without a loudspeaker.
 * Source: IEC 60601-1-8 tables 3 and 4 as public sound generators give them; melodies as published for its 2020 amendment
 * (University of Sydney). A low priority makes no sound.
 */
import type { AlertKind } from '../alerts/alert.ts';
import type { Priority } from '../clinical-protocol.ts';
import type { Duration } from '../reading.ts';

export type AudiblePriority = Exclude<Priority, 'low'>;
/** Which cause a melody stands for. */
export type Melody = 'oxygenation' | 'ventilation' | 'cardiovascular' | 'general';

export interface Pulse {
  /** From the start of the burst. */
  readonly atMs: Duration;
  readonly durationMs: Duration;
  /** The fundamental. */
  readonly hz: number;
}

export interface Burst {
  readonly pulses: readonly Pulse[];
  /** From its first pulse to the end of its last. */
  readonly lengthMs: Duration;
  /** From the start of one burst to the start of the next, while the alert sounds. */
  readonly everyMs: Duration;
}

/** Equal temperament, A4 = 440 Hz. */
const NOTE = { C4: 261.63, E4: 329.63, F4: 349.23, G4: 392, A4: 440, B4: 493.88, C5: 523.25 } as const;

/** The first three are the medium burst; all five are each half of a high one. */
const MELODIES: Readonly<Record<Melody, readonly (keyof typeof NOTE)[]>> = {
  oxygenation: ['C5', 'B4', 'A4', 'G4', 'F4'],
  ventilation: ['C4', 'A4', 'F4', 'A4', 'F4'],
  cardiovascular: ['C4', 'E4', 'G4', 'G4', 'C5'],
  general: ['C4', 'C4', 'C4', 'C4', 'C4'],
};

/** Within the standard's ranges: high 75–200 ms with gaps of 50–125 ms, medium 125–250 ms with gaps of 125–250 ms. */
export const PULSE_MS: Readonly<Record<AudiblePriority, Duration>> = { high: 150, medium: 200 };
export const GAP_MS: Readonly<Record<AudiblePriority, Duration>> = { high: 100, medium: 200 };
/** Between the two halves of a high burst: 0.35 to 1.3 s. */
export const HALVES_APART_MS: Duration = 500;
/** Start to start. The silence between bursts is then 4.2 s of 2.5–15 (high) and 9 s of 2.5–30 (medium). */
const EVERY_MS: Readonly<Record<AudiblePriority, Duration>> = { high: 7_500, medium: 10_000 };

export function melodyOf(kind: AlertKind): Melody {
  switch (kind) {
    case 'spo2-low':
    case 'no-spo2':
      return 'oxygenation';
    case 'rr-high':
    case 'rr-low':
      return 'ventilation';
    case 'bp-high':
    case 'bp-low':
    case 'pulse-high':
    case 'pulse-low':
      return 'cardiovascular';
    default:
      return 'general';
  }
}

export function burstOf(priority: AudiblePriority, melody: Melody): Burst {
  const notes = MELODIES[melody].map((note) => NOTE[note]);
  const durationMs = PULSE_MS[priority];
  const gapMs = GAP_MS[priority];
  const pulses: Pulse[] = [];
  const play = (hz: number, afterGapMs: Duration): void => {
    const last = pulses.at(-1);
    pulses.push({ atMs: last ? last.atMs + last.durationMs + afterGapMs : 0, durationMs, hz });
  };
  if (priority === 'medium') for (const hz of notes.slice(0, 3)) play(hz, gapMs);
  else
    for (const _half of [0, 1])
      for (const [n, hz] of notes.entries()) {
        // Three, then two: the longer gap is two gaps and a pulse. Before the very first there is none.
        if (n === 0) play(hz, HALVES_APART_MS);
        else play(hz, n === 3 ? 2 * gapMs + durationMs : gapMs);
      }
  const last = pulses.at(-1);
  return { pulses, lengthMs: last ? last.atMs + last.durationMs : 0, everyMs: EVERY_MS[priority] };
}
