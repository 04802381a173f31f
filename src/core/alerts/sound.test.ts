import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, watched } from '../../../tests/support/watched-visit.ts';
import type { WatchedVisit } from '../../../tests/support/watched-visit.ts';
import type { SoundView } from '../sound/who-sounds.ts';
import type { TapPlace } from './alert.ts';

const sound = (who: SoundView['who'], station: SoundView['station'] = 'absent') =>
  ({ type: 'sound-changed', who, station }) as const;
/** Good values, and who sounds from `from` on. */
const since = (from: number, until: number, who: SoundView['who'], station?: SoundView['station']): WatchedVisit =>
  watched()
    .steady(0, from)
    .record(from, sound(who, station))
    .steady(from + 1, until);

describe('nobody can sound', () => {
  test.each([
    [29.999, []],
    [30, ['30 issued nobody-listening high']],
  ])('AL-126 in a calm visit 10 s after the last page: now %s s', (now, expected) => {
    expect(since(20, 29, 'nobody').tick(now).log('nobody-listening')).toEqual(expected);
  });
  test('AL-126 at once while an alert asks to be heard, and as soon as one does', () => {
    const low = watched().steady(0, 16, 84).record(17, sound('nobody'));
    expect(low.log('nobody-listening')).toEqual(['17 issued nobody-listening high']);
    const later = watched().steady(0, 20).record(20, sound('nobody')).spo2(23, 80);
    expect(later.log('nobody-listening')).toEqual(['23 issued nobody-listening high']);
  });
  test('AL-126 AL-178 an alert acknowledged at the chair asks no more; one seen at the station or on a phone alone still sounds', () => {
    const at17 = (place: TapPlace) => {
      const visit = watched().steady(0, 16, 84);
      const alertId = visit.state.alerts['spo2-low']?.alertId ?? '';
      return visit
        .record(17, { type: 'alert-acknowledged', alertId, byName: 'N', place })
        .record(18, sound('nobody'))
        .log('nobody-listening');
    };
    expect(at17('chair')).toEqual([]);
    expect(at17('station')).toEqual(['18 issued nobody-listening high']);
    expect(at17('phone')).toEqual(['18 issued nobody-listening high']);
  });
  test('AL-126 over once somebody can, for 3 s; unacknowledged it leaves its mark', () => {
    const visit = since(20, 35, 'nobody').record(36, sound('chair')).steady(37, 38);
    expect(visit.log('nobody-listening')).toEqual(['30 issued nobody-listening high']);
    expect(visit.tick(39).log('nobody-listening').at(-1)).toBe('39 ended nobody-listening in-range');
    expect(visit.state.latched.map(({ kind }) => kind)).toContain('nobody-listening');
  });
  test('AL-126 a page that came back within the delay is no alert; neither is anything before the watch', () => {
    expect(since(20, 29, 'nobody').record(29.5, sound('chair')).steady(30, 60).log('nobody-listening')).toEqual([]);
    expect(watched({ phase: 'baseline' }).record(5, sound('nobody')).tick(60).log('nobody-listening')).toEqual([]);
    expect(watched().steady(0, 60).log('nobody-listening')).toEqual([]);
  });
  test('AL-126 the end of monitoring ends it', () => {
    const visit = since(20, 35, 'nobody').record(36, {
      type: 'infusion-ended',
      happenedAt: at(36),
      reason: 'completed',
    });
    visit.record(40, { type: 'monitoring-ended', byName: 'N' });
    expect(visit.log('nobody-listening').at(-1)).toBe('40 ended nobody-listening person');
  });
});

describe('the chair cannot sound', () => {
  test.each([
    ['somebody listens at the station', 'listens', 'low'],
    ['its page is all there is', 'absent', 'medium'],
  ] as const)('AL-125 %s: after 10 s', (_, station, priority) => {
    const visit = since(20, 29, 'station', station);
    expect(visit.tick(29.999).log('screen-cannot-sound')).toEqual([]);
    expect(visit.tick(30).log('screen-cannot-sound')).toEqual([`30 issued screen-cannot-sound ${priority}`]);
  });
  test('AL-125 it follows who listens, and ends once the chair sounds again', () => {
    const visit = since(20, 40, 'station', 'listens').record(41, sound('station', 'absent')).steady(42, 50);
    visit.record(51, sound('station', 'listens')).record(60, sound('both', 'listens')).steady(61, 70);
    expect(visit.log('screen-cannot-sound')).toEqual([
      '30 issued screen-cannot-sound low',
      '41 raised screen-cannot-sound medium',
      '51 lowered screen-cannot-sound low',
      '63 ended screen-cannot-sound in-range',
    ]);
  });
  test('AL-125 when the station goes too it stays, and the other alert says the rest', () => {
    const visit = since(20, 40, 'station').record(41, sound('nobody')).steady(42, 60);
    expect(visit.log('screen-cannot-sound')).toEqual(['30 issued screen-cannot-sound medium']);
    // It asks to be heard itself: no delay.
    expect(visit.log('nobody-listening')).toEqual(['41 issued nobody-listening high']);
  });
});

