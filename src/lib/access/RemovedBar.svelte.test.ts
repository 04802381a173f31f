import '../../app.css';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import RemovedBar from './RemovedBar.svelte';

test('UI-367 a screen without a place that goes on watching says so, and is left by a second tap', async () => {
  const onleave = vi.fn();
  const screen = await render(RemovedBar, { onleave });
  await expect.element(screen.getByText('This screen has no place in the clinic any more')).toBeVisible();
  await screen.getByRole('button', { name: 'Leave' }).click();
  expect(onleave).not.toHaveBeenCalled();
  await screen.getByRole('button', { name: 'Stop watching here' }).click();
  expect(onleave).toHaveBeenCalledOnce();
});
