/**
 * The same line from input to alert, run on a page while the server is away (docs/adr/0008-tablet-alone.md): readings of the page's own
 * devices, taps, and the clock. Pure. What it made since `from` is told to the server once the link is back.
 */
import { advance, advanceByTime } from '../advance.ts';
import type { Actor } from '../actor.ts';
import type { VisitCommand } from '../command.ts';
import type { VisitEvent } from '../event.ts';
import type { FedKind } from '../feeds.ts';
import type { Instant, Reading, ReadingIdentity } from '../reading.ts';
import type { Result } from '../refusal.ts';
import { accept } from '../refusal.ts';
import type { VisitState } from '../visit-state.ts';
import { decide } from '../visit.ts';
import type { ToldFact, WatchedAlone } from './alone.ts';
import { isOfServer } from './fold-alone.ts';
import { mayAlone } from './may-alone.ts';
import { linksUp } from './own-feeds.ts';
import { seenOf } from './seen.ts';

export interface AloneRun {
  /** Since when nothing of it was told. */
  readonly from: Instant;
  readonly state: VisitState;
  readonly facts: readonly ToldFact[];
}

/**
 * @param state what the server showed last
 * @param own which numerals the page's own devices feed
 */
export function runAlone(
  state: VisitState,
  from: Instant,
  { own, adapterId, newId }: { own: readonly FedKind[]; adapterId: string; newId: () => string },
): AloneRun {
  const run = { from, state, facts: [] };
  const at = timeOf(run, from);
  const actor: Actor = { kind: 'adapter', adapterId };
  const events = linksUp(state, own, adapterId).map((body): VisitEvent => ({ ...body, at, actor }));
  if (events.length === 0) return run;
  const { advanced } = advance(state, at, newId, () => accept(events));
  return went(run, advanced.state, advanced.events);
}

/** No fact is dated before what the server said last: its clock and the page's differ by the way of a message. */
const timeOf = ({ state, from }: AloneRun, now: Instant): Instant => Math.max(now, from, state.latestAt ?? from);

/** Time goes on. The same run when nothing fell due. */
export function tickAlone(run: AloneRun, now: Instant, newId: () => string): AloneRun {
  const { state, events } = advanceByTime(run.state, timeOf(run, now), newId);
  return events.length === 0 ? run : went(run, state, events);
}

/** A reading of a device of this page, received at `now`; a late or repeated one changes nothing. */
export function readAlone(
  run: AloneRun,
  { source, reading, adapterId }: { source: ReadingIdentity; reading: Reading; adapterId: string },
  now: Instant,
  newId: () => string,
): AloneRun {
  const at = timeOf(run, now);
  const measured: Reading = { ...reading, measuredAt: Math.min(reading.measuredAt, at) };
  const actor: Actor = { kind: 'adapter', adapterId };
  const event: VisitEvent = { type: 'reading-recorded', source, reading: measured, at, actor };
  const { advanced } = advance(run.state, at, newId, () => accept([event]));
  return went(run, advanced.state, advanced.events);
}

/** A tap. A refusal leaves what time brought about. */
export function giveAlone(
  run: AloneRun,
  command: VisitCommand,
  { now, actor, newId }: { readonly now: Instant; readonly actor: Actor; readonly newId: () => string },
): { readonly run: AloneRun; readonly answer: Result<null> } {
  const at = timeOf(run, now);
  const { advanced, answer } = advance(run.state, at, newId, (state) => {
    const may = mayAlone(state, command.type);
    if (!may.ok) return may;
    const decided = decide(state, command, { now: at, actor, place: 'chair', newId, isChairFree: () => false });
    if (!decided.ok) return decided;
    // An emergency calls nobody from here: the server does once it is told.
    const own = decided.value.filter(({ type }) => type !== 'provider-called');
    return accept(own.map((body): VisitEvent => ({ ...body, at, actor })));
  });
  return { run: went(run, advanced.state, advanced.events), answer };
}

/** What the server is told of the stretch until now; the run goes on from there. */
export function tellAlone(run: AloneRun, now: Instant): { readonly told: WatchedAlone; readonly run: AloneRun } {
  const until = timeOf(run, now);
  const { from, facts, state } = run;
  return {
    told: { from, until, feeds: state.feeds ?? {}, facts, seen: seenOf(state) },
    run: { from: until, state, facts: [] },
  };
}

/** These go up as facts of the stretch, in their place among those of the engine; other commands as what they are. */
export const isToldAsFact = ({ type }: VisitCommand): boolean =>
  type === 'alert:acknowledge' || type === 'alert:pause-audio' || type === 'mark:clear';

function went(run: AloneRun, state: VisitState, events: readonly VisitEvent[]): AloneRun {
  const facts = events.flatMap((event) => factOf(run.state, event) ?? []);
  return { ...run, state, facts: facts.length === 0 ? run.facts : [...run.facts, ...facts] };
}

function factOf({ alerts }: VisitState, event: VisitEvent): ToldFact | undefined {
  switch (event.type) {
    case 'alert-issued':
      return isOfServer(event.kind) ? undefined : plain(event);
    case 'alert-acknowledged': {
      const { type, alertId, at } = event;
      return { type, alertId, at };
    }
    case 'alert-audio-paused': {
      const { type, alertId, at, until } = event;
      return { type, alertId, at, until };
    }
    case 'latched-mark-cleared': {
      const { type, alertId, at } = event;
      return { type, alertId, at };
    }
    case 'alert-raised':
    case 'alert-lowered':
    case 'alert-confirmed':
    case 'alert-unconfirmed':
    case 'alert-resounded':
    case 'alert-ended': {
      const alert = Object.values(alerts).find(({ alertId }) => alertId === event.alertId);
      return alert && isOfServer(alert.kind) ? undefined : plain(event);
    }
    default:
      return undefined;
  }
}

/** Nobody made it: it is the engine's. */
function plain<Fact extends VisitEvent>(event: Fact): Plain<Fact> {
  const { actor: _a, commandId: _c, tappedAt: _t, ...fact } = event;
  return fact as unknown as Plain<Fact>;
}
type Plain<Fact> = Fact extends VisitEvent ? Omit<Fact, 'actor' | 'commandId' | 'tappedAt'> : never;
