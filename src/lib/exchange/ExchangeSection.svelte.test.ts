import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { exchangeShown } from '../gallery/fixture-exchange.ts';
import ExchangeSection from './ExchangeSection.svelte';

async function section(state = '') {
  await page.viewport(1100, 900);
  const ask = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const again = vi.fn<() => Promise<void>>(() => Promise.resolve());
  const screen = await render(ExchangeSection, { props: { shown: { ...exchangeShown(state), ask, again } } });
  const text = () => (screen.container.textContent ?? '').replace(/\s+/g, ' ');
  return { screen, ask, again, text };
}

describe('REC-161 what was sent, for an administrator', () => {
  test('REC-161 where to, what waits and why, what was sent last, what somebody must see to', async () => {
    const { text } = await section();
    for (const part of [
      ...['https://fhir.example.org/r4', '2 visits', 'It answered 503.', '214 visits in all'],
      ...['1 visit: somebody must see to it', 'It answered 422: Patient … is merged into another: ask the registry.'],
    ])
      expect(text(), part).toContain(part);
  });
  test.each([
    ['empty', 'None yet'],
    ['none', 'visits are sent nowhere'],
    ['loading', 'Looking what was sent'],
    ['refused', 'Vigil did not answer'],
  ])('REC-161 %s: %s', async (state, words) => {
    expect((await section(state)).text()).toContain(words);
  });
  test('REC-161 “Try again” asks for it, and only where something waits', async () => {
    const { screen, again } = await section();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(again).toHaveBeenCalledOnce();
    const idle = await section('empty');
    await expect.element(idle.screen.getByRole('button', { name: 'Try again' }).last()).toBeDisabled();
  });
});
