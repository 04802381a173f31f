import '../../app.css';
import { createRawSnippet } from 'svelte';
import { describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Refusal } from '#core/refusal.ts';
import { NOW, tileOf } from '../../../tests/support/tiles.ts';
import { fixtureSound } from '../components/fixture-sound.ts';
import StationHeader from './StationHeader.svelte';
import StationSound from './StationSound.svelte';
import Tile from './Tile.svelte';

async function header(changes: Partial<Parameters<typeof StationSound>[1]> = {}, refusal: Refusal | null = null) {
  await page.viewport(1920, 1080);
  const onlisten = vi.fn(() => Promise.resolve(refusal));
  const onleave = vi.fn(() => Promise.resolve(refusal));
  const props = { sound: fixtureSound('on'), watched: true, leftMs: 0, listens: false, name: 'M. Osei' };
  const screen = await render(StationSound, { ...props, onlisten, onleave, ...changes });
  return { screen, onlisten, onleave };
}

describe('UI-158 the station says whether it sounds and who listens', () => {
  test('UI-158 silent: one tap turns it on; then it asks', async () => {
    const turnOn = vi.fn();
    const { screen } = await header({ sound: fixtureSound('off', { turnOn }) });
    await screen.getByRole('button', { name: /No sound: turn it on/ }).click();
    expect(turnOn).toHaveBeenCalledOnce();
    await screen.unmount();
    const answer = vi.fn();
    const { screen: asking } = await header({ sound: fixtureSound('asking', { answer }) });
    await asking.getByRole('button', { name: 'Yes' }).click();
    expect(answer).toHaveBeenCalledExactlyOnceWith(true);
  });
  test('UI-158 I listen here, and how long', async () => {
    const { screen, onlisten } = await header();
    await screen.getByRole('button', { name: /I listen here.*nobody listens/ }).click();
    expect(onlisten).toHaveBeenCalledOnce();
    await screen.unmount();
    const { screen: listening, onleave } = await header({ leftMs: 6 * 60_000 + 1, listens: true });
    await listening.getByRole('button', { name: /M. Osei listens.*7 min left/ }).click();
    expect(onleave).toHaveBeenCalledOnce();
  });
  test('UI-158 what the clinic does not know of is not claimed', async () => {
    const { screen } = await header({ leftMs: 60_000, listens: false });
    await expect.element(screen.getByRole('button', { name: /I listen here/ })).toBeVisible();
  });
  test('UI-158 a refusal is a sentence beside it', async () => {
    const { screen } = await header({}, { code: 'unavailable', message: 'No connection: nothing was sent.' });
    await screen.getByRole('button', { name: /I listen here/ }).click();
    await expect.element(screen.getByText('No connection: nothing was sent.')).toBeVisible();
  });
});

test.each<[is: string, sound: Parameters<typeof fixtureSound>, words: RegExp]>([
  ['what is lost can be paused', ['on', { isLost: true }], /Pause sound 2:00/],
  ['its pause counts down', ['on', { lostPausedMs: 119_000 }], /Sound paused 1:59/],
  ['a silent one can be turned on', ['off'], /No sound: turn it on/],
  ['there is nobody to listen to', ['on'], /Sound here/],
])('UI-162 without a connection: %s', async (_, sound, words) => {
  const { screen } = await header({ sound: fixtureSound(...sound), lost: true });
  expect(screen.getByRole('group').element().textContent).toMatch(words);
  await expect.element(screen.getByRole('button', { name: /listen/ })).not.toBeInTheDocument();
});

describe('UI-159 a tile says where its chair sounds, if not there', () => {
  test.each([
    [{ chair: 'sounds', station: 'listens', who: 'chair' }, 'Watching'],
    [{ chair: 'quiet', station: 'listens', who: 'both' }, 'Sound here'],
    [{ chair: 'cannot', station: 'listens', who: 'station' }, 'Chair mute, sound here'],
    [{ chair: 'absent', station: 'listens', who: 'station' }, 'No screen, sound here'],
    [{ chair: 'cannot', station: 'absent', who: 'nobody' }, 'No sound'],
    [{ chair: 'absent', station: 'absent', who: 'nobody' }, 'No screen, no sound'],
  ] as const)('UI-159 %o', async (sound, words) => {
    const tile = tileOf(4, { sound: { ...sound, since: NOW } });
    const screen = await render(Tile, { tile, now: NOW, onopen: () => undefined });
    await expect.element(screen.getByText(words, { exact: true })).toBeInTheDocument();
  });
});

describe('UI-158 the header stays one line', () => {
  const snippet = (html: string) => createRawSnippet(() => ({ render: () => html }));
  test.each([1280, 1920])(
    'UI-158 at %d px wide, asking and silent, nothing leaves its 72 px and each target has 44',
    async (width) => {
      for (const state of ['asking', 'off', 'on'] as const) {
        await page.viewport(width, 800);
        const sound = await render(StationSound, {
          ...{ sound: fixtureSound(state), watched: true, leftMs: 500_000, listens: true, name: 'M. Osei' },
          ...{ onlisten: () => Promise.resolve(null), onleave: () => Promise.resolve(null) },
        });
        const inner = sound.container.innerHTML;
        await sound.unmount();
        const counts = ['infusion', 'recovery', 'before', 'discharge', 'free'].map((of) => ({ count: 1, of }));
        const screen = await render(StationHeader, {
          ...{ siteName: 'Vigil demo clinic', isDemo: true, counts, staff: null, isPrivate: false, now: NOW },
          ...{ onstaff: () => undefined, onprivacy: () => undefined, sound: snippet(`<div>${inner}</div>`) },
          day: snippet('<button style="padding:0 16px">Close the day</button>'),
        });
        const box = screen.container.querySelector('header')?.getBoundingClientRect();
        expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
        for (const each of screen.container.querySelectorAll('.right :is(button, p, .clock)')) {
          const { top, bottom, height } = each.getBoundingClientRect();
          expect(bottom - top, `${state}: ${each.textContent}`).toBeLessThanOrEqual(72);
          if (each.tagName === 'BUTTON' && !each.hasAttribute('style')) expect(height).toBeGreaterThanOrEqual(44);
        }
        expect(box?.right).toBeLessThanOrEqual(width);
        await screen.unmount();
      }
    },
  );
});
