import '../../app.css';
import { describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { fixtures } from '../components/fixtures.ts';
import { fixtureSound } from '../components/fixture-sound.ts';
import type { SoundState } from '../sound/page-sound.svelte.ts';
import TopBar from './TopBar.svelte';

const STATES: readonly SoundState[] = ['off', 'asking', 'on', 'unheard', 'blocked'];
const staff = { name: 'Margarethe Okafor-Lindqvist', role: 'provider' } as const;

describe('UI-157 the sound has its place in the top bar', () => {
  test.each([
    [800, 1280],
    [1280, 800],
  ])(
    'UI-157 at %d × %d nothing leaves the page or lies on another, in each state of chair and sound',
    async (width, height) => {
      await page.viewport(width, height);
      for (const [name, { view, now, connection, alone }] of Object.entries(fixtures))
        for (const state of STATES) {
          const where = `${name}, ${state}`;
          const nothing = () => undefined;
          const screen = await render(TopBar, {
            ...{ view, connection, now, staff, demo: true, lostSince: connection === 'lost' ? now - 7_000 : null },
            ...{
              onstaff: nothing,
              onmenu: nothing,
              alone: alone ?? null,
              onalone: nothing,
              sound: fixtureSound(state),
            },
          });
          expect(document.documentElement.scrollWidth, where).toBeLessThanOrEqual(width);
          const boxes = [
            ...screen.container.querySelectorAll<HTMLElement>('.states > *, .states .instead > button, .clock'),
          ]
            .filter((each) => each.offsetParent !== null && !each.classList.contains('visually-hidden'))
            .map((each) => ({ each, box: each.getBoundingClientRect() }))
            .filter(({ box }) => box.width > 1 && box.height > 1);
          for (const { each, box } of boxes) {
            expect(box.right, `${where}: ${each.textContent}`).toBeLessThanOrEqual(width);
            if (each.tagName === 'BUTTON') expect(box.height, where).toBeGreaterThanOrEqual(44);
            for (const { each: other, box: over } of boxes) {
              if (each === other || each.contains(other) || other.contains(each)) continue;
              const apart =
                box.right <= over.left || over.right <= box.left || box.bottom <= over.top || over.bottom <= box.top;
              expect(apart, `${where}: ${each.textContent} on ${other.textContent}`).toBe(true);
            }
          }
          const head = screen.container.querySelector('header')?.getBoundingClientRect();
          expect(head?.height, where).toBeLessThanOrEqual(width > height ? 60 : 160);
          await screen.unmount();
        }
    },
  );
});
