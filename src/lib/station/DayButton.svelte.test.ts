import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import DayButton from './DayButton.svelte';

const show = async (answer: Refusal | null, closed?: { readonly byName: string }) => {
  const ask = vi.fn(() => Promise.resolve(answer));
  return { ask, screen: await render(DayButton, { props: { closed, ask } }) };
};

describe('UI-140 the day', () => {
  test('UI-140 is closed in two taps', async () => {
    const { ask, screen } = await show(null);
    await screen.getByRole('button', { name: 'Close the day' }).click();
    expect(ask).not.toHaveBeenCalled();
    await screen.getByRole('button', { name: 'Yes, close the day' }).click();
    expect(ask.mock.calls).toEqual([[{ type: 'day:close' }]]);
  });
  test('UI-140 one tap by mistake is taken back', async () => {
    const { ask, screen } = await show(null);
    await screen.getByRole('button', { name: 'Close the day' }).click();
    await screen.getByRole('button', { name: 'Keep open' }).click();
    await expect.element(screen.getByRole('button', { name: 'Close the day', exact: true })).toBeVisible();
    expect(ask).not.toHaveBeenCalled();
  });
  test('UI-140 a refusal stands there in words', async () => {
    const { screen } = await show({ code: 'conflict', message: 'Not signed off yet: Chair 2.' });
    await screen.getByRole('button', { name: 'Close the day' }).click();
    await screen.getByRole('button', { name: 'Yes, close the day' }).click();
    await expect.element(screen.getByText('Not signed off yet: Chair 2.')).toBeVisible();
  });
  test('UI-140 a closed day says who closed it and is opened in one tap', async () => {
    const { ask, screen } = await show(null, { byName: 'N. Okafor' });
    await expect.element(screen.getByText('by N. Okafor: disarmed')).toBeVisible();
    await screen.getByRole('button', { name: 'Open the day' }).click();
    expect(ask.mock.calls).toEqual([[{ type: 'day:open' }]]);
  });
});
