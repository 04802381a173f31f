/** Every actor, every act, own and other chair, locked and not, against a table written by hand. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { administrator, nurse, provider, screen, system, told } from '../../../tests/support/visit-builder.ts';
import type { Actor } from '../actor.ts';
import { AUTHORITY, authorise, mayGive } from '../authority.ts';
import type { Act, Proof } from '../authority.ts';
import { NEEDS_PASSWORD, NOBODY_NAMED, SCREEN_LOCKED } from '../nobody-named.ts';
import { actsAs, REACHES } from './reach.ts';
import type { Reach } from './reach.ts';

const adapter = { kind: 'adapter', adapterId: 'adapter-1' } as const;

/** n nurse, p provider, a administrator, s the screen itself: nobody is signed in, or it is locked, and the chair is its own. */
const EXPECTED: Readonly<Record<string, string>> = {
  np: `visit:open identity:confirm setup:record baseline:freeze infusion:start device:give pump:resume infusion:end infusion:reopen
    pump:volume monitoring:end monitoring:reopen criterion:check ride:wait visit:end visit:move patient:correct emergency:end
    nurse:take-over cover:begin cover:end entry:record bp:enter cuff:measure cuff:stop alert:acknowledge mark:clear patient:attended
    off-monitor:begin off-monitor:back message:send message:read provider:call-off chair:quiet record:close record:addend`,
  nps: 'pump:pause emergency:declare alert:pause-audio provider:call',
  p: `baseline:correct hold:approve limits:change recovery:decide criterion:override provider:answer order:cosign order:dispute
    record:sign`,
  n: 'order:verbal',
  a: `chair:add chair:rename chair:remove device:retire device:control protocol:publish retention:set visit:hold visit:release staff:add
    staff:remove staff:code screen:code screen:remove adapter:key adapter:remove`,
  npa: `device:register device:bind device:release device:move day:close day:open plan:make plan:change plan:cancel plan:missed`,
};
const LETTERS = new Map(
  Object.entries(EXPECTED).flatMap(([letters, acts]) =>
    acts
      .trim()
      .split(/\s+/)
      .map((act) => [act, letters] as const),
  ),
);
const ACTS = Object.keys(AUTHORITY) as Act[];
const ACTORS = { n: nurse, p: provider, a: administrator, s: screen, adapter, system } as const;
type Who = keyof typeof ACTORS;
const WHO = Object.keys(ACTORS) as Who[];

const PROOFS: readonly (Proof | undefined)[] = ['pin', 'password', undefined];

function expected(who: Who, act: Act, reach: Reach, locked: boolean, proof: Proof | undefined): string {
  const letters = LETTERS.get(act) ?? '';
  if (who === 'adapter' || who === 'system') return 'not-allowed';
  if (who === 's' || locked) {
    if (letters.includes('s') && reach === 'own') return 'accepted';
    return locked ? 'locked' : 'not-allowed';
  }
  if (letters === 'a' && proof !== 'password') return 'not-allowed';
  if (letters.includes(who)) return 'accepted';
  return letters === 'p' ? (who === 'n' ? 'needs-provider' : 'not-allowed') : 'not-allowed';
}
const codeOf = (answer: ReturnType<typeof authorise>): string => (answer.ok ? 'accepted' : answer.refusal.code);

describe('SEC-80 actor × act × own or other chair × locked × proof', () => {
  test('SEC-80 the table by hand and the code know the same acts', () => {
    expect([...LETTERS.keys()].toSorted()).toEqual(ACTS.toSorted());
  });
  test.each(
    WHO.flatMap((who) =>
      REACHES.flatMap((reach) =>
        [false, true].flatMap((locked) => PROOFS.map((proof) => ({ who, reach, locked, proof }))),
      ),
    ),
  )('SEC-80 SEC-155 $who, $reach chair, locked: $locked, by $proof', ({ who, reach, locked, proof }) => {
    const seen = ACTS.map((act) => [act, codeOf(authorise({ actor: ACTORS[who], reach, locked, proof }, act))]);
    expect(seen).toEqual(ACTS.map((act) => [act, expected(who, act, reach, locked, proof)]));
  });
});

