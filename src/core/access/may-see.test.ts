/** Every place, role, lock and thing seen, against a table written by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { administrator, nurse as nurseActor, provider, screen, told } from '../../../tests/support/visit-builder.ts';
import { ROLES } from '../actor.ts';
import { authorise } from '../authority.ts';
import { NEEDS_PASSWORD, NOBODY_NAMED, SCREEN_LOCKED } from '../nobody-named.ts';
import { chairSeen, maySee, SEEN_BY, visitSeen } from './may-see.ts';
import type { Seen, Viewer } from './may-see.ts';
import { reachOf } from './reach.ts';
import type { Reach, Standing } from './reach.ts';
import { actOf, mayAsk, REQUEST_RULES } from './requests.ts';

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
  quality: 'npa',
  'what-if': 'pa',
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
const PROOFS = ['pin', 'password', undefined] as const;
const VIEWERS: readonly Viewer[] = PLACES.flatMap((place) =>
  [undefined, ...ROLES].flatMap((role) =>
    [false, true].flatMap((locked) => PROOFS.map((proof) => ({ place, role, locked, proof }))),
  ),
);
const LETTER = { chair: 'c', station: 's', anywhere: 'd', nurse: 'n', provider: 'p', administrator: 'a' } as const;
const has = (letters: string, of: keyof typeof LETTER | undefined): boolean =>
  of !== undefined && letters.includes(LETTER[of]);

const CHAIR: Standing = { kind: 'chair', chairId: 'c' };

describe('SEC-83 place × role × locked × proof × what is seen', () => {
  test('SEC-83 the table by hand and the code know the same things', () => {
    expect(Object.keys(EXPECTED).toSorted()).toEqual(SEENS.toSorted());
  });
  test.each(SEENS)('SEC-83 SEC-155 %s', (seen) => {
    const letters = EXPECTED[seen];
    for (const viewer of VIEWERS) {
      const { place, role, locked, proof } = viewer;
      const isTooLittle = ['audit', 'settings'].includes(seen) && proof !== 'password';
      const goesOn = !place && ['other-chair', 'beside', 'tiles'].includes(seen);
      const may = has(letters, place?.kind) || ((!locked || goesOn) && has(letters, role) && !isTooLittle);
      expect({ viewer, may: maySee(viewer, seen).ok }).toEqual({ viewer, may });
    }
  });
  test('SEC-155 settings and the audit open to a password alone', () => {
    for (const viewer of VIEWERS)
      for (const seen of ['settings', 'audit'] as const)
        if (maySee(viewer, seen).ok) expect(viewer).toMatchObject({ role: 'administrator', proof: 'password' });
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
    ['nobody at a chair', { place: CHAIR, locked: false }, 'names', NOBODY_NAMED],
    ['a locked nurse elsewhere', { place: null, role: 'nurse', locked: true }, 'names', SCREEN_LOCKED],
    ['a locked nurse at a chair', { place: CHAIR, role: 'nurse', locked: true }, 'other-chair', SCREEN_LOCKED],
    [
      'an administrator',
      { place: null, role: 'administrator', locked: false },
      'history',
      'What is of patients is shown to nurses and providers: sign in as one.',
    ],
    [
      'an administrator by PIN',
      { place: CHAIR, role: 'administrator', locked: false, proof: 'pin' },
      'audit',
      NEEDS_PASSWORD,
    ],
    [
      'a provider',
      { place: { kind: 'station' }, role: 'provider', locked: false },
      'audit',
      'This is shown to an administrator: ask one to look.',
    ],
    [
      'a nurse',
      { place: null, role: 'nurse', locked: false },
      'what-if',
      'This is shown to a provider or an administrator: ask one to look.',
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
  /** By hand. `any`: passes at every connection, for its own answer to decide; the others by who is shown it. */
  const EXPECTED_REQUESTS = {
    any: `chair:unwatch tiles:unwatch beside:unwatch pleth:unwatch device:unwatch visit:unfollow staff:session staff:active
      staff:leave screen:sound station:listen station:leave-sound visit:open visit:begin visit:command visit:join site:command chair:quiet`,
    chair: 'chair:watch pleth:watch visit:follow',
    beside: 'beside:watch',
    tiles: 'station:watch tiles:watch',
    clinical: `waiting:names orders:unsigned visit:namesakes visit:where history:list history:visit history:events report:visit sheet:open
      seal:of records:unsigned series:patient`,
    named: 'schedule:day device:watch quality:weeks',
    administrator: 'audit:list keeping:look exchange:look exchange:again',
    whatIf: 'what-if:start what-if:watch what-if:cancel',
    site: 'protocol:read',
  };
  type Group = keyof typeof EXPECTED_REQUESTS;
  const requestsOf = (...groups: readonly Group[]) =>
    groups.flatMap((group) => EXPECTED_REQUESTS[group].trim().split(/\s+/)).toSorted();
  const nurse: Viewer = { place: null, role: 'nurse', locked: false };
  const chair: Viewer = { place: { kind: 'chair', chairId: 'chair-1' }, locked: false };
  test('SEC-84 the lists by hand and the code know the same requests', () => {
    const groups = Object.keys(EXPECTED_REQUESTS) as Group[];
    expect(requestsOf(...groups)).toEqual(Object.keys(REQUEST_RULES).toSorted());
  });
  test.each<[string, Viewer, Reach, readonly Group[]]>([
    ['a chair’s screen, its chair', chair, 'own', ['chair', 'beside', 'site']],
    ['the same locked', { ...chair, role: 'nurse', locked: true }, 'own', ['chair', 'beside', 'site']],
    ['a chair’s screen, another chair', chair, 'other', ['beside', 'site']],
    ['a station', { place: { kind: 'station' }, locked: false }, 'own', ['chair', 'beside', 'tiles', 'site']],
    ['a demo’s screen', { place: { kind: 'anywhere' }, locked: false }, 'own', ['chair', 'beside', 'tiles', 'site']],
    ['a nurse anywhere', nurse, 'other', ['chair', 'beside', 'tiles', 'clinical', 'named', 'site']],
    ['a locked nurse anywhere', { ...nurse, locked: true }, 'other', ['chair', 'beside', 'tiles']],
    [
      'an administrator anywhere',
      { ...nurse, role: 'administrator', proof: 'password' },
      'other',
      ['named', 'administrator', 'whatIf', 'site'],
    ],
    [
      'an administrator by PIN',
      { ...nurse, role: 'administrator', proof: 'pin' },
      'other',
      ['named', 'whatIf', 'site'],
    ],
    [
      'a provider',
      { ...nurse, role: 'provider' },
      'other',
      ['chair', 'beside', 'tiles', 'clinical', 'named', 'whatIf', 'site'],
    ],
    ['nobody anywhere', { place: null, locked: false }, 'other', []],
  ])('SEC-84 %s', (_, viewer, reach, groups) => {
    const passed = Object.keys(REQUEST_RULES).filter((request) => mayAsk(viewer, request, reach).ok);
    expect(passed.toSorted()).toEqual(requestsOf('any', ...groups));
  });
  test.each([
    ['visit:open', undefined, 'visit:open'],
    ['visit:begin', undefined, 'visit:open'],
    ['chair:quiet', undefined, 'chair:quiet'],
    ['visit:command', 'pump:pause', 'pump:pause'],
    ['site:command', 'chair:add', 'chair:add'],
    // A command it does not bring, or in a request that brings none, changes nothing of what is asked.
    ['visit:command', undefined, 'unknown'],
    ['visit:open', 'alert:pause-audio', 'visit:open'],
    ['visit:steal', undefined, 'unknown'],
    ['__proto__', undefined, 'unknown'],
    ['chair:watch', undefined, undefined],
    ['staff:active', undefined, undefined],
  ] as const)('SEC-84 the act of %s with %s: %s', (request, command, act) => {
    expect(actOf(request, command)).toBe(act);
  });
  test('SEC-82 an act that is missing is given by nobody', () => {
    for (const actor of [nurseActor, provider, administrator, screen])
      expect(authorise({ actor, reach: 'own', locked: false, proof: 'password' }, 'unknown').ok).toBe(false);
  });
  test('SEC-84 a request without a row is refused', () => {
    for (const request of ['', 'visit:steal', 'constructor', '__proto__', 'hasOwnProperty'])
      expect(told(mayAsk(nurse, request, 'own'))).toContain('not-allowed: Vigil knows no such request');
  });
});
