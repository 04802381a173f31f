/** What a page that was alone tells: when a tap may have been, and whether a stretch watched alone makes sense. */
import { nameOf } from '../actor.ts';
import type { Actor } from '../actor.ts';
import { mayGive } from '../authority.ts';
import type { Act } from '../authority.ts';
import type { VisitEventBody } from '../event.ts';
import type { Duration, Instant } from '../reading.ts';
import type { Result } from '../refusal.ts';
import { accept, refuse } from '../refusal.ts';
import { AUDIO_PAUSE_MS } from '../visit/decide-alerts.ts';
import type { VisitState } from '../visit-state.ts';
import type { AloneFact, ToldFact, WatchedAlone } from './alone.ts';
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
  const { from, until, facts, seen } = told;
  if (until < from) return refuse('malformed', 'visit:join: "until" is before "from".');
  const wrong = outOfTime(state, from, until, now);
  if (wrong) return wrong;
  let last = from;
  for (const { at } of facts) {
    if (at < last || at > until)
      return refuse(
        'malformed',
        'visit:join: "facts" must lie between "from" and "until", in the order they happened.',
      );
    last = at;
  }
  if (newestIn(seen) > until) return refuse('malformed', 'visit:join: "seen" is newer than "until".');
  return accept([
    { type: 'watched-alone', screenId, from, until, facts: facts.flatMap((fact) => named(fact, actor)), seen },
  ]);
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

/** The newest instant that readings left. The device's own stamp is its own. */
function newestIn(value: unknown): Instant {
  if (typeof value !== 'object' || value === null) return -Infinity;
  return Object.entries(value).reduce((newest, [key, each]) => {
    if (key === 'deviceAt') return newest;
    const isInstant = typeof each === 'number' && (key === 'at' || key === 'since' || key.endsWith('At'));
    return Math.max(newest, isInstant ? each : newestIn(each));
  }, -Infinity);
}
