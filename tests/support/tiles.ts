/** Tiles for tests: a calm infusion at its tenth minute, changed by what a test is about. */
import type { Alert } from '#core/alerts/alert.ts';
import type { AlertView, NibpView, PhaseView, TileView, VitalView } from '#core/view.ts';

export const NOW = Date.UTC(2026, 2, 5, 14, 0);
const SECOND = 1_000;
const MINUTE = 60_000;

export const liveVital = (value: number, changes: Partial<Extract<VitalView, { status: 'live' }>> = {}): VitalView => ({
  status: 'live',
  value,
  at: NOW - SECOND,
  quality: 'good',
  causes: [],
  staleAt: NOW + 4 * SECOND,
  ...changes,
});

export const infusion = (
  minutes: number,
  changes: Partial<Extract<PhaseView, { name: 'infusion' }>> = {},
): PhaseView => ({
  name: 'infusion',
  startedAt: NOW - minutes * MINUTE,
  plannedMs: 40 * MINUTE,
  plannedEndAt: NOW + (40 - minutes) * MINUTE,
  ...changes,
});

export const recovery = (minutes: number): PhaseView => ({
  name: 'recovery',
  startedAt: NOW - minutes * MINUTE,
  infusionStartedAt: NOW - (minutes + 40) * MINUTE,
  minimumAt: NOW + (20 - minutes) * MINUTE,
  upperMarkAt: NOW + (30 - minutes) * MINUTE,
});

export const bp = (systolicMmHg: number, diastolicMmHg: number, changes: Partial<NibpView> = {}): NibpView => ({
  last: { systolicMmHg, diastolicMmHg, meanMmHg: 93, at: NOW - 6 * MINUTE, byHand: false },
  nextDueAt: NOW + 4 * MINUTE,
  dueReason: 'interval',
  everyMs: 10 * MINUTE,
  ...changes,
});

export const alertOf = (changes: Partial<AlertView> & Pick<Alert, 'alertId'>): AlertView => ({
  kind: 'spo2-low',
  priority: 'medium',
  parameter: 'spo2',
  text: 'SpO₂ 88 < 90',
  detail: '',
  onsetAt: NOW - 30 * SECOND,
  issuedAt: NOW - 15 * SECOND,
  condition: 'true',
  ...changes,
});

export function tileOf(number: number, changes: Partial<TileView> = {}): TileView {
  return {
    chair: { chairId: `chair-${number}`, name: `Chair ${number}` },
    visitId: `visit-${number}`,
    patient: { patientId: `patient-${number}`, name: 'Rosa Maria Abara', birthDate: '1979-11-02' },
    phase: infusion(10),
    treatment: null,
    spo2: liveVital(98),
    pulse: liveVital(66),
    nibp: bp(118, 74),
    alerts: [],
    latched: [],
    limitsChanged: 0,
    emergencySince: null,
    offMonitor: null,
    unread: [],
    providerCall: null,
    readiness: null,
    care: { nurseName: 'K. Marsh' },
    link: { connected: true, since: NOW - 60 * MINUTE },
    sound: { chair: 'sounds', station: 'listens', who: 'chair', since: NOW - 60 * MINUTE },
    recorded: true,
    ...changes,
  };
}

export const freeTile = (number: number): TileView =>
  tileOf(number, {
    visitId: null,
    patient: null,
    phase: null,
    spo2: { status: 'none', reason: 'chair free' },
    pulse: { status: 'none', reason: 'chair free' },
    nibp: {},
    care: null,
    link: null,
  });
