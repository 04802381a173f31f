/** The free chair, and the visit before its start. */
import type { ChairView, ReadinessView, TreatmentView, VitalView } from '#core/view.ts';
import { at, calm, lastBp, MINUTE, treatment } from './fixture-calm.ts';

const none = { status: 'none', reason: 'chair free' } as const;
export const free: ChairView = {
  ...calm,
  visitId: null,
  patient: null,
  identity: null,
  phase: null,
  timeline: null,
  treatment: null,
  setUp: {},
  baseline: null,
  spo2: none,
  pulse: none,
  perfusionIndexPct: null,
  nibp: {},
  limits: { spo2: [], pulse: [], nibp: [] },
  entries: [],
  link: null,
};

const { estimate: _running, doseMg: _dose, ...ordered } = treatment;
const notStarted: TreatmentView = ordered;
const readiness: ReadinessView = {
  missing: [
    'The identity is not confirmed: read name and birth date back, then confirm.',
    'The weight is missing: weigh the patient and enter it.',
    'The baseline needs 2 BPs, 1 to 5 min apart: take the first.',
  ],
  warnings: [],
  gate: 'no-bp',
  gateMessage: 'No BP yet: take one before the start.',
  baselineReady: false,
  baselineMissing: [
    'The baseline needs 2 BPs, 1 to 5 min apart: take the first. SpO₂ and pulse need 60 s of good signal: look at the probe.',
  ],
};
const notMeasured = { status: 'none', reason: 'not measured yet' } as const;
const measured = (value: number): VitalView => ({
  status: 'live',
  value,
  at: at(-4),
  quality: 'good',
  causes: [],
  staleAt: at(-3),
});

const before: ChairView = {
  ...calm,
  identity: null,
  phase: { name: 'baseline', since: at(-14) },
  timeline: { openedAt: at(-14), plannedEndAt: at(46), axisFrom: at(-20), axisTo: at(90) },
  treatment: notStarted,
  setUp: {},
  baseline: null,
  readiness,
  spo2: notMeasured,
  pulse: notMeasured,
  perfusionIndexPct: null,
  nibp: { everyMs: 10 * MINUTE },
  entries: [],
};

const held = 'BP 164/98 is at or above 160/100: hold. A provider may approve the start with a reason.';
const hold: ChairView = {
  ...before,
  identity: calm.identity,
  setUp: calm.setUp,
  baseline: calm.baseline,
  spo2: measured(98),
  pulse: measured(72),
  perfusionIndexPct: 3.1,
  nibp: {
    everyMs: 10 * MINUTE,
    last: { systolicMmHg: 164, diastolicMmHg: 98, meanMmHg: 120, at: at(-5), byHand: false },
  },
  readiness: {
    missing: [held],
    warnings: [],
    gate: 'hold',
    gateMessage: held,
    baselineReady: true,
    baselineMissing: [],
  },
};

export const beforeStart: Readonly<Record<string, ChairView>> = {
  before,
  setup: {
    ...before,
    identity: calm.identity,
    setUp: { weightKg: 80, doseMgPerKg: 0.5, doseMg: 40 },
    readiness: { ...readiness, missing: ['The concentration is missing: enter it in mg/mL from the label.'] },
  },
  baseline: {
    ...before,
    identity: calm.identity,
    setUp: calm.setUp,
    spo2: measured(98),
    pulse: measured(72),
    nibp: { everyMs: 10 * MINUTE, last: { ...lastBp, at: at(-5) } },
    readiness: { ...readiness, missing: readiness.baselineMissing },
  },
  hold,
  'battery-low': {
    ...hold,
    devices: hold.devices.map((device) =>
      device.kind === 'oximeter' ? { ...device, lowBattery: true, batteryPct: 12 } : device,
    ),
    readiness: {
      missing: [],
      warnings: ['The battery of “Oximeter 3” is low, 12 %: charge it or take another one before the start.'],
      gate: 'approved',
      gateMessage: 'BP 164/98: approved by Dr E. Lindqvist.',
      baselineReady: true,
      baselineMissing: [],
    },
  },
  ready: {
    ...hold,
    readiness: {
      missing: [],
      warnings: [],
      gate: 'approved',
      gateMessage: 'BP 164/98: approved by Dr E. Lindqvist.',
      baselineReady: true,
      baselineMissing: [],
    },
  },
};
