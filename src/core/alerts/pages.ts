/** Which escalated alerts somebody is to be paged about, and which pages are to be called off (AL-128). Closed form: a restart changes nothing. */
import { openCalls, secondPersonAt } from '../provider-call.ts';
import type { Instant } from '../reading.ts';
import type { VisitState } from '../visit-state.ts';
import type { Alert } from './alert.ts';

export type PagedTo = 'provider' | 'second-person';

export interface Page {
  readonly alertId: string;
  readonly to: PagedTo;
  /** Since when that alert has asked for an answer: tells a second page about it from the first. Absent in old records. */
  readonly askedAt?: Instant;
}

/** On another chair it is asked anew, or a pager leads to the one that was left (AL-241). */
const askedFrom = ({ movedAt = -Infinity }: VisitState, at: Instant): Instant => Math.max(at, movedAt);

/** An alert that went on to a person and that nobody has answered. */
const pagesOf = (state: VisitState, { alertId, escalatedTo, unansweredSince }: Alert): readonly Page[] => {
  if (unansweredSince === undefined || escalatedTo === undefined || escalatedTo === 'station') return [];
  const provider = { alertId, to: 'provider', askedAt: askedFrom(state, unansweredSince) } as const;
  return escalatedTo === 'provider' ? [provider] : [provider, { ...provider, to: 'second-person' }];
};

/** One of an old record, which does not say since when it was asked for, is any of that alert (AL-192). */
export const isSamePage = (a: Page, b: Page): boolean =>
  a.alertId === b.alertId && a.to === b.to && (a.askedAt ?? b.askedAt) === (b.askedAt ?? a.askedAt);

/** A person or an emergency called a provider: paged at once, under the call's own id (AL-213, AL-238), and the second person where nobody answers (AL-230). */
const callPages = (state: VisitState, now: Instant): readonly Page[] =>
  openCalls(state).flatMap((open): readonly Page[] => {
    const provider = { alertId: open.callId, to: 'provider', askedAt: askedFrom(state, open.at) } as const;
    return now < secondPersonAt(state, open) ? [provider] : [provider, { ...provider, to: 'second-person' }];
  });

/** Everything somebody has to know of now, told or not. */
export const pagesAskedFor = (state: VisitState, now: Instant): readonly Page[] => [
  ...Object.values(state.alerts).flatMap((alert) => pagesOf(state, alert)),
  ...callPages(state, now),
];

/** Asked for, and not yet taken by whoever pages. */
export const pagesToSend = (state: VisitState, now: Instant): readonly Page[] =>
  pagesAskedFor(state, now).filter((page) => !(state.pages ?? []).some((sent) => isSamePage(sent, page)));

/** Taken, and answered or ended since. Whatever a clock that was set back says, what was asked for once is over by a person alone. */
export const pagesToCallOff = (state: VisitState): readonly Page[] =>
  (state.pages ?? []).filter((sent) => !pagesAskedFor(state, Infinity).some((page) => isSamePage(sent, page)));
