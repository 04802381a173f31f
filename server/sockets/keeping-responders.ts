/** What a screen may ask about keeping: an administrator how long the record is kept, whoever is named the seal over a visit. */
import { NOBODY_NAMED } from '#core/nobody-named.ts';
import { refuse } from '#core/refusal.ts';
import type { KeepingRequests } from '#protocol/keeping.ts';
import type { SignedIn } from '#protocol/screen-events.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { Retention } from '../keeping/retention.ts';
import type { Responders } from './respond.ts';

export type KeepingRequest = keyof KeepingRequests;

export interface KeepingScreen {
  /** Absent: this server keeps nothing that could be looked at. */
  readonly retention: Pick<Retention, 'view' | 'covering'> | undefined;
  readonly staff: () => SignedIn | undefined;
}

export function keepingResponders({
  retention,
  staff,
}: KeepingScreen): Responders<KeepingRequests, { readonly [E in KeepingRequest]: ScreenPayload<E> }> {
  let asked = 0;
  const once = async <T>(ask: () => Promise<T>) => {
    if (asked >= 2) return refuse('too-many', 'This screen asks for too much at once: wait for the answer.');
    asked += 1;
    try {
      return { ok: true, data: await ask() } as const;
    } finally {
      asked -= 1;
    }
  };
  return {
    'keeping:look': () => {
      const who = staff();
      if (!who) return refuse('not-allowed', NOBODY_NAMED);
      if (who.role !== 'administrator')
        return refuse('not-allowed', 'How long the record is kept is an administrator’s: ask one.');
      if (!retention) return refuse('unavailable', 'This server cannot tell what it keeps.');
      return once(() => retention.view());
    },
    'seal:of': ({ visitId }) => {
      if (!staff()) return refuse('not-allowed', NOBODY_NAMED);
      if (!retention) return refuse('unavailable', 'This server makes no seals.');
      return once(async () => ({ covering: await retention.covering(visitId) }));
    },
  };
}
