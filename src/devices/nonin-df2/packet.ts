/** What one packet of Nonin data format 2 says. */
import type { Cause, Quality } from '#core/reading.ts';
import type { DecodedReading, DecodeRefusal } from '../decoder.ts';
import {
  MISSING_PULSE,
  MISSING_SPO2,
  PULSE_LSB_PLACE,
  PULSE_MSB_PLACE,
  SPO2_PLACE,
  STAT2,
  STAT2_PLACE,
  STATUS,
} from './frame.ts';

export interface Frame {
  readonly status: number;
  readonly value: number;
}

/** Frames by place, 1 to 25; index 0 and broken frames are absent. */
export type Packet = readonly (Frame | undefined)[];

/** Nonin OEM III, displayed ranges: SpO2 0–100 %, pulse 18–321 a minute. A saturation of 0 is no patient's. */
export const NONIN_RANGES = { spo2Pct: [1, 100], pulseBpm: [18, 321] } as const;

const NONE = STATUS.disconnected | STATUS.sensorAlarm | STATUS.outOfTrack;

/**
 * The standard 4-beat SpO2 and pulse rate (frames 1–3). Not the display values (-D), which hold the last good number for
 * a while after the signal is lost; not the 8-beat ones (E-), which show a desaturation later; not fast or
 * beat-to-beat, which a single bad beat moves.
 */
export function readPacket(packet: Packet): { readonly reading: DecodedReading; readonly refusals: DecodeRefusal[] } {
  const refusals: DecodeRefusal[] = [];
  /** In the order of CAUSES. */
  const causes: Cause[] = [];
  let status = 0;
  let red = false;
  for (const frame of packet) {
    if (!frame) continue;
    status |= frame.status;
    // Red alone is low perfusion; red with green is yellow, marginal, which the maker still counts as usable.
    red ||= (frame.status & (STATUS.red | STATUS.green)) === STATUS.red;
  }
  // The sensor delivers nothing usable; set too when the finger is out of it [K: Nonin's text for this bit].
  if (status & STATUS.sensorAlarm) causes.push('probe-off');
  if (status & STATUS.disconnected) causes.push('sensor-disconnected');
  if (status & STATUS.outOfTrack) causes.push('searching');
  if (red) causes.push('low-perfusion');
  if (status & STATUS.artefact) causes.push('artefact');
  if ((packet[STAT2_PLACE]?.value ?? 0) & STAT2.lowBattery) causes.push('low-battery');

  const usable = !(status & NONE);
  let implausible = false;
  let missing = false;
  const field = (
    name: 'spo2Pct' | 'pulseBpm',
    value: number | undefined,
    missingAs: number,
  ): Partial<DecodedReading> => {
    if (!usable || value === undefined) return {};
    if (value === missingAs) {
      missing = true;
      return {};
    }
    const [low, high] = NONIN_RANGES[name];
    if (value >= low && value <= high) return { [name]: value };
    implausible = true;
    refusals.push({ code: 'implausible', message: `${name} ${value} is outside ${low}–${high}.` });
    return {};
  };
  const values = {
    ...field('spo2Pct', valueAt(packet, SPO2_PLACE), MISSING_SPO2),
    ...field('pulseBpm', pulseOf(packet), MISSING_PULSE),
  };
  if (implausible) causes.push('implausible');

  const none = values.spo2Pct === undefined && values.pulseBpm === undefined;
  if (missing || (none && causes.length === 0)) causes.push('no-value');
  const poor = red || (status & STATUS.artefact) !== 0 || implausible;
  const quality: Quality = none ? 'none' : poor ? 'poor' : 'good';
  return { reading: { ...values, quality, causes }, refusals };
}

function valueAt(packet: Packet, place: number): number | undefined {
  const frame = packet[place];
  return frame && frame.value & 0x7f;
}

/** Both halves come from this packet or there is no pulse rate. */
function pulseOf(packet: Packet): number | undefined {
  const [msb, lsb] = [packet[PULSE_MSB_PLACE], packet[PULSE_LSB_PLACE]];
  return msb && lsb && ((msb.value & 0x03) << 7) | (lsb.value & 0x7f);
}
