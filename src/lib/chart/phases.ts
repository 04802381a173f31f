/** The phases of a visit on the chart: shaded where they happened, dashed and grey where they are planned. */
import type { TimelineView, TreatmentView } from '#core/view.ts';

export interface PhaseSpan {
  readonly name: string;
  readonly state: 'past' | 'now' | 'planned';
  readonly from: number;
  /** Absent for a planned one: nothing is drawn right of its start. */
  readonly to?: number;
  readonly isShaded: boolean;
}

const TREATMENT: Readonly<Record<TreatmentView['treatment'], string>> = {
  infusion: 'Infusion',
  administration: 'Administration',
};

/** `now` is clinic time, or the visit's end once it is over. */
export function phaseSpans(
  timeline: TimelineView,
  treatment: TreatmentView['treatment'],
  now: number,
): readonly PhaseSpan[] {
  const { openedAt, infusionStartedAt, infusionEndedAt, plannedEndAt, monitoringEndedAt } = timeline;
  const spans: PhaseSpan[] = [];
  const add = (name: string, from: number, to: number | undefined, isShaded = false): void => {
    spans.push({ name, state: to === undefined ? 'now' : 'past', from, to: to ?? Math.max(from, now), isShaded });
  };
  add('Before', openedAt, infusionStartedAt);
  if (infusionStartedAt !== undefined) add(TREATMENT[treatment], infusionStartedAt, infusionEndedAt, true);
  if (infusionEndedAt !== undefined) add('Recovery', infusionEndedAt, monitoringEndedAt);
  if (monitoringEndedAt !== undefined) add('Discharge', monitoringEndedAt, undefined);
  if (infusionStartedAt !== undefined && infusionEndedAt === undefined && plannedEndAt !== undefined) {
    spans.push({ name: 'Recovery, planned', state: 'planned', from: Math.max(plannedEndAt, now), isShaded: false });
  }
  return spans;
}
