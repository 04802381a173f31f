/** What a page says of a cuff that Vigil may start (UI-126 on). */
import type { CuffCause } from '#core/cuff.ts';
import type { Instant } from '#core/reading.ts';
import type { NibpView } from '#core/view.ts';

/** Why the cycle runs. */
export const CAUSE_WORDS: Readonly<Record<CuffCause, string>> = {
  person: 'as you asked',
  interval: 'by interval',
  repeat: 'the repeat',
  retry: 'another try',
};

const HELD_WORDS = {
  stopped: 'stopped: by itself again',
  'gave-up': 'gave up: by itself again',
} as const;

/** What replaces the second line of "next BP": why the cuff does not start when it is due. */
export function heldText({ control }: NibpView, clock: (at: Instant) => string): string | undefined {
  return control?.held && `${HELD_WORDS[control.held.why]} ${clock(control.held.until)}`;
}
