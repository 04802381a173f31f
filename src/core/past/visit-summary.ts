/** One line of the history: what a visit that is over was, folded from its events. Readings need not be among them. */
import { PRIORITIES, type Priority } from '../clinical-protocol.ts';
import type { VisitEvent } from '../event.ts';
import type { Ending } from '../phase.ts';
import { NOT_SIGNED } from '../record/sign-off.ts';
import { recordToDo } from '../record/to-do.ts';
import type { RecordToDo } from '../record/to-do.ts';
import type { ImportedFrom, OtherSite } from '../record/visit-record.ts';
import type { Instant } from '../reading.ts';
import { evolve } from '../visit.ts';
import type { VisitState } from '../visit-state.ts';
import { pastAlerts } from './past-alerts.ts';

export interface VisitFacts {
  readonly visitId: string;
  readonly patientId: string;
  /** Where it was, in order; the last is where it ended. */
  readonly chairIds: readonly string[];
  readonly protocolTitle: string;
  readonly treatment: 'infusion' | 'administration';
  readonly openedAt: Instant;
  readonly startedAt?: Instant;
  /** The pump, or the last nasal device's time, was over. */
  readonly treatmentEndedAt?: Instant;
  readonly monitoringEndedAt?: Instant;
  readonly endedAt: Instant;
  readonly ending: Ending;
  /** Each alert once, at the highest priority it reached. */
  readonly alerts: Readonly<Record<Priority, number>>;
  /** Marks of high alerts that ended by themselves and that nobody ever cleared. */
  readonly unreadMarks: number;
  /** What its record waits for. Absent: nothing, it is signed; or it was made of a file. */
  readonly toDo?: RecordToDo;
  /** Made of a file of recorded vitals: nobody gave it in this clinic. */
  readonly imported?: ImportedFrom;
  /** Put in from a file of another clinic. The events do not know it: `visitFacts` leaves it out. */
  readonly broughtFrom?: OtherSite;
}

/** @returns undefined for a visit that is not over. */
export function visitFacts(events: readonly VisitEvent[]): VisitFacts | undefined {
  let state: VisitState | undefined;
  let monitoringEndedAt: Instant | undefined;
  const chairIds: string[] = [];
  for (const event of events) {
    const before: VisitState | undefined = state;
    state = evolve(before, event);
    if (state.chairId !== chairIds.at(-1)) chairIds.push(state.chairId);
    // The phase `ended` does not keep it.
    if (state.phase.name === 'discharge') monitoringEndedAt = state.phase.monitoringEndedAt;
    else if (state.phase.name !== 'ended') monitoringEndedAt = undefined;
  }
  if (state?.phase.name !== 'ended') return undefined;
  const { visitId, patientId, protocol, openedAt, phase, latched, imported, signOff = NOT_SIGNED } = state;
  const toDo = imported ? undefined : recordToDo(signOff, phase.endedAt);
  const alerts = pastAlerts(events, []);
  const count = (priority: Priority): number => alerts.filter((each) => each.priority === priority).length;
  return {
    visitId,
    patientId,
    chairIds,
    protocolTitle: protocol.title,
    treatment: protocol.treatment,
    openedAt,
    ...(phase.infusion && { startedAt: phase.infusion.startedAt }),
    ...(phase.end && { treatmentEndedAt: phase.end.endedAt }),
    ...(monitoringEndedAt !== undefined && { monitoringEndedAt }),
    endedAt: phase.endedAt,
    ending: phase.ending,
    alerts: Object.fromEntries(PRIORITIES.map((each) => [each, count(each)])) as Record<Priority, number>,
    unreadMarks: latched.length,
    ...(toDo && { toDo }),
    ...(imported && { imported }),
  };
}
