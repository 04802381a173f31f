/** Packets of data format 2, the first one published; facts for tests and fuzzing. */
import { bytesOfHex } from '../bytes.ts';
import { encodePacket } from './encoder.ts';

const frame = (status: string, value: string, sum: string): string => `01${status}01${value}${sum}`;
const EMPTY = frame('80', '00', '82');
const [PULSE, SPO2, REVISION] = [frame('80', '48', 'ca'), frame('80', '61', 'e3'), frame('80', '30', 'b2')];

export const samples: readonly Uint8Array[] = [
  bytesOfHex(
    [
      [
        frame('81', '00', '83'),
        PULSE,
        SPO2,
        REVISION,
        EMPTY,
        EMPTY,
        EMPTY,
        EMPTY,
        SPO2,
        SPO2,
        SPO2,
        EMPTY,
        EMPTY,
        EMPTY,
      ],
      [PULSE, SPO2, SPO2, EMPTY, EMPTY, EMPTY, PULSE, EMPTY, PULSE, EMPTY, EMPTY],
    ]
      .flat()
      .join(''),
  ),
  encodePacket({ spo2Pct: 91, pulseBpm: 130, status: { perfusion: 'yellow' } }),
  encodePacket({ spo2Pct: 84, pulseBpm: 240, status: { perfusion: 'red', artefact: true }, lowBattery: true }),
  encodePacket({ status: { sensorAlarm: true } }),
];
