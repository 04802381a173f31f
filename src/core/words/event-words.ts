/** What happened in a visit, in words: for its list of events and for the audit. */
import { alertText } from '../alerts/text.ts';
import type { AloneFact } from '../alone/alone.ts';
import type { VisitEvent } from '../event.ts';
import { ORDERED } from '../orders/ordered-words.ts';
import { anewText, CRITERION, ENDING, entryText, STOP_REASON } from './labels.ts';
import { decimal } from './number-words.ts';

const LEVEL = { high: 'high', medium: 'medium', low: 'advisory' } as const;
const SOUND = { chair: 'at the chair', station: 'at the station', both: 'at chair and station', nobody: 'nowhere' };
const PASSED = { station: 'station', provider: 'provider', 'second-person': 'second person' } as const;
/** What became of the weight, the dose and the ride that stood there under the other name. */
const CORRECTED = {
  anew: 'Weight, dose and ride are entered anew',
  kept: 'What was recorded before was recorded under the other name',
};

/** What each alert of a visit is called, by its id: kept by who reads one event after the other. */
export type AlertNames = Map<string, string>;

const withReason = (text: string, reason: string | undefined): string => (reason ? `${text}: ${reason}` : text);
const bpText = (bp: { readonly systolicMmHg: number; readonly diastolicMmHg: number }): string =>
  `${bp.systolicMmHg}/${bp.diastolicMmHg}`;

const disagreeing = ({ length }: readonly string[]): string =>
  length === 0 ? '' : ` with ${length} ${length === 1 ? 'contradiction' : 'contradictions'}`;

