import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dutyOf, HAND_OVER_MS, LISTENING_MS, whoSounds } from './who-sounds.ts';
import type { Hearing, SoundingScreen, SoundView } from './who-sounds.ts';

const NOW = 1_000_000_000;
const CHAIR = { kind: 'chair', chairId: 'c1' } as const;
const STATION = { kind: 'station' } as const;
/** How long ago: a beat, and one that could sound. */
const screen = (place: SoundingScreen['place'], beatMs: number, soundMs?: number, screenId = 's1'): SoundingScreen => ({
  screenId,
  place,
  beatAt: NOW - beatMs,
  ...(soundMs !== undefined && { soundAt: NOW - soundMs }),
});
const told = (screens: readonly SoundingScreen[], tappedMs?: number, quiet = false, rate = 1): string => {
  const listening = new Map(tappedMs === undefined ? [] : [['s2', NOW - tappedMs]]);
  const hearing: Hearing = { screens, listening, quiet, rate };
  const { chair, station, who } = whoSounds('c1', hearing, NOW);
  return `${chair} ${station} ${who}`;
};
const station = (soundMs = 0) => screen(STATION, soundMs, soundMs, 's2');

describe('who sounds', () => {
  test.each([
    ['nobody is there', [], 'absent absent nobody'],
    ['a chair page that can', [screen(CHAIR, 0, 0)], 'sounds absent chair'],
    ['one whose beat is 2.999 s old', [screen(CHAIR, 2_999, 2_999)], 'sounds absent chair'],
    ['one whose beat is 3 s old', [screen(CHAIR, HAND_OVER_MS, HAND_OVER_MS)], 'absent absent nobody'],
    ['one whose beat is 3.001 s old', [screen(CHAIR, 3_001, 3_001)], 'absent absent nobody'],
    ['it beats and could sound 2.999 s ago', [screen(CHAIR, 0, 2_999)], 'sounds absent chair'],
    ['it beats and could sound 3 s ago', [screen(CHAIR, 0, 3_000)], 'cannot absent nobody'],
    ['it never could', [screen(CHAIR, 0)], 'cannot absent nobody'],
    ['a second page at the chair can', [screen(CHAIR, 0), screen(CHAIR, 0, 0)], 'sounds absent chair'],
    ['the page of another chair', [screen({ kind: 'chair', chairId: 'c2' }, 0, 0)], 'absent absent nobody'],
    ['the station that nobody tapped takes over', [screen(CHAIR, 0), station()], 'cannot absent station'],
    ['until its beat is 3 s old', [station(3_000)], 'absent absent nobody'],
  ])('AL-120 %s', (_, screens, expected) => {
    expect(told(screens)).toBe(expected);
  });

  test.each([
    ['just now', 0, 'sounds listens chair'],
    ['9:59.999 min ago', LISTENING_MS - 1, 'sounds listens chair'],
    ['10 min ago', LISTENING_MS, 'sounds absent chair'],
    ['10:00.001 min ago', LISTENING_MS + 1, 'sounds absent chair'],
  ])('AL-121 a tap at the station %s', (_, tappedMs, expected) => {
    expect(told([screen(CHAIR, 0, 0), station()], tappedMs)).toBe(expected);
  });
  test('AL-121 a tap counts only at a station that can sound, and at that very one', () => {
    expect(told([screen(CHAIR, 0, 0), station(3_000)], 0)).toBe('sounds absent chair');
    expect(told([screen(CHAIR, 0, 0), { ...station(), screenId: 's3' }], 0)).toBe('sounds absent chair');
  });

  test.each([
    ['the station listens', 0, 0, 'quiet listens both'],
    ['its tap ran out', 0, LISTENING_MS, 'sounds absent chair'],
    ['its beat is 2.999 s old', 2_999, 0, 'quiet listens both'],
    ['its beat is 3 s old', 3_000, 0, 'sounds absent chair'],
  ])('AL-122 a quiet chair while %s', (_, beatMs, tappedMs, expected) => {
    expect(told([screen(CHAIR, 0, 0), station(beatMs)], tappedMs, true)).toBe(expected);
  });
  test('AL-122 a quiet chair whose own page cannot sound is the station’s', () => {
    expect(told([screen(CHAIR, 0), station()], 0, true)).toBe('cannot listens station');
  });

  test.each<[SoundView['who'], string, string]>([
    ['chair', 'all', 'passed-on'],
    ['both', 'high', 'all'],
    ['station', 'none', 'all'],
    ['nobody', 'all', 'all'],
  ])('AL-123 %s sounds: chair %s, station %s', (who, chair, atStation) => {
    const view: SoundView = { chair: 'sounds', station: 'absent', who, since: 0 };
    expect([dutyOf('chair', view), dutyOf('station', view)]).toEqual([chair, atStation]);
  });

  test('AL-120 pages beat in real time: in a demo at tenfold speed they have thirty seconds of the clinic', () => {
    expect(told([screen(CHAIR, 29_999, 29_999)], undefined, false, 10)).toBe('sounds absent chair');
    expect(told([screen(CHAIR, 30_000, 30_000)], undefined, false, 10)).toBe('absent absent nobody');
  });
});

const anyScreen = fc.record({
  place: fc.constantFrom<SoundingScreen['place']>(CHAIR, { kind: 'chair', chairId: 'c2' }, STATION),
  beatMs: fc.integer({ min: 0, max: 6_000 }),
  soundMs: fc.option(fc.integer({ min: 0, max: 6_000 }), { nil: undefined }),
});

test('AL-124 nobody has the sound exactly when no page of the chair or of a station could sound in the last 3 s', () => {
  fc.assert(
    fc.property(
      fc.array(anyScreen, { maxLength: 6 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 700_000 }),
      (pages, quiet, tappedMs) => {
        const screens = pages.map(({ place, beatMs, soundMs }) => screen(place, beatMs, soundMs, 's2'));
        const hearing = { screens, listening: new Map([['s2', NOW - tappedMs]]), quiet };
        const { who } = whoSounds('c1', hearing, NOW);
        const able = pages.some(
          ({ place, soundMs }) =>
            (place.kind === 'station' || place.chairId === 'c1') && soundMs !== undefined && soundMs < HAND_OVER_MS,
        );
        expect(who !== 'nobody').toBe(able);
        // A chair that can is never silent for what is high.
        const chairCan = pages.some((page) => page.place === CHAIR && (page.soundMs ?? Infinity) < HAND_OVER_MS);
        if (chairCan) expect(['chair', 'both']).toContain(who);
      },
    ),
  );
});

describe('a clinic whose clock runs faster than its pages beat', () => {
  test.each([
    [5_999, 'cannot absent nobody'],
    [6_000, 'absent absent nobody'],
  ])('AL-120 at twice the speed a page that beat %i ms ago: %s', (ms, expected) => {
    expect(told([screen(CHAIR, ms)], undefined, false, 2)).toBe(expected);
  });
  test.each([
    [2 * LISTENING_MS - 1, 'absent listens station'],
    [2 * LISTENING_MS, 'absent absent station'],
  ])('AL-121 at twice the speed a tap %i ms ago: %s', (ms, expected) => {
    expect(told([station()], ms, false, 2)).toBe(expected);
  });
});
