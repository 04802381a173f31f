/** What the audit keeps of a message that was refused: which act, of which visit or chair. Nothing else of what was sent. */
import type { RefusedBody } from '#core/audit/audit-event.ts';
import type { Refusal } from '#core/refusal.ts';

interface Parsed {
  readonly visitId?: string;
  readonly chairId?: string;
  readonly command?: { readonly type: string; readonly chairId?: string };
}

/** @param payload as it was parsed by the event's own schema; undefined when it was not */
export function refusedAct(act: string, { code }: Refusal, payload: unknown): RefusedBody {
  const { visitId, chairId, command } = (payload ?? {}) as Parsed;
  const ofChair = chairId ?? command?.chairId;
  return {
    type: 'act-refused',
    act: command?.type ?? act,
    code,
    ...(visitId !== undefined && { visitId }),
    ...(ofChair !== undefined && { chairId: ofChair }),
  };
}
