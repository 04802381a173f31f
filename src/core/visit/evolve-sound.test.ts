import { describe, expect, test } from 'vitest';
import { aVisit } from '../../../tests/support/visit-builder.ts';
import type { VisitEventBody } from '../event.ts';

const sound = (who: 'chair' | 'station' | 'both' | 'nobody', station: 'listens' | 'absent') =>
  ({ type: 'sound-changed', who, station, chair: 'sounds' }) as VisitEventBody;
const quiet = (wish: boolean) => ({ type: 'quiet-set', quiet: wish, byName: 'N. Okafor' }) as const;
const page = (alertId: string, to: 'provider' | 'second-person', over?: true) =>
  ({ type: 'page-sent', alertId, to, ...(over && { over }) }) as const;

describe('who sounds, as the visit knows it', () => {
  test('AL-131 each half keeps its own time, and the same again changes nothing', () => {
    const visit = aVisit({ phase: 'infusion' });
    const first = visit.now;
    visit.record(sound('chair', 'listens'));
    expect(visit.state.sound).toEqual({ who: 'chair', since: first, station: 'listens', stationSince: first });
    const before = visit.state;
    expect(visit.after(1_000).record(sound('chair', 'listens')).state).toBe(before);
    visit.record(sound('station', 'listens'));
    expect(visit.state.sound).toEqual({
      who: 'station',
      since: first + 1_000,
      station: 'listens',
      stationSince: first,
    });
    visit.after(1_000).record(sound('station', 'absent'));
    expect(visit.state.sound).toEqual({
      who: 'station',
      since: first + 1_000,
      station: 'absent',
      stationSince: first + 2_000,
    });
  });
  test('AL-131 a wish for a quiet chair is there or not, and the same wish again changes nothing', () => {
    const visit = aVisit({ phase: 'infusion' });
    const loud = visit.state;
    expect(visit.record(quiet(false)).state).toBe(loud);
    const wished = visit.record(quiet(true)).state;
    expect(wished.quiet).toBe(true);
    expect(visit.after(1_000).record(quiet(true)).state).toBe(wished);
    expect('quiet' in visit.record(quiet(false)).state).toBe(false);
  });
  test('AL-128 a page is kept once for each alert and person, until it is over', () => {
    const visit = aVisit({ phase: 'infusion' });
    const [a, b, c] = [
      { alertId: 'a', to: 'provider' },
      { alertId: 'a', to: 'second-person' },
      { alertId: 'b', to: 'provider' },
    ] as const;
    for (const { alertId, to } of [a, b, c, a]) visit.record(page(alertId, to));
    expect(visit.state.pages).toEqual([b, c, a]);
    expect(visit.record(page('a', 'provider', true)).state.pages).toEqual([b, c]);
    expect(aVisit({ phase: 'infusion' }).record(page('a', 'provider', true)).state.pages).toEqual([]);
    const asked = { ...page('d', 'provider'), askedAt: 5 };
    expect(visit.record(asked).state.pages).toEqual([b, c, { alertId: 'd', to: 'provider', askedAt: 5 }]);
  });
});
