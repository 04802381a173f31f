/** What no decoder may ever say, whatever the bytes. */
import { CAUSES, NIBP_FAILURES, QUALITIES } from '#core/reading.ts';
import type { Decoded, DecodedReading } from '#devices/decoder.ts';
import { RANGES, type FieldName } from '#devices/fields.ts';

const CODES = ['checksum', 'framing', 'length', 'implausible', 'unknown'];
const NUMBERS = Object.keys(RANGES) as FieldName[];
/** The last instant a date can hold. */
const LAST_INSTANT = 8.64e15;

/** @returns what is wrong with it, or undefined. */
export function faultOf({ readings, refusals, pleth = [] }: Decoded): string | undefined {
  for (const reading of readings) {
    const fault = faultOfReading(reading);
    if (fault) return `${fault} in ${JSON.stringify(reading)}`;
  }
  for (const { code, message } of refusals) {
    if (!CODES.includes(code) || message === '' || message.length > 400) return `refusal ${code}: ${message}`;
  }
  for (const { samples, fullScale, sampleHz } of pleth) {
    const wrong = samples.find((sample) => !(sample >= 0 && sample <= fullScale));
    if (wrong !== undefined || !(sampleHz > 0)) return `a sample of ${wrong} in 0–${fullScale}`;
  }
  return undefined;
}

function faultOfReading(reading: DecodedReading): string | undefined {
  const { quality, causes, failure, deviceAt, ageMs, systolicMmHg, diastolicMmHg, meanMmHg } = reading;
  for (const name of NUMBERS) {
    const [low, high] = RANGES[name];
    const value = reading[name];
    if (name in reading && !(value !== undefined && value >= low && value <= high)) return `${name} ${value}`;
  }
  if (!QUALITIES.includes(quality)) return `quality ${quality}`;
  if (quality === 'none' && NUMBERS.some((name) => name in reading)) return 'a number without quality';
  if (quality === 'none' && causes.length === 0 && failure === undefined) return 'nothing, without a cause';
  if (causes.join() !== CAUSES.filter((cause) => causes.includes(cause)).join()) return `causes ${causes.join()}`;
  if (failure !== undefined && !NIBP_FAILURES.includes(failure)) return `failure ${failure}`;
  if (systolicMmHg !== undefined && diastolicMmHg !== undefined && systolicMmHg <= diastolicMmHg) return 'SYS ≤ DIA';
  if (meanMmHg !== undefined && (meanMmHg > (systolicMmHg ?? 999) || meanMmHg < (diastolicMmHg ?? 0))) return 'mean';
  if (
    'deviceAt' in reading &&
    !(Number.isSafeInteger(deviceAt) && (deviceAt ?? -1) >= 0 && (deviceAt ?? 0) <= LAST_INSTANT)
  )
    return `deviceAt ${deviceAt}`;
  return 'ageMs' in reading && !((ageMs ?? 0) > 0) ? `ageMs ${ageMs}` : undefined;
}
