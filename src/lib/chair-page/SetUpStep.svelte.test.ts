import '../../app.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ChairView } from '#core/view.ts';
import { fixtures } from '../components/fixtures.ts';
import SetUpStep from './SetUpStep.svelte';

const FULL: ChairView['setUp'] = {
  ...{ weightKg: 80, doseMgPerKg: 0.5, doseMg: 40, concentrationMgPerMl: 10, ivSite: 'left forearm', lot: 'A1' },
  ...{ cuffArm: 'left', oximeterHand: 'left', nurseName: 'K. Marsh', providerName: 'Dr. Ruiz' },
  ride: { name: 'J. Marlow', phone: '555 0132' },
};
const PLAN = {
  planId: 'a',
  setUp: { weightKg: 80, doseMgPerKg: 0.5, doseMg: 40, ride: FULL.ride! },
  note: 'by the window',
};
const LAST = { kg: 79.5, at: Date.UTC(2025, 10, 3, 9) };
/** px within the rail at 1280 × 800. */
const RAIL = 307;
const WARNED = ['The alarm of this tablet was never tested.'];

test.each<[string, number, Partial<ChairView>]>([
  ['in the rail of a tablet', RAIL, {}],
  ['on a tablet held upright', 752, {}],
  ['planned before', RAIL, { plan: PLAN, lastWeight: LAST }],
  ['planned before, upright', 752, { plan: PLAN, lastWeight: LAST }],
])('UI-429 nothing that is answered moves a field: %s', async (_, width, more) => {
  await page.viewport(width, 1600);
  const view = fixtures['setup']?.view;
  if (!view) throw new Error('no such fixture');
  const props = { give: () => Promise.resolve(null), staff: { name: 'K. Marsh', role: 'nurse' } as const };
  const empty = { ...view, baseline: null, setUp: {}, devices: [], ...more };
  const { rerender, container } = await render(SetUpStep, { ...props, view: empty });
  const places = () =>
    [...container.querySelectorAll<HTMLInputElement | HTMLButtonElement>('input, button')].map((each) => {
      const { x, y, height } = each.getBoundingClientRect();
      return [each.labels?.[0]?.textContent ?? 'a button', x, y, height];
    });
  const before = places();
  expect(before.length).toBeGreaterThan(12);
  await rerender({ ...props, view: { ...empty, setUp: FULL } });
  await expect.element(page.getByText(/80\.0 kg · 176\.4 lb/)).toBeVisible();
  expect(places()).toEqual(before);
  const { devices, readiness } = view;
  await rerender({
    ...props,
    view: { ...empty, devices, readiness: { ...readiness!, warnings: WARNED }, setUp: FULL },
  });
  await expect.element(page.getByText(WARNED[0]!)).toBeVisible();
  expect(places()).toEqual(before);
});
