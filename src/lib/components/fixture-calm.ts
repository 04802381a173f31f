/** A calm infusion at 23:10 of 40 min: what every other fixture changes a little of. Pure values: no server, no clock. */
import { settableLimits } from '#core/limits/settable.ts';
import { ORDERABLE } from '#core/orders/verbal-order.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { Duration, Instant } from '#core/reading.ts';
import type { AlertView, ChairView, NibpView, PhaseView, TimelineView, TreatmentView, VitalView } from '#core/view.ts';

export const SECOND: Duration = 1_000;
export const MINUTE: Duration = 60_000;
/** When the infusion started: 14:00 UTC. */
const STARTED: Instant = Date.UTC(2026, 4, 12, 14, 0);
/** Minutes and seconds after the start. */
export const at = (minutes: number, seconds = 0): Instant => STARTED + minutes * MINUTE + seconds * SECOND;
export const NOW = at(23, 10);

export const live = (value: number, baseline: number, now: Instant): Extract<VitalView, { status: 'live' }> => ({
  status: 'live',
  value,
  at: now,
  quality: 'good',
  causes: [],
  delta: value - baseline,
  baseline,
  staleAt: now + 5 * SECOND,
});

export const infusion: Extract<PhaseView, { name: 'infusion' }> = {
  name: 'infusion',
  startedAt: at(0),
  plannedMs: 40 * MINUTE,
  plannedEndAt: at(40),
};

export const timeline: TimelineView = {
  openedAt: at(-14),
  infusionStartedAt: at(0),
  plannedEndAt: at(40),
  axisFrom: at(-20),
  axisTo: at(80),
};

export const treatment: TreatmentView = {
  protocolTitle: 'Ketamine infusion, 40 min',
  protocolId: 'iv-ketamine-40',
  protocolVersion: 1,
  treatment: 'infusion',
  scales: ['dissociation', 'nausea', 'moaas'],
  doseMg: 40,
  estimate: { pumpedMsAt: at(0), pumpedMs: 0, running: true, plannedMs: 40 * MINUTE },
  pauses: [],
  devices: [],
};

export const lastBp = {
  systolicMmHg: 142,
  diastolicMmHg: 88,
  meanMmHg: 106,
  at: at(22, 14),
  byHand: false,
  delta: { systolic: 14, diastolic: 9 },
} satisfies NonNullable<NibpView['last']>;

export const calm: ChairView = {
  chair: { chairId: 'c3', name: 'Chair 3' },
  visitId: 'v3',
  patient: { patientId: 'p3', name: 'Dana Marlow', birthDate: '1986-03-14' },
  identity: { at: at(-14), byName: 'K. Marsh' },
  phase: infusion,
  timeline,
  treatment,
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
  plan: null,
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
  settableLimits: settableLimits({ protocol: publishedProtocols[0] }),
  limitChanges: [],
  limitsChanged: 0,
  orders: [],
  orderable: ORDERABLE,
  spo2: live(97, 98, NOW),
  pulse: live(78, 72, NOW),
  perfusionIndexPct: 3.1,
  nibp: {
    last: lastBp,
    baseline: { systolicMmHg: 128, diastolicMmHg: 79 },
    nextDueAt: at(32, 14),
    dueReason: 'interval',
    everyMs: 10 * MINUTE,
  },
  limits: {
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
  },
  oxygenLPerMin: 0,
  alerts: [],
  latched: [],
  excursions: [],
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
  moaasAsked: null,
  emergencySince: null,
  emergencies: [],
  messages: [],
  unread: [],
  calls: [],
  providerCall: null,
  attended: null,
  summary: null,
  offMonitor: null,
  offMonitorTimes: [],
  care: { nurseName: 'K. Marsh' },
  careChanges: [],
  highestBp: { systolicMmHg: 146, diastolicMmHg: 90, at: at(12) },
  devices: [
    { deviceId: 'd1', kind: 'oximeter', label: 'Oximeter 3', connected: true, emulated: false, lowBattery: false },
    { deviceId: 'd2', kind: 'cuff', label: 'Cuff 3', connected: true, emulated: false, lowBattery: false },
  ],
  link: { connected: true, since: at(-20) },
  sound: { chair: 'sounds', station: 'listens', who: 'chair', since: at(-14) },
  recorded: true,
};

export const alert = (
  fields: Partial<AlertView> & Pick<AlertView, 'kind' | 'priority' | 'parameter' | 'text'>,
): AlertView => ({
  alertId: fields.kind,
  detail: '',
  onsetAt: at(22, 14),
  issuedAt: at(22, 14),
  condition: 'true',
  ...fields,
});
