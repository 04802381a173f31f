import { evolveAlert } from '../alerts/evolve-alert.ts';
import { judgePastMark } from '../alerts/recovery-overdue.ts';
import { foldAttended } from '../alerts/attended.ts';
import { foldAlone } from '../alone/fold-alone.ts';
import { foldCare } from '../care/fold-care.ts';
import type { VisitEvent } from '../event.ts';
import { foldLimits } from '../limits/fold-limits.ts';
import { backOn, foldOffMonitor } from '../off-monitor.ts';
import { foldOrder } from '../orders/fold-order.ts';
import { foldRecord } from '../record/fold-sign-off.ts';
import type { VisitState } from '../visit-state.ts';
import { foldCall } from './decide-call.ts';
import { foldMessage } from './decide-messages.ts';
import { foldCuff } from './evolve-cuff.ts';
import { foldEntry } from './evolve-entry.ts';
import { foldDevice, foldLink } from './evolve-feeds.ts';
import { foldInfusion } from './evolve-infusion.ts';
import { foldReading } from './evolve-reading.ts';
import { foldRecovery } from './evolve-recovery.ts';
import { foldSetUp, opened } from './evolve-set-up.ts';
import { foldSound } from './evolve-sound.ts';

/**
 * Folds one recorded fact. The journal is the truth: nothing is refused here, and a fact that cannot apply changes nothing.
 * Throws only when a visit's first event is not its opening, which is a broken journal.
 */
export function evolve(state: VisitState | undefined, event: VisitEvent): VisitState {
  if (!state) {
    if (event.type !== 'visit-opened') throw new Error(`A visit's first event is visit-opened, not ${event.type}`);
    return opened(event);
  }
  const changed = fold(state, event);
  // It is allowed in its phase alone.
  const folded = changed.phase.name === state.phase.name ? changed : backOn(changed, event.at, 'phase');
  // A late reading changes nothing that is judged, so no fact follows from it but its own.
  if (event.type === 'reading-recorded' && folded.late !== state.late) return folded;
  const next = folded === state ? state : judgePastMark(state, folded, event);
  // What changed something is the earliest an alert fact that follows from it may be dated (AL-6).
  return next === state ? state : { ...next, latestAt: event.at };
}

function fold(state: VisitState, event: VisitEvent): VisitState {
  switch (event.type) {
    case 'visit-opened':
      return state;
    case 'identity-confirmed':
    case 'set-up-recorded':
    case 'probe-seen-on':
    case 'baseline-frozen':
    case 'baseline-corrected':
    case 'hold-approved':
    case 'hold-withdrawn':
    case 'patient-corrected':
      return foldSetUp(state, event);
    case 'chair-changed':
      return { ...foldSetUp(state, event), movedAt: event.at };
    case 'infusion-started':
    case 'device-given':
    case 'pump-paused':
    case 'pump-resumed':
    case 'infusion-ended':
    case 'infusion-reopened':
    case 'pump-volume-read':
      return foldInfusion(state, event);
    case 'recovery-decided':
    case 'monitoring-ended':
    case 'monitoring-reopened':
    case 'criterion-checked':
    case 'criterion-overridden':
    case 'waiting-for-ride':
    case 'visit-ended':
      return foldRecovery(state, event);
    case 'emergency-declared':
    case 'emergency-ended':
    case 'entry-recorded':
      return foldEntry(state, event);
    case 'reading-recorded':
      return foldReading(state, event.reading, event.at, event.source.deviceId, event.actor);
    case 'bp-entered':
      return foldReading(state, event.reading, event.at);
    case 'adapter-connected':
    case 'adapter-disconnected':
      return foldLink(state, event);
    case 'device-changed':
      return foldDevice(state, event);
    case 'cuff-asked':
    case 'cuff-stop-asked':
    case 'cuff-refused':
      return foldCuff(state, event);
    case 'sound-changed':
    case 'quiet-set':
    case 'page-sent':
      return foldSound(state, event);
    case 'watch-resumed':
      return { ...state, watchedFrom: event.at };
    case 'watched-alone':
      return foldAlone(state, event);
    case 'limits-changed':
      return foldLimits(state, event);
    case 'verbal-order-recorded':
    case 'order-cosigned':
    case 'order-disputed':
      return foldOrder(state, event);
    case 'record-closed':
    case 'record-signed':
    case 'addendum-added':
      return foldRecord(state, event);
    case 'nurse-changed':
    case 'cover-begun':
    case 'cover-ended':
      return foldCare(state, event);
    case 'patient-attended':
      return foldAttended(state, event);
    case 'off-monitor-begun':
    case 'off-monitor-ended':
      return foldOffMonitor(state, event);
    case 'message-sent':
    case 'message-read':
      return foldMessage(state, event);
    case 'provider-called':
    case 'provider-answered':
    case 'provider-call-withdrawn':
      return foldCall(state, event);
    case 'alert-issued':
    case 'alert-raised':
    case 'alert-lowered':
    case 'alert-confirmed':
    case 'alert-unconfirmed':
    case 'alert-acknowledged':
    case 'alert-audio-paused':
    case 'alert-resounded':
    case 'alert-escalated':
    case 'alert-ended':
    case 'latched-mark-cleared':
    case 'excursion-found':
      return evolveAlert(state, event);
    default:
      return event satisfies never;
  }
}
