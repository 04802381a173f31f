import '../../app.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { fixtures } from '../components/fixtures.ts';
import { fixtureTrend } from '../components/fixture-trend.ts';
import ChairPane from './ChairPane.svelte';

test('UI-196 the opened chair links to the phone page of its visit', async () => {
  await page.viewport(1920, 1080);
  const { view, now } = fixtures['calm'] ?? {};
  if (!view || now === undefined) throw new Error('no fixture');
  const screen = await render(ChairPane, {
    view,
    series: fixtureTrend(view, now),
    status: 'ready',
    now,
    lost: false,
    isPrivate: false,
    give: () => Promise.resolve(null),
    onclose: () => undefined,
  });
  await expect.element(screen.getByRole('link', { name: 'Phone page' })).toHaveAttribute('href', '/phone/c3?visit=v3');
});
