/** Chairs in every state, for the page of components, for looking and for tests. Pure values: no server, no clock. */
import type { Instant } from '#core/reading.ts';
import type { CriterionState } from '#core/discharge.ts';
import type { AlertView, ChairView, VitalView } from '#core/view.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
/** 14:00:00 of a day in the clinic, when the infusion started. */
export const STARTED: Instant = Date.UTC(2026, 4, 12, 14, 0);
export const at = (minutes: number, seconds = 0): Instant => STARTED + minutes * MINUTE + seconds * SECOND;

export const live = (value: number, baseline: number, now: Instant): VitalView => ({
  status: 'live',
  value,
  at: now,
  quality: 'good',
  causes: [],
  delta: value - baseline,
  baseline,
  staleAt: now + 5 * SECOND,
});

const limits: ChairView['limits'] = {
  spo2: [
    { priority: 'medium', text: '< 90', lines: [90] },
    { priority: 'high', text: '≤ 85', lines: [85] },
  ],
  pulse: [
    { priority: 'medium', text: '50–120', lines: [50, 120] },
    { priority: 'high', text: '40–140', lines: [40, 140] },
  ],
  nibp: [
    { priority: 'medium', text: '≥ 160/100, < 90', lines: [160, 90] },
    { priority: 'high', text: '≥ 180/110, < 80', lines: [180, 80] },
  ],
};

const NOW = at(23, 10);

/** Infusion, calm, 23:10 of 40. */
export const calm: ChairView = {
  chair: { chairId: 'c3', name: 'Chair 3' },
  visitId: 'v3',
  patient: { patientId: 'p3', name: 'Dana Marlow', birthDate: '1986-03-14' },
  identity: { at: at(-14), byName: 'K. Marsh' },
  phase: { name: 'infusion', startedAt: at(0), plannedMs: 40 * MINUTE, plannedEndAt: at(40) },
  timeline: { openedAt: at(-14), infusionStartedAt: at(0), plannedEndAt: at(40), axisFrom: at(-20), axisTo: at(80) },
  treatment: {
    protocolTitle: 'Ketamine infusion, 40 min',
    protocolId: 'iv-ketamine-40',
    protocolVersion: 1,
    treatment: 'infusion',
    doseMg: 40,
    estimate: { pumpedMsAt: at(0), pumpedMs: 0, running: true, plannedMs: 40 * MINUTE },
    pauses: [],
    devices: [],
  },
  setUp: {
    weightKg: 80,
    doseMgPerKg: 0.5,
    doseMg: 40,
    concentrationMgPerMl: 10,
    ivSite: 'left hand',
    cuffArm: 'right',
    oximeterHand: 'left',
    ride: { name: 'J. Marlow', phone: '555 0132' },
    nurseName: 'K. Marsh',
    providerName: 'Dr E. Lindqvist',
  },
  baseline: {
    frozenAt: at(-2),
    systolicMmHg: 128,
    diastolicMmHg: 79,
    meanMmHg: 95,
    spo2Pct: 98,
    pulseBpm: 72,
    oxygenLPerMin: 0,
    nibpAt: at(-5),
  },
  readiness: null,
  spo2: live(97, 98, NOW),
  pulse: live(78, 72, NOW),
  perfusionIndexPct: 3.1,
  nibp: {
    last: {
      systolicMmHg: 142,
      diastolicMmHg: 88,
      meanMmHg: 106,
      at: at(22, 14),
      byHand: false,
      delta: { systolic: 14, diastolic: 9 },
    },
    baseline: { systolicMmHg: 128, diastolicMmHg: 79 },
    nextDueAt: at(32, 14),
    dueReason: 'interval',
    everyMs: 10 * MINUTE,
  },
  limits,
  oxygenLPerMin: 0,
  alerts: [],
  latched: [],
  entries: [
    {
      entryId: 'e1',
      at: at(11),
      recordedAt: at(11),
      byName: 'K. Marsh',
      entry: { kind: 'scale', scale: 'dissociation', score: 4 },
    },
  ],
  criteria: [],
  canEndMonitoring: false,
  responseAsked: null,
  emergencySince: null,
  devices: [
    { deviceId: 'd1', kind: 'oximeter', label: 'Oximeter 3', connected: true, emulated: false, lowBattery: false },
    { deviceId: 'd2', kind: 'cuff', label: 'Cuff 3', connected: true, emulated: false, lowBattery: false },
  ],
  link: { connected: true, since: at(-20) },
  recorded: true,
};

const alert = (
  fields: Partial<AlertView> & Pick<AlertView, 'kind' | 'priority' | 'parameter' | 'text'>,
): AlertView => ({
  alertId: fields.kind,
  detail: '',
  onsetAt: at(22, 14),
  issuedAt: at(22, 14),
  condition: 'true',
  ...fields,
});