describe('what may never be', () => {
  const anyone = fc.constantFrom<Actor>(...Object.values(ACTORS));
  const anyAct = fc.constantFrom(...ACTS);
  test('SEC-81 locking, or another chair, never lets somebody do what they may not do here and open', () => {
    fc.assert(
      fc.property(
        anyone,
        anyAct,
        fc.constantFrom(...REACHES),
        fc.boolean(),
        fc.constantFrom(...PROOFS),
        (actor, act, reach, locked, proof) => {
          if (authorise({ actor, reach, locked, proof }, act).ok)
            expect(authorise({ actor, reach: 'own', locked: false, proof }, act).ok).toBe(true);
        },
      ),
    );
  });
  test('SEC-155 what a PIN gives a password gives too, and to nobody but an administrator more', () => {
    fc.assert(
      fc.property(anyone, anyAct, fc.constantFrom(...REACHES), fc.boolean(), (actor, act, reach, locked) => {
        const [by, more] = [
          authorise({ actor, reach, locked, proof: 'pin' }, act),
          authorise({ actor, reach, locked, proof: 'password' }, act),
        ];
        if (by.ok || actor !== administrator) expect(more).toEqual(by);
      }),
    );
  });
  test('SEC-81 a locked screen may no more than one at which nobody is signed in', () => {
    for (const act of ACTS)
      for (const reach of REACHES)
        for (const actor of [nurse, provider, administrator, screen])
          expect(authorise({ actor, reach, locked: true, proof: 'password' }, act).ok).toBe(
            authorise({ actor: screen, reach, locked: false, proof: undefined }, act).ok,
          );
  });
  test('SEC-81 what goes through at a locked screen is the screen’s', () => {
    expect(actsAs(nurse, true)).toEqual({ kind: 'screen', screenId: nurse.screenId });
    expect(actsAs(nurse, false)).toBe(nurse);
    for (const actor of [screen, adapter, system]) expect(actsAs(actor, true)).toBe(actor);
  });
  test('SEC-82 what the table does not know is refused to everybody', () => {
    for (const act of ['', 'visit:steal', 'constructor', '__proto__', 'toString'] as unknown as Act[])
      for (const actor of Object.values(ACTORS)) {
        expect(mayGive(actor, act).ok).toBe(false);
        for (const reach of REACHES)
          expect(authorise({ actor, reach, locked: false, proof: 'password' }, act).ok).toBe(false);
      }
  });
  test('SEC-82 what asks from no known kind of actor is refused', () => {
    const forged = { kind: 'root', name: 'N. Okafor', role: 'nurse', screenId: 'screen-1' } as unknown as Actor;
    for (const act of ACTS) expect(mayGive(forged, act).ok).toBe(false);
  });
  test('SEC-82 an unknown role is refused', () => {
    const forged = { ...nurse, role: 'screen' } as unknown as Actor;
    for (const act of ACTS) expect(mayGive(forged, act).ok).toBe(false);
  });
});

describe('the sentences', () => {
  test.each<[string, Actor, Act, Reach, boolean, string]>([
    ['locked', nurse, 'alert:acknowledge', 'own', true, `locked: ${SCREEN_LOCKED}`],
    ['locked, urgent, another chair', nurse, 'pump:pause', 'other', true, `locked: ${SCREEN_LOCKED}`],
    ['nobody', screen, 'entry:record', 'own', false, `not-allowed: ${NOBODY_NAMED}`],
    ['nobody, urgent, another chair', screen, 'pump:pause', 'other', false, `not-allowed: ${NOBODY_NAMED}`],
    ['nobody, for an administrator', screen, 'staff:add', 'own', false, `not-allowed: ${NOBODY_NAMED}`],
    [
      'a nurse for a provider',
      nurse,
      'hold:approve',
      'other',
      false,
      'needs-provider: Only a provider may do this: ask one to do it here or at the station.',
    ],
    [
      'a nurse for an administrator',
      nurse,
      'screen:code',
      'own',
      false,
      'not-allowed: The clinic’s chairs, protocols, people, screens and adapters, and what a device may do, are changed by an administrator: ask one to do it.',
    ],
    [
      'an administrator for a nurse',
      administrator,
      'pump:pause',
      'own',
      false,
      'not-allowed: An administrator does not act on a visit: sign in as a nurse or a provider.',
    ],
    [
      'an adapter',
      adapter,
      'device:bind',
      'own',
      false,
      'not-allowed: A person must do this: adapters and Vigil itself give no commands.',
    ],
  ])('SEC-25 SEC-80 %s', (_, actor, act, reach, locked, sentence) => {
    expect(told(authorise({ actor, reach, locked, proof: 'password' }, act))).toBe(sentence);
  });
  test.each<[Actor, string]>([
    [administrator, `not-allowed: ${NEEDS_PASSWORD}`],
    [
      nurse,
      'not-allowed: The clinic’s chairs, protocols, people, screens and adapters, and what a device may do, are changed by an administrator: ask one to do it.',
    ],
  ])('SEC-155 an administrator who came by PIN is told the way, %s', (actor, sentence) => {
    expect(told(authorise({ actor, reach: 'other', locked: false, proof: 'pin' }, 'staff:code'))).toBe(sentence);
  });
  test('SEC-80 here, open: as by the role alone', () => {
    for (const act of ACTS)
      for (const actor of Object.values(ACTORS))
        expect(mayGive(actor, act)).toEqual(authorise({ actor, reach: 'own', locked: false, proof: 'password' }, act));
  });
});
