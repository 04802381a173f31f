/** A scenario brought to life: what is true of the person, and what disturbs its measurement, at any instant. */
import type { EmulatedFailure } from './fault.ts';
import { extentAt, extentIntegral, faultAt } from './fault.ts';
import { uniform } from './noise.ts';
import type { ModelPatient, Vitals } from './physiology.ts';
import { beatsAt, drawPatient, vitalsAt } from './physiology.ts';
import type { Scenario } from './scenario.ts';

export interface Subject {
  readonly scenario: Scenario;
  readonly patient: ModelPatient;
}

export function createSubject(scenario: Scenario): Subject {
  return { scenario, patient: drawPatient(scenario.patient.seed, scenario.patient) };
}

/** How much the pulse quickens at the bottom of a desaturation, beats a minute. */
const DESATURATION_PULSE_BPM = 22;

/** The true vital signs, `tMs` from the scenario's zero. */
export function trueVitalsAt({ scenario, patient }: Subject, tMs: number): Vitals {
  const undisturbed = vitalsAt(patient, tMs - scenario.infusionAtMs);
  let { systolicMmHg, diastolicMmHg, pulseBpm, spo2Pct } = undisturbed;
  for (const fault of scenario.faults) {
    if (fault.kind === 'desaturation') {
      const extent = extentAt(fault, fault.edgeMs, tMs);
      spo2Pct -= extent * (spo2Pct - fault.toPct);
      pulseBpm += extent * DESATURATION_PULSE_BPM;
    } else if (fault.kind === 'bp-climb') {
      const extent = extentAt(fault, fault.edgeMs, tMs);
      systolicMmHg += extent * fault.systolicMmHg;
      diastolicMmHg += extent * fault.diastolicMmHg;
    }
  }
  return { ...undisturbed, systolicMmHg, diastolicMmHg, pulseBpm, spo2Pct };
}

/** Heart beats since the drug began, with fractions; the integral of the true pulse. */
export function heartBeatsAt({ scenario, patient }: Subject, tMs: number): number {
  let beats = beatsAt(patient, tMs - scenario.infusionAtMs);
  for (const fault of scenario.faults) {
    if (fault.kind !== 'desaturation') continue;
    beats += (DESATURATION_PULSE_BPM * extentIntegral(fault, fault.edgeMs, tMs)) / 60_000;
  }
  return beats;
}

/** What the oximeter makes of it. */
export type Oximetry =
  | { readonly probe: 'off' }
  | { readonly probe: 'on'; readonly artefact: boolean; readonly spo2Pct: number; readonly pulseBpm: number };

/** Motion comes and goes within this time. */
const MOTION_EDGE_MS = 2000;

export function oximetryAt(subject: Subject, tMs: number): Oximetry {
  const { faults } = subject.scenario;
  if (faultAt(faults, 'probe-off', tMs)) return { probe: 'off' };
  const { spo2Pct, pulseBpm } = trueVitalsAt(subject, tMs);
  const motion = faultAt(faults, 'motion', tMs);
  if (!motion) return { probe: 'on', artefact: false, spo2Pct: Math.round(spo2Pct), pulseBpm: Math.round(pulseBpm) };
  const extent = extentAt(motion, MOTION_EDGE_MS, tMs);
  const shaken = 30 * (uniform(subject.patient.seed, 'motion', Math.floor(tMs / 1000)) - 0.3);
  return {
    probe: 'on',
    artefact: true,
    spo2Pct: Math.round(spo2Pct - extent * (spo2Pct - motion.dipToPct)),
    pulseBpm: Math.round(pulseBpm + extent * shaken),
  };
}

/** Why a cuff cycle that begins at `tMs` will fail, if it does. */
export function cuffFailureAt({ scenario, patient }: Subject, tMs: number): EmulatedFailure | undefined {
  const planned = faultAt(scenario.faults, 'cuff-fails', tMs);
  if (planned) return planned.failure;
  return uniform(patient.seed, 'cuff-fails', Math.round(tMs / 1000)) < scenario.cuff.failedShare
    ? 'artefact'
    : undefined;
}
