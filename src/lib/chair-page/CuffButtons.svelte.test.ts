import '../../app.css';
import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { CuffControlView } from '#core/view.ts';
import type { Refusal } from '#core/refusal.ts';
import CuffButtons from './CuffButtons.svelte';
import type { Give } from './give.ts';

const ready: CuffControlView = { canMeasure: true, canStop: false };

async function show(control: CuffControlView, answer: Refusal | null = null) {
  const give = vi.fn<Give>(() => Promise.resolve(answer));
  const screen = await render(CuffButtons, { props: { control, give } });
  // A refusal floats over what stands above the buttons.
  screen.container.setAttribute('style', 'position: relative; margin-top: 200px');
  return { give, screen };
}

test('UI-126 one tap measures, and one tap stops without being asked', async () => {
  const { give, screen } = await show(ready);
  await userEvent.click(screen.getByRole('button', { name: 'Measure now' }));
  expect(give).toHaveBeenLastCalledWith({ type: 'cuff:measure' });
  await screen.rerender({ control: { canMeasure: false, canStop: true, cause: 'person' }, give });
  await userEvent.click(screen.getByRole('button', { name: 'Stop the cuff' }));
  expect(give).toHaveBeenLastCalledWith({ type: 'cuff:stop' });
  expect(screen.getByRole('button', { name: 'Measure now' }).query()).toBeNull();
});

test('UI-127 a tap that is refused says why in place', async () => {
  const message = 'The cuff rests 30 s between two measurements: try again in 12 s.';
  const { screen } = await show({ ...ready, canMeasure: false }, { code: 'conflict', message });
  await userEvent.click(screen.getByRole('button', { name: 'Measure now' }));
  await expect.element(screen.getByRole('alert')).toMatchTextContent(message);
});

test('UI-127 how long it still rests is said no longer than it is so', async () => {
  const message = 'The cuff rests 30 s between two measurements: try again in 12 s.';
  const { give, screen } = await show({ ...ready, canMeasure: false }, { code: 'conflict', message });
  await userEvent.click(screen.getByRole('button', { name: 'Measure now' }));
  await expect.element(screen.getByRole('alert')).toMatchTextContent('12 s');
  await screen.rerender({ control: ready, give });
  await expect.poll(() => screen.getByRole('alert').query()).toBeNull();
});

test('UI-127 what the cuff refused stands there until it is read; a new refusal shows again', async () => {
  const refused = { reason: 'The cuff did not answer.', at: 1000 };
  const { give, screen } = await show({ ...ready, refused });
  await expect.element(screen.getByRole('alert')).toMatchTextContent(refused.reason);
  await userEvent.click(screen.getByRole('button', { name: 'OK' }));
  expect(screen.getByRole('alert').query()).toBeNull();
  await screen.rerender({ control: { ...ready, refused: { reason: 'Too late.', at: 2000 } }, give });
  await expect.element(screen.getByRole('alert')).toMatchTextContent('Too late.');
});
