/**
 * Viatom PC-60FW and its family over the Nordic UART Service: `AA 55 | token | length | type | … | crc`, where `length`
 * counts from the type to the CRC-8/MAXIM, which is taken over all before it. Frames are split and merged over
 * notifications. Numbers are little-endian.
 * Source: Viatom's Android SDK and public readers, checked against published captures.
 */
import type { BleProfile } from '../device-table.ts';

export const [START, SECOND] = [0xaa, 0x55] as const;
export const PLACES = { token: 2, length: 3, type: 4, content: 5 } as const;
/** Bytes of a frame beside those that its length counts. */
export const HEAD_BYTES = 4;
/** Names and versions of devices are the longest that is known of; a length counts at least type and CRC. */
export const LONGEST = 64;
export const SHORTEST = HEAD_BYTES + 2;

/** The oximeter's token; others are the device's own (battery, name, version). */
export const OXIMETER = 0x0f;
/** Once a second: `SpO2 | pulse u16 | PI × 10 | status | battery`. */
export const VALUES = { type: 0x01, length: 8 } as const;
/** Ten times a second: five samples, bit 7 of each the beat. */
export const WAVE = { type: 0x02, length: 7 } as const;
export const PC60FW_PLETH = { sampleHz: 50, fullScale: 127 } as const;

export const STATUS = { probeOff: 0x02, searching: 0x04 } as const;
/** Bits 6–7 of the last byte: 0 (at most 25 %) to 3 (full). */
export const batteryLevel = (byte: number): number => byte >> 6;

/** 0 is the SDK's "invalid"; 127 with 255 or 511 is what other oximeters send there. */
export const MISSING_SPO2: readonly number[] = [0, 127, 255];
export const MISSING_PULSE: readonly number[] = [0, 255, 511, 65_535];

/** It speaks by itself: nothing is ever written to it. */
export const NORDIC_UART: BleProfile = {
  service: '6E400001-B5A3-F393-E0A9-E50E24DCCA9E',
  notify: ['6E400003-B5A3-F393-E0A9-E50E24DCCA9E'],
};
