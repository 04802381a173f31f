import '../../app.css';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ChairView } from '#core/view.ts';
import { fixtures } from '../components/fixtures.ts';
import type { Give } from './give.ts';
import SetUpStep from './SetUpStep.svelte';

beforeEach(() => localStorage.removeItem('vigil.weight-unit'));
afterEach(() => localStorage.removeItem('vigil.weight-unit'));

async function setUp(more: Partial<ChairView> = {}) {
  await page.viewport(1280, 800);
  const view = fixtures['setup']?.view;
  if (!view) throw new Error('no such fixture');
  const { weightKg: _w, doseMgPerKg: _d, doseMg: _m, ...rest } = view.setUp;
  const give = vi.fn<Give>(() => Promise.resolve(null));
  const staff = { name: 'K. Marsh', role: 'nurse' } as const;
  return { screen: await render(SetUpStep, { view: { ...view, setUp: rest, ...more }, give, staff }), give };
}

test('PH-147 entered in pounds it is kept as kg, and the unit stays on this screen', async () => {
  const { screen, give } = await setUp();
  await screen.getByText('lb', { exact: true }).click();
  const field = screen.getByLabelText('Weight', { exact: true });
  await field.fill('176.4');
  await screen.getByLabelText('Lot', { exact: true }).click();
  expect(give).toHaveBeenCalledWith({ type: 'setup:record', setUp: { weightKg: 80.01 } });
  expect(localStorage.getItem('vigil.weight-unit')).toBe('lb');
  await screen.getByText('kg', { exact: true }).first().click();
  await expect.element(field).toHaveValue('80.01');
});

test('UI-312 the weight of the last visit stands under the field with its day, beside what was entered', async () => {
  const at = Date.UTC(2025, 10, 3, 9);
  const { screen } = await setUp({ lastWeight: { kg: 79.5, at }, setUp: { weightKg: 80 } });
  const field = screen.getByLabelText('Weight', { exact: true });
  await expect.element(field).toHaveAccessibleDescription('80.0 kg · 176.4 lb last visit 79.5 kg on 3 Nov 2025');
});
