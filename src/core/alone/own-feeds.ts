/** Devices that a page reads itself are linked as long as it does, whatever the server knew of them when it went. */
import type { VisitEventBody } from '../event.ts';
import { lostKinds } from '../feeds.ts';
import type { FedKind } from '../feeds.ts';
import type { VisitState } from '../visit-state.ts';

/** What makes the links of these kinds up; empty when they are. */
export function linksUp(state: VisitState, own: readonly FedKind[], adapterId: string): readonly VisitEventBody[] {
  const feeds = lostKinds(state).filter((kind) => own.includes(kind));
  return feeds.length === 0 ? [] : [{ type: 'adapter-connected', adapterId, feeds }];
}
