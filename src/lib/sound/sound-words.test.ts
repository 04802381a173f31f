import { describe, expect, test } from 'vitest';
import type { SoundView } from '#core/view.ts';
import { alertOf, NOW } from '../../../tests/support/tiles.ts';
import type { SoundState } from './page-sound.svelte.ts';
import { alertSoundWords, canPause, chairSoundLines, pausedMs } from './sound-words.ts';

const view = (who: SoundView['who'], station: SoundView['station'] = 'listens'): SoundView => ({
  chair: who === 'both' ? 'quiet' : who === 'chair' ? 'sounds' : 'cannot',
  station,
  who,
  since: NOW,
});

describe('UI-157 the top bar says who has the sound', () => {
  test.each<[SoundState, SoundView | undefined, string, string]>([
    ['on', view('chair'), 'Sound here', 'station listens'],
    ['asking', view('chair', 'absent'), 'Sound here', 'none at station'],
    ['on', view('both'), 'Quiet chair', 'station sounds'],
    ['on', undefined, 'Sound here', 'by this screen'],
    ['off', view('chair'), 'No sound', 'another screen'],
    ['unheard', view('station'), 'No sound', 'station sounds'],
    ['blocked', view('nobody'), 'No sound', 'nobody can hear'],
    ['off', undefined, 'No sound', 'on this screen'],
  ])('UI-157 %s: %#', (state, sound, text, note) => {
    expect(chairSoundLines(state, sound)).toMatchObject({ text, note });
  });
});

test.each([
  ['in force', view('both'), 'Quiet chair', 'station sounds'],
  ['not yet', view('chair', 'absent'), 'Sound here', 'quiet chair waits'],
] as const)('UI-292 a quiet chair that was asked for, %s', (_, sound, text, note) => {
  expect(chairSoundLines('on', { ...sound, quietAsked: true })).toMatchObject({ text, note });
});

describe('UI-157 an alert says where it sounds', () => {
  const medium = alertOf({ alertId: 'm' });
  const high = alertOf({ alertId: 'h', priority: 'high' });
  test.each([
    [medium, view('chair'), true, 'sounds here'],
    [{ ...medium, escalatedTo: 'station' as const }, view('chair'), true, 'sounds here and at the station'],
    [{ ...medium, escalatedTo: 'station' as const }, view('chair', 'absent'), true, 'sounds here'],
    [medium, view('both'), true, 'sounds at the station'],
    [high, view('both'), true, 'sounds here and at the station'],
    [medium, view('station'), false, 'sounds at the station'],
    [medium, view('nobody'), false, 'nobody can hear it'],
    // Its own text says it.
    [alertOf({ alertId: 'n', kind: 'nobody-listening' as const, priority: 'high' }), view('nobody'), false, ''],
    [medium, view('chair'), false, 'sounds on another screen here'],
    [medium, undefined, true, 'sounds here'],
    [medium, undefined, false, 'no sound here'],
    [alertOf({ alertId: 'l', priority: 'low' }), view('chair'), true, ''],
    [{ ...medium, acknowledged: { byName: 'K', at: NOW, place: 'chair' as const } }, view('chair'), true, ''],
  ])('UI-157 %#: %o', (alert, sound, here, words) => {
    expect(alertSoundWords(alert, sound, here, NOW)).toBe(words);
  });
});

describe('UI-156 what can be paused', () => {
  test.each([
    ['a medium alert', {}, true, 0],
    ['paused now', { audioPausedUntil: NOW + 103_000 }, false, 103_000],
    ['its pause is over', { audioPausedUntil: NOW }, true, 0],
    ['a BP that waits silently for its repeat', { waitingUntil: NOW + 1 }, false, 0],
    ['an advisory', { priority: 'low' as const }, false, 0],
  ])('UI-156 %s', (_, changes, can, left) => {
    const alert = alertOf({ alertId: 'a', ...changes });
    expect([canPause(alert, NOW), pausedMs(alert, NOW)]).toEqual([can, left]);
  });
});
