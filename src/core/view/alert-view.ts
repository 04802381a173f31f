/** Alerts as a screen shows them, most urgent first (UI-3). */
import type { Alert, AlertKind } from '../alerts/alert.ts';
import { isBetweenLimits, repeatFailed, waitsUntil } from '../alerts/confirmation.ts';
import { conditionAt } from '../alerts/open-alert.ts';
import { isAbsorbed } from '../alerts/heard.ts';
import { lowBatteryKinds } from '../alerts/low-battery.ts';
import { alertText } from '../alerts/text.ts';
import { lostKinds } from '../feeds.ts';
import type { Instant } from '../reading.ts';
import type { AlertParameter, AlertView } from '../view.ts';
import type { VisitState } from '../visit-state.ts';
import { byUrgency } from './by-urgency.ts';

const PARAMETER_OF: Readonly<Record<AlertKind, AlertParameter>> = {
  'spo2-low': 'spo2',
  'no-spo2': 'spo2',
  'pulse-high': 'pulse',
  'pulse-low': 'pulse',
  'bp-high': 'nibp',
  'bp-low': 'nibp',
  'cuff-overdue': 'nibp',
  'rr-high': 'rr',
  'rr-low': 'rr',
  sedation: 'sedation',
  'adapter-lost': 'technical',
  'clock-stepped': 'technical',
  'not-recorded': 'technical',
  'adapter-storage': 'technical',
  'low-battery': 'technical',
  'infusion-past-end': 'technical',
  'pause-long': 'technical',
  'recovery-overdue': 'technical',
  'screen-cannot-sound': 'technical',
  'nobody-listening': 'technical',
  'page-failed': 'technical',
  'not-judged': 'technical',
};

function currentValue(state: VisitState, alert: Alert): number | undefined {
  switch (alert.excess?.of) {
    case 'spo2Pct':
      return state.lastSpo2?.value;
    case 'pulseBpm':
      return state.lastPulse?.value;
    case 'systolicMmHg':
      return state.bps.at(-1)?.systolicMmHg;
    case 'diastolicMmHg':
      return state.bps.at(-1)?.diastolicMmHg;
    case 'moaas':
      return state.scales.moaas?.score;
    case 'respiratoryRatePerMin':
    case undefined:
      return undefined;
  }
}

/** Of which devices; of all of them, nothing more is to be said. */
function lostWords(state: VisitState): string {
  const lost = lostKinds(state);
  return lost.length === 1 && Object.keys(state.links ?? {}).length > 1 ? `of the ${lost[0]}` : '';
}

/** What it stands in for, whatever its priority. */
function absorbedWords(state: VisitState): string {
  const absorbed = [
    ...(isAbsorbed(state, 'oximeter') ? ['No SpO₂'] : []),
    ...(isAbsorbed(state, 'cuff') ? ['BP overdue'] : []),
  ];
  return absorbed.length === 0 ? '' : `stands in for ${absorbed.join(' and ')}`;
}

const DEVICE = { oximeter: 'Oximeter', cuff: 'Cuff' } as const;
const batteryWords = (state: VisitState): string =>
  lowBatteryKinds(state)
    .map((kind) => DEVICE[kind])
    .join(', ');

function detail(state: VisitState, alert: Alert, condition: Alert['condition']): string {
  const parts: string[] = [];
  if (alert.confirmation?.state === 'waiting')
    parts.push(
      isBetweenLimits(state, alert) ? 'Repeat between the limits, the next BP decides' : 'Unconfirmed, repeat now',
    );
  if (alert.confirmation?.state === 'unconfirmed') parts.push('Unconfirmed');
  if (alert.confirmation?.state === 'confirmed') parts.push('Confirmed by repeat');
  if (condition === 'no-data') parts.push('No data since: not cleared');
  const now = currentValue(state, alert);
  if (condition !== 'no-data' && now !== undefined && now !== alert.excess?.extreme) parts.push(`Now ${now}`);
  if (condition === 'clearing') parts.push('back in range');
  if (alert.kind === 'adapter-lost') parts.push(lostWords(state), absorbedWords(state));
  if (alert.kind === 'low-battery') parts.push(batteryWords(state));
  const failed = alert.kind === 'bp-high' ? repeatFailed(state) : undefined;
  if (failed !== undefined && failed !== alert.reason) parts.push(failed);
  if (alert.reason) parts.push(alert.kind === 'adapter-lost' ? `as urgent as ${alert.reason}` : alert.reason);
  return parts.filter((part) => part !== '').join(' · ');
}

/** At `now`: a value that has merely stopped coming is "no data" before any fact says so. */
export function alertViews(state: VisitState, now: Instant): readonly AlertView[] {
  return Object.values(state.alerts)
    .map((alert): AlertView => {
      const { alertId, kind, priority, onsetAt, issuedAt, acknowledged, audioPausedUntil, escalatedTo } = alert;
      const condition = conditionAt(state, alert, now);
      const waitingUntil = waitsUntil(state, alert);
      const fault =
        alert.excess?.of === 'systolicMmHg'
          ? 'systolic'
          : alert.excess?.of === 'diastolicMmHg'
            ? 'diastolic'
            : undefined;
      return {
        alertId,
        kind,
        priority,
        parameter: PARAMETER_OF[kind],
        ...(fault && { at: fault }),
        text: alertText(alert),
        detail: detail(state, alert, condition),
        onsetAt,
        issuedAt,
        condition,
        ...(waitingUntil !== undefined && { waitingUntil }),
        ...(acknowledged && { acknowledged }),
        ...(audioPausedUntil !== undefined && { audioPausedUntil }),
        ...(escalatedTo && { escalatedTo }),
      };
    })
    .toSorted(byUrgency);
}

export const notJudgedId = (visitId: string): string => `not-judged:${visitId}`;

/**
 * No fact of the journal: the engine that makes facts has failed on this visit. It is there for as long as that is so, and the station's
 * at once: nothing else would pass it on (AL-193).
 */
export const notJudged = (visitId: string, since: Instant, audioPausedUntil?: Instant): AlertView => ({
  alertId: notJudgedId(visitId),
  kind: 'not-judged',
  priority: 'high',
  parameter: 'technical',
  text: 'Not judged: watch the patient yourself',
  detail: 'Vigil’s rules have failed on this visit; its numbers may be right, its alerts will not come',
  onsetAt: since,
  issuedAt: since,
  condition: 'true',
  ...(audioPausedUntil !== undefined && { audioPausedUntil }),
  escalatedTo: 'station',
});
