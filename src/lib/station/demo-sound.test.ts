import { describe, expect, test } from 'vitest';
import type { SoundView } from '#core/view.ts';
import { freeTile, NOW, tileOf } from '../../../tests/support/tiles.ts';
import { demoSound, footSound } from './foot-look.ts';

const sound = (chair: SoundView['chair'], who: SoundView['who']): SoundView => ({
  chair,
  station: 'absent',
  who,
  since: NOW,
});
const absent = tileOf(1, { sound: sound('absent', 'nobody') });

describe('UI-161 a demo’s chairs have no tablets', () => {
  test('UI-161 a tile does not miss the screen of its chair; a page that is there and silent it says', () => {
    expect(footSound(absent)?.text).toBe('No screen, no sound');
    expect(footSound(absent, false)).toBeUndefined();
    expect(footSound(tileOf(1, { sound: sound('absent', 'station') }), false)).toBeUndefined();
    expect(footSound(tileOf(1, { sound: sound('cannot', 'nobody') }), false)?.text).toBe('No sound');
  });
  test.each([
    [false, /nothing sounds until you turn the sound on/],
    [true, /their alerts sound here/],
  ])('UI-161 it is said once, and what to do: station can sound %s', (canSound, words) => {
    expect(demoSound([freeTile(2), absent], canSound)).toMatch(words);
  });
  test('UI-161 not of free chairs, nor where each chair has its page', () => {
    const free = { ...freeTile(2), sound: sound('absent', 'nobody') };
    expect(demoSound([free, tileOf(1, { sound: sound('sounds', 'chair') })], false)).toBeNull();
  });
});
