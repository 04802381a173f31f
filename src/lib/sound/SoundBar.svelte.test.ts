import '../../app.css';
import { describe, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { fixtureSound } from '../components/fixture-sound.ts';
import type { SoundState } from './page-sound.svelte.ts';
import SoundBar from './SoundBar.svelte';
import SoundDialog from './SoundDialog.svelte';

describe('UI-145 the bar of a screen that makes no sound', () => {
  test.each<[SoundState, string, string]>([
    ['off', 'This screen makes no sound', 'Turn the sound on'],
    ['unheard', 'This screen was not heard', 'Try again'],
    ['blocked', 'The sound of this screen was taken away', 'Turn the sound on'],
  ])('UI-145 %s: says so, and one tap turns it on', async (state, words, button) => {
    const turnOn = vi.fn();
    const screen = await render(SoundBar, { sound: fixtureSound(state, { turnOn }), watched: true });
    await expect.element(screen.getByRole('status')).toMatchTextContent(words);
    await screen.getByRole('button', { name: button }).click();
    expect(turnOn).toHaveBeenCalledOnce();
  });
  test('UI-145 loud while a visit is watched, quiet while the chair is free, away while it can be heard', async () => {
    const ground = (of: Element | null): string => (of ? getComputedStyle(of).backgroundColor : '');
    const loud = await render(SoundBar, { sound: fixtureSound('off'), watched: true });
    const quiet = await render(SoundBar, { sound: fixtureSound('off'), watched: false });
    expect(ground(quiet.container.querySelector('section'))).toBe('rgba(0, 0, 0, 0)');
    expect(ground(loud.container.querySelector('section'))).not.toBe('rgba(0, 0, 0, 0)');
    const on = await render(SoundBar, { sound: fixtureSound('on'), watched: true });
    expect(on.container.querySelector('section')).toBeNull();
  });
});

describe('UI-146 did you hear it in the room?', () => {
  test.each([
    ['Yes', true],
    ['No', false],
  ])('UI-146 %s, in one tap, with the seconds that are left', async (name, heard) => {
    const answer = vi.fn();
    const screen = await render(SoundBar, { sound: fixtureSound('asking', { answer }), watched: true });
    await expect.element(screen.getByRole('region')).toMatchTextContent('24 s');
    await screen.getByRole('button', { name }).click();
    expect(answer).toHaveBeenCalledExactlyOnceWith(heard);
  });
});

test('UI-146 turned on in the dialog it is asked there: what lies under a dialog cannot be answered', async () => {
  const answer = vi.fn();
  const screen = await render(SoundDialog, { open: true, sound: fixtureSound('asking', { answer }) });
  await expect.element(screen.getByRole('group', { name: 'Heard or not' })).toMatchTextContent('24 s');
  await screen.getByRole('button', { name: 'Yes' }).click();
  expect(answer).toHaveBeenCalledExactlyOnceWith(true);
});

test('UI-148 a screen that may fall asleep says so while a visit is watched, until it was read', async () => {
  const sound = fixtureSound('on', { mayFallAsleep: true });
  const screen = await render(SoundBar, { sound, watched: true });
  await expect.element(screen.getByRole('status')).toMatchTextContent('may fall asleep');
  await screen.getByRole('button', { name: 'Seen' }).click();
  await expect.element(screen.getByRole('status')).not.toBeInTheDocument();
  const free = await render(SoundBar, { sound, watched: false });
  expect(free.container.querySelector('section')).toBeNull();
});

test('UI-147 how loud: four steps, none of them silent, each heard as it is chosen', async () => {
  const setVolume = vi.fn();
  const play = vi.fn();
  const screen = await render(SoundDialog, { open: true, sound: fixtureSound('on', { setVolume, play }) });
  await screen.getByText('Soft', { exact: true }).click();
  expect(setVolume).toHaveBeenCalledExactlyOnceWith(0.3);
  expect(play).toHaveBeenCalledOnce();
});
