/** Who is planned on the chair of this page, for whatever of the page asks who comes next. Absent where no server is: the page of fixtures. */
import { getContext, setContext } from 'svelte';
import type { Refusal } from '#core/refusal.ts';
import type { PatientView } from '#core/view.ts';
import type { PlanView } from '#protocol/schedule.ts';
import type { PatientSeries } from '#protocol/series.ts';

export interface PlannedHere {
  readonly plans: readonly PlanView[] | null;
  /** Nobody is named at this screen: nothing of them is shown. */
  readonly nobody: boolean;
  readonly now: number;
  readonly begin: (planId: string, confirmed?: boolean) => Promise<Refusal | null>;
  /** Who is called alike today; null: nobody may say it to this screen, or no answer came. */
  readonly namesakes: (visitId: string) => Promise<readonly PatientView[] | null>;
  /** Of the visit's patient; null as with namesakes. */
  readonly earlierVisits: (visitId: string) => Promise<PatientSeries | null>;
}

/** Of the context. */
export const PLANNED_HERE = Symbol('planned here');

/** Call it while a component is made. */
export const providePlannedHere = (planned: PlannedHere): void => void setContext(PLANNED_HERE, planned);
/** Call it while a component is made. */
export const usePlannedHere = (): PlannedHere | undefined => getContext<PlannedHere | undefined>(PLANNED_HERE);
