/** An emulated SunTech cuff: the pressure once a second while a cycle runs, then its result or its error. */
import { encodeFailure, encodePressure, encodeResult } from '#devices/suntech/encoder.ts';
import type { ByteSource } from './byte-source.ts';
import { joined } from './byte-source.ts';
import type { CuffCycle } from './cuff-cycles.ts';
import { createCuffCycles } from './cuff-cycles.ts';
import type { EmulatedFailure } from './fault.ts';
import { faultAt } from './fault.ts';
import type { Subject } from './subject.ts';
import { trueVitalsAt } from './subject.ts';

/** Error codes of the module (src/devices/suntech/result.ts reads them). */
const ERROR_CODES: Readonly<Record<EmulatedFailure, number>> = {
  'weak-signal': 1,
  artefact: 2,
  'timed-out': 4,
  'cuff-leak': 87,
};
const FRAME_EVERY_MS = 1000;

export function createEmulatedCuff(subject: Subject): ByteSource {
  const cyclesUntil = createCuffCycles(subject);
  return {
    bytes(afterMs, untilMs) {
      const frames = cyclesUntil(untilMs)
        .filter((cycle) => cycle.endMs > afterMs && cycle.startMs <= untilMs)
        .flatMap((cycle) => framesOf(subject, cycle))
        .filter(({ dueMs }) => dueMs > afterMs && dueMs <= untilMs && !isSilent(subject, dueMs));
      return joined(frames.map(({ frame }) => frame));
    },
  };
}

function isSilent(subject: Subject, tMs: number): boolean {
  return faultAt(subject.scenario.faults, 'silent', tMs)?.device === 'cuff';
}

interface DueFrame {
  readonly dueMs: number;
  readonly frame: Uint8Array;
}

function framesOf(subject: Subject, cycle: CuffCycle): readonly DueFrame[] {
  const { systolicMmHg, diastolicMmHg } = trueVitalsAt(subject, cycle.startMs);
  const frames: DueFrame[] = [];
  for (let dueMs = cycle.startMs + FRAME_EVERY_MS; dueMs < cycle.endMs; dueMs += FRAME_EVERY_MS) {
    const share = (dueMs - cycle.startMs) / (cycle.endMs - cycle.startMs);
    frames.push({ dueMs, frame: encodePressure(pressureAt(share, systolicMmHg + 35, diastolicMmHg - 20)) });
  }
  const { outcome } = cycle;
  frames.push({
    dueMs: cycle.endMs,
    frame: outcome.ok ? encodeResult(outcome) : encodeFailure(ERROR_CODES[outcome.failure]),
  });
  return frames;
}

/** mmHg at a share 0–1 of the cycle: up in the first quarter, down in steps, then let go. */
function pressureAt(share: number, top: number, bottom: number): number {
  if (share < 0.25) return Math.round((top * share) / 0.25);
  if (share < 0.9) return Math.round(top - (top - bottom) * ((share - 0.25) / 0.65));
  return Math.round(bottom * Math.max(0, (1 - share) / 0.1) * 0.8);
}
