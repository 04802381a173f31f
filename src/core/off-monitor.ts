/**
 * Off the monitor for the toilet, outside the infusion (PH-140 on): while it lasts a missing SpO2 and an overdue BP are not told, and nothing
 * else is calmed. It ends at its time, with the signal, an alert or an emergency, or by a person.
 */
import { nameOf } from './actor.ts';
import type { Alert } from './alerts/alert.ts';
import { alertText } from './alerts/text.ts';
import { VITAL_ALERT_KINDS } from './clinical-protocol.ts';
import { inWords } from './minutes.ts';
import type { CommandOf } from './command.ts';
import type { DecideContext } from './decide-context.ts';
import type { VisitEventBody, VisitEventOf } from './event.ts';
import { accept, refuse } from './refusal.ts';
import type { Result } from './refusal.ts';
import type { Instant, Reading } from './reading.ts';
import type { VisitState } from './visit-state.ts';

export interface OffMonitor {
  readonly since: Instant;
  /** When a missing value is told at once. */
  readonly until: Instant;
  readonly byName: string;
  /** Back before `until`, and what ended it. */
  readonly backAt?: Instant;
  readonly backBy?: BackBy;
  /** A signal that held, or a BP, showed since that the patient is there: it may begin again. */
  readonly seenAt?: Instant;
}

/** `signal`: gone since the tap and back, or never gone. `alert`: one that asks for the monitor. `phase`: the phase that allows it was left. */
export type BackBy = 'person' | 'signal' | 'alert' | 'emergency' | 'phase';

type OffMonitorCommand = CommandOf<'off-monitor:begin' | 'off-monitor:back'>;

/** The last one's end; -Infinity: there was none. */
export function offMonitorEndsAt({ offMonitor }: Pick<VisitState, 'offMonitor'>): Instant {
  const last = offMonitor?.at(-1);
  return last ? (last.backAt ?? last.until) : -Infinity;
}

/** The one that lasts at `now`. */
export function offMonitorAt({ offMonitor }: Pick<VisitState, 'offMonitor'>, now: Instant): OffMonitor | undefined {
  const last = offMonitor?.at(-1);
  return last && last.backAt === undefined && now < last.until ? last : undefined;
}

export function decideOffMonitor(
  state: VisitState,
  { type }: OffMonitorCommand,
  { now, actor }: DecideContext,
): Result<VisitEventBody[]> {
  const present = offMonitorAt(state, now);
  if (type === 'off-monitor:back')
    return present
      ? accept([{ type: 'off-monitor-ended', byName: nameOf(actor) }])
      : refuse('conflict', 'The patient is not off the monitor: nothing to end.');
  const allowed = state.protocol.technical.offMonitor;
  if (allowed === undefined)
    return refuse('conflict', "This visit's protocol does not know “off monitor”: stay with the patient.");
  if (present)
    return refuse(
      'conflict',
      `The patient is off the monitor for ${inWords(present.until - now)} more: it begins anew once they are back.`,
    );
  if (state.emergencySince !== undefined)
    return refuse('not-ready', 'An emergency is declared: the monitor stays on. End the emergency first.');
  const open = Object.values(state.alerts).find(needsMonitor);
  if (open)
    return refuse(
      'not-ready',
      `${alertText(open)} is open: the monitor stays on until that is over, acknowledged or not. See to the patient first.`,
    );
  const last = state.offMonitor?.at(-1);
  if (last && last.seenAt === undefined)
    return refuse(
      'not-ready',
      'The patient was not seen since they were last off the monitor: put the oximeter back on, or measure a BP, first.',
    );
  return accept([{ type: 'off-monitor-begun', until: now + allowed.forMs, byName: nameOf(actor) }]);
}

/** Nobody goes blind on it, seen or not: any high alert, and a vital sign at medium. */
const needsMonitor = ({ kind, priority }: Alert): boolean =>
  priority === 'high' || (priority === 'medium' && VITAL_ALERT_KINDS.some((vital) => vital === kind));

export function foldOffMonitor(
  state: VisitState,
  event: VisitEventOf<'off-monitor-begun' | 'off-monitor-ended'>,
): VisitState {
  if (event.type === 'off-monitor-ended') return backOn(state, event.at, 'person');
  const { at: since, until, byName } = event;
  return { ...state, offMonitor: [...(state.offMonitor ?? []), { since, until, byName }] };
}

/** Back at `at`; nothing where it is over already. */
export function backOn(state: VisitState, at: Instant, backBy: BackBy): VisitState {
  const present = offMonitorAt(state, at);
  return present === undefined ? state : withLast(state, { ...present, backAt: Math.max(at, present.since), backBy });
}

/** After an alert was issued or raised: one that asks for the monitor ends it, so that its cuff repeats at once and no loss is silent. */
export function backByAlert(state: VisitState, alertId: string, at: Instant): VisitState {
  const alert = Object.values(state.alerts).find((each) => each.alertId === alertId);
  return alert && needsMonitor(alert) ? backOn(state, at, 'alert') : state;
}

/** After a judged reading, received at `at`: a signal that holds ends it by itself; after it, one that holds and a BP show the patient. */
export function seenBy(state: VisitState, reading: Reading, at: Instant): VisitState {
  const last = state.offMonitor?.at(-1);
  if (last === undefined || last.seenAt !== undefined) return state;
  if (offMonitorAt(state, at) === undefined) {
    const isSeen = isBpAfter(reading, offMonitorEndsAt(state)) || holdsAfter(state, offMonitorEndsAt(state));
    return isSeen ? withLast(state, { ...last, seenAt: at }) : state;
  }
  return isBackSince(state, last.since)
    ? withLast(state, { ...last, backAt: at, backBy: 'signal', seenAt: at })
    : state;
}

/** Gone since the tap and back for as long as "no SpO2" asks of it; or there for so long after the tap that nobody has left. */
function isBackSince({ tracks, protocol }: VisitState, since: Instant): boolean {
  const run = tracks.spo2Run;
  if (run === undefined) return false;
  const { noSpo2, offMonitor } = protocol.technical;
  return run.since > since
    ? run.lastAt - run.since >= noSpo2.backMs
    : run.lastAt - since >= (offMonitor?.neverLeftMs ?? Infinity);
}

const isBpAfter = (reading: Reading, end: Instant): boolean => reading.kind === 'nibp' && reading.measuredAt > end;

function holdsAfter({ tracks: { spo2Run }, protocol }: VisitState, end: Instant): boolean {
  return (
    spo2Run !== undefined && spo2Run.lastAt > end && spo2Run.lastAt - spo2Run.since >= protocol.technical.noSpo2.backMs
  );
}

const withLast = (state: VisitState, last: OffMonitor): VisitState => ({
  ...state,
  offMonitor: [...(state.offMonitor ?? []).slice(0, -1), last],
});
