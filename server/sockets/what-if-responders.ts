/** What a screen may ask of the clinic's what-if: providers and administrators; only who may see a past visit is told whose it was. */
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import { refuse } from '#core/refusal.ts';
import type { Answer } from '#protocol/answer.ts';
import type { SignedIn } from '#protocol/screen-events.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { WhatIfRequests } from '#protocol/what-if.ts';
import type { WhatIf } from '../what-if/what-if.ts';
import type { Responders } from './respond.ts';

export type WhatIfRequest = keyof WhatIfRequests;

export interface WhatIfScreen {
  /** Absent: this server runs none. */
  readonly whatIf: WhatIf | undefined;
  readonly staff: () => SignedIn | undefined;
}

export function whatIfResponders({
  whatIf,
  staff,
}: WhatIfScreen): Responders<WhatIfRequests, { readonly [E in WhatIfRequest]: ScreenPayload<E> }> {
  function asked<T>(ask: (of: WhatIf, who: SignedIn) => T): T | ReturnType<typeof refuse> {
    const who = staff();
    if (!who) return refuse('not-allowed', NOBODY_NAMED);
    if (!whatIf) return refuse('unavailable', 'This server runs no what-if.');
    return ask(whatIf, who);
  }
  const told = <T>(answered: { readonly ok: true; readonly value: T } | ReturnType<typeof refuse>): Answer<T> =>
    answered.ok ? { ok: true, data: answered.value } : answered;

  return {
    'what-if:start': ({ protocol, filter }) =>
      asked((of, { name: byName }) => told(of.start({ protocol, filter, byName }))),
    'what-if:watch': ({ order, after }) =>
      asked((of, { role }) => ({ ok: true, data: of.look({ order, after, tellsWho: role !== 'administrator' }) })),
    'what-if:cancel': ({ runId }) => asked(async (of) => told(await of.cancel(runId))),
  };
}