/** Undefined for what is no news to a reader: set-up fields, each second's reading, a sound paused by itself. */
export function eventWords(event: VisitEvent, alerts: AlertNames): string | undefined {
  switch (event.type) {
    case 'visit-opened':
      return 'Visit opened';
    case 'identity-confirmed':
      return 'Identity confirmed';
    case 'baseline-frozen':
    case 'baseline-corrected': {
      const { spo2Pct, pulseBpm } = event.baseline;
      const name = event.type === 'baseline-frozen' ? 'Baseline' : 'Baseline corrected';
      return `${name} ${bpText(event.baseline)}, SpO₂ ${spo2Pct}, pulse ${pulseBpm}`;
    }
    case 'hold-approved':
      return withReason('Start approved in spite of the hold', event.reason);
    case 'hold-withdrawn':
      return withReason('Approval of the start withdrawn', event.reason);
    case 'limits-changed':
      return withReason('Limits changed', event.reason);
    case 'verbal-order-recorded':
      return `Verbal order of ${event.orderedBy}, read back: ${ORDERED[event.command.type]}`;
    case 'order-cosigned':
      return 'Verbal order co-signed';
    case 'order-disputed':
      return `${withReason('Verbal order disputed', event.reason)}${event.asksAnew ? `. ${anewText(event.asksAnew)}` : ''}`;
    case 'infusion-started':
      return 'Infusion started';
    case 'device-given':
      return `${decimal(event.mg)} mg given`;
    case 'pump-paused':
      return 'Pump paused';
    case 'pump-resumed':
      return 'Pump resumed';
    case 'infusion-ended':
      return `Infusion ended: ${event.text ?? STOP_REASON[event.reason].toLowerCase()}`;
    case 'infusion-reopened':
      return withReason('The infusion had not ended after all', event.reason);
    case 'pump-volume-read':
      return `Pump gave ${decimal(event.pumpVolumeMl)} mL`;
    case 'recovery-decided':
      return withReason(event.choice === 'extend' ? 'Recovery extended' : 'Treated in recovery', event.reason);
    case 'monitoring-ended':
      return 'Monitoring ended';
    case 'monitoring-reopened':
      return withReason('Watched again', event.reason);
    case 'criterion-checked':
      return `${CRITERION[event.criterion]}: ${event.met ? 'yes' : 'no'}`;
    case 'criterion-overridden':
      return withReason(`${CRITERION[event.criterion]} decided by a provider`, event.reason);
    case 'waiting-for-ride':
      return 'Waits for the ride';
    case 'visit-ended':
      return withReason(`Visit ended, ${ENDING[event.ending]}`, event.reason);
    case 'record-closed':
      return `Record closed${disagreeing(event.contradictions)}`;
    case 'record-signed':
      return `Record signed${disagreeing(event.contradictions)}`;
    case 'addendum-added':
      return `Addendum: ${event.text}`;
    case 'chair-changed':
      return 'Moved to another chair';
    case 'patient-corrected':
      return `${withReason('Patient corrected', event.reason)}${event.setUp ? `. ${CORRECTED[event.setUp]}` : ''}`;
    case 'emergency-declared':
      return 'Emergency declared';
    case 'emergency-ended':
      return 'Emergency ended';
    case 'entry-recorded':
      return entryText(event.entry);
    case 'bp-entered':
      return `BP by hand ${bpText(event.reading)}`;
    case 'reading-recorded':
      if (event.reading.kind === 'nibp') return `BP ${bpText(event.reading)}`;
      return event.reading.kind === 'nibp-failed' ? 'BP failed' : undefined;
    case 'cuff-refused':
      return event.reason;
    case 'adapter-connected':
      return 'Adapter connected';
    case 'adapter-disconnected':
      return 'Adapter lost';
    case 'nurse-changed':
      return event.from === undefined ? `${event.to} has the patient` : `${event.to} took over from ${event.from}`;
    case 'cover-begun':
      return `${event.byName} covers`;
    case 'cover-ended':
      return 'Cover ended';
    case 'patient-attended':
      return 'With the patient';
    case 'off-monitor-begun':
      return 'Off the monitor';
    case 'off-monitor-ended':
      return 'Back on the monitor';
    case 'message-sent':
      return `Line ${event.from === 'chair' ? 'from' : 'to'} the chair: ${event.text}`;
    case 'message-read':
      return 'Line read';
    case 'provider-called':
      return event.emergency ? 'Provider called by the emergency' : 'Provider called to the chair';
    case 'provider-answered':
      return `${event.byName} is coming`;
    case 'provider-call-withdrawn':
      return 'Call for a provider called off';
    case 'watch-resumed':
      return 'Vigil was away and watches again';
    case 'sound-changed':
      return `Sound ${SOUND[event.who]}`;
    case 'quiet-set':
      return event.quiet ? 'Quiet chair' : 'Quiet chair ended';
    case 'page-sent':
      return event.over ? undefined : `${event.to === 'provider' ? 'Provider' : 'Second person'} paged`;
    case 'watched-alone':
      for (const fact of event.facts) alertTextOf(fact, alerts);
      return 'A tablet watched alone';
    default:
      return alertTextOf(event, alerts);
  }
}

/** Remembers what each alert was called, for what happens to it later. */
function alertTextOf(event: VisitEvent | AloneFact, alerts: AlertNames): string | undefined {
  const name = ('alertId' in event && alerts.get(event.alertId)) || 'Alert';
  switch (event.type) {
    case 'alert-issued': {
      const text = alertText(event);
      alerts.set(event.alertId, text);
      return `${text}, ${LEVEL[event.priority]}`;
    }
    case 'alert-raised':
      return `${name} rose to ${LEVEL[event.priority]}`;
    case 'alert-lowered':
      return `${name} fell to ${LEVEL[event.priority]}`;
    case 'alert-confirmed':
      return `${name} confirmed`;
    case 'alert-unconfirmed':
      return `${name} not confirmed`;
    case 'alert-acknowledged':
      return `${name} acknowledged`;
    case 'alert-audio-paused':
      return `Sound of ${name} paused`;
    case 'alert-resounded':
      return withReason(`${name} sounds again`, event.reason);
    case 'alert-escalated':
      return `${name} passed on to the ${PASSED[event.to]}`;
    case 'alert-ended':
      return `${name} ended`;
    case 'latched-mark-cleared':
      return `Mark of ${name} read`;
    default:
      return undefined;
  }
}
