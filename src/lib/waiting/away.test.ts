import { expect, test } from 'vitest';
import type { WaitingVisit } from '#protocol/screen-events.ts';
import { emergenciesAway } from './away.ts';

const waits = (visitId: string, chairId: string, emergencySince?: number): WaitingVisit => ({
  ...{ visitId, chairId, since: 1, patient: { patientId: 'p', name: 'Dana Marlow', birthDate: '1986-03-14' } },
  ...(emergencySince !== undefined && { emergencySince }),
});
const chairs = [
  { chairId: 'c1', name: '1' },
  { chairId: 'c2', name: 'Garden' },
];
const site = (...waiting: readonly WaitingVisit[]) => ({ chairs, waiting });

test('UI-311 those in an emergency alone, the older first, by the chair and no name', () => {
  const away = emergenciesAway(site(waits('v1', 'c1', 9), waits('v2', 'c2', 5), waits('v3', 'c1')), ['v4', null]);
  expect(away).toEqual([
    { visitId: 'v2', since: 5, chair: 'Garden' },
    { visitId: 'v1', since: 9, chair: 'Chair 1' },
  ]);
});
test('UI-311 one that stands on a chair is not said twice; an unknown clinic has none', () => {
  expect(emergenciesAway(site(waits('v1', 'c1', 9)), ['v1'])).toEqual([]);
  expect(emergenciesAway(null, [])).toEqual([]);
});
