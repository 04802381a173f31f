/** A provider is called to a chair: a person's request, shown at every station and told to the pager until somebody answers. */
import type { TapPlace } from './alerts/alert.ts';
import type { Instant } from './reading.ts';
import type { VisitState } from './visit-state.ts';

export interface ProviderCall {
  readonly callId: string;
  readonly at: Instant;
  readonly byName: string;
  /** A provider said that they come. */
  readonly answered?: { readonly byName: string; readonly at: Instant; readonly place: TapPlace };
  /** Nobody is needed any more, or somebody is there. */
  readonly withdrawn?: { readonly byName: string; readonly at: Instant };
}

/** The newest, unless it was called off. */
export function presentCall({ calls }: Pick<VisitState, 'calls'>): ProviderCall | undefined {
  const newest = calls?.at(-1);
  return newest?.withdrawn ? undefined : newest;
}

/** It asks for an answer now. */
export function openCall(state: Pick<VisitState, 'calls' | 'phase'>): ProviderCall | undefined {
  const present = state.phase.name === 'ended' ? undefined : presentCall(state);
  return present?.answered ? undefined : present;
}

/** When a call that nobody answers goes on to the second person: as long after it as an unanswered high alert does (AL-230). */
export const secondPersonAt = ({ protocol }: Pick<VisitState, 'protocol'>, { at }: ProviderCall): Instant =>
  at + protocol.alarm.high.toSecondPersonMs;
