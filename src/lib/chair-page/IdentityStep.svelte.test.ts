import '../../app.css';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { ReadinessView } from '#core/view.ts';
import { calm } from '../components/fixture-calm.ts';
import { PLANNED_HERE, type PlannedHere } from '../schedule/planned-here.ts';
import IdentityStep from './IdentityStep.svelte';

const rosa = { patientId: 'p2', name: 'Rosa Marlow', birthDate: '1990-02-01' };
const readiness: ReadinessView = {
  ...{ missing: [], warnings: [], namesakes: 1, gate: 'no-bp', gateMessage: '' },
  ...{ baselineReady: false, baselineMissing: [] },
};

test.each([
  [true, 'Another patient of today has the same surname: compare the birth date.'],
  [false, 'Called alike today: Rosa Marlow, born 1 Feb 1990. Compare the birth date.'],
])('UI-321 who is called alike is named to named people, told to all (nobody named: %s)', async (nobody, words) => {
  const namesakes = vi.fn(() => Promise.resolve([rosa]));
  const here: PlannedHere = {
    plans: [],
    nobody,
    now: 0,
    begin: () => Promise.resolve(null),
    namesakes,
    earlierVisits: () => Promise.resolve(null),
  };
  const view = { ...calm, visitId: 'v1', readiness, identity: null };
  const props = { view, give: () => Promise.resolve(null) };
  const screen = await render(IdentityStep, { props, context: new Map([[PLANNED_HERE, here]]) });
  await expect.element(screen.getByText(words)).toBeVisible();
  expect(namesakes).toHaveBeenCalledTimes(nobody ? 0 : 1);
});
