/** The Date Time of the Bluetooth services (characteristic 2A08): u16 year, month, day, hours, minutes, seconds. */
import { utcInstant } from '../utc.ts';

export const DATE_TIME_BYTES = 7;

/**
 * Epoch ms, the device's local time taken as UTC. 'unknown': the device says so (year, month or day 0).
 * 'impossible': no such date, or one before 1970, which only a clock that was never set can say.
 */
export function dateTimeAt(view: DataView, at: number): number | 'unknown' | 'impossible' {
  const [year, month, day] = [view.getUint16(at, true), view.getUint8(at + 2), view.getUint8(at + 3)];
  if (year === 0 || month === 0 || day === 0) return 'unknown';
  const [hours, minutes, seconds] = [view.getUint8(at + 4), view.getUint8(at + 5), view.getUint8(at + 6)];
  return utcInstant({ year, month, day, hours, minutes, seconds }) ?? 'impossible';
}
