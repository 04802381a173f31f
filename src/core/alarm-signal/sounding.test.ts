import { describe, expect, test } from 'vitest';
import type { TapPlace } from '../alerts/alert.ts';
import type { AlertView } from '../view.ts';
import { isHeardAt, signalOf } from './sounding.ts';

const NOW = 1_000_000;
const alert = (over: Partial<AlertView> = {}): AlertView => ({
  alertId: 'a1',
  kind: 'spo2-low',
  priority: 'high',
  parameter: 'spo2',
  text: 'SpO₂ 84 < 90',
  detail: '',
  onsetAt: NOW - 20_000,
  issuedAt: NOW - 10_000,
  condition: 'true',
  ...over,
});
const seenAt = (place: TapPlace) => ({ acknowledged: { byName: 'K. Marsh', at: NOW - 1, place } });
const passedOn = { escalatedTo: 'station' } as const;

describe('what is heard', () => {
  test.each<[string, Partial<AlertView>, chair: boolean, station: boolean]>([
    ['high, new', {}, true, false],
    ['high, passed on', passedOn, true, true],
    ['medium, new', { priority: 'medium' }, true, false],
    ['low', { priority: 'low', ...passedOn }, false, false],
    ['waiting for its repeat', { priority: 'medium', waitingUntil: NOW + 1, ...passedOn }, false, false],
    ['back in range, not yet long enough', { condition: 'clearing', ...passedOn }, true, true],
    ['no data any more', { condition: 'no-data', ...passedOn }, true, true],
    ['acknowledged at the chair', { ...seenAt('chair'), ...passedOn }, false, false],
    ['acknowledged at the station', { ...seenAt('station'), ...passedOn }, true, false],
    ['acknowledged on a phone', { ...seenAt('phone'), ...passedOn }, true, false],
    ['paused', { audioPausedUntil: NOW + 1, ...passedOn }, false, false],
    ['the pause is over', { audioPausedUntil: NOW, ...passedOn }, true, true],
  ])('AL-47 AL-178 %s', (_, over, chair, station) => {
    expect([isHeardAt('chair', alert(over), NOW), isHeardAt('station', alert(over), NOW)]).toEqual([chair, station]);
  });
  test('AL-47 of several the most urgent, with its melody', () => {
    const alerts = [
      alert({ alertId: 'seen', ...seenAt('chair') }),
      alert({ alertId: 'bp', kind: 'bp-high', priority: 'medium' }),
      alert({ alertId: 'low', priority: 'low' }),
    ];
    expect(signalOf('chair', alerts, NOW)).toEqual({ alertId: 'bp', priority: 'medium', melody: 'cardiovascular' });
    const worse = [...alerts, alert({ alertId: 'ox' })];
    expect(signalOf('chair', worse, NOW)).toEqual({ alertId: 'ox', priority: 'high', melody: 'oxygenation' });
    expect(signalOf('station', worse, NOW)).toBeUndefined();
  });
});