export const sysAlert = alert({
  kind: 'bp-high',
  priority: 'medium',
  parameter: 'nibp',
  at: 'systolic',
  text: 'SYS 164 ≥ 160',
  detail: 'Unconfirmed, repeat now',
  waitingUntil: at(25, 14),
});
export const spo2Alert = alert({
  kind: 'spo2-low',
  priority: 'high',
  parameter: 'spo2',
  text: 'SpO₂ 82 ≤ 85',
  detail: 'Now 84',
  onsetAt: at(22, 48),
});
const seen = (given: AlertView, place: 'chair' | 'station' = 'chair'): AlertView => ({
  ...given,
  acknowledged: { byName: 'K. Marsh', at: at(23), place },
});

const highBp: ChairView['nibp'] = {
  ...calm.nibp,
  last: {
    systolicMmHg: 164,
    diastolicMmHg: 96,
    meanMmHg: 118,
    at: at(22, 14),
    byHand: false,
    delta: { systolic: 36, diastolic: 17 },
  },
  nextDueAt: at(23, 58),
  dueReason: 'repeat',
};

const medium: ChairView = { ...calm, nibp: highBp, alerts: [sysAlert] };
const high: ChairView = {
  ...calm,
  spo2: live(84, 98, NOW),
  pulse: live(92, 72, NOW),
  nibp: {
    ...calm.nibp,
    last: {
      systolicMmHg: 148,
      diastolicMmHg: 90,
      meanMmHg: 109,
      at: at(21),
      byHand: false,
      delta: { systolic: 20, diastolic: 11 },
    },
  },
  alerts: [spo2Alert],
};
const advisory = alert({
  kind: 'pulse-high',
  priority: 'low',
  parameter: 'pulse',
  text: 'Pulse 97 > 30 % over baseline',
});

const criterion = (
  name: CriterionState['criterion'],
  status: CriterionState['status'],
  detail: string,
  byHand = false,
  from?: Instant,
): CriterionState => ({ criterion: name, status, detail, byHand, ...(from === undefined ? {} : { from }) });

const RECOVERY_NOW = at(54, 18);
const recovery: ChairView = {
  ...calm,
  phase: {
    name: 'recovery',
    startedAt: at(41, 6),
    infusionStartedAt: at(0),
    minimumAt: at(61, 6),
    upperMarkAt: at(71, 6),
  },
  timeline: {
    openedAt: at(-14),
    infusionStartedAt: at(0),
    infusionEndedAt: at(41, 6),
    axisFrom: at(-20),
    axisTo: at(90),
  },
  spo2: live(98, 98, RECOVERY_NOW),
  pulse: live(74, 72, RECOVERY_NOW),
  nibp: {
    ...calm.nibp,
    last: {
      systolicMmHg: 138,
      diastolicMmHg: 84,
      meanMmHg: 102,
      at: at(50, 40),
      byHand: false,
      delta: { systolic: 10, diastolic: 5 },
    },
    nextDueAt: at(60, 40),
  },
  responseAsked: { bpAt: at(50, 40) },
  criteria: [
    criterion('minimum-time', 'unmet', '', false, at(61, 6)),
    criterion('bp-stable', 'unmet', '1 of 2', false, at(55, 40)),
    criterion('spo2-on-air', 'met', '98 for 60 s'),
    criterion('off-oxygen', 'met', 'never on'),
    criterion('responds-normally', 'unmet', 'drowsy'),
    criterion('nausea-mild', 'met', '1 of 10'),
    criterion('dissociation-resolved', 'unmet', 'not asked in recovery'),
    criterion('ride-home', 'met', 'J. Marlow'),
    criterion('oriented', 'unmet', '', true),
    criterion('steady-gait', 'unmet', '', true),
    criterion('iv-out', 'unmet', '', true),
    criterion('instructions-given', 'unmet', '', true),
  ],
};

const DISCHARGE_NOW = at(74);
const ended = { status: 'none', reason: 'monitoring ended', baseline: 98 } as const;
const discharge: ChairView = {
  ...recovery,
  phase: { name: 'discharge', infusionStartedAt: at(0), infusionEndedAt: at(41, 6), monitoringEndedAt: at(66) },
  timeline: { ...recovery.timeline!, monitoringEndedAt: at(66) },
  spo2: ended,
  pulse: ended,
  perfusionIndexPct: null,
  nibp: { ...recovery.nibp, last: { ...recovery.nibp.last!, systolicMmHg: 132, at: at(65) } },
  responseAsked: null,
  criteria: recovery.criteria.map((each) =>
    each.criterion === 'steady-gait' || each.criterion === 'instructions-given'
      ? each
      : each.criterion === 'dissociation-resolved'
        ? { ...each, status: 'overridden', detail: 'Dr E. Lindqvist' }
        : {
            criterion: each.criterion,
            byHand: each.byHand,
            status: 'met',
            detail: each.byHand ? 'K. Marsh' : each.detail || 'reached',
          },
  ),
};

