/** What a page says of a cuff that Vigil may start (UI-126 on). */
import type { CuffCause } from '#core/cuff.ts';

/** Why the cycle runs. */
export const CAUSE_WORDS: Readonly<Record<CuffCause, string>> = {
  person: 'as you asked',
  interval: 'by interval',
  repeat: 'the repeat',
  retry: 'another try',
};
