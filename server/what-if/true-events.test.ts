/** The true events of a what-if against those of the alarm study, which reads the published limits by hand and shares no code. */
import { describe, expect, test } from 'vitest';
import type { VisitEvent, VisitEventBody } from '#core/event.ts';
import type { Baseline } from '#core/phase.ts';
import { publishedProtocols } from '#core/protocols/published.ts';
import type { Reading } from '#core/reading.ts';
import { evolve } from '#core/visit.ts';
import type { VisitState } from '#core/visit-state.ts';
import { TrueEvents } from '#core/what-if/true-events.ts';
import { limitEvents } from '../study/limit-events.ts';
import type { Sample } from '../study/limits-read.ts';
import { uniform } from '../emulator/noise.ts';

const [protocol] = publishedProtocols;
const resting = { pulse: 72, sbp: 120 };
const baseline: Baseline = {
  ...{ frozenAt: 0, nibpAt: 0, systolicMmHg: resting.sbp, diastolicMmHg: 75, meanMmHg: 90 },
  ...{ spo2Pct: 98, pulseBpm: resting.pulse, oxygenLPerMin: 0 },
};
const actor = { kind: 'system' } as const;

function found(samples: readonly Sample[]): readonly string[] {
  const events = new TrueEvents(protocol);
  let state: VisitState | undefined;
  const fold = (body: VisitEventBody, at: number): void => {
    const event: VisitEvent = { ...body, at, actor };
    state = evolve(state, event);
    events.see(event, state);
  };
  fold({ type: 'visit-opened', visitId: 'v', chairId: 'c', patientId: 'p', protocol }, 0);
  fold({ type: 'baseline-frozen', baseline }, 0);
  fold({ type: 'infusion-started', happenedAt: 0, plannedMs: 7_200_000 }, 0);
  const read = (reading: Reading): void => {
    const source = { deviceId: 'd', epoch: 'e', seq: reading.measuredAt };
    fold({ type: 'reading-recorded', source, reading }, reading.measuredAt);
  };
  for (const { s, spo2, pulse, sbp, dbp } of samples) {
    const taken = { measuredAt: s * 1_000, quality: 'good', causes: [] } as const;
    if (spo2 !== undefined || pulse !== undefined)
      read({
        kind: 'oximetry',
        ...taken,
        ...(spo2 !== undefined && { spo2Pct: spo2 }),
        ...(pulse !== undefined && { pulseBpm: pulse }),
      });
    if (sbp !== undefined && dbp !== undefined) read({ kind: 'nibp', ...taken, systolicMmHg: sbp, diastolicMmHg: dbp });
  }
  return events
    .end()
    .map(({ kind, priority, from, until }) => `${kind} ${priority} ${from / 1_000} to ${until / 1_000}`);
}

/** Values that wander over the limits, with gaps; the same for a seed. */
function wandering(seed: number): readonly Sample[] {
  let [spo2, pulse] = [96, 90];
  return Array.from({ length: 1_500 }, (_, s): Sample => {
    const draw = (key: string): number => uniform(seed, key, s);
    spo2 = Math.min(100, Math.max(78, spo2 + Math.round((draw('spo2') - 0.5) * 4)));
    pulse = Math.min(160, Math.max(34, pulse + Math.round((draw('pulse') - 0.5) * 10)));
    const isAway = uniform(seed, 'away', Math.floor(s / 9)) < 0.08;
    const isBp = s % 150 === 20;
    return {
      s,
      ...(!isAway && { spo2, pulse }),
      ...(isBp && { sbp: Math.round(75 + 120 * draw('sbp')), dbp: 70 }),
    };
  });
}

describe('what a plain reading of the limits calls an event', () => {
  test.each(Array.from({ length: 30 }, (_, seed) => seed))('REC-197 the study finds the same, seed %i', (seed) => {
    const samples = wandering(seed);
    const byHand = limitEvents(samples, resting).map(
      ({ kind, level, onsetS, endS }) => `${kind} ${level} ${onsetS} to ${endS}`,
    );
    expect(found(samples).toSorted()).toEqual(byHand.toSorted());
  });
});
