/**
 * Off the monitor for the toilet, outside the infusion (PH-140 on): while it lasts a missing SpO2 and an overdue BP are not told, and nothing
 * else is calmed. It ends at its time, with the signal, or by a person.
 */
import { nameOf } from './actor.ts';
import { inWords } from './minutes.ts';
import type { CommandOf } from './command.ts';
import type { DecideContext } from './decide-context.ts';
import type { VisitEventBody, VisitEventOf } from './event.ts';
import { accept, refuse } from './refusal.ts';
import type { Result } from './refusal.ts';
import type { Instant } from './reading.ts';
import type { VisitState } from './visit-state.ts';

export interface OffMonitor {
  readonly since: Instant;
  /** When a missing value is told at once. */
  readonly until: Instant;
  readonly byName: string;
  /** Back before `until`: the signal was there again, a person said so, or the phase that allows it was left. */
  readonly backAt?: Instant;
}

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
  if (Object.values(state.alerts).some(({ priority }) => priority === 'high'))
    return refuse('not-ready', 'A high alert is open: the monitor stays on. See to the patient first.');
  return accept([{ type: 'off-monitor-begun', until: now + allowed.forMs, byName: nameOf(actor) }]);
}

export function foldOffMonitor(
  state: VisitState,
  event: VisitEventOf<'off-monitor-begun' | 'off-monitor-ended'>,
): VisitState {
  if (event.type === 'off-monitor-ended') return backOn(state, event.at);
  const { at: since, until, byName } = event;
  return { ...state, offMonitor: [...(state.offMonitor ?? []), { since, until, byName }] };
}

/** Back at `at`; nothing where it is over already. */
export function backOn(state: VisitState, at: Instant): VisitState {
  const present = offMonitorAt(state, at);
  if (present === undefined || state.offMonitor === undefined) return state;
  return { ...state, offMonitor: [...state.offMonitor.slice(0, -1), { ...present, backAt: at }] };
}

/** After a judged reading: a signal that was gone since the tap and has held as long as "no SpO2" asks of it ends it by itself. */
export function backBySignal(state: VisitState, at: Instant): VisitState {
  const present = offMonitorAt(state, at);
  const run = state.tracks.spo2Run;
  if (present === undefined || run === undefined || run.since <= present.since) return state;
  return run.lastAt - run.since >= state.protocol.technical.noSpo2.backMs ? backOn(state, at) : state;
}
