/** Six visits of one patient, for the gallery and for tests of what shows them. */
import type { VisitFigures } from '#core/record/visit-figures.ts';
import type { PatientSeries } from '#protocol/series.ts';
import { NOW } from '../components/fixture-calm.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

function visit(index: number, more: Partial<VisitFigures>): PatientSeries['visits'][number] {
  const openedAt = NOW - (40 - index * 3) * DAY;
  return {
    visitId: `series-${index + 1}`,
    protocolTitle: 'IV ketamine, 40 min',
    figures: {
      ...{ protocolId: 'iv-ketamine-40', protocolVersion: 8, treatment: 'infusion', ending: 'home' },
      ...{ openedAt, startedAt: openedAt + 12 * MINUTE, endedAt: openedAt + 84 * MINUTE },
      ...{ weightKg: 70, doseMg: 35, givenMg: 35, plannedMs: 40 * MINUTE, givenMs: 40 * MINUTE },
      baseline: { systolicMmHg: 128, diastolicMmHg: 79, spo2Pct: 98, pulseBpm: 72 },
      ...{ highestBp: { systolicMmHg: 144, diastolicMmHg: 88 }, systolicRiseMmHg: 16, diastolicRiseMmHg: 9 },
      ...{ lowestSpo2: 95, highestPulse: 88, bpCount: 8, bpFailures: 0 },
      ...{ watchedMs: 78 * MINUTE, withoutSignalMs: 1.5 * MINUTE, sideEffects: [] },
      ...{ scores: { dissociation: 5, nausea: 0, moaas: 4 }, interventions: 0 },
      ...{ alerts: { low: 1, medium: 0, high: 0 }, alertsByKind: {}, audibleMs: 0, answers: [] },
      ...{ signOff: 'signed', openOrders: 0 },
      ...more,
    },
  };
}

export const series: PatientSeries = {
  patient: { patientId: 'p1', name: 'Dana Marlow', birthDate: '1986-03-14', recordNumber: '20417' },
  sameNumber: [],
  visits: [
    visit(0, { scores: { dissociation: 7, nausea: 2, moaas: 4 } }),
    visit(1, {
      highestBp: { systolicMmHg: 164, diastolicMmHg: 98 },
      ...{ systolicRiseMmHg: 36, diastolicRiseMmHg: 19, interventions: 1 },
      alerts: { low: 2, medium: 1, high: 0 },
      sideEffects: [
        { effect: 'nausea', worst: 'moderate' },
        { effect: 'dizziness', worst: 'mild' },
      ],
    }),
    visit(2, {
      givenMg: 24.5,
      givenMs: 28 * MINUTE,
      stoppedEarly: true,
      scores: { dissociation: 9, nausea: 6, moaas: 3 },
    }),
    visit(3, { doseMg: 30, givenMg: 30 }),
    visit(4, { doseMg: 30, givenMg: 30, scores: { dissociation: 4 } }),
    visit(5, { doseMg: 30, givenMg: 30, lowestSpo2: 91, alerts: { low: 0, medium: 1, high: 0 } }),
  ],
  total: 6,
  unlisted: 0,
};
