/** Every place, role, lock and thing seen, against a table written by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { told } from '../../../tests/support/visit-builder.ts';
import { ROLES } from '../actor.ts';
import { NOBODY_NAMED, SCREEN_LOCKED } from '../nobody-named.ts';
import { chairSeen, maySee, SEEN_BY, visitSeen } from './may-see.ts';
import type { Seen, Viewer } from './may-see.ts';
import { reachOf } from './reach.ts';
import type { Standing } from './reach.ts';
import { mayAsk, REQUEST_RULES } from './requests.ts';

/** c a chair's screen, s a station, d a demo's screen, each whoever is there; n nurse, p provider, a administrator, signed in and open. */
const EXPECTED: Readonly<Record<Seen, string>> = {
  'own-chair': 'csd',
  'other-chair': 'np',
  beside: 'csdnp',
  tiles: 'sdnp',
  site: 'csdnpa',
  people: 'csdnpa',
  names: 'np',
  where: 'np',
  schedule: 'npa',
  history: 'np',
  record: 'np',
  signal: 'npa',
  audit: 'a',
  settings: 'a',
};
const SEENS = Object.keys(SEEN_BY) as Seen[];
const PLACES: readonly (Standing | null | undefined)[] = [
  { kind: 'chair', chairId: 'chair-1' },
  { kind: 'station' },
  { kind: 'anywhere' },
  null,
  undefined,
];
const VIEWERS: readonly Viewer[] = PLACES.flatMap((place) =>
  [undefined, ...ROLES].flatMap((role) => [false, true].map((locked) => ({ place, role, locked }))),
);
const LETTER = { chair: 'c', station: 's', anywhere: 'd', nurse: 'n', provider: 'p', administrator: 'a' } as const;
const has = (letters: string, of: keyof typeof LETTER | undefined): boolean =>
  of !== undefined && letters.includes(LETTER[of]);

describe('SEC-83 place × role × locked × what is seen', () => {
  test('SEC-83 the table by hand and the code know the same things', () => {
    expect(Object.keys(EXPECTED).toSorted()).toEqual(SEENS.toSorted());
  });
  test.each(SEENS)('SEC-83 %s', (seen) => {
    const letters = EXPECTED[seen];
    for (const viewer of VIEWERS) {
      const { place, role, locked } = viewer;
      const may = has(letters, place?.kind) || (!locked && has(letters, role));
      expect({ viewer, may: maySee(viewer, seen).ok }).toEqual({ viewer, may });
    }
  });
  test('SEC-83 its own chair is never hidden from an enrolled screen, signed in or not, locked or not', () => {
    for (const viewer of VIEWERS)
      if (viewer.place) expect(maySee(viewer, chairSeen(reachOf(viewer.place, 'chair-1'))).ok).toBe(true);
  });
  test('SEC-81 locking never shows more', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VIEWERS), fc.constantFrom(...SEENS), (viewer, seen) => {
        if (maySee({ ...viewer, locked: true }, seen).ok)
          expect(maySee({ ...viewer, locked: false }, seen).ok).toBe(true);
      }),
    );
  });
  test.each<[string, Viewer, Seen, string]>([
    ['nobody at a chair', { place: { kind: 'chair', chairId: 'c' }, locked: false }, 'names', NOBODY_NAMED],
    ['a locked nurse elsewhere', { place: null, role: 'nurse', locked: true }, 'tiles', SCREEN_LOCKED],
    [
      'an administrator',
      { place: null, role: 'administrator', locked: false },
      'history',
      'What is of patients is shown to nurses and providers: sign in as one.',
    ],
    [
      'a provider',
      { place: { kind: 'station' }, role: 'provider', locked: false },
      'audit',
      'This is shown to an administrator: ask one to look.',
    ],
  ])('SEC-83 %s is told why not', (_, viewer, seen, sentence) => {
    expect(told(maySee(viewer, seen))).toContain(`: ${sentence}`);
  });
  test('SEC-82 what is not in the table is shown to nobody', () => {
    for (const seen of ['', 'everything', 'constructor', '__proto__'] as unknown as Seen[])
      for (const viewer of VIEWERS) expect(maySee(viewer, seen).ok).toBe(false);
  });
  test('SEC-82 an unknown place or role shows nothing', () => {
    const place = { kind: 'nurse' } as unknown as Standing;
    const role = 'station' as unknown as 'nurse';
    for (const seen of SEENS) {
      expect(maySee({ place, locked: false }, seen).ok).toBe(false);
      expect(maySee({ place: null, role, locked: false }, seen).ok).toBe(false);
    }
  });
});

describe('SEC-83 where a screen stands to a chair', () => {
  const chair: Standing = { kind: 'chair', chairId: 'chair-1' };
  test.each([
    [chair, 'chair-1', 'own'],
    [chair, 'chair-2', 'other'],
    [chair, undefined, 'other'],
    [{ kind: 'station' }, 'chair-2', 'own'],
    [{ kind: 'station' }, undefined, 'own'],
    [{ kind: 'anywhere' }, 'chair-2', 'own'],
    [null, 'chair-1', 'other'],
    [undefined, undefined, 'other'],
    [{ kind: 'wall' } as unknown as Standing, 'chair-1', 'other'],
  ] as const)('SEC-83 %j to %s: %s', (place, chairId, reach) => {
    expect(reachOf(place, chairId)).toBe(reach);
  });
  test('SEC-83 a visit is seen as its chair is, and as a record once it is on none', () => {
    expect(visitSeen(chair, 'chair-1')).toBe('own-chair');
    expect(visitSeen(chair, 'chair-2')).toBe('other-chair');
    for (const place of PLACES) expect(visitSeen(place, undefined)).toBe('record');
  });
});

describe('SEC-84 requests', () => {
  const nurse: Viewer = { place: null, role: 'nurse', locked: false };
  test('SEC-84 each asks its row', () => {
    const chair: Viewer = { place: { kind: 'chair', chairId: 'chair-1' }, locked: true };
    const passes = (viewer: Viewer, reach: 'own' | 'other') =>
      Object.keys(REQUEST_RULES).filter((request) => mayAsk(viewer, request, reach).ok);
    const ofAnyConnection = Object.entries(REQUEST_RULES)
      .filter(([, rule]) => rule === 'self' || rule === 'act' || rule === 'watched')
      .map(([request]) => request);
    const chairs = ['chair:watch', 'pleth:watch', 'visit:follow', 'beside:watch'];
    expect(passes(chair, 'own').toSorted()).toEqual([...ofAnyConnection, ...chairs].toSorted());
    expect(passes(chair, 'other').toSorted()).toEqual([...ofAnyConnection, 'beside:watch'].toSorted());
    expect(passes(nurse, 'other').toSorted()).toEqual(Object.keys(REQUEST_RULES).toSorted());
    expect(passes({ ...nurse, locked: true }, 'other').toSorted()).toEqual(ofAnyConnection.toSorted());
    expect(passes({ ...nurse, role: 'administrator' }, 'other').toSorted()).toEqual(
      [...ofAnyConnection, 'device:watch', 'schedule:day'].toSorted(),
    );
  });
  test('SEC-84 a request without a row is refused', () => {
    for (const request of ['', 'visit:steal', 'constructor', '__proto__', 'hasOwnProperty'])
      expect(told(mayAsk(nurse, request, 'own'))).toContain('not-allowed: Vigil knows no such request');
  });
});
