/** What a screen may ask about keeping: an administrator how long the record is kept, whoever is named the seal over a visit. */
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import { refuse } from '#core/refusal.ts';
import type { KeepingRequests } from '#protocol/keeping.ts';
import type { SignedIn } from '#protocol/screen-events.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { Retention } from '../keeping/retention.ts';
import { fewAtOnce } from './few-at-once.ts';
import type { Responders } from './respond.ts';

export type KeepingRequest = keyof KeepingRequests;

/** Questions of one screen under way; a page asks one after the other. */
const MOST_ASKED = 2;

export interface KeepingScreen {
  /** Absent: this server keeps nothing that could be looked at. */
  readonly retention: Pick<Retention, 'view' | 'covering'> | undefined;
  readonly staff: () => SignedIn | undefined;
}

export function keepingResponders({
  retention,
  staff,
}: KeepingScreen): Responders<KeepingRequests, { readonly [E in KeepingRequest]: ScreenPayload<E> }> {
  const few = fewAtOnce(MOST_ASKED);
  return {
    'keeping:look': () => {
      const who = staff();
      if (!who) return refuse('not-allowed', NOBODY_NAMED);
      if (who.role !== 'administrator')
        return refuse('not-allowed', 'How long the record is kept is an administrator’s: ask one.');
      if (!retention) return refuse('unavailable', 'This server cannot tell what it keeps.');
      return few(async () => ({ ok: true, data: await retention.view() }));
    },
    'seal:of': ({ visitId }) => {
      if (!staff()) return refuse('not-allowed', NOBODY_NAMED);
      if (!retention) return refuse('unavailable', 'This server makes no seals.');
      return few(async () => ({ ok: true, data: { covering: await retention.covering(visitId) } }));
    },
  };
}
