/** Builds replies of an O2Ring for tests and fuzzing (layout: frame.ts). */
import { crc8Poly07 } from '../crc8.ts';
import { LEAD_ON, REPLY_START } from './frame.ts';

export interface O2ringValues {
  /** %; absent = 255. */
  readonly spo2Pct?: number;
  /** Beats a minute; absent = 65,535. */
  readonly pulseBpm?: number;
  readonly batteryPct?: number;
  /** 0 = on its battery, 1 = charging, 2 = full. */
  readonly charging?: number;
  readonly motion?: number;
  /** In tenths of a percent. */
  readonly perfusionTenths?: number;
  readonly leadOff?: boolean;
}

export function encodeReply(content: readonly number[], state = 0): Uint8Array {
  const head = [REPLY_START, state, ~state & 0xff, 0, 0, content.length & 0xff, content.length >> 8, ...content];
  return Uint8Array.from([...head, crc8Poly07(Uint8Array.from(head))]);
}

export function encodeValues(values: O2ringValues): Uint8Array {
  const { spo2Pct = 255, pulseBpm = 65_535, batteryPct = 96, charging = 0, motion = 5, perfusionTenths = 0 } = values;
  const lead = values.leadOff ? 0 : LEAD_ON;
  return encodeReply([
    ...[spo2Pct & 0xff, pulseBpm & 0xff, (pulseBpm >> 8) & 0xff, 0, 0, 0, 0],
    ...[batteryPct, charging, motion, perfusionTenths & 0xff, lead, 0],
  ]);
}
