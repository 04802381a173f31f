/** The scenarios. Instants are relative to the start of the infusion, but in `before`, where they are relative to the patient's coming. */
import type { CuffSchedule, Scenario } from './scenario.ts';
import type { Fault } from './fault.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** `at(13, 30)` = 13 min 30 s, in ms. */
const at = (minutes: number, seconds = 0): number => minutes * MINUTE + seconds * SECOND;

/** Two pressures before the start, then the protocol's interval from the start on. */
const duringVisit = (everyMs = at(10)): CuffSchedule => ({
  atMs: [at(-7), at(-4)],
  fromMs: 0,
  everyMs,
  failedShare: 0,
});

/** Two pressures soon, then every 4 min for as long as the start takes, so that a baseline is never far. */
const beforeStart = [at(0, 30), ...Array.from({ length: 15 }, (_, cycle) => at(2, 30) + cycle * at(4))];

/** The probe comes on a few minutes after the patient has sat down, so that it is seen going from off to on. */
const probeComesOn: Fault = { kind: 'probe-off', atMs: at(-14), forMs: at(5) };

export const scenarioTable = {
  uneventful: {
    title: 'an infusion without events',
    patient: {
      seed: 62,
      resting: { systolicMmHg: 118, diastolicMmHg: 74, pulseBpm: 66, spo2Pct: 97.8 },
      rise: { systolicMmHg: 12, diastolicMmHg: 8, pulseBpm: 4 },
    },
    infusionAtMs: 0,
    cuff: duringVisit(),
    faults: [probeComesOn],
  },
  before: {
    title: 'before the infusion: the probe comes on, pressures follow; its infusion begins at 60:00',
    patient: {
      seed: 92,
      resting: { systolicMmHg: 126, diastolicMmHg: 78, pulseBpm: 78, spo2Pct: 97.2 },
      rise: { systolicMmHg: 13, diastolicMmHg: 9, pulseBpm: 4 },
    },
    infusionAtMs: at(60),
    cuff: { atMs: beforeStart, fromMs: at(60), everyMs: at(10), failedShare: 0 },
    faults: [{ kind: 'probe-off', atMs: at(-30), forMs: at(30, 12) }],
  },
  'bp-climb': {
    title: 'blood pressure climbs past 160/100, a cycle fails, then it passes 180/110',
    patient: {
      seed: 13,
      resting: { systolicMmHg: 128, diastolicMmHg: 79, pulseBpm: 74, spo2Pct: 97.6 },
      rise: { systolicMmHg: 20, diastolicMmHg: 10, pulseBpm: 8 },
    },
    infusionAtMs: 0,
    cuff: duringVisit(at(5)),
    faults: [
      probeComesOn,
      { kind: 'bp-climb', atMs: at(9), forMs: at(26), edgeMs: at(11), systolicMmHg: 46, diastolicMmHg: 24 },
      { kind: 'cuff-fails', atMs: at(17), forMs: at(1, 30), failure: 'weak-signal' },
    ],
  },
  desaturation: {
    title: 'a true desaturation to about 82 %, and recovery',
    patient: {
      seed: 14,
      resting: { systolicMmHg: 122, diastolicMmHg: 76, pulseBpm: 80, spo2Pct: 97.4 },
      rise: { systolicMmHg: 9, diastolicMmHg: 6, pulseBpm: 3 },
    },
    infusionAtMs: 0,
    cuff: duringVisit(),
    faults: [probeComesOn, { kind: 'desaturation', atMs: at(32), forMs: at(2, 25), edgeMs: at(0, 28), toPct: 82 }],
  },
  'probe-off': {
    title: 'the probe falls off the finger for two and a half minutes',
    patient: {
      seed: 47,
      resting: { systolicMmHg: 116, diastolicMmHg: 72, pulseBpm: 70, spo2Pct: 98.1 },
      rise: { systolicMmHg: 12, diastolicMmHg: 7, pulseBpm: 4 },
    },
    infusionAtMs: 0,
    cuff: duringVisit(),
    faults: [probeComesOn, { kind: 'probe-off', atMs: at(13, 30), forMs: at(2, 30) }],
  },
  motion: {
    title: 'a restless hand: dips that the oximeter itself doubts',
    patient: {
      seed: 33,
      resting: { systolicMmHg: 120, diastolicMmHg: 75, pulseBpm: 72, spo2Pct: 97.3 },
      rise: { systolicMmHg: 10, diastolicMmHg: 7, pulseBpm: 5 },
    },
    infusionAtMs: 0,
    cuff: duringVisit(),
    faults: [
      probeComesOn,
      { kind: 'motion', atMs: at(17, 5), forMs: at(0, 7), dipToPct: 84 },
      { kind: 'motion', atMs: at(28, 40), forMs: at(0, 12), dipToPct: 88 },
      { kind: 'motion', atMs: at(36, 25), forMs: at(0, 9), dipToPct: 78 },
      { kind: 'motion', atMs: at(37, 20), forMs: at(0, 13), dipToPct: 87 },
      { kind: 'motion', atMs: at(38, 50), forMs: at(0, 8), dipToPct: 75 },
      { kind: 'motion', atMs: at(41, 10), forMs: at(0, 6), dipToPct: 82 },
      { kind: 'motion', atMs: at(44, 30), forMs: at(0, 14), dipToPct: 89 },
    ],
  },
  recovery: {
    title: 'a calm recovery',
    patient: {
      seed: 59,
      resting: { systolicMmHg: 119, diastolicMmHg: 74, pulseBpm: 68, spo2Pct: 96.9 },
      rise: { systolicMmHg: 11, diastolicMmHg: 7, pulseBpm: 5 },
    },
    infusionAtMs: 0,
    cuff: duringVisit(),
    faults: [probeComesOn],
  },
  discharge: {
    title: 'a calm recovery; probe and cuff come off at 66 min',
    patient: {
      seed: 25,
      resting: { systolicMmHg: 124, diastolicMmHg: 76, pulseBpm: 71, spo2Pct: 97.5 },
      rise: { systolicMmHg: 9, diastolicMmHg: 5, pulseBpm: 3 },
    },
    infusionAtMs: 0,
    cuff: { ...duringVisit(), untilMs: at(66) },
    faults: [probeComesOn, { kind: 'probe-off', atMs: at(66), forMs: at(24 * 60) }],
  },
  esketamine: {
    title: 'esketamine: no infusion, two hours of observation',
    patient: {
      seed: 95,
      resting: { systolicMmHg: 121, diastolicMmHg: 77, pulseBpm: 73, spo2Pct: 98 },
      rise: { systolicMmHg: 12, diastolicMmHg: 8, pulseBpm: 3 },
    },
    infusionAtMs: 0,
    cuff: duringVisit(),
    faults: [probeComesOn],
  },
  'silent-device': {
    title: 'the oximeter stops talking for three minutes',
    patient: { seed: 19 },
    infusionAtMs: 0,
    cuff: duringVisit(),
    faults: [probeComesOn, { kind: 'silent', device: 'oximeter', atMs: at(10), forMs: at(3) }],
  },
} as const satisfies Readonly<Record<string, Scenario>>;

export type ScenarioName = keyof typeof scenarioTable;

export const scenarioNames = Object.keys(scenarioTable) as readonly ScenarioName[];
export const isScenarioName = (name: string): name is ScenarioName => Object.hasOwn(scenarioTable, name);
