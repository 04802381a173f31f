import '../../app.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { fixtures } from '../components/fixtures.ts';
import BeforeRail from './BeforeRail.svelte';
import { calmLine } from './strip-text.ts';

test('UI-194 a low battery is said before the start: in the strip, in the list above the button, and it stops nobody', async () => {
  await page.viewport(1280, 800);
  const view = fixtures['battery-low']?.view;
  if (!view) throw new Error('no fixture');
  const sentence = /The battery of “Oximeter 3” is low, 12 %: charge it or take another one before the start\./;
  expect(calmLine(view, String)).toMatch(sentence);
  const screen = await render(BeforeRail, { view, give: () => Promise.resolve(null), staff: null });
  const list = screen.getByRole('list', { name: 'Read this before the start' });
  await expect.element(list).toMatchTextContent(sentence);
  await expect.element(screen.getByText('ready, read the warning')).toBeVisible();
  const button = screen.getByRole('button', { name: 'I started the pump' }).element();
  expect(list.element().getBoundingClientRect().bottom).toBeLessThanOrEqual(button.getBoundingClientRect().top);
  expect((button as HTMLButtonElement).disabled).toBe(false);
  await screen.getByRole('button', { name: /^Set-up/ }).click();
  await expect.element(screen.getByText(sentence)).toBeVisible();
});
