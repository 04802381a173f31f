/** What a page that was alone tells: when a tap may have been, and whether a stretch watched alone makes sense. */
import { nameOf } from '../actor.ts';
import type { Actor } from '../actor.ts';
import { mayGive } from '../authority.ts';
import type { Act } from '../authority.ts';
import { advanceByTime } from '../advance.ts';
import type { VisitEvent, VisitEventBody } from '../event.ts';
import type { Duration, Instant } from '../reading.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import { evolve } from '../visit.ts';
import { AUDIO_PAUSE_MS } from '../visit/decide-alerts.ts';
import type { VisitState } from '../visit-state.ts';
import type { AloneFact, ToldFact, WatchedAlone } from './alone.ts';
import { faultOfFacts } from './fault-of-facts.ts';
import { faultOfSeen } from './fault-of-seen.ts';
import { mayAlone } from './may-alone.ts';
import type { VisitCommandType } from '../command.ts';

/** Longer than any visit. */
export const MOST_ALONE_MS: Duration = 12 * 3_600_000;
/** What a page's clock may be ahead after hours without a beat. */
export const AHEAD_MS: Duration = 2_000;

/** When a command was tapped that comes later; never after `now`. */
export function tappedAt(state: VisitState, type: VisitCommandType, at: Instant, now: Instant): Result<Instant> {
  const may = mayAlone(state, type);
  if (!may.ok) return may;
  const wrong = outOfTime(state, at, at, now);
  return wrong ?? accept(Math.min(at, now));
}

function outOfTime(
  state: VisitState,
  from: Instant,
  until: Instant,
  now: Instant,
): ReturnType<typeof refuse> | undefined {
  if (until > now + AHEAD_MS)
    return refuse(
      'future',
      `This is ${Math.round((until - now) / 1000)} s ahead of the clinic's clock: load the page again.`,
    );
  if (from < now - MOST_ALONE_MS)
    return refuse('stale', 'This is more than 12 h old: enter it again with a note of when it was.');
  if (from < state.openedAt)
    return refuse('out-of-range', 'This was before the visit was opened: it belongs to no visit.');
  return undefined;
}

/** The stretch as a fact of the visit. What a person did in it is that of whoever is at the screen, if they may. */
export function decideJoin(
  state: VisitState,
  told: WatchedAlone,
  { now, actor, screenId }: { readonly now: Instant; readonly actor: Actor; readonly screenId: string },
): Result<VisitEventBody[]> {
  const { from, until, feeds, facts, seen } = told;
  if (state.phase.name === 'ended')
    return refuse('wrong-phase', 'This visit has ended: what this tablet watched alone stands in no record.');
  if (until < from) return refuse('malformed', 'visit:join: "until" is before "from".');
  const wrong = outOfTime(state, from, until, now);
  if (wrong) return wrong;
  if (from < (state.told?.until[screenId] ?? -Infinity))
    return refuse('conflict', 'This tablet has told of this time already: nothing was joined twice.');
  const ofFacts = faultOfFacts(state, told);
  if (ofFacts) return refuse('malformed', `visit:join: "facts" ${ofFacts}`);
  const ofSeen = faultOfSeen(seen, state.protocol, until);
  if (ofSeen) return refuse('malformed', `visit:join: "seen" ${ofSeen}`);
  const body: VisitEventBody = {
    ...{ type: 'watched-alone', screenId, from, until, feeds, seen },
    facts: facts.flatMap((fact) => named(fact, actor)),
  };
  if (!goesOn(state, { ...body, at: now, actor }, now))
    return refuse('malformed', 'visit:join: the alerts cannot go on from "seen" and "facts": nothing was joined.');
  return accept([body]);
}

/** Far more than an honest stretch leaves to be done, or marks of its own. */
const MOST_AFTER = 100;

/** The joined state is tried before it is kept: the facts it leads to at once, when its values are stale, and when its delays have run. */
function goesOn(state: VisitState, event: VisitEvent, now: Instant): boolean {
  const { staleMs } = state.protocol.technical;
  let present = evolve(state, event);
  let facts = present.latched.length - state.latched.length;
  try {
    for (const later of [0, staleMs, 60_000, 180_000]) {
      const { state: next, events } = advanceByTime(present, now + later, () => `tried-${(facts += 1)}`);
      present = next;
      facts += events.length;
    }
  } catch {
    // The engine's own end of a circle: what was told is to blame, and has done no harm yet.
    return false;
  }
  return facts <= MOST_AFTER;
}

const ACT_OF = {
  'alert-acknowledged': 'alert:acknowledge',
  'alert-audio-paused': 'alert:pause-audio',
  'latched-mark-cleared': 'mark:clear',
} as const satisfies Partial<Record<ToldFact['type'], Act>>;

function named(fact: ToldFact, actor: Actor): readonly AloneFact[] {
  const byName = nameOf(actor);
  switch (fact.type) {
    case 'alert-acknowledged':
      return mayGive(actor, ACT_OF[fact.type]).ok ? [{ ...fact, byName, place: 'chair' }] : [];
    case 'alert-audio-paused':
      if (!mayGive(actor, ACT_OF[fact.type]).ok) return [];
      return [{ ...fact, byName, until: Math.min(fact.until, fact.at + AUDIO_PAUSE_MS) }];
    case 'latched-mark-cleared':
      return mayGive(actor, ACT_OF[fact.type]).ok ? [{ ...fact, byName }] : [];
    default:
      return [fact];
  }
}
