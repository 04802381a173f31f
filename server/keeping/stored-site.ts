/** The clinic as a database that no server has open holds it: chairs, people, screens, adapters, and how long it keeps. */
import type { DatabaseSync } from 'node:sqlite';
import { evolveSite } from '#core/site.ts';
import type { SiteEvent, SiteState } from '#core/site-state.ts';
import { storedEvents, streamsOf } from '../journal/read-rows.ts';

export function storedSite(db: DatabaseSync): SiteState | undefined {
  const stream = streamsOf(db).find((each) => each.stream.kind === 'site');
  let state: SiteState | undefined;
  for (const event of stream === undefined ? [] : storedEvents(db, stream.number))
    state = evolveSite(state, event as SiteEvent);
  return state;
}
