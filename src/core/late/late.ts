/** What a visit remembers of its late readings: bounded, and folded from events alone. */
import type { VitalAlertKind } from '../clinical-protocol.ts';
import type { Instant } from '../reading.ts';
import type { Excess } from '../alerts/alert.ts';
import type { Excursion, LateWhy } from './excursion.ts';

/** The mark of one excursion, as it was recorded. */
export interface ExcursionMark {
  readonly markId: string;
  readonly kind: VitalAlertKind;
  readonly excess: Excess;
  readonly from: Instant;
  readonly until: Instant;
  readonly why: LateWhy;
  /** Absent: nobody has seen it as it is now. */
  readonly seen?: { readonly byName: string; readonly at: Instant };
}

export interface Late {
  readonly excursions: Readonly<Partial<Record<VitalAlertKind, readonly Excursion[]>>>;
  /** When what was found is told: the backlog has rested for a while. Absent: there is nothing to tell. */
  readonly restsAt?: Instant;
  readonly marks: readonly ExcursionMark[];
}

export const nothingLate: Late = { excursions: {}, marks: [] };
