/** What a screen may ask of the audit, once screen-guard.ts let it: an administrator's page, a few questions at a time. */
import { refuse } from '#core/refusal.ts';
import type { Answer } from '#protocol/answer.ts';
import { LINES_A_PAGE } from '#protocol/audit.ts';
import type { AuditRequests } from '#protocol/audit.ts';
import type { ScreenPayload } from '#protocol/screen-schemas.ts';
import type { History } from '../history/history.ts';
import { fewAtOnce } from '../sockets/few-at-once.ts';
import type { Responders } from '../sockets/respond.ts';

export type AuditRequest = keyof AuditRequests;

/** Questions of one screen under way; a page asks one after the other. */
const MOST_ASKED = 2;

export interface AuditScreen {
  /** Absent: this server keeps nothing to read. */
  readonly history: Pick<History, 'audit'> | undefined;
}

export function auditResponders({
  history,
}: AuditScreen): Responders<AuditRequests, { readonly [E in AuditRequest]: ScreenPayload<E> }> {
  const few = fewAtOnce(MOST_ASKED);

  async function read<T>(ask: (history: Pick<History, 'audit'>) => Promise<T>): Promise<Answer<T>> {
    if (!history) return refuse('unavailable', 'This server cannot read the audit.');
    return few(async () => ({ ok: true, data: await ask(history) }));
  }

  return {
    'audit:list': ({ filter, after }) => read((from) => from.audit({ filter, after, limit: LINES_A_PAGE })),
    // That it was asked is what there is to it: the answer is recorded as a reading (audited.ts).
    'sheet:open': () => ({ ok: true, data: null }),
  };
}
