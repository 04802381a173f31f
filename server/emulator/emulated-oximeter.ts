/** An emulated Nonin oximeter: data format 2, three packets of 25 frames a second. */
import { encodePacket } from '#devices/nonin-df2/encoder.ts';
import type { NoninPacket, NoninStatus } from '#devices/nonin-df2/encoder.ts';
import type { EmulatedDevice } from './emulated-line.ts';
import { joined, nothing } from './emulated-line.ts';
import { faultAt } from './fault.ts';
import { uniform } from './noise.ts';
import { plethOf, strengthOf } from './pleth.ts';
import type { Subject } from './subject.ts';
import { heartBeatsAt, oximetryAt } from './subject.ts';

const PACKETS_A_SECOND = 3;
const FRAMES = 25;
/** The device colours the first part of each beat. */
const COLOURED_SHARE = 0.2;
const NO_PULSE = Array.from({ length: FRAMES }, () => 64);
const PROBE_OFF: NoninStatus = { sensorAlarm: true, outOfTrack: true };

export function createEmulatedOximeter(subject: Subject): EmulatedDevice {
  const packetDueMs = (packet: number): number => Math.round((packet * 1000) / PACKETS_A_SECOND);
  return {
    bytes(afterMs, untilMs) {
      const parts: Uint8Array[] = [];
      for (let packet = Math.floor((afterMs * PACKETS_A_SECOND) / 1000); packetDueMs(packet) <= untilMs; packet += 1) {
        if (packetDueMs(packet) <= afterMs) continue;
        if (isSilent(subject, packetDueMs(packet))) continue;
        parts.push(encodePacket(packetOf(subject, packet)));
      }
      return joined(parts);
    },
    // It speaks unasked, and does nothing it is told.
    answer: () => ({ said: nothing, unread: nothing }),
  };
}

function isSilent(subject: Subject, tMs: number): boolean {
  return faultAt(subject.scenario.faults, 'silent', tMs)?.device === 'oximeter';
}

function packetOf(subject: Subject, packet: number): NoninPacket {
  // The numbers of a device change about once a second, not with each packet.
  const oximetry = oximetryAt(subject, Math.floor(packet / PACKETS_A_SECOND) * 1000);
  if (oximetry.probe === 'off') return { status: PROBE_OFF, pleth: NO_PULSE };
  const { artefact, spo2Pct, pulseBpm } = oximetry;
  const beats = beatsOf(subject, packet);
  const strength = strengthOf(subject.patient.resting.perfusionIndexPct);
  const between: NoninStatus = { artefact };
  const coloured: NoninStatus = { artefact, perfusion: artefact ? 'yellow' : 'green' };
  return {
    spo2Pct,
    pulseBpm,
    smartPoint: !artefact,
    pleth: beats.map((beat, frame) => {
      const wave = plethOf(beat, strength);
      return artefact ? shaken(wave, subject.patient.seed, packet * FRAMES + frame) : wave;
    }),
    status: (frame) => {
      const beat = beats[frame - 1] ?? 0;
      return beat - Math.floor(beat) < COLOURED_SHARE ? coloured : between;
    },
  };
}

/** Heart beats at each frame; in the third of a second of a packet the pulse is as good as constant. */
function beatsOf(subject: Subject, packet: number): readonly number[] {
  const endMs = (packet * 1000) / PACKETS_A_SECOND;
  const begin = heartBeatsAt(subject, endMs - 1000 / PACKETS_A_SECOND);
  const end = heartBeatsAt(subject, endMs);
  return Array.from({ length: FRAMES }, (_, frame) => begin + ((frame + 1) / FRAMES) * (end - begin));
}

const shaken = (wave: number, seed: number, index: number): number =>
  Math.round(Math.min(127, Math.max(0, wave + 70 * (uniform(seed, 'shaken', Math.floor(index / 4)) - 0.5))));
