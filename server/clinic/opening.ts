/** The start: a new database gets its site, a known one its running visits back. */
import type { VisitEvent } from '#core/event.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { SiteEventBody } from '#core/site-state.ts';
import type { Instant } from '#core/reading.ts';
import type { Journal } from '../journal/journal.ts';
import type { KeptStates } from '../restart/kept-states.ts';
import { reconcileFeeds } from './chair-feeds.ts';
import { expectAdapters, reconcileLink } from './chair-links.ts';
import type { Presence } from './presence.ts';
import type { SiteDesk } from './site-desk.ts';
import type { VisitDesk } from './visit-desk.ts';

export interface Founding {
  readonly name: string;
  readonly demo: boolean;
  /** IANA, `Europe/Zurich`. */
  readonly timeZone: string;
}

/**
 * Founds a new site; publishes the shipped protocols that are newer than the site's. One that a person published is the clinic's own: its
 * limits are never replaced by an update of Vigil.
 */
export function found(site: SiteDesk, founding: Founding, now: Instant): void {
  const bodies: SiteEventBody[] = site.isFounded ? [] : [{ type: 'site-founded', ...founding }];
  const published = site.isFounded ? site.state.protocols : [];
  for (const protocol of publishedProtocols) {
    const ours = published.find(({ id }) => id === protocol.id);
    const isClinics =
      site.isFounded && site.state.publications?.findLast((each) => each.protocol === ours)?.byName !== undefined;
    if (!ours || (!isClinics && ours.version < protocol.version)) bodies.push({ type: 'protocol-published', protocol });
  }
  if (bodies.length > 0) void site.append(bodies, now, { kind: 'system' });
}

export interface ResumeDeps {
  readonly journal: Journal;
  readonly visits: VisitDesk;
  readonly site: SiteDesk;
  readonly presence: Presence;
  readonly now: () => Instant;
  /** Absent: every visit is folded from its first event. */
  readonly states?: KeptStates | undefined;
}

/**
 * Folds every running visit, records that the watch began again, and evaluates what fell due while the server was away.
 * @param onCommandId told each command that a running visit carries; `opened` is the visit, of the one that opened it.
 */
export function resume(
  { journal, visits, site, presence, now, states }: ResumeDeps,
  onCommandId: (commandId: string, opened?: string) => void,
): void {
  for (const stream of journal.loadVisits()) {
    const { events, kept } = states?.load(stream) ?? { events: stream.events, kept: undefined };
    const { visit, trail } = visits.restore(events, kept);
    if (trail.openedBy !== undefined) onCommandId(trail.openedBy, visit.visitId);
    for (const commandId of trail.commandIds) onCommandId(commandId);
    visit.resume(now(), journal.lastJournaledAt);
    reconcileFeeds(visit, site, now(), { kind: 'system' });
    expectAdapters(trail.feeds, visit.state.chairId, site, presence);
    reconcileLink(visit, site, presence, now());
    visit.commit();
  }
  for (const { events } of journal.loadUnsigned()) visits.restoreUnsigned(noting(events, onCommandId));
}

function* noting(events: Iterable<VisitEvent>, onCommandId: (commandId: string) => void): Generator<VisitEvent> {
  for (const event of events) {
    if (event.commandId !== undefined && event.type !== 'visit-opened') onCommandId(event.commandId);
    yield event;
  }
}
