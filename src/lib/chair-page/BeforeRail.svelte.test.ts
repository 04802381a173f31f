import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { ChairView } from '#core/view.ts';
import { fixtures } from '../components/fixtures.ts';
import BeforeRail from './BeforeRail.svelte';
import type { Give } from './give.ts';

const FULL: ChairView['setUp'] = {
  ...{ weightKg: 80, doseMgPerKg: 0.5, doseMg: 40, concentrationMgPerMl: 10, ivSite: 'left forearm' },
  ...{ cuffArm: 'right', oximeterHand: 'left', nurseName: 'K. Marsh', providerName: 'Dr. Ruiz' },
  ride: { name: 'J. Marlow', phone: '555 0132' },
};

/** All but one field is filled; `complete` is what the server answers. */
async function almostFull() {
  await page.viewport(1280, 1600);
  const view = fixtures['setup']?.view;
  if (!view) throw new Error('no such fixture');
  const { weightKg: _, ...rest } = FULL;
  const give = vi.fn<Give>(() => Promise.resolve(null));
  const staff = { name: 'K. Marsh', role: 'nurse' } as const;
  const props = { give, staff };
  const screen = await render(BeforeRail, { ...props, view: { ...view, baseline: null, setUp: rest } });
  const complete = () => screen.rerender({ ...props, view: { ...view, baseline: null, setUp: FULL } });
  const step = (name: RegExp) => screen.getByRole('button', { name });
  const isOpen = (name: RegExp, open: boolean) =>
    expect.element(step(name)).toHaveAttribute('aria-expanded', String(open));
  return { screen, complete, step, isOpen };
}

test('UI-313 a step that is done stays open while somebody writes in it, and hands over once they have left', async () => {
  const { screen, complete, isOpen } = await almostFull();
  await screen.getByLabelText('Weight', { exact: true }).fill('80');
  await screen.getByLabelText('Dose by weight', { exact: true }).click();
  await complete();
  await expect.element(screen.getByText('10 of 10')).toBeVisible();
  await isOpen(/Set-up/, true);
  await userEvent.keyboard('0.6');
  await expect.element(screen.getByLabelText('Dose by weight', { exact: true })).toHaveValue('0.50.6');
  for (let i = 0; i < 40 && document.activeElement?.closest('section.open'); i += 1) await userEvent.tab();
  await isOpen(/Set-up/, false);
  await isOpen(/Baseline/, true);
});
test('UI-313 who has left it by then finds the next one open; a tap on another step is that step', async () => {
  const { screen, complete, step, isOpen } = await almostFull();
  await screen.getByLabelText('Weight', { exact: true }).fill('80');
  await step(/Start/).click();
  await isOpen(/Start/, true);
  await complete();
  await isOpen(/Baseline/, true);
});
test('UI-313 nothing moves while a finger is down', async () => {
  const { complete, isOpen } = await almostFull();
  window.dispatchEvent(new PointerEvent('pointerdown'));
  await complete();
  await isOpen(/Set-up/, true);
  window.dispatchEvent(new MouseEvent('click'));
  await isOpen(/Baseline/, true);
});