const NO_SIGNAL = { status: 'none', reason: 'not measured yet' } as const;
const before: ChairView = {
  ...calm,
  identity: null,
  phase: { name: 'baseline', since: at(-14) },
  timeline: { openedAt: at(-14), plannedEndAt: at(46), axisFrom: at(-20), axisTo: at(90) },
  treatment: { ...withoutEstimate(calm) },
  setUp: {},
  baseline: null,
  spo2: NO_SIGNAL,
  pulse: NO_SIGNAL,
  nibp: { everyMs: 10 * MINUTE },
  entries: [],
  readiness: {
    missing: [
      'The identity is not confirmed: read name and birth date back, then confirm.',
      'The weight is missing: weigh the patient and enter it.',
      'The baseline needs 2 BPs, 1 to 5 min apart: take the first.',
    ],
    gate: 'no-bp',
    gateMessage: 'No BP yet: take one before the start.',
    baselineReady: false,
    baselineMissing: [
      'The baseline needs 2 BPs, 1 to 5 min apart: take the first. SpO₂ and pulse need 60 s of good signal: look at the probe.',
    ],
  },
};
function withoutEstimate(view: ChairView): NonNullable<ChairView['treatment']> {
  const { estimate: _none, doseMg: _dose, ...rest } = view.treatment!;
  return rest;
}
const beforeVitals = { spo2: noDelta(98), pulse: noDelta(72) };
function noDelta(value: number): VitalView {
  return { status: 'live', value, at: at(-4), quality: 'good', causes: [], staleAt: at(-3) };
}
const held: ChairView = {
  ...before,
  ...beforeVitals,
  identity: calm.identity,
  setUp: calm.setUp,
  baseline: calm.baseline,
  nibp: {
    everyMs: 10 * MINUTE,
    last: { systolicMmHg: 164, diastolicMmHg: 98, meanMmHg: 120, at: at(-5), byHand: false },
  },
  readiness: {
    missing: ['BP 164/98 is at or above 160/100: hold. A provider may approve the start with a reason.'],
    gate: 'hold',
    gateMessage: 'BP 164/98 is at or above 160/100: hold. A provider may approve the start with a reason.',
    baselineReady: true,
    baselineMissing: [],
  },
};

const none = { status: 'none', reason: 'chair free' } as const;
const free: ChairView = {
  chair: calm.chair,
  visitId: null,
  patient: null,
  identity: null,
  phase: null,
  timeline: null,
  treatment: null,
  setUp: {},
  baseline: null,
  readiness: null,
  spo2: none,
  pulse: none,
  perfusionIndexPct: null,
  nibp: {},
  limits: { spo2: [], pulse: [], nibp: [] },
  oxygenLPerMin: 0,
  alerts: [],
  latched: [],
  entries: [],
  criteria: [],
  canEndMonitoring: false,
  responseAsked: null,
  emergencySince: null,
  devices: calm.devices,
  link: null,
  recorded: true,
};

export interface Fixture {
  readonly view: ChairView | null;
  readonly now: Instant;
  readonly connection?: 'connecting' | 'live' | 'lost';
}

