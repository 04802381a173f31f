/** The schedule: what a screen asks of a day's planned visits, and what it is told (docs/SPEC.md, WS-160). */
import type { Ending } from '#core/phase.ts';
import type { Instant } from '#core/reading.ts';
import type { Plan, PlanCommand } from '#core/schedule/plan.ts';
import type { PatientView } from '#core/view.ts';
import type { Ack } from './answer.ts';
import type { GivenPatient } from './screen-events.ts';

/** As in the core, but a patient comes with a name; the server makes the id. */
export type WirePlanCommand =
  | (Omit<Extract<PlanCommand, { readonly type: 'plan:make' }>, 'patientId'> & { readonly patient: GivenPatient })
  /** `patient`: who it is for from now on; absent: it stays. */
  | (Omit<Extract<PlanCommand, { readonly type: 'plan:change' }>, 'patient'> & { readonly patient?: GivenPatient })
  | Extract<PlanCommand, { readonly type: 'plan:cancel' | 'plan:missed' }>;

/** How far it is. `done`: its visit is over; `ending` is known for a while, and from the history. */
export type PlanState =
  | { readonly name: 'planned' | 'missed' }
  | { readonly name: 'running'; readonly visitId: string }
  | { readonly name: 'done'; readonly visitId: string; readonly ending?: Ending }
  | { readonly name: 'cancelled'; readonly reason: string; readonly byName: string };

export interface PlanView extends Omit<Plan, 'patientId' | 'status'> {
  /** Null when nobody knows any more who it was. */
  readonly patient: PatientView | null;
  readonly state: PlanState;
  /** Another patient of that day has the same surname. */
  readonly sharesSurname?: true;
}

export interface DaySchedule {
  /** In the order of their times. */
  readonly plans: readonly PlanView[];
  /** Of today: visits that go on, planned or not, whose patients share their surname with another patient of the day. */
  readonly alikeHere?: readonly string[];
}

/** Part of `ScreenToServer`. For whoever is signed in at a screen that is not locked, see `REQUEST_RULES`. */
export interface ScheduleRequests {
  /** What is planned to begin at or after `from`, and before `before`: a day of the clinic's calendar. */
  'schedule:day': (payload: { readonly from: Instant; readonly before: Instant }, ack: Ack<DaySchedule>) => void;
  /** Who else of these hours has this patient's surname: `namesakes` of its view says how many. */
  'visit:namesakes': (
    payload: { readonly visitId: string },
    ack: Ack<{ readonly patients: readonly PatientView[] }>,
  ) => void;
  /** Begins a planned visit on this chair; the rest is as with `visit:open`. */
  'visit:begin': (
    payload: {
      readonly commandId: string;
      readonly chairId: string;
      readonly planId: string;
      /** Though it was planned on another chair or another day. */
      readonly confirmed?: boolean;
    },
    ack: Ack<{ readonly visitId: string }>,
  ) => void;
}
