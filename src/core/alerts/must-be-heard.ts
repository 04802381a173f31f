/** Where what stands between an alert and the people who must hear it is an alert itself (AL-208). Read live, like the alerts it follows. */
import { openCall } from '../provider-call.ts';
import type { VisitState } from '../visit-state.ts';
import type { AlertKind } from './alert.ts';

/** That nobody hears an alert, or is reached about it. They never ask for one another. */
const OF_HEARING: readonly AlertKind[] = ['screen-cannot-sound', 'nobody-listening', 'page-failed'];

export const isOfHearing = (kind: AlertKind): boolean => OF_HEARING.includes(kind);

/** Somebody is watched: everything technical alarms (AL-23). */
export const isWatched = ({ protocol, phase }: VisitState): boolean => protocol.technical.phases.includes(phase.name);

/** While watched, an alert may come at any instant; elsewhere only once one is open that sounds, now or again. */
export const mustBeHeard = (state: VisitState): boolean =>
  isWatched(state) ||
  Object.values(state.alerts).some(({ kind, priority }) => priority !== 'low' && !isOfHearing(kind));

/** Such an alert may stand now. A call for a provider is a person's own cry for help: that its page reached nobody is said in any phase (AL-231). */
export const maySayUnheard = (state: VisitState, kind: AlertKind): boolean =>
  isOfHearing(kind) && (mustBeHeard(state) || (kind === 'page-failed' && openCall(state) !== undefined));
