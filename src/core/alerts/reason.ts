/** Why there is no value, in words. */
import type { Cause, OximetryReading } from '../reading.ts';

/** The most telling cause first; a device may set several at once. */
const CAUSE_WORDS: readonly (readonly [Cause, string])[] = [
  ['sensor-disconnected', 'Sensor unplugged'],
  ['sensor-fault', 'Sensor fault'],
  ['probe-off', 'Probe off'],
  ['searching', 'Searching for a pulse'],
  ['motion', 'Motion'],
  ['artefact', 'Artefact'],
  ['low-perfusion', 'Low perfusion'],
  ['poor-signal', 'Poor signal'],
  ['implausible', 'Implausible value'],
  ['device-restarted', 'Device restarted'],
];

export const ADAPTER_LOST = 'Adapter lost';
export const DEVICE_CHANGED = 'Device changed';
export const CUFF_ON_THIS_ARM = 'Not judged: cuff on the same arm';

/** As written under a number: `probe off`. */
export function absenceReason(reading: OximetryReading): string {
  const reason = absenceIn(reading);
  return reason.charAt(0).toLowerCase() + reason.slice(1);
}

/** Why this reading carries no value. */
export const absenceIn = (reading: OximetryReading): string =>
  CAUSE_WORDS.find(([cause]) => reading.causes.includes(cause))?.[1] ?? 'No value from the device';
