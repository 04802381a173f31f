/** What a result frame says: a blood pressure, a failed cycle, or nothing measured yet. */
import type { NibpFailure } from '#core/reading.ts';
import type { DecodedReading, DecodeRefusal } from '../decoder.ts';
import { RESULT_OFFSETS } from './frame.ts';

/**
 * Plausible ranges. mmHg and beats a minute as SunTech's data sheet gives the module's measurement range
 * (adult: SYS 40–260, DIA 20–200, MAP 26–220, pulse 30–220; cuff 0–300) [K], the cuff with the 330 mmHg of the
 * safety cut-off that IEC 80601-2-30 allows.
 */
export const SUNTECH_RANGES = {
  systolicMmHg: [40, 260],
  diastolicMmHg: [20, 200],
  meanMmHg: [26, 220],
  pulseBpm: [30, 220],
  cuffPressureMmHg: [0, 330],
} as const;

/**
 * The module's error byte. 1–4, 85, 87, 89 and 90 are named alike by two independent public readers of this frame;
 * 86, 88, 91, 97 and 99 by one of them [K until read in the maker's manual]. Any other code is the device's own fault.
 */
export const SUNTECH_FAILURES: ReadonlyMap<number, NibpFailure> = new Map([
  [1, 'weak-signal'],
  [2, 'artefact'],
  // One reader: blood pressure out of range; the other: retries used up.
  [3, 'implausible'],
  [4, 'timed-out'],
  // Blocked air way (a kinked hose).
  [85, 'device-fault'],
  [86, 'stopped'],
  // Inflation took too long: a leak, or the cuff is loose or not there.
  [87, 'cuff-leak'],
  [88, 'timed-out'],
  [89, 'over-pressure'],
  [90, 'device-fault'],
  [91, 'device-fault'],
  [97, 'device-fault'],
  [99, 'device-fault'],
]);

/** The status, beat and test bytes are not used: their meaning differs between the public readers [K]. */
export function readResult(view: DataView): { readonly reading: DecodedReading; readonly refusals: DecodeRefusal[] } {
  const error = view.getUint8(RESULT_OFFSETS.error);
  if (error !== 0) {
    return { reading: failed(SUNTECH_FAILURES.get(error) ?? 'device-fault'), refusals: [] };
  }
  const systolicMmHg = view.getUint16(RESULT_OFFSETS.systolic, true);
  const diastolicMmHg = view.getUint16(RESULT_OFFSETS.diastolic, true);
  const meanMmHg = view.getUint16(RESULT_OFFSETS.mean, true);
  const pulseBpm = view.getUint16(RESULT_OFFSETS.pulse, true);
  // Since power-on nothing was measured.
  if (systolicMmHg === 0 && diastolicMmHg === 0) {
    return { reading: { quality: 'none', causes: ['no-value'] }, refusals: [] };
  }

  const refusals: DecodeRefusal[] = [];
  const plausible = (name: keyof typeof SUNTECH_RANGES, value: number): boolean => {
    const [low, high] = SUNTECH_RANGES[name];
    if (value >= low && value <= high) return true;
    refusals.push({ code: 'implausible', message: `${name} ${value} is outside ${low}–${high}.` });
    return false;
  };
  const pair = [plausible('systolicMmHg', systolicMmHg), plausible('diastolicMmHg', diastolicMmHg)];
  if (pair.includes(false)) return { reading: failed('implausible'), refusals };
  if (systolicMmHg <= diastolicMmHg) {
    const message = `systolicMmHg ${systolicMmHg} is not above diastolicMmHg ${diastolicMmHg}.`;
    return { reading: failed('implausible'), refusals: [{ code: 'implausible', message }] };
  }
  // A mean or a pulse of 0 is one the module did not determine: absent, and nothing to refuse.
  const mean = meanMmHg !== 0 && plausible('meanMmHg', meanMmHg) ? meanMmHg : undefined;
  const between = mean === undefined || (mean > diastolicMmHg && mean < systolicMmHg);
  if (!between) {
    const message = `meanMmHg ${mean} is not between ${diastolicMmHg} and ${systolicMmHg}.`;
    refusals.push({ code: 'implausible', message });
  }
  const reading: DecodedReading = {
    systolicMmHg,
    diastolicMmHg,
    ...(mean !== undefined && between ? { meanMmHg: mean } : {}),
    ...(pulseBpm !== 0 && plausible('pulseBpm', pulseBpm) ? { pulseBpm } : {}),
    quality: 'good',
    causes: [],
  };
  return { reading, refusals };
}

/** Not one number of a failed cycle is used. */
const failed = (failure: NibpFailure): DecodedReading => ({ quality: 'none', causes: [], failure });
