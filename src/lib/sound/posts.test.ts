import { describe, expect, test } from 'vitest';
import type { AlertView, ChairView, SoundView } from '#core/view.ts';
import { alertOf, NOW, tileOf } from '../../../tests/support/tiles.ts';
import { fixtures } from '../components/fixtures.ts';
import { soundAtChair } from './at-chair.ts';
import { soundAtStation } from './at-station.ts';

const sound = (who: SoundView['who'], station: SoundView['station'] = 'absent'): SoundView => ({
  chair: who === 'chair' ? 'sounds' : who === 'both' ? 'quiet' : 'cannot',
  station,
  who,
  since: NOW,
});
const medium = alertOf({ alertId: 'medium' });
const high = alertOf({ alertId: 'high', priority: 'high' });
const clock = { now: NOW };

interface Told {
  readonly alerts?: readonly AlertView[];
  readonly state?: 'live' | 'lost';
  readonly since?: number | null;
  readonly cannotWatch?: boolean;
}

function chair(who: SoundView['who'], told: Told = {}) {
  const { alerts = [medium], state = 'live', since = null, cannotWatch = false } = told;
  const view: ChairView = { ...fixtures['calm']!.view!, sound: sound(who), alerts };
  return soundAtChair({ chairId: 'c1', alone: { view, since, cannotWatch }, connection: { state }, clock });
}
function station(view: SoundView, told: Told = {}) {
  const { alerts = [medium], state = 'live' } = told;
  return soundAtStation({ station: { tiles: [tileOf(1, { sound: view, alerts })] }, connection: { state }, clock });
}

describe('AL-142 what a chair page lets be heard', () => {
  test.each<[string, SoundView['who'], Told, string | undefined]>([
    ['it has the sound', 'chair', {}, 'medium'],
    ['quiet chair: the station has the medium one', 'both', {}, undefined],
    ['quiet chair: what is high sounds here too', 'both', { alerts: [medium, high] }, 'high'],
    ['thought to be silent, it is not quieter for it', 'station', {}, 'medium'],
    ['nobody is thought to sound', 'nobody', {}, 'medium'],
    ['a quiet chair without the clinic', 'both', { state: 'lost' }, 'medium'],
  ])('AL-142 %s', (_, who, told, heard) => {
    expect(chair(who, told).signal(true)?.alertId).toBe(heard);
  });
});

describe('AL-146 a page that nobody sees', () => {
  test.each<[SoundView['who'], Told, string | undefined]>([
    ['chair', { alerts: [high] }, undefined],
    ['both', { alerts: [high] }, undefined],
    ['station', {}, 'medium'],
    ['nobody', {}, 'medium'],
    ['chair', { state: 'lost' }, 'medium'],
  ])('AL-146 of a chair, the sound being %s’s: %o', (who, told, heard) => {
    expect(chair(who, told).signal(false)?.alertId).toBe(heard);
  });
  test.each<[SoundView, Told, string | undefined]>([
    [sound('station'), {}, undefined],
    [sound('both', 'listens'), {}, undefined],
    [sound('chair', 'listens'), { alerts: [{ ...high, escalatedTo: 'station' }] }, undefined],
    [sound('chair'), { alerts: [{ ...high, escalatedTo: 'station' }] }, 'high'],
    [sound('nobody'), {}, 'medium'],
    [sound('station'), { state: 'lost' }, 'medium'],
  ])('AL-146 of the station: %#', (view, told, heard) => {
    expect(station(view, told).signal(false)?.alertId).toBe(heard);
  });
});

describe('AL-148 a tablet that is alone', () => {
  test('AL-148 lets everything be heard that its own watch finds, quiet chair or not, and needs no news', () => {
    const post = chair('both', { state: 'lost', since: NOW - 20_000 });
    expect([post.signal(true)?.alertId, post.isWatched(), post.isAlone?.()]).toEqual(['medium', true, true]);
  });
  test('AL-148 whose own watch failed, it is not its own news: "monitoring lost" is heard', () => {
    expect(chair('chair', { state: 'lost', since: NOW, cannotWatch: true }).isAlone?.()).toBe(false);
    expect(chair('chair').isAlone?.()).toBe(false);
  });
});

test('UI-428 a tab that nobody sees leaves other clinics to one that is seen in this browser, and to nobody else', () => {
  const of = (isBeside: boolean) =>
    soundAtStation({
      station: { tiles: [tileOf(1, { sound: sound('station', 'listens') })] },
      ...{ connection: { state: 'live' }, clock },
      elsewhere: { heard: () => [high], isWatched: () => true, isHeardBeside: () => isBeside },
    });
  const heard = [of(true).signal(false), of(true).signal(true), of(false).signal(false), of(false).signal(true)];
  expect(heard.map((signal) => signal?.alertId)).toEqual([undefined, 'high', 'high', 'high']);
});

test('AL-142 the station without the clinic lets everything be heard that it knows', () => {
  expect(station(sound('chair')).signal(true)).toBeUndefined();
  expect(station(sound('chair'), { state: 'lost' }).signal(true)?.alertId).toBe('medium');
});

test('AL-144 a page has something that could sound once it has a view, and no longer than that', () => {
  const connection = { state: 'live' } as const;
  expect([chair('chair').hasView(), station(sound('station')).hasView()]).toEqual([true, true]);
  const blank = { view: null, since: null, cannotWatch: false };
  expect(soundAtChair({ chairId: 'c1', alone: blank, connection, clock }).hasView()).toBe(false);
  expect(soundAtStation({ station: { tiles: null }, connection, clock }).hasView()).toBe(false);
});