describe('escalation where nobody listens', () => {
  const high = (station: SoundView['station']) => watched().record(0, sound('chair', station)).steady(0, 5, 84);
  test.each([
    ['listens', 59.999, ['15 escalated spo2-low station']],
    ['listens', 60, ['15 escalated spo2-low station', '60 escalated spo2-low provider']],
    ['absent', 14.999, []],
    ['absent', 15, ['15 escalated spo2-low station', '15 escalated spo2-low provider']],
  ] as const)('AL-127 the station %s: high since 0 s, now %s s', (station, now, expected) => {
    expect(high(station).tick(now).escalations('spo2-low')).toEqual(expected);
  });
  test('AL-127 who goes away in between is paged for at once; the second person’s time stays', () => {
    const visit = high('listens').record(30, sound('chair', 'absent')).tick(130);
    expect(visit.escalations('spo2-low')).toEqual([
      '15 escalated spo2-low station',
      '30 escalated spo2-low provider',
      '120 escalated spo2-low second-person',
    ]);
  });
});

test('AL-124 at every instant somebody has the sound, or within 3 s of the last who had it the alert is there', () => {
  const step = fc.record({
    seconds: fc.integer({ min: 1, max: 20 }),
    spo2: fc.constantFrom(80, 84, 88, 95, 98),
    who: fc.constantFrom<SoundView['who']>('chair', 'station', 'both', 'nobody'),
    station: fc.constantFrom<SoundView['station']>('listens', 'absent'),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      const visit = watched();
      let second = 0;
      for (const { seconds, spo2, who, station } of steps) {
        visit.record(second, sound(who, station));
        for (const end = second + seconds; second < end; second += 1) {
          visit.spo2(second, spo2);
          const audible = Object.values(visit.state.alerts).some((alert) => alert.unansweredSince !== undefined);
          if (audible && visit.state.sound?.who === 'nobody')
            expect(visit.state.alerts['nobody-listening']).toBeDefined();
        }
      }
    }),
  );
});

describe('before the watch begins', () => {
  /** A fall of SpO2 in the set-up: high from 11 s on. */
  const fallen = () => watched({ phase: 'baseline' }).steady(0, 10).spo2(11, 84);
  test('AL-208 while an alert that sounds is open it is said that nobody can hear it, at once, and passed on', () => {
    const visit = fallen().record(12, sound('nobody'));
    expect(visit.log('nobody-listening')).toEqual(['12 issued nobody-listening high']);
    expect(visit.tick(27).escalations('nobody-listening')).toContain('27 escalated nobody-listening provider');
  });
  test('AL-208 a chair that cannot sound is told after 10 s', () => {
    const visit = fallen().record(12, sound('station')).steady(13, 20, 84);
    expect(visit.log('screen-cannot-sound')).toEqual([]);
    expect(visit.steady(21, 23, 84).log('screen-cannot-sound')).toEqual(['22 issued screen-cannot-sound medium']);
  });
  test('AL-208 it ends with the last alert that sounds, and leaves its mark: nobody may have heard that one', () => {
    const visit = fallen().record(12, sound('nobody')).steady(13, 60);
    expect(visit.log('spo2-low').at(-1)).toMatch(/ended spo2-low in-range$/);
    expect(visit.log('nobody-listening')).toHaveLength(2);
    expect(visit.log('nobody-listening')[1]).toMatch(/ended nobody-listening in-range$/);
    expect(visit.state.latched.map(({ kind }) => kind)).toEqual(['spo2-low', 'nobody-listening']);
    expect(visit.state.alerts).toEqual({});
  });
  test('AL-208 an advisory alone asks for nobody', () => {
    const advised = watched({ phase: 'baseline' }).steady(0, 5).steady(6, 50, 93).record(51, sound('nobody'));
    expect(Object.values(advised.tick(90).state.alerts).map(({ priority }) => priority)).toEqual(['low']);
  });
  test('AL-208 what was told in the set-up goes on into the watch', () => {
    const visit = fallen().record(12, sound('nobody'));
    visit.record(13, { type: 'infusion-started', happenedAt: at(13), plannedMs: 2_400_000 });
    expect(visit.steady(14, 60).log('nobody-listening')).toEqual(['12 issued nobody-listening high']);
  });
});
