import { describe, expect, test } from 'vitest';
import type { AlertView, ChairView, TileView } from '#core/view.ts';
import { tileOf } from '#core/view.ts';
import { inInfusion, spo2Alert } from '../components/fixture-alerts.ts';
import { alert, calm, NOW } from '../components/fixture-calm.ts';
import { needs } from '../station/attention.ts';
import { needNote, needTitle } from '../station/need-text.ts';
import { pagedLine } from './strip-text.ts';

const failed = alert({
  kind: 'page-failed',
  priority: 'medium',
  parameter: 'technical',
  text: 'Nobody was paged',
  detail: 'The webhook was not reached: it answered 503.',
});
const view = (...alerts: readonly AlertView[]): ChairView => ({ ...(inInfusion['high'] ?? calm), alerts });
const escalated = (to: 'station' | 'provider' | 'second-person'): AlertView => ({ ...spo2Alert, escalatedTo: to });

describe('UI-193 a page that reached nobody', () => {
  test.each([
    ['passed on to the provider', escalated('provider'), ['nobody was paged']],
    ['and to the second person', escalated('second-person'), ['nobody was paged']],
    ['passed on to the station alone', escalated('station'), []],
    ['answered since', { ...escalated('provider'), acknowledged: { byName: 'K', at: NOW, place: 'phone' } }, []],
  ] as const)('is said at the chair with the alert it was about: %s', (_, shown, words) => {
    expect(pagedLine(view(shown, failed), shown)).toEqual(words);
  });
  test('not while the page was taken', () => {
    expect(pagedLine(view(escalated('provider')), escalated('provider'))).toEqual([]);
  });
  test('is an item of its own at the station, with the reason', () => {
    const tile: TileView = tileOf(view(escalated('provider'), failed));
    const need = needs([tile], NOW).find((each) => each.kind === 'alert' && each.alert.kind === 'page-failed');
    expect(need && needTitle(need)).toBe('Nobody was paged');
    expect(need && needNote(need, NOW, String)).toContain('it answered 503');
  });
});
