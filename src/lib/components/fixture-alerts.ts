/** The infusion with something to say: alerts at every level, values that are old or gone, a cuff that fails. */
import type { AlertView, ChairView, NibpView } from '#core/view.ts';
import { alert, at, calm, infusion, lastBp, live, MINUTE, NOW, treatment } from './fixture-calm.ts';

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
const advisory = alert({
  kind: 'pulse-high',
  priority: 'low',
  parameter: 'pulse',
  text: 'Pulse 97 ≥ 94',
  detail: '30 % over baseline',
});
const noSpo2 = alert({
  kind: 'no-spo2',
  priority: 'medium',
  parameter: 'spo2',
  text: 'No SpO₂',
  detail: 'probe off',
  onsetAt: at(22, 29),
});
const seen = (given: AlertView, place: 'chair' | 'station' = 'chair'): AlertView => ({
  ...given,
  acknowledged: { byName: 'K. Marsh', at: at(23), place },
});

const bp = (systolicMmHg: number, diastolicMmHg: number, meanMmHg: number): NonNullable<NibpView['last']> => ({
  ...lastBp,
  systolicMmHg,
  diastolicMmHg,
  meanMmHg,
  delta: { systolic: systolicMmHg - 128, diastolic: diastolicMmHg - 79 },
});
const raised: NibpView = { ...calm.nibp, last: bp(164, 96, 118), nextDueAt: at(23, 58), dueReason: 'repeat' };

const medium: ChairView = { ...calm, nibp: raised, alerts: [sysAlert] };
const high: ChairView = {
  ...calm,
  spo2: live(84, 98, NOW),
  pulse: live(92, 72, NOW),
  nibp: { ...calm.nibp, last: { ...bp(148, 90, 109), at: at(21) } },
  alerts: [spo2Alert],
};
const responseAsked = { bpAt: at(22, 14) };
const gone = { status: 'none', reason: 'probe off', baseline: 98 } as const;

export const inInfusion: Readonly<Record<string, ChairView>> = {
  calm,
  question: { ...calm, responseAsked },
  advisory: { ...calm, pulse: live(97, 72, NOW), alerts: [advisory] },
  medium,
  'medium-seen': { ...medium, alerts: [seen(sysAlert)], responseAsked },
  'seen-at-station': { ...medium, alerts: [seen(sysAlert, 'station')] },
  high,
  'high-paused': { ...high, alerts: [{ ...spo2Alert, audioPausedUntil: NOW + 103_000 }] },
  'quiet-chair': {
    ...calm,
    sound: { chair: 'quiet', station: 'listens', who: 'both', since: at(20) },
    alerts: [noSpo2],
  },
  'high-seen': { ...high, alerts: [seen(spo2Alert)] },
  'high-bp': {
    ...calm,
    nibp: { ...raised, last: bp(186, 112, 137) },
    alerts: [{ ...sysAlert, priority: 'high', text: 'SYS 186 ≥ 180' }],
  },
  several: { ...high, nibp: raised, alerts: [spo2Alert, sysAlert, advisory] },
  mark: {
    ...calm,
    latched: [{ alertId: 'm', kind: 'spo2-low', text: 'SpO₂ 82 ≤ 85', onsetAt: at(18), endedAt: at(19) }],
  },
  'late-mark': {
    ...calm,
    latched: [
      {
        ...{ alertId: 'l', kind: 'spo2-low', text: 'SpO₂ 80 < 90 for 62 s', onsetAt: at(12), endedAt: at(13, 2) },
        late: 'disconnected',
      },
    ],
    excursions: [
      {
        ...{ markId: 'l', kind: 'spo2-low', text: 'SpO₂ 80 < 90 for 62 s', from: at(12), until: at(13, 2) },
        why: 'disconnected',
      },
      {
        ...{ markId: 'p', kind: 'pulse-high', text: 'Pulse 131 > 120 for 40 s', from: at(4), until: at(4, 40) },
        why: 'late',
        seen: { byName: 'K. Marsh', at: at(8) },
      },
    ],
  },
  stale: {
    ...calm,
    spo2: { status: 'stale', value: 97, at: at(22, 29), reason: 'probe off', baseline: 98 },
    pulse: { status: 'stale', value: 78, at: at(22, 29), reason: 'probe off', baseline: 72 },
    alerts: [noSpo2],
  },
  none: { ...calm, spo2: gone, pulse: { ...gone, baseline: 72 }, alerts: [{ ...noSpo2, priority: 'high' }] },
  poor: {
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
  overdue: {
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
  paused: {
    ...calm,
    phase: { ...infusion, paused: { since: at(12), remindAt: at(22) } },
    treatment: {
      ...treatment,
      estimate: { pumpedMsAt: at(12), pumpedMs: 12 * MINUTE, running: false, plannedMs: 40 * MINUTE },
    },
  },
  'past-end': {
    ...calm,
    phase: { ...infusion, plannedEndAt: at(18) },
    alerts: [
      alert({
        kind: 'infusion-past-end',
        priority: 'medium',
        parameter: 'technical',
        text: 'Past its planned end',
        detail: '',
        onsetAt: at(18),
      }),
    ],
  },
  'long-pause': {
    ...calm,
    phase: { ...infusion, paused: { since: at(6), remindAt: at(16) } },
    alerts: [
      alert({
        kind: 'pause-long',
        priority: 'low',
        parameter: 'technical',
        text: 'Paused for long',
        detail: '',
        onsetAt: at(6),
      }),
    ],
  },
  'sat-seconds': {
    ...calm,
    spo2: { ...live(87, 98, NOW), satSeconds: { sum: 23, limit: 50 } },
    limits: {
      ...calm.limits,
      spo2: calm.limits.spo2.map((limit) => (limit.priority === 'medium' ? { ...limit, satSeconds: 50 } : limit)),
    },
  },
  emergency: { ...calm, emergencySince: at(21), emergencies: [{ from: at(21) }] },
};
