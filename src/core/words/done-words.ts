/**
 * What was done, for the audit, which an administrator reads, who is shown no record: the act by the event's type alone. No vital sign,
 * no symptom, no drug, no alert's name, nothing that was written freely; those stand in the record of the visit.
 */
import type { VisitEvent, VisitEventBody } from '../event.ts';
import type { PlanEvent } from '../schedule/plan.ts';
import type { SiteEvent } from '../site-state.ts';
import { words } from './number-words.ts';

/** Complete by type: a new event does not compile until somebody has thought of it here. */
const DONE: Readonly<Record<VisitEventBody['type'], string>> = {
  'visit-opened': 'Visit opened',
  'identity-confirmed': 'Identity confirmed',
  'set-up-recorded': 'Set-up recorded',
  'probe-seen-on': 'Probe seen on',
  'baseline-frozen': 'Baseline frozen',
  'baseline-corrected': 'Baseline corrected',
  'hold-approved': 'Start approved in spite of the hold',
  'hold-withdrawn': 'Approval of the start withdrawn',
  'limits-changed': 'Limits changed',
  'verbal-order-recorded': 'Verbal order recorded',
  'order-cosigned': 'Verbal order co-signed',
  'order-disputed': 'Verbal order disputed',
  'infusion-started': 'Infusion started',
  'device-given': 'Device given',
  'pump-paused': 'Pump paused',
  'pump-resumed': 'Pump resumed',
  'infusion-ended': 'Infusion ended',
  'infusion-reopened': 'Infusion restored',
  'pump-volume-read': 'Pump’s volume entered',
  'recovery-decided': 'Decided how recovery goes on',
  'monitoring-ended': 'Monitoring ended',
  'monitoring-reopened': 'Watched again',
  'criterion-checked': 'Discharge criterion checked',
  'criterion-overridden': 'Discharge criterion decided by a provider',
  'waiting-for-ride': 'Waits for the ride',
  'visit-ended': 'Visit ended',
  'record-closed': 'Record closed',
  'record-signed': 'Record signed',
  'addendum-added': 'Addendum written',
  'chair-changed': 'Moved to another chair',
  'patient-corrected': 'Patient corrected',
  'emergency-declared': 'Emergency declared',
  'emergency-ended': 'Emergency ended',
  'nurse-changed': 'Took over the patient',
  'cover-begun': 'Cover begun',
  'cover-ended': 'Cover ended',
  'entry-recorded': 'Entry recorded',
  'reading-recorded': 'Reading recorded',
  'bp-entered': 'BP entered by hand',
  'cuff-asked': 'BP asked of the cuff',
  'cuff-stop-asked': 'Cuff stopped',
  'cuff-refused': 'Cuff did not do what was asked',
  'adapter-connected': 'Adapter connected',
  'adapter-disconnected': 'Adapter lost',
  'device-changed': 'Another device feeds the visit',
  'patient-attended': 'With the patient',
  'off-monitor-begun': 'Off the monitor',
  'off-monitor-ended': 'Back on the monitor',
  'watch-resumed': 'Vigil was away and watches again',
  'sound-changed': 'Sound at another place',
  'quiet-set': 'Quiet chair set or ended',
  'page-sent': 'Page sent',
  'watched-alone': 'A tablet watched alone',
  'message-sent': 'Line written',
  'message-read': 'Line read',
  'provider-called': 'Provider called',
  'provider-answered': 'Call for a provider answered',
  'provider-call-withdrawn': 'Call for a provider called off',
  'alert-issued': 'Alert issued',
  'alert-raised': 'Alert rose',
  'alert-lowered': 'Alert fell',
  'alert-confirmed': 'Alert confirmed',
  'alert-unconfirmed': 'Alert not confirmed',
  'alert-acknowledged': 'Alert acknowledged',
  'alert-audio-paused': 'Sound of an alert paused',
  'alert-resounded': 'Alert sounds again',
  'alert-escalated': 'Alert passed on',
  'alert-ended': 'Alert ended',
  'latched-mark-cleared': 'Mark of an alert read',
  'excursion-found': 'Late readings beyond a limit',
};

export const visitWords = ({ type }: Pick<VisitEvent, 'type'>): string => DONE[type] ?? words(type);

/** Names here are of chairs, staff, screens and devices. */
export function siteWords(event: SiteEvent | PlanEvent): string {
  switch (event.type) {
    case 'site-founded':
    case 'site-set-up':
      return `Clinic ${event.type === 'site-founded' ? 'founded' : 'set up'}: ${event.name}`;
    case 'device-control-set':
      return `${event.deviceId}: Vigil ${event.allowed ? 'may' : 'may not'} start it`;
    case 'protocol-published':
      return [
        `Protocol published: ${event.protocol.title}, version ${event.protocol.version}`,
        event.approvedBy === undefined ? '' : `, approved by ${event.approvedBy}`,
        event.reason === undefined ? '' : `: ${event.reason}`,
      ].join('');
    case 'visit-imported':
      return `Visit taken in from a file of ${event.from.name}`;
    case 'wall-clock-stepped':
      return 'The computer’s clock was set';
    case 'credential-set':
      return `${event.credential === 'pin' ? 'PIN' : 'Password'} set`;
    case 'retention-set':
      return `Kept: visits ${years(event.visitYears)}, the audit ${years(event.auditYears)}`;
    default: {
      const about = aboutOf(event);
      return about === undefined ? words(event.type) : `${words(event.type)}: ${about}`;
    }
  }
}

const years = (kept: number | null): string => (kept === null ? 'for ever' : `${kept} years`);

function aboutOf(event: SiteEvent | PlanEvent): string | undefined {
  const told = event as { readonly label?: unknown; readonly name?: unknown; readonly deviceId?: unknown };
  return [told.label, told.name, told.deviceId].find((one) => typeof one === 'string');
}