/** By name: `/components?show=high` draws that one as a whole page. */
export const fixtures: Readonly<Record<string, Fixture>> = {
  free: { view: free, now: at(-20) },
  before: { view: before, now: at(-13) },
  setup: {
    view: {
      ...before,
      identity: calm.identity,
      setUp: { weightKg: 80, doseMgPerKg: 0.5, doseMg: 40 },
      readiness: { ...before.readiness!, missing: ['The concentration is missing: enter it in mg/mL from the label.'] },
    },
    now: at(-11),
  },
  baseline: { view: { ...before, ...beforeVitals, identity: calm.identity, setUp: calm.setUp }, now: at(-4) },
  hold: { view: held, now: at(-4) },
  ready: {
    view: {
      ...held,
      readiness: {
        ...held.readiness!,
        missing: [],
        gate: 'approved',
        gateMessage: 'BP 164/98: approved by Dr E. Lindqvist.',
      },
    },
    now: at(-4),
  },
  calm: { view: calm, now: NOW },
  question: { view: { ...calm, responseAsked: { bpAt: at(22, 14) } }, now: NOW },
  advisory: { view: { ...calm, pulse: live(97, 72, NOW), alerts: [advisory] }, now: NOW },
  medium: { view: medium, now: NOW },
  'medium-seen': { view: { ...medium, alerts: [seen(sysAlert)], responseAsked: { bpAt: at(22, 14) } }, now: NOW },
  'seen-at-station': { view: { ...medium, alerts: [seen(sysAlert, 'station')] }, now: NOW },
  high: { view: high, now: NOW },
  'high-seen': { view: { ...high, alerts: [seen(spo2Alert)] }, now: NOW },
  'high-bp': {
    view: {
      ...calm,
      nibp: { ...highBp, last: { ...highBp.last!, systolicMmHg: 186, diastolicMmHg: 112, meanMmHg: 137 } },
      alerts: [{ ...sysAlert, priority: 'high', text: 'SYS 186 ≥ 180' }],
    },
    now: NOW,
  },
  several: { view: { ...high, nibp: highBp, alerts: [spo2Alert, sysAlert, advisory] }, now: NOW },
  mark: {
    view: {
      ...calm,
      latched: [{ alertId: 'm', kind: 'spo2-low', text: 'SpO₂ 82 ≤ 85', onsetAt: at(18), endedAt: at(19) }],
    },
    now: NOW,
  },
  stale: {
    view: {
      ...calm,
      spo2: { status: 'stale', value: 97, at: at(22, 29), reason: 'probe off', baseline: 98 },
      pulse: { status: 'stale', value: 78, at: at(22, 29), reason: 'probe off', baseline: 72 },
      alerts: [
        alert({
          kind: 'no-spo2',
          priority: 'medium',
          parameter: 'spo2',
          text: 'No SpO₂',
          detail: 'probe off',
          onsetAt: at(22, 29),
        }),
      ],
    },
    now: NOW,
  },
  none: {
    view: {
      ...calm,
      spo2: { status: 'none', reason: 'probe off', baseline: 98 },
      pulse: { status: 'none', reason: 'probe off', baseline: 72 },
      alerts: [alert({ kind: 'no-spo2', priority: 'high', parameter: 'spo2', text: 'No SpO₂', detail: 'probe off' })],
    },
    now: NOW,
  },
  poor: {
    view: {
      ...calm,
      spo2: {
        status: 'live',
        value: 100,
        at: NOW,
        quality: 'poor',
        causes: ['motion'],
        delta: 2,
        baseline: 98,
        staleAt: at(24),
      },
      pulse: live(128, 72, NOW),
      nibp: { ...calm.nibp, measuring: { cuffPressureMmHg: 142, at: NOW } },
      oxygenLPerMin: 2,
    },
    now: NOW,
  },
  overdue: {
    view: {
      ...calm,
      nibp: {
        ...calm.nibp,
        nextDueAt: at(20),
        failure: { failure: 'cuff-leak', text: 'cuff leak or loose hose', at: at(20, 30) },
      },
      alerts: [
        alert({
          kind: 'cuff-overdue',
          priority: 'medium',
          parameter: 'nibp',
          text: 'BP overdue',
          detail: 'cuff leak or loose hose',
        }),
      ],
    },
    now: NOW,
  },
  paused: {
    view: {
      ...calm,
      phase: {
        ...(calm.phase as Extract<ChairView['phase'], { name: 'infusion' }>),
        paused: { since: at(12), remindAt: at(22) },
      },
      treatment: {
        ...calm.treatment!,
        estimate: { pumpedMsAt: at(12), pumpedMs: 12 * MINUTE, running: false, plannedMs: 40 * MINUTE },
      },
    },
    now: NOW,
  },
  over: { view: { ...calm, spo2: live(97, 98, at(41, 20)), pulse: live(78, 72, at(41, 20)) }, now: at(41, 20) },
  emergency: { view: { ...calm, emergencySince: at(21) }, now: NOW },
  lost: { view: medium, now: NOW + 7 * SECOND, connection: 'lost' },
  connecting: { view: null, now: 0, connection: 'connecting' },
  recovery: { view: recovery, now: RECOVERY_NOW },
  'past-mark': { view: { ...recovery, responseAsked: null }, now: at(74) },
  'may-end': {
    view: {
      ...recovery,
      canEndMonitoring: true,
      responseAsked: null,
      criteria: recovery.criteria.map((each) => ({ ...each, status: 'met' })),
    },
    now: at(63),
  },
  discharge: { view: discharge, now: DISCHARGE_NOW },
  waiting: {
    view: {
      ...discharge,
      phase: { ...(discharge.phase as Extract<ChairView['phase'], { name: 'discharge' }>), waitingSince: at(72) },
    },
    now: DISCHARGE_NOW,
  },
  ended: {
    view: {
      ...discharge,
      phase: { name: 'ended', endedAt: at(76), ending: 'home' },
      treatment: { ...calm.treatment!, end: { endedAt: at(41, 6), reason: 'completed', pumpVolumeMl: 4 } },
      criteria: [],
    },
    now: at(77),
  },
};
