/**
 * An emulated SunTech cuff. Like the module it speaks when spoken to: its pressure now, and the result of its last cycle,
 * the old one for as long as a new cycle runs. Cycles begin by its own schedule alone and a request to begin one is not obeyed, unless
 * it is made to be commanded: then its schedule ends and it starts and stops as it is told, which is the only thing it remembers.
 */
import { encodeAnswer, encodeFailure, encodePressure, encodeResult } from '#devices/suntech/encoder.ts';
import { ABORT, COMMAND_START, GET_CUFF_PRESSURE, GET_RESULT, START_ADULT } from '#devices/suntech/frame.ts';
import type { CuffCommand, CuffCycle } from './cuff-cycles.ts';
import { commandedCycles, createCuffCycles } from './cuff-cycles.ts';
import type { EmulatedDevice } from './emulated-line.ts';
import { joined, nothing } from './emulated-line.ts';
import type { EmulatedFailure } from './fault.ts';
import { faultAt } from './fault.ts';
import type { Subject } from './subject.ts';
import { trueVitalsAt } from './subject.ts';

/** Error codes of the module (src/devices/suntech/result.ts reads them). */
const ERROR_CODES: Readonly<Record<EmulatedFailure, number>> = {
  'weak-signal': 1,
  artefact: 2,
  'timed-out': 4,
  stopped: 86,
  'cuff-leak': 87,
};
const SHORTEST_BYTES = START_ADULT.length;
const REQUESTS = [GET_CUFF_PRESSURE, GET_RESULT, START_ADULT, ABORT] as const;

export interface CuffMode {
  /** From this instant of the scenario on it measures when it is told to, and only then. Absent: never. */
  readonly commandedFromMs?: number;
}

export function createEmulatedCuff(subject: Subject, { commandedFromMs = Infinity }: CuffMode = {}): EmulatedDevice {
  const scheduled = createCuffCycles(subject);
  const commands: CuffCommand[] = [];
  const cyclesUntil = (tMs: number): readonly CuffCycle[] => [
    ...scheduled(Math.min(tMs, commandedFromMs)).filter(({ endMs }) => endMs <= commandedFromMs),
    ...commandedCycles(
      subject,
      commands.filter(({ atMs }) => atMs <= tMs),
    ),
  ];
  const answerTo = (request: readonly number[], tMs: number): Uint8Array => {
    const cycles = cyclesUntil(tMs);
    if (request === GET_CUFF_PRESSURE) return encodePressure(pressureAt(subject, cycles, tMs));
    if (request === GET_RESULT) return lastResult(cycles, tMs);
    if (tMs < commandedFromMs) return nothing;
    const isRunning = cycles.some(({ startMs, endMs }) => startMs <= tMs && tMs < endMs);
    commands.push({ atMs: tMs, act: request === START_ADULT ? 'start' : 'stop' });
    return encodeAnswer(request === ABORT ? 'A' : isRunning ? 'B' : 'O');
  };
  return {
    bytes: () => nothing,
    answer(heard, tMs) {
      const isSilent = faultAt(subject.scenario.faults, 'silent', tMs)?.device === 'cuff';
      const said: Uint8Array[] = [];
      let at = heard.indexOf(COMMAND_START);
      while (at >= 0 && heard.length - at >= SHORTEST_BYTES) {
        const request = REQUESTS.find((each) => isBegun(heard, at, each));
        if (request && heard.length - at < request.length) break;
        if (request) said.push(answerTo(request, tMs));
        at = heard.indexOf(COMMAND_START, at + 1);
      }
      return { said: isSilent ? nothing : joined(said), unread: at < 0 ? nothing : heard.slice(at) };
    },
  };
}

/** As far as it was heard. */
const isBegun = (heard: Uint8Array, at: number, request: readonly number[]): boolean =>
  request.every((byte, index) => at + index >= heard.length || heard[at + index] === byte);

function lastResult(cycles: readonly CuffCycle[], tMs: number): Uint8Array {
  const outcome = cycles.findLast(({ endMs }) => endMs <= tMs)?.outcome;
  if (!outcome) return encodeResult({ systolicMmHg: 0, diastolicMmHg: 0, meanMmHg: 0, pulseBpm: 0 });
  return outcome.ok ? encodeResult(outcome) : encodeFailure(ERROR_CODES[outcome.failure]);
}

/** mmHg: up in the first quarter of a cycle, down to below the diastolic pressure, then let go; 0 between cycles. */
function pressureAt(subject: Subject, cycles: readonly CuffCycle[], tMs: number): number {
  const cycle = cycles.findLast(({ startMs, endMs }) => startMs < tMs && tMs < endMs);
  if (!cycle) return 0;
  const { systolicMmHg, diastolicMmHg } = trueVitalsAt(subject, cycle.startMs);
  const [top, bottom] = [systolicMmHg + 35, diastolicMmHg - 20];
  const share = (tMs - cycle.startMs) / (cycle.endMs - cycle.startMs);
  if (share < 0.25) return Math.round((top * share) / 0.25);
  if (share < 0.9) return Math.round(top - (top - bottom) * ((share - 0.25) / 0.65));
  return Math.round(bottom * ((1 - share) / 0.1) * 0.8);
}
