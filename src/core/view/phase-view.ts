/** The phase, the chart's fixed axis and the treatment, as screens show them. */
import { USUAL_SCALES } from '../entry.ts';
import type { Infusion } from '../phase.ts';
import { plannedEndAt, pumpedMs } from '../pump.ts';
import type { Instant } from '../reading.ts';
import { minimumReachedAt, upperMarkAt } from '../recovery-marks.ts';
import type { PhaseView, TimelineView, TreatmentView } from '../view.ts';
import type { VisitState } from '../visit-state.ts';

const MINUTE = 60_000;
/** The axis begins and ends on a ten-minute mark and, when a visit outlasts it, grows by as much at a time. */
const AXIS_STEP_MS = 10 * MINUTE;
/** How long set-up and baseline usually take: where the start is drawn until it has happened. */
const EXPECTED_BEFORE_MS = 20 * MINUTE;

export function phaseView(state: VisitState): PhaseView {
  const { phase, protocol } = state;
  switch (phase.name) {
    case 'baseline':
      return { name: 'baseline', since: phase.since };
    case 'infusion': {
      const { startedAt, plannedMs, pauses } = phase.infusion;
      const last = pauses.at(-1);
      const paused = last && last.to === undefined ? last.from : undefined;
      return {
        name: 'infusion',
        startedAt,
        plannedMs,
        plannedEndAt: plannedEndAt(phase.infusion),
        ...(paused !== undefined && {
          paused: { since: paused, remindAt: paused + protocol.infusion.pauseReminderMs },
        }),
      };
    }
    case 'recovery':
      return {
        name: 'recovery',
        startedAt: phase.recovery.startedAt,
        infusionStartedAt: phase.infusion.startedAt,
        minimumAt: minimumReachedAt(state) ?? phase.recovery.startedAt,
        upperMarkAt: upperMarkAt(state) ?? phase.recovery.startedAt + protocol.recovery.upperMarkMs,
        ...(phase.recovery.decision && { decision: phase.recovery.decision.choice }),
      };
    case 'discharge':
      return {
        name: 'discharge',
        infusionStartedAt: phase.infusion.startedAt,
        infusionEndedAt: phase.end.endedAt,
        monitoringEndedAt: phase.monitoringEndedAt,
        ...(phase.waitingSince !== undefined && { waitingSince: phase.waitingSince }),
      };
    case 'ended':
      return { name: 'ended', endedAt: phase.endedAt, ending: phase.ending };
  }
}

const infusionOf = ({ phase }: VisitState): Infusion | undefined =>
  phase.name === 'baseline' ? undefined : phase.infusion;

export function timelineView(state: VisitState, now: Instant): TimelineView {
  const { phase, protocol, openedAt, setUp } = state;
  const infusion = infusionOf(state);
  const plannedMs = infusion?.plannedMs ?? setUp.plannedMs ?? protocol.infusion.plannedMs;
  const startedAt = infusion?.startedAt ?? openedAt + EXPECTED_BEFORE_MS;
  const endedAt =
    phase.name === 'recovery' || phase.name === 'discharge' || phase.name === 'ended' ? phase.end?.endedAt : undefined;
  const floor = (at: Instant): Instant => Math.floor(at / AXIS_STEP_MS) * AXIS_STEP_MS;
  const ceil = (at: Instant): Instant => Math.ceil(at / AXIS_STEP_MS) * AXIS_STEP_MS;
  const afterwardsMs = protocol.recovery.upperMarkMs + AXIS_STEP_MS;
  const plannedEnd = infusion ? plannedEndAt(infusion) : startedAt + plannedMs;
  const expectedEnd = (endedAt ?? plannedEnd) + afterwardsMs;
  const until = phase.name === 'ended' ? phase.endedAt : now;
  return {
    openedAt,
    ...(infusion && { infusionStartedAt: infusion.startedAt }),
    ...(endedAt !== undefined && { infusionEndedAt: endedAt }),
    ...(phase.name === 'baseline' || phase.name === 'infusion' ? { plannedEndAt: plannedEnd } : {}),
    ...(phase.name === 'discharge' && { monitoringEndedAt: phase.monitoringEndedAt }),
    axisFrom: floor(Math.max(openedAt, startedAt - EXPECTED_BEFORE_MS)),
    axisTo: ceil(Math.max(expectedEnd, until + MINUTE)),
  };
}

/** The estimate is sent as pumped time at an instant: a screen counts on from there while the pump runs. */
export function treatmentView(state: VisitState): TreatmentView {
  const { phase, protocol, setUp } = state;
  const infusion = infusionOf(state);
  const end = phase.name === 'recovery' || phase.name === 'discharge' || phase.name === 'ended' ? phase.end : undefined;
  const lastPause = infusion?.pauses.at(-1);
  const running = phase.name === 'infusion' && (!lastPause || lastPause.to !== undefined);
  // Anchored at the last thing the pump did, so that the view changes only when the pump does.
  const pumpedMsAt = end?.endedAt ?? lastPause?.to ?? lastPause?.from ?? infusion?.startedAt ?? 0;
  return {
    protocolTitle: protocol.title,
    protocolId: protocol.id,
    protocolVersion: protocol.version,
    treatment: protocol.treatment,
    scales: protocol.scales?.on ?? USUAL_SCALES,
    ...(setUp.doseMg !== undefined && { doseMg: setUp.doseMg }),
    ...(infusion &&
      protocol.treatment === 'infusion' && {
        estimate: {
          pumpedMsAt,
          pumpedMs: pumpedMs(infusion, pumpedMsAt),
          running,
          plannedMs: infusion.plannedMs,
        },
      }),
    pauses: infusion?.pauses ?? [],
    devices: infusion?.devices ?? [],
    ...(end && {
      end: {
        endedAt: end.endedAt,
        reason: end.reason,
        ...(end.pumpVolumeMl !== undefined && { pumpVolumeMl: end.pumpVolumeMl }),
      },
    }),
  };
}
