/** A provider is called to a chair: a person's request, shown at every station and told to the pager until somebody answers. */
import type { TapPlace } from './alerts/alert.ts';
import type { Instant } from './reading.ts';
import type { VisitState } from './visit-state.ts';

export interface ProviderCall {
  readonly callId: string;
  readonly at: Instant;
  readonly byName: string;
  /** By an emergency that was declared: over with it. */
  readonly emergency?: true;
  /** A provider said that they come. */
  readonly answered?: { readonly byName: string; readonly at: Instant; readonly place: TapPlace };
  /** Nobody is needed any more, or somebody is there. */
  readonly withdrawn?: { readonly byName: string; readonly at: Instant };
}

/** The newest, unless it was called off. That of an emergency that is over leaves the one before it as it was. */
export function presentCall({ calls }: Pick<VisitState, 'calls'>): ProviderCall | undefined {
  const newest = calls?.findLast(({ emergency, withdrawn }) => !(emergency && withdrawn));
  return newest?.withdrawn ? undefined : newest;
}

/** They ask for an answer now, oldest first: an emergency calls beside a call that nobody has answered. */
export const openCalls = ({ calls, phase }: Pick<VisitState, 'calls' | 'phase'>): readonly ProviderCall[] =>
  phase.name === 'ended' ? [] : (calls ?? []).filter(({ answered, withdrawn }) => !answered && !withdrawn);

/** The newest of them. */
export const openCall = (state: Pick<VisitState, 'calls' | 'phase'>): ProviderCall | undefined =>
  openCalls(state).at(-1);

/** That of the emergency that lasts, answered or not. */
export const emergencyCall = ({ calls }: Pick<VisitState, 'calls'>): ProviderCall | undefined =>
  calls?.findLast(({ emergency, withdrawn }) => emergency && !withdrawn);

/** When a call that nobody answers goes on to the second person: as long after it as an unanswered high alert does (AL-230). */
export const secondPersonAt = ({ protocol }: Pick<VisitState, 'protocol'>, { at }: ProviderCall): Instant =>
  at + protocol.alarm.high.toSecondPersonMs;
