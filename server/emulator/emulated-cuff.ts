/**
 * An emulated SunTech cuff. Like the module it speaks when spoken to: its pressure now, and the result of its last cycle,
 * the old one for as long as a new cycle runs. Cycles begin by its own schedule alone; a request to begin one is not obeyed.
 */
import { encodeFailure, encodePressure, encodeResult } from '#devices/suntech/encoder.ts';
import { COMMAND_START, GET_CUFF_PRESSURE, GET_RESULT } from '#devices/suntech/frame.ts';
import type { CuffCycle } from './cuff-cycles.ts';
import { createCuffCycles } from './cuff-cycles.ts';
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
  'cuff-leak': 87,
};
const REQUEST_BYTES = GET_RESULT.length;

export function createEmulatedCuff(subject: Subject): EmulatedDevice {
  const cyclesUntil = createCuffCycles(subject);
  return {
    bytes: () => nothing,
    answer(heard, tMs) {
      const isSilent = faultAt(subject.scenario.faults, 'silent', tMs)?.device === 'cuff';
      const said: Uint8Array[] = [];
      let at = heard.indexOf(COMMAND_START);
      while (at >= 0 && heard.length - at >= REQUEST_BYTES) {
        const cycles = cyclesUntil(tMs);
        if (isRequest(heard, at, GET_CUFF_PRESSURE)) said.push(encodePressure(pressureAt(subject, cycles, tMs)));
        if (isRequest(heard, at, GET_RESULT)) said.push(lastResult(cycles, tMs));
        at = heard.indexOf(COMMAND_START, at + 1);
      }
      return { said: isSilent ? nothing : joined(said), unread: at < 0 ? nothing : heard.slice(at) };
    },
  };
}

const isRequest = (heard: Uint8Array, at: number, request: readonly number[]): boolean =>
  request.every((byte, index) => heard[at + index] === byte);

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
