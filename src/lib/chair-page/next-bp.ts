/** What the cuff does next, in one figure and two short lines (UI-19). */
import type { Instant } from '#core/reading.ts';
import type { NibpView } from '#core/view.ts';
import { elapsed, left } from '../components/format.ts';
import { CAUSE_WORDS } from './cuff-words.ts';

export interface NextBpText {
  readonly figure: string;
  readonly first: string;
  readonly second: string;
}

export function nextBpText(nibp: NibpView, now: Instant, clock: (at: Instant) => string): NextBpText | null {
  const { measuring, failure, nextDueAt, dueReason, everyMs, control } = nibp;
  const cause = control?.cause && CAUSE_WORDS[control.cause];
  if (measuring) {
    const figure = String(measuring.cuffPressureMmHg);
    return cause === undefined
      ? { figure, first: 'mmHg in the cuff,', second: 'measuring' }
      : { figure, first: 'mmHg in cuff,', second: cause };
  }
  if (cause !== undefined) return { figure: '–', first: 'the cuff starts,', second: cause };
  // It was stopped, or failed too often: that the cuff waits says more than why the last cycle failed.
  const held = control?.held && `next try ${clock(control.held.until)}`;
  const failed = held ?? (failure && `${clock(failure.at)} failed: ${failure.text}`);
  if (nextDueAt === undefined) return failed ? { figure: '–:––', first: failed, second: '' } : null;
  const every = everyMs === undefined ? '' : `every ${Math.round(everyMs / 60_000)} min`;
  const repeat = dueReason === 'repeat';
  if (now > nextDueAt) {
    return {
      figure: elapsed(now - nextDueAt),
      // A repeat is asked for at once: that it is late is the alert's to say.
      first: repeat ? 'repeat now,' : 'BP overdue,',
      second: failed ?? `${repeat ? 'asked' : 'due'} ${clock(nextDueAt)}`,
    };
  }
  const after = failed ?? (repeat && every ? `then ${every}` : every);
  return {
    figure: left(nextDueAt - now),
    first: `to the ${repeat ? 'repeat' : 'next BP'}${after === '' ? '' : ','}`,
    second: after,
  };
}
