/** A planned visit. Its events are the patient's stream, beside the name, so that a clinic may keep them only as long as those (docs/SPEC.md, JR-50). */
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import type { Recorded } from '../event.ts';
import type { Duration, Instant } from '../reading.ts';
import type { SetUp } from '../setup.ts';

/** What of the set-up is known when a visit is planned. */
export type PlannedSetUp = Pick<SetUp, 'weightKg' | 'doseMgPerKg' | 'doseMg' | 'ride'>;

/** A visit as it is planned; who it is for stands with the names. */
export interface PlannedVisit {
  readonly chairId: string;
  readonly startsAt: Instant;
  /** How long the chair is taken. */
  readonly lengthMs: Duration;
  readonly protocolId: string;
  readonly setUp: PlannedSetUp;
  readonly note?: string;
}

/** What a visit that was planned carries of its plan. */
export interface BegunPlan {
  readonly planId: string;
  readonly setUp: PlannedSetUp;
  readonly note?: string;
}

export type PlanStatus =
  | { readonly name: 'planned' }
  | { readonly name: 'begun'; readonly visitId: string; readonly at: Instant }
  | { readonly name: 'cancelled'; readonly reason: string; readonly byName: string; readonly at: Instant }
  /** The patient did not come. */
  | { readonly name: 'missed'; readonly byName: string; readonly at: Instant };

export interface Plan extends PlannedVisit {
  readonly planId: string;
  readonly patientId: string;
  readonly byName: string;
  readonly status: PlanStatus;
}

export type PlanEventBody =
  | {
      readonly type: 'visit-planned';
      readonly planId: string;
      readonly patientId: string;
      readonly plan: PlannedVisit;
      readonly byName: string;
    }
  /** All of the plan as it is from now on; `patient`: the name, the birth date or the record number was corrected too. */
  | {
      readonly type: 'plan-changed';
      readonly planId: string;
      readonly plan: PlannedVisit;
      readonly patient?: true;
      readonly byName: string;
    }
  | { readonly type: 'plan-cancelled'; readonly planId: string; readonly reason: string; readonly byName: string }
  | { readonly type: 'plan-missed'; readonly planId: string; readonly byName: string }
  | { readonly type: 'plan-begun'; readonly planId: string; readonly visitId: string }
  /** That visit ended before anything was given: its patient is expected as before. */
  | { readonly type: 'plan-reopened'; readonly planId: string; readonly visitId: string };
export type PlanEvent = Recorded<PlanEventBody>;

/** What people ask of the schedule. The patient's id is attached by the server, which keeps names out of events. */
export type PlanCommand =
  | {
      readonly type: 'plan:make';
      readonly patientId: string;
      readonly plan: PlannedVisit;
      readonly confirmed?: boolean;
    }
  | {
      readonly type: 'plan:change';
      readonly planId: string;
      readonly plan: PlannedVisit;
      /** Who it is for is corrected too. */
      readonly patient?: true;
      readonly confirmed?: boolean;
    }
  | { readonly type: 'plan:cancel'; readonly planId: string; readonly reason: string }
  | { readonly type: 'plan:missed'; readonly planId: string };
export type PlanCommandType = PlanCommand['type'];

const MINUTE = 60_000;
/** Set-up and baseline before the start, and the last checks after the watch. */
const AROUND_MS = 15 * MINUTE;

/** How long a visit takes up its chair, if nothing else is planned. */
export function usualLengthMs({ infusion, recovery }: ClinicalProtocol): Duration {
  const watchedMs = recovery.countsFrom === 'stop' ? infusion.plannedMs + recovery.minimumMs : recovery.minimumMs;
  return 2 * AROUND_MS + watchedMs;
}

export const endsAt = ({ startsAt, lengthMs }: Pick<PlannedVisit, 'startsAt' | 'lengthMs'>): Instant =>
  startsAt + lengthMs;
