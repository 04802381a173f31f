import { describe, expect, test } from 'vitest';
import { alertOf, NOW } from '../../../tests/support/tiles.ts';
import type { SoundDuty } from '../sound/who-sounds.ts';
import { heardHere, mostUrgent } from './sounding.ts';

const at = (place: 'chair' | 'station') => ({ byName: 'K. Marsh', at: NOW, place });
const medium = alertOf({ alertId: 'medium' });
const high = alertOf({ alertId: 'high', priority: 'high' });
const alerts = [
  high,
  alertOf({ alertId: 'high-passed-on', priority: 'high', escalatedTo: 'station' }),
  medium,
  alertOf({ alertId: 'medium-passed-on', escalatedTo: 'station' }),
  alertOf({ alertId: 'seen-at-chair', escalatedTo: 'station', acknowledged: at('chair') }),
  alertOf({ alertId: 'seen-at-station', escalatedTo: 'station', acknowledged: at('station') }),
  alertOf({ alertId: 'paused', escalatedTo: 'station', audioPausedUntil: NOW + 1 }),
  alertOf({ alertId: 'pause-over', audioPausedUntil: NOW }),
  alertOf({ alertId: 'waiting', waitingUntil: NOW + 1_000 }),
  alertOf({ alertId: 'low', priority: 'low' }),
];

describe('AL-142 what a place lets be heard, by its duty', () => {
  test.each<['chair' | 'station', SoundDuty, readonly string[]]>([
    ['chair', 'all', ['high', 'high-passed-on', 'medium', 'medium-passed-on', 'seen-at-station', 'pause-over']],
    ['chair', 'high', ['high', 'high-passed-on']],
    ['chair', 'none', []],
    ['station', 'all', ['high', 'high-passed-on', 'medium', 'medium-passed-on', 'pause-over']],
    ['station', 'passed-on', ['high-passed-on', 'medium-passed-on']],
    ['station', 'none', []],
  ])('AL-142 %s, %s', (place, duty, heard) => {
    expect(heardHere(place, duty, alerts, NOW).map(({ alertId }) => alertId)).toEqual(heard);
  });
});

describe('AL-142 of several one is heard', () => {
  const older = alertOf({ alertId: 'older', issuedAt: NOW - 60_000 });
  const highOlder = alertOf({ alertId: 'high-older', priority: 'high', issuedAt: NOW - 60_000 });
  const twin = alertOf({ alertId: 'twin', issuedAt: medium.issuedAt });
  const low = alertOf({ alertId: 'low', priority: 'low', issuedAt: NOW - 90_000 });
  test.each([
    [[high, older], 'high'],
    [[highOlder, high], 'high-older'],
    [[high, highOlder], 'high-older'],
    [[older, medium], 'older'],
    [[medium, twin], 'medium'],
    [[medium, low], 'medium'],
    [[low], undefined],
    [[medium, high], 'high'],
    [[medium, older], 'older'],
    [[older, high, medium], 'high'],
    [[medium], 'medium'],
    [[], undefined],
  ])('AL-142 the most urgent, of two alike the older: %#', (heard, alertId) => {
    expect(mostUrgent(heard)?.alertId).toBe(alertId);
  });
});
