import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { createRawSnippet } from 'svelte';
import ChairScreen from '../chair-page/ChairScreen.svelte';
import { fixtures } from '../components/fixtures.ts';
import { fixtureSound } from '../components/fixture-sound.ts';
import Unheard from './Unheard.svelte';

const chair = (n: number) => ({ chairId: `c${n}`, name: `Chair ${n}` });

describe('UI-160 a chair that nobody can hear stands on the screens of other places', () => {
  test.each([
    [[chair(3)], 'Nobody can hear Chair 3', 'Open Chair 3', '/chair/c3'],
    [[chair(3), chair(7)], 'Nobody can hear Chair 3, Chair 7', 'Open the station', '/station'],
  ])('UI-160 %#: in red, with the way there', async (chairs, words, to, href) => {
    const screen = await render(Unheard, { chairs });
    await expect.element(screen.getByRole('alert')).toMatchTextContent(words);
    const link = screen.getByRole('link', { name: to });
    await expect.element(link).toHaveAttribute('href', href);
    expect(link.element().getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    const section = screen.container.querySelector('section');
    expect(section && getComputedStyle(section).backgroundColor).toMatch(/^rgb\((208|197), /);
  });
  test('UI-160 nobody is unheard: nothing', async () => {
    const screen = await render(Unheard, { chairs: [] });
    expect(screen.container.querySelector('section')).toBeNull();
  });
  test.each([
    [1280, 800],
    [800, 1280],
  ])('UI-160 at %d × %d it stands on the chair page and covers no number', async (width, height) => {
    await page.viewport(width, height);
    const { view, now } = fixtures['high'] ?? { view: null, now: 0 };
    const answer = vi.fn(() => Promise.resolve(null));
    const screen = await render(ChairScreen, {
      ...{ view, now, connection: 'live' as const, lostSince: null, site: null, staff: null, give: answer },
      ...{ openVisit: answer, sound: fixtureSound('off'), unheard: [chair(3)] },
      trend: createRawSnippet(() => ({ render: () => '<div></div>' })),
    });
    const bar = screen.getByText('Nobody can hear Chair 3').element().closest('section')?.getBoundingClientRect();
    expect(bar?.width).toBeGreaterThan(700);
    for (const kept of screen.container.querySelectorAll('.numeral, .map, .limits, .strip button')) {
      const box = kept.getBoundingClientRect();
      const apart = box.bottom <= (bar?.top ?? 0) || box.top >= (bar?.bottom ?? 0) || box.left >= (bar?.right ?? 0);
      expect(apart, kept.className).toBe(true);
    }
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    // What is beside it gives way, not Emergency.
    expect(document.documentElement.scrollHeight).toBeLessThanOrEqual(height);
  });
});
