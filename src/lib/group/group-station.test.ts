import { describe, expect, test } from 'vitest';
import type { TileView } from '#core/view.ts';
import { alertOf, freeTile, NOW, tileOf } from '../../../tests/support/tiles.ts';
import { gridShape } from '../station/columns.ts';
import { soundAtStation } from '../sound/at-station.ts';
import { byChairUrgency } from './by-chair-urgency.ts';
import { furtherNeeds } from './further-needs.ts';
import { heardElsewhere } from './heard-elsewhere.ts';
import { lostAlert } from './lost-alert.ts';
import type { OtherClinic } from './other-clinics.svelte.ts';
import { unknownClinics, wallCounts } from './wall-counts.ts';

const high = alertOf({ alertId: 'high', priority: 'high', escalatedTo: 'station' });
const clinic = (tiles: readonly TileView[], changes: Partial<OtherClinic> = {}): OtherClinic => ({
  ...{ siteId: 'north', name: 'Clinic North', host: null, status: 'live', now: NOW, tiles, lost: undefined },
  ...changes,
});
const lostSince = (seen?: { byName: string; at: number }) =>
  lostAlert({ siteId: 'north', name: 'Clinic North' }, NOW - 6_000, seen);
const stationOf = (heard: readonly OtherClinic[], isLost = false) =>
  soundAtStation({
    station: { tiles: [tileOf(1)] },
    connection: { state: isLost ? 'lost' : 'live' },
    clock: { now: NOW },
    elsewhere: { heard: () => heardElsewhere(heard), isWatched: () => false },
  });

describe('ND-36 what of other clinics is heard', () => {
  test('ND-36 their alerts sound as the station’s own do: passed on where the chair sounds, all where nobody does', () => {
    const sounds = { chair: 'sounds', station: 'absent', who: 'chair', since: NOW } as const;
    const nobody = { ...sounds, chair: 'absent', who: 'nobody' } as const;
    const fresh = alertOf({ alertId: 'fresh' });
    expect(heardElsewhere([clinic([tileOf(1, { sound: sounds, alerts: [fresh] })])])).toEqual([]);
    expect(heardElsewhere([clinic([tileOf(1, { sound: sounds, alerts: [high] })])])).toEqual([high]);
    expect(heardElsewhere([clinic([tileOf(1, { sound: nobody, alerts: [fresh] })])])).toEqual([fresh]);
    expect(stationOf([clinic([tileOf(1, { sound: sounds, alerts: [high] })])]).signal(true)?.alertId).toBe('high');
    expect(stationOf([]).signal(true)).toBeUndefined();
  });
  test('ND-36 a lost clinic is heard until somebody here has seen that it is, and a cut wire calms nothing', () => {
    const tiles = [tileOf(1, { alerts: [high] })];
    const lost = clinic(tiles, { status: 'lost', lost: lostSince() });
    expect(heardElsewhere([lost]).map(({ alertId }) => alertId)).toEqual(['high', 'no-connection:north']);
    expect(stationOf([clinic([], { status: 'lost', lost: lostSince() })]).signal(true)).toMatchObject({
      priority: 'medium',
    });
    const seen = clinic(tiles, { status: 'lost', lost: lostSince({ byName: 'Dr Lind', at: NOW }) });
    expect(heardElsewhere([seen])).toEqual([]);
  });
});

describe('UI-426 what other clinics’ chairs need', () => {
  test('UI-426 stands in the rail with the clinic’s name; the loss of a clinic is the station’s own', () => {
    const [loss, need] = furtherNeeds([clinic([tileOf(1, { alerts: [high] })], { status: 'lost', lost: lostSince() })]);
    expect(loss).toMatchObject({ siteId: 'north', chairId: undefined, lost: false });
    expect(loss?.clinic).toBeUndefined();
    expect(need).toMatchObject({ clinic: 'Clinic North', chairId: 'chair-1', lost: true });
  });
  test('UI-423 tiles stand by urgency, then as their clinic has them, free chairs last', () => {
    const tiles = [
      freeTile(1),
      tileOf(2),
      tileOf(3, { alerts: [alertOf({ alertId: 'm' })] }),
      tileOf(4),
      tileOf(5, { alerts: [high] }),
    ];
    expect(byChairUrgency(tiles, NOW).map(({ chair }) => chair.chairId)).toEqual(
      [5, 3, 2, 4, 1].map((chair) => `chair-${chair}`),
    );
  });
  test('UI-423 the heading counts every chair that is known now, and says how many are not', () => {
    const counts = wallCounts(
      [tileOf(1), freeTile(2)],
      [clinic([tileOf(1)]), clinic([tileOf(2), tileOf(3)], { siteId: 'far', status: 'lost' })],
    );
    expect(counts).toEqual([
      { count: 2, of: 'infusion' },
      { count: 1, of: 'free' },
      { count: 2, of: 'not known' },
    ]);
    expect(unknownClinics([])).toBeUndefined();
    expect(unknownClinics([clinic([]), clinic([], { siteId: 'far', name: 'Lakeside', status: 'asking' })])).toEqual([
      'Lakeside',
    ]);
  });
  test('UI-423 all sections have tiles of one size, and without another clinic the wall is as it was', () => {
    const space = { chairs: 6, widthPx: 1592, openWidthPx: 1072, heightPx: 1008 };
    expect(gridShape({ ...space, further: [] })).toEqual(gridShape(space));
    const { columns, isDense } = gridShape({ ...space, further: [6, 3] });
    expect([columns, isDense]).toEqual([6, false]);
    expect(gridShape({ ...space, chairs: 64, further: [64] }).isDense).toBe(true);
    // A clinic without chairs takes a line, and no tile's height.
    const small = { chairs: 6, widthPx: 952, openWidthPx: 576, heightPx: 728 };
    expect(gridShape({ ...small, further: [0, 0] })).toEqual({ columns: 3, rows: 2, isDense: false });
  });
});
