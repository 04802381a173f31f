/** Lines as Rad-8 and Radical-7 print them, published by their readers; facts for tests and fuzzing. */
import { bytesOfText } from '../bytes.ts';

export const lines = [
  '02/22/16 22:47:45 SN=0000056661 SPO2=098% BPM=097 PI=03.60% SPCO=--.-% SPMET=--.-% DESAT=-- PIDELTA=+-- ALARM=0000 EXC=000800',
  '03/06/05 21:11:30 SN=0000066575 SPO2=098% BPM=057 PI=07.02% SPCO=--.-% SPMET=--.-% DESAT=-- PIDELTA=+-- ALARM=0038 EXC=000800',
  '12/01/05 11:56:29 SN=0123456789 SPO2=098% BPM=240 PI=20.00% SPCO=01.0% SPMET=00.5% DESAT=01 PIDELTA=-02 PVI=027 ALARM=0000 EXC=000820',
  '03/17/16 19:19:36 SN=---------- SPO2=098% BPM=123 PI=00.55 SPCO=--% SPMET=--.-% SPHB=--.- SPOC=-- RESVD=--- DESAT=-- PIDELTA=+-- PVI=--- ALARM=000000 EXC=0000C00 EXC1=00000000',
] as const;

export const samples: readonly Uint8Array[] = [
  ...lines.map((line) => bytesOfText(`${line}\r\n`)),
  bytesOfText(`${lines[0].replace('SPO2=098% BPM=097', 'SPO2=---% BPM=---')}\r\n`),
];
