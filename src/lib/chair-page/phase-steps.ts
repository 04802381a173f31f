/** The four steps of a visit with their times, for the stepper. */
import type { Instant } from '#core/reading.ts';
import type { ChairView } from '#core/view.ts';
import { elapsed, inWords, left } from '../components/format.ts';

export interface PhaseStep {
  readonly name: string;
  readonly state: 'done' | 'now' | 'ahead';
  readonly passed?: string;
  readonly of?: string;
  readonly rest?: string;
  /** 0–1. */
  readonly progress: number;
  /** A mark on the way, 0–1. */
  readonly tick?: number;
}

const within = (share: number): number => Math.min(1, Math.max(0, share));

export function phaseSteps(view: ChairView | null, now: Instant): readonly PhaseStep[] {
  const infusion = view?.treatment?.treatment === 'administration' ? 'Administration' : 'Infusion';
  const names = ['Before', infusion, 'Recovery', 'Discharge'] as const;
  const running = runningStep(view, now);
  return names.map((name, index): PhaseStep => {
    if (running && index === running.index) return { name, state: 'now', ...running.step };
    const done = running !== undefined && index < running.index;
    const took = done && index === 1 ? infusionTook(view) : undefined;
    return { name, state: done ? 'done' : 'ahead', progress: 0, ...(took ? { of: took } : {}) };
  });
}

function infusionTook(view: ChairView | null): string | undefined {
  const timeline = view?.timeline;
  if (timeline?.infusionStartedAt === undefined || timeline.infusionEndedAt === undefined) return undefined;
  return elapsed(timeline.infusionEndedAt - timeline.infusionStartedAt);
}

interface Running {
  readonly index: number;
  readonly step: Omit<PhaseStep, 'name' | 'state'>;
}

function runningStep(view: ChairView | null, now: Instant): Running | undefined {
  const phase = view?.phase;
  switch (phase?.name) {
    case undefined:
      return undefined;
    case 'baseline':
      return { index: 0, step: { passed: elapsed(now - phase.since), progress: 0 } };
    case 'infusion': {
      if (view?.treatment?.treatment === 'administration') {
        return { index: 1, step: { passed: elapsed(now - phase.startedAt), progress: 1 } };
      }
      const over = now - phase.plannedEndAt;
      // The planned end moves by each pause, so what is left does not shrink while the pump stands still.
      const rest = phase.paused
        ? `paused ${elapsed(now - phase.paused.since)}`
        : over > 0
          ? `${elapsed(over)} over`
          : `${left(-over)} left`;
      return {
        index: 1,
        step: {
          passed: elapsed(now - phase.startedAt),
          of: `of ${elapsed(phase.plannedMs)}`,
          rest,
          progress: within((now - phase.startedAt) / (phase.plannedEndAt - phase.startedAt)),
        },
      };
    }
    case 'recovery': {
      const whole = phase.upperMarkAt - phase.startedAt;
      const minimum = phase.minimumAt - phase.startedAt;
      return {
        index: 2,
        step: {
          passed: elapsed(now - phase.startedAt),
          of: `${elapsed(minimum)} at least`,
          rest:
            now < phase.upperMarkAt
              ? `upper mark ${elapsed(whole)}`
              : `${elapsed(now - phase.upperMarkAt)} past the mark`,
          progress: within((now - phase.startedAt) / whole),
          ...(minimum < whole ? { tick: within(minimum / whole) } : {}),
        },
      };
    }
    case 'discharge': {
      const rest =
        phase.waitingSince === undefined ? undefined : `waiting for the ride ${inWords(now - phase.waitingSince)}`;
      return {
        index: 3,
        step: { passed: elapsed(now - phase.monitoringEndedAt), progress: 0, ...(rest ? { rest } : {}) },
      };
    }
    case 'ended':
      return { index: 4, step: { progress: 0 } };
  }
}
