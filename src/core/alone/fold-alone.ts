import type { Alert, AlertKind } from '../alerts/alert.ts';
import { evolveAlert } from '../alerts/evolve-alert.ts';
import { rank } from '../alerts/open-alert.ts';
import { VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type { Priority } from '../clinical-protocol.ts';
import type { VisitEventOf } from '../event.ts';
import type { VisitState } from '../visit-state.ts';
import { rejudgedWhole } from '../limits/rejudge.ts';
import type { AloneFact } from './alone.ts';
import { deviceBehind, sameFeeds } from './same-feeds.ts';
import type { SameFeeds } from './same-feeds.ts';
import { withSeen } from './seen.ts';

/** What readings alone bring about. Of the others the server alone can know when they begin and end: its links, its disk, its clock. */
const OF_READINGS: readonly AlertKind[] = [...VITAL_ALERT_KINDS, 'no-spo2', 'cuff-overdue'];
export const isOfServer = (kind: AlertKind): boolean => !OF_READINGS.includes(kind);

/** A page may not have known of what changed so long before it saw that it is alone. */
const UNAWARE_MS = 60_000;

/** Joins what a page watched alone: every fact that still applies, then what its readings folded into. */
export function foldAlone(state: VisitState, event: VisitEventOf<'watched-alone'>): VisitState {
  if (state.phase.name === 'ended') return state;
  /** Alerts made alone whose kind was open here already: the one that stands for it, and how urgent it was on the page. */
  const instead = new Map<string, Instead>();
  const same = sameFeeds(state, event.feeds);
  const joined = ofPresent(state, event.facts, same).reduce(
    (next, fact) => join(next, { ...fact, actor: event.actor }, instead),
    state,
  );
  const { joinedUntil = -Infinity } = state;
  const seen = withSeen(joined, event.seen, same, event.at);
  const byOldLimits = state.limits !== undefined && state.limits.changedAt >= event.from - UNAWARE_MS;
  return {
    ...(byOldLimits ? rejudgedWhole(seen) : seen),
    joinedUntil: Math.max(joinedUntil, event.until),
    told: withTold(state.told, event),
  };
}

/** What was judged by a device that is not the chair's any more only charts. A mark is cleared by a person, whatever measured it. */
function ofPresent(state: VisitState, facts: readonly AloneFact[], same: SameFeeds): readonly AloneFact[] {
  if (same.oximeter && same.cuff) return facts;
  const kinds = new Map(Object.values(state.alerts).map(({ alertId, kind }) => [alertId, kind]));
  for (const fact of facts) if (fact.type === 'alert-issued') kinds.set(fact.alertId, fact.kind);
  return facts.filter(({ type, alertId }) => {
    const kind = kinds.get(alertId);
    const device = kind && deviceBehind(kind);
    return type === 'latched-mark-cleared' || device === undefined || same[device];
  });
}

const KEPT_SCREENS = 8;
const KEPT_ALERTS = 64;
const KEPT_STRETCHES = 16;

/** No later than now: a page whose clock is ahead goes on from what it is told next. */
function withTold(before: VisitState['told'], event: VisitEventOf<'watched-alone'>): NonNullable<VisitState['told']> {
  const { screenId, until, at, facts } = event;
  const { [screenId]: last = -Infinity, ...others } = before?.until ?? {};
  const screens = [...Object.entries(others), [screenId, Math.max(last, Math.min(until, at))] as const];
  const issued = facts.flatMap(({ type, alertId }) => (type === 'alert-issued' ? [alertId] : []));
  return {
    until: Object.fromEntries(screens.slice(-KEPT_SCREENS)),
    alertIds: [...new Set([...(before?.alertIds ?? []), ...issued])].slice(-KEPT_ALERTS),
    stretches: withStretch(before?.stretches ?? [], { screenId, from: event.from, until }),
  };
}

type Stretches = NonNullable<NonNullable<VisitState['told']>['stretches']>;

/** A long time alone is told in parts that follow on each other: one stretch. */
function withStretch(before: Stretches, next: Stretches[number]): Stretches {
  const last = before.find(({ screenId, until }) => screenId === next.screenId && until === next.from);
  const whole = last ? { ...next, from: last.from } : next;
  return [...before.filter((each) => each !== last), whole].slice(-KEPT_STRETCHES);
}

interface Instead {
  readonly alertId: string;
  readonly priority: Priority;
}
type Fact = AloneFact & Pick<VisitEventOf<'watched-alone'>, 'actor'>;
type Change = Exclude<Fact, { readonly type: 'alert-issued' | 'latched-mark-cleared' }>;

function join(state: VisitState, fact: Fact, instead: Map<string, Instead>): VisitState {
  if (fact.type === 'latched-mark-cleared') return evolveAlert(state, fact);
  const { alertId } = fact;
  if (fact.type === 'alert-issued') {
    if (isKnown(state, alertId)) return state;
    const open = state.alerts[fact.kind];
    if (open && open.alertId !== alertId) instead.set(alertId, { alertId: open.alertId, priority: fact.priority });
    return open || isOfServer(fact.kind) ? state : evolveAlert(state, fact);
  }
  const stands = instead.get(alertId);
  if (stands && 'priority' in fact) instead.set(alertId, { ...stands, priority: fact.priority });
  const alert = Object.values(state.alerts).find((each) => each.alertId === (stands?.alertId ?? alertId));
  if (!alert || !(stands ? isOfPerson(fact, stands, alert) : applies(fact, alert))) return state;
  const own = { ...fact, alertId: alert.alertId };
  if (own.type !== 'alert-ended') return evolveAlert(state, own);
  // By what stands here: an acknowledgement may have come from the station, or not have been recorded.
  const latched = own.cause === 'in-range' && alert.reachedHigh !== undefined && alert.acknowledged === undefined;
  return evolveAlert(state, { ...own, latched });
}

/** Open, a mark, or issued by a page before, whatever came of it. */
const isKnown = ({ alerts, latched, told }: VisitState, alertId: string): boolean =>
  Object.values(alerts).some((each) => each.alertId === alertId) ||
  latched.some((each) => each.alertId === alertId) ||
  (told?.alertIds.includes(alertId) ?? false);

/** Whoever acknowledged the page's alert has seen this one too, unless it is more urgent here. */
const isOfPerson = (fact: Change, stands: Instead, alert: Alert): boolean =>
  (fact.type === 'alert-acknowledged' || fact.type === 'alert-audio-paused' || fact.type === 'alert-resounded') &&
  rank(alert.priority) <= rank(stands.priority);

/** What became known here meanwhile is not undone by what a page could not know. */
function applies(fact: Change, alert: Alert): boolean {
  switch (fact.type) {
    case 'alert-acknowledged':
      return alert.acknowledged?.place !== 'chair' && alert.priorityAt <= fact.at;
    case 'alert-audio-paused':
      return (alert.audioPausedUntil ?? -Infinity) < fact.until && alert.priorityAt <= fact.at;
    case 'alert-resounded':
      return !isOfServer(alert.kind) && alert.acknowledged !== undefined && alert.acknowledged.at <= fact.at;
    case 'alert-raised':
      return !isOfServer(alert.kind) && rank(fact.priority) > rank(alert.priority);
    case 'alert-lowered':
      return !isOfServer(alert.kind) && rank(fact.priority) < rank(alert.priority);
    case 'alert-confirmed':
    case 'alert-unconfirmed':
      return alert.confirmation !== undefined;
    case 'alert-ended':
      return !isOfServer(alert.kind);
    default:
      return fact satisfies never;
  }
}
