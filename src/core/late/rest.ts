import { VITAL_ALERT_KINDS } from '../clinical-protocol.ts';
import type { VitalAlertKind } from '../clinical-protocol.ts';
import type { Instant } from '../reading.ts';
import { isLongEnough } from './excursion.ts';
import type { Excursion } from './excursion.ts';
import type { Late } from './late.ts';

/** The first excursion whose mark is missing, or does not say all of it. */
export function untold({
  excursions,
}: Late): { readonly kind: VitalAlertKind; readonly excursion: Excursion } | undefined {
  for (const kind of VITAL_ALERT_KINDS)
    for (const excursion of excursions[kind] ?? [])
      if (!excursion.isTold && isLongEnough(excursion)) return { kind, excursion };
  return undefined;
}

/** With the instant at which it is told, if there is anything to tell. */
export function withRest({ restsAt: _, ...late }: Late, restsAt: Instant | undefined): Late {
  return restsAt !== undefined && untold(late) ? { ...late, restsAt } : late;
}
