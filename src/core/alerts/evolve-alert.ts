import type { AlertEvent } from '../event.ts';
import { excursionSeen, foldExcursion } from '../late/excursion-fact.ts';
import { backByAlert } from '../off-monitor.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert } from './alert.ts';
import { isSilentSinceLost } from './heard.ts';
import { lost, oximetryLost } from './open-alert.ts';
import { ADAPTER_LOST } from './reason.ts';
import { alertText } from './text.ts';

/** Folds one alert fact. A fact about an alert that is no longer open changes nothing. */
export function evolveAlert(state: VisitState, event: AlertEvent): VisitState {
  const folded = fold(state, event);
  return event.type === 'alert-issued' || event.type === 'alert-raised'
    ? backByAlert(folded, event.alertId, event.at)
    : folded;
}

function fold(state: VisitState, event: AlertEvent): VisitState {
  if (event.type === 'alert-issued') return issued(state, event);
  if (event.type === 'excursion-found') return foldExcursion(state, event);
  if (event.type === 'latched-mark-cleared') {
    const { alertId, byName, at } = event;
    const seen = excursionSeen(state, alertId, byName, at);
    return { ...seen, latched: state.latched.filter((mark) => mark.alertId !== alertId) };
  }
  const alert = Object.values(state.alerts).find((each) => each.alertId === event.alertId);
  if (alert === undefined) return state;
  if (event.type === 'alert-ended') return withoutAlert(state, alert, event);
  return { ...state, alerts: { ...state.alerts, [alert.kind]: changed(alert, event) } };
}

type Of<Type extends AlertEvent['type']> = Extract<AlertEvent, { readonly type: Type }>;
type Change = Exclude<AlertEvent, Of<'alert-issued' | 'alert-ended' | 'latched-mark-cleared' | 'excursion-found'>>;

function issued(state: VisitState, event: Of<'alert-issued'>): VisitState {
  const { alertId, kind, priority, onsetAt, excess, reason, at } = event;
  const alert: Alert = {
    alertId,
    kind,
    priority,
    onsetAt,
    issuedAt: at,
    priorityAt: at,
    condition: 'true',
    ...(excess && { excess }),
    ...(reason !== undefined && { reason }),
    ...asksFrom(event),
  };
  return { ...state, alerts: { ...withLossSaid(state, event), [kind]: alert } };
}

/** Losing data never ends an alert: what it silenced says so (AL-1). */
function withLossSaid(state: VisitState, { kind, reason }: Of<'alert-issued'>): VisitState['alerts'] {
  const { alerts } = state;
  switch (kind) {
    case 'no-spo2':
      return oximetryLost(alerts, reason ?? 'No readings');
    case 'adapter-lost': {
      const noOximeter = isSilentSinceLost(state, 'oximeter');
      const { 'no-spo2': noSpo2, 'cuff-overdue': overdue } = alerts;
      return {
        ...(noOximeter ? oximetryLost(alerts, ADAPTER_LOST) : alerts),
        ...(noSpo2 && noOximeter && { 'no-spo2': { ...noSpo2, reason: ADAPTER_LOST } }),
        ...(overdue && isSilentSinceLost(state, 'cuff') && { 'cuff-overdue': { ...overdue, reason: ADAPTER_LOST } }),
      };
    }
    case 'cuff-overdue': {
      const { 'bp-high': high, 'bp-low': low, ...rest } = alerts;
      return {
        ...rest,
        ...(high && { 'bp-high': lost(high, 'BP overdue') }),
        ...(low && { 'bp-low': lost(low, 'BP overdue') }),
      };
    }
    default:
      return alerts;
  }
}

/** From when a new priority asks for an answer: not while low, and not while a BP waits for its repeat. */
function asksFrom({ priority, confirmUntil, excess, at }: Of<'alert-issued' | 'alert-raised'>): Partial<Alert> {
  return {
    ...(priority === 'high' && { reachedHigh: excess ? { excess } : {} }),
    ...(confirmUntil !== undefined
      ? { confirmation: { state: 'waiting', until: confirmUntil } }
      : priority !== 'low' && { unansweredSince: at }),
  };
}

function changed(alert: Alert, event: Change): Alert {
  switch (event.type) {
    case 'alert-raised': {
      // It sounds anew: neither an acknowledgement nor a pause was meant for this.
      const { audioPausedUntil: _p, ...rest } = unacknowledged(alert);
      const { confirmation: _c, unansweredSince: _u, escalatedTo: _s, ...kept } = rest;
      const { priority, excess, reason, at } = event;
      return {
        ...kept,
        priority,
        priorityAt: at,
        ...(excess && { excess }),
        ...(reason !== undefined && { reason }),
        ...asksFrom(event),
      };
    }
    case 'alert-lowered': {
      const { confirmation: _c, unansweredSince, ...rest } = alert;
      const { priority, excess, at } = event;
      const stillAsks = priority !== 'low' && unansweredSince !== undefined;
      return { ...rest, priority, priorityAt: at, ...(excess && { excess }), ...(stillAsks && { unansweredSince }) };
    }
    case 'alert-confirmed': {
      const { excess } = event;
      return { ...alert, ...(excess && { excess }), confirmation: { state: 'confirmed' }, ...asksNow(alert, event.at) };
    }
    case 'alert-unconfirmed':
      return { ...alert, confirmation: { state: 'unconfirmed' }, reason: event.reason, ...asksNow(alert, event.at) };
    case 'alert-acknowledged': {
      const { unansweredSince: _, ...rest } = alert;
      const { byName, at, place } = event;
      return {
        ...rest,
        acknowledged: { byName, at, place },
        ...(alert.excess && {
          extremeAtAcknowledgement: alert.excess.extreme,
          extremeAtAcknowledgementOf: alert.excess.of,
        }),
      };
    }
    case 'alert-audio-paused':
      return { ...alert, audioPausedUntil: event.until };
    case 'alert-resounded': {
      const { audioPausedUntil: _p, escalatedTo: _s, ...rest } = unacknowledged(alert);
      return { ...rest, unansweredSince: event.at };
    }
    case 'alert-escalated':
      return { ...alert, escalatedTo: event.to };
    default:
      return event satisfies never;
  }
}

function unacknowledged(alert: Alert): Alert {
  const { acknowledged: _a, extremeAtAcknowledgement: _e, extremeAtAcknowledgementOf: _o, ...rest } = alert;
  return rest;
}

/** A BP acknowledged while it waited has been seen; else it asks from now. */
const asksNow = (alert: Alert, at: number): Partial<Alert> =>
  alert.acknowledged ? {} : { unansweredSince: alert.unansweredSince ?? at };

function withoutAlert(state: VisitState, alert: Alert, { at, latched }: Of<'alert-ended'>): VisitState {
  const { [alert.kind]: _, ...alerts } = state.alerts;
  const { alertId, kind, onsetAt } = alert;
  const high = alert.reachedHigh?.excess;
  const worst =
    high && alert.excess?.of === high.of ? { ...high, extreme: alert.excess.extreme } : (high ?? alert.excess);
  const mark = { alertId, kind, text: alertText({ kind, ...(worst && { excess: worst }) }), onsetAt, endedAt: at };
  const { tracks } = state;
  return {
    ...state,
    alerts,
    // Its signal is back: what was missing before counts no more.
    ...(kind === 'no-spo2' && tracks.spo2Gaps && { tracks: { ...tracks, spo2Gaps: { ...tracks.spo2Gaps, gaps: [] } } }),
    ...(latched && { latched: [...state.latched, mark] }),
  };
}
