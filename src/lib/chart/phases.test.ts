import { describe, expect, test } from 'vitest';
import type { TimelineView } from '#core/view.ts';
import { phaseSpans } from './phases.ts';

const MINUTE = 60_000;
const timeline = (changes: Partial<TimelineView>): TimelineView => ({
  openedAt: 0,
  axisFrom: 0,
  axisTo: 100 * MINUTE,
  ...changes,
});

describe('UI-53 phases on the chart', () => {
  test('UI-53 before the start nothing is shaded and nothing is planned', () => {
    expect(phaseSpans(timeline({ plannedEndAt: 60 * MINUTE }), 'infusion', 5 * MINUTE)).toEqual([
      { name: 'Before', state: 'now', from: 0, to: 5 * MINUTE, isShaded: false },
    ]);
  });
  test('UI-53 the infusion is shaded as far as it happened; recovery is planned', () => {
    const spans = phaseSpans(
      timeline({ infusionStartedAt: 20 * MINUTE, plannedEndAt: 60 * MINUTE }),
      'infusion',
      43 * MINUTE,
    );
    expect(spans[1]).toEqual({ name: 'Infusion', state: 'now', from: 20 * MINUTE, to: 43 * MINUTE, isShaded: true });
    expect(spans[2]).toEqual({ name: 'Recovery, planned', state: 'planned', from: 60 * MINUTE, isShaded: false });
  });
  test('UI-53 past the planned end, recovery is planned from now on, never in the past', () => {
    const spans = phaseSpans(
      timeline({ infusionStartedAt: 20 * MINUTE, plannedEndAt: 60 * MINUTE }),
      'infusion',
      66 * MINUTE,
    );
    expect(spans[2]?.from).toBe(66 * MINUTE);
  });
  test('UI-53 each phase ends where the next began', () => {
    const spans = phaseSpans(
      timeline({
        infusionStartedAt: 20 * MINUTE,
        infusionEndedAt: 61 * MINUTE,
        monitoringEndedAt: 85 * MINUTE,
      }),
      'administration',
      90 * MINUTE,
    );
    expect(spans.map(({ name, state, from, to }) => [name, state, from / MINUTE, (to ?? 0) / MINUTE])).toEqual([
      ['Before', 'past', 0, 20],
      ['Administration', 'past', 20, 61],
      ['Recovery', 'past', 61, 85],
      ['Discharge', 'now', 85, 90],
    ]);
  });
});
