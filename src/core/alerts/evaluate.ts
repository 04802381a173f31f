import type { AlertEvent } from '../event.ts';
import type { Instant } from '../reading.ts';
import { excursionFact } from '../late/excursion-fact.ts';
import type { VisitState } from '../visit-state.ts';
import { evolve } from '../visit/evolve.ts';
import { adapterLostFact } from './adapter-lost.ts';
import { TECHNICAL_ALERT_KINDS } from './alert.ts';
import type { Alert } from './alert.ts';
import { attentionFact } from './attention.ts';
import { cuffOverdueFact } from './cuff-overdue.ts';
import { datedFrom, earlier, ended } from './due-fact.ts';
import type { DueFact } from './due-fact.ts';
import { lowBatteryFact } from './low-battery.ts';
import { isOfHearing, isWatched, maySayUnheard } from './must-be-heard.ts';
import { noSpo2Fact } from './no-spo2.ts';
import { recoveryOverdueFact } from './recovery-overdue.ts';
import { rulesOf } from './rules-of.ts';
import { pastEndFact, pauseLongFact } from './undone.ts';
import { soundFact } from './sound.ts';
import { vitalFact } from './vital.ts';

const SYSTEM = { kind: 'system' } as const;
/** Far more than every alert's whole life in one step: rules that go round in a circle must not stop the clock unseen. */
const AT_MOST = 1_000;

export interface Evaluated {
  /** With the events folded. */
  readonly state: VisitState;
  readonly events: readonly AlertEvent[];
  /** When the next fact is due, unless something else happens before; Infinity: none is. */
  readonly dueAt: Instant;
}

/**
 * Every alert fact that is due by `now`, in order. Each is dated by its closed-form due instant, and each is worked out
 * on the state the facts before it left, so that extra calls change nothing (AL-4).
 * @param newId makes the id of a new alert; called once for each alert issued.
 */
export function evaluate(state: VisitState, now: Instant, newId: () => string): Evaluated {
  const events: AlertEvent[] = [];
  let present = state;
  for (;;) {
    const due = nextFact(present);
    if (due === undefined || due.at > now) return { state: present, events, dueAt: due?.at ?? Infinity };
    const event: AlertEvent = { ...due.body(newId), at: due.at, actor: SYSTEM };
    if (events.push(event) > AT_MOST) throw new Error(`Alert facts without end, the last ${event.type}`);
    present = evolve(present, event);
  }
}

/**
 * The next fact, and when it is due: the state alone says both, so that between two inputs nothing is judged before that instant
 * (AL-247). Of two at the same instant the first here: adapter lost absorbs the other two.
 */
function nextFact(state: VisitState): DueFact | undefined {
  let next = technicalFact(state);
  next = earlier(next, soundFact(state));
  next = earlier(next, excursionFact(state));
  for (const rule of rulesOf(state)) next = earlier(next, vitalFact(state, rule));
  for (const kind in state.alerts) {
    const alert = state.alerts[kind as Alert['kind']];
    if (alert) next = earlier(next, attentionFact(state, alert));
  }
  return next;
}

const TECHNICAL_FACTS: readonly ((state: VisitState) => DueFact | undefined)[] = [
  adapterLostFact,
  noSpo2Fact,
  cuffOverdueFact,
  pastEndFact,
  pauseLongFact,
  recoveryOverdueFact,
  lowBatteryFact,
];

function technicalFact(state: VisitState): DueFact | undefined {
  if (isWatched(state))
    return TECHNICAL_FACTS.reduce<DueFact | undefined>((next, fact) => earlier(next, fact(state)), undefined);
  for (const kind of TECHNICAL_ALERT_KINDS) {
    const alert = state.alerts[kind];
    if (!alert || maySayUnheard(state, kind)) continue;
    // Over with the alert that was to be heard, where that may have ended by itself; elsewhere a person has left the watch.
    const isJudged = rulesOf(state).some(({ phases }) => phases.includes(state.phase.name));
    return ended(alert, datedFrom(state), isJudged && isOfHearing(kind) ? 'in-range' : 'person');
  }
  return undefined;
}
