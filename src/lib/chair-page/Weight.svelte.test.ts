import '../../app.css';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { fixtures } from '../components/fixtures.ts';
import type { Give } from './give.ts';
import SetUpStep from './SetUpStep.svelte';

beforeEach(() => localStorage.removeItem('vigil.weight-unit'));
afterEach(() => localStorage.removeItem('vigil.weight-unit'));

async function setUp() {
  await page.viewport(1280, 800);
  const view = fixtures['setup']?.view;
  if (!view) throw new Error('no such fixture');
  const { weightKg: _w, doseMgPerKg: _d, doseMg: _m, ...rest } = view.setUp;
  const give = vi.fn<Give>(() => Promise.resolve(null));
  const staff = { name: 'K. Marsh', role: 'nurse' } as const;
  return { screen: await render(SetUpStep, { view: { ...view, setUp: rest }, give, staff }), give };
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
