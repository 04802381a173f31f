import '../../app.css';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { SCALES, SCALE_RANGE, type Scale } from '#core/entry.ts';
import type { Give } from './give.ts';
import { itemsOf, scoresOf } from './scale-forms.ts';
import ScaleDialog from './ScaleDialog.svelte';
import { When } from './when.svelte.ts';

async function asked(scales: readonly Scale[]) {
  await page.viewport(1280, 800);
  const give = vi.fn<Give>(() => Promise.resolve(null));
  return { screen: await render(ScaleDialog, { open: true, scales, give, when: new When() }), give };
}

test('UI-297 every score of every scale can be given', () => {
  for (const scale of SCALES) {
    const [min, max] = SCALE_RANGE[scale];
    const items = itemsOf(scale);
    if (items) expect(items.reduce((sum, { words }) => sum + words.length - 1, 0)).toBe(max);
    else
      expect(
        scoresOf(scale)
          .map(({ score }) => score)
          .toSorted((a, b) => a - b),
      ).toEqual(Array.from({ length: max - min + 1 }, (_, index) => min + index));
  }
});

test('UI-297 UI-298 MOAA/S alone: each score in words, one tap', async () => {
  const { screen, give } = await asked(['moaas']);
  await expect.element(screen.getByText('only when called loudly, or again')).toBeVisible();
  await screen.getByRole('button', { name: 'MOAA/S 3' }).click();
  expect(give).toHaveBeenCalledWith({
    type: 'entry:record',
    entry: { kind: 'scale', scale: 'moaas', score: 3 },
    minutesAgo: 0,
  });
});

test('UI-297 Aldrete is tapped item by item and recorded with its items, when all are tapped', async () => {
  const { screen, give } = await asked(['nausea', 'aldrete']);
  await screen.getByText('Aldrete', { exact: true }).click();
  await expect.element(screen.getByRole('button', { name: '5 left' })).toBeDisabled();
  for (const name of ['Activity', 'Respiration', 'BP from baseline', 'Consciousness']) {
    const item = screen.getByRole('group', { name });
    await item.getByText('2', { exact: true }).click();
  }
  await screen.getByRole('group', { name: 'SpO₂' }).getByText('1', { exact: true }).click();
  await screen.getByRole('button', { name: 'Record 9' }).click();
  expect(give).toHaveBeenCalledWith({
    type: 'entry:record',
    entry: { kind: 'scale', scale: 'aldrete', score: 9, items: [2, 2, 2, 2, 1] },
    minutesAgo: 0,
  });
});
