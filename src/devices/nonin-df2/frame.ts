/**
 * The layout of Nonin serial data format 2: 9600 8N1, 75 frames a second, 25 frames a packet, 5 bytes a frame:
 * `01 | status | pleth | value | sum of the four, mod 256`. What `value` is follows from the frame's place in the packet.
 * Source: Nonin OEM III module specification, serial data format #2; checked against public receivers' test packets.
 */
export const FRAME_START = 0x01;
export const FRAME_BYTES = 5;
export const FRAMES_PER_PACKET = 25;
/** One sample a frame, 8 bits. */
export const NONIN_PLETH = { sampleHz: 75, fullScale: 255 } as const;

export const STATUS = {
  /** Set in every status byte. */
  always: 0x80,
  /** SNSD: no sensor on the oximeter, or it is inoperable. */
  disconnected: 0x40,
  /** ARTF: this pulse does not match the interval of the last ones. */
  artefact: 0x20,
  /** OOT: no consecutive good pulses. */
  outOfTrack: 0x10,
  /** SNSA: the sensor delivers nothing usable. */
  sensorAlarm: 0x08,
  /** RPRF: low or no perfusion; set for 12 frames of each pulse. */
  red: 0x04,
  /** GPRF: high perfusion; with red = marginal (yellow). */
  green: 0x02,
  /** Frame 1 of a packet. */
  sync: 0x01,
} as const;

/** Bits of the value in STAT2_PLACE. */
export const STAT2 = { smartPoint: 0x20, lowBattery: 0x01 } as const;

/** Places count from 1, as the specification does. A pulse rate is `(msb & 3) << 7 | (lsb & 7F)`. */
export const PULSE_MSB_PLACE = 1;
export const PULSE_LSB_PLACE = 2;
export const SPO2_PLACE = 3;
export const REVISION_PLACE = 4;
export const STAT2_PLACE = 8;
/** SpO2, then SpO2-D, fast, beat-to-beat, E-SpO2, E-SpO2-D. */
export const SPO2_PLACES = [SPO2_PLACE, 9, 10, 11, 16, 17] as const;
/** HR, then E-HR, HR-D, E-HR-D. */
export const PULSE_PLACES = [
  [PULSE_MSB_PLACE, PULSE_LSB_PLACE],
  [14, 15],
  [20, 21],
  [22, 23],
] as const;

export const MISSING_SPO2 = 127;
export const MISSING_PULSE = 511;
