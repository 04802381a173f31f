import { describe, expect, test } from 'vitest';
import { administrator, nurse, screen, system, told } from '../../../tests/support/visit-builder.ts';
import { mayGive } from '../authority.ts';
import type { Act } from '../authority.ts';
import type { SiteEventBody, SiteState } from '../site-state.ts';
import { evolveSite } from '../site.ts';
import { decideFirstRun, firstRunOf } from './decide-first-run.ts';
import type { FirstRun, NewClinic } from './decide-first-run.ts';

const clinic: NewClinic = { name: ' Elm Street ', timeZone: 'Europe/Zurich', chairs: ['Chair 1', ' Window '] };
const firstRun = (change: Partial<NewClinic> = {}, administratorName = ' A.  Lind '): FirstRun => ({
  clinic: { ...clinic, ...change },
  administratorName,
});
const fold = (state: SiteState | undefined, body: SiteEventBody): SiteState =>
  evolveSite(state, { ...body, at: 0, actor: system });
const founded = fold(undefined, { type: 'site-founded', name: 'Clinic', demo: false, timeZone: 'UTC' });
let ids = 0;
const ask = (state: SiteState, given: FirstRun) => decideFirstRun(state, given, () => `id-${(ids += 1)}`);
function done(state: SiteState, given: FirstRun): { staffId: string; site: SiteState } {
  const answer = ask(state, given);
  if (!answer.ok) throw new Error(answer.refusal.message);
  return { staffId: answer.value.staffId, site: answer.value.events.reduce<SiteState>(fold, state) };
}
const added = fold(founded, { type: 'chair-added', chairId: 'c', name: 'Chair 1' });

describe('PH-137 the first run', () => {
  test('PH-137 SEC-89 name, time zone, chairs and the first administrator are the clinic’s from then on', () => {
    expect(firstRunOf(founded)).toBe('site');
    const { staffId, site } = done(founded, firstRun());
    expect(site).toMatchObject({ name: 'Elm Street', timeZone: 'Europe/Zurich' });
    expect(site.chairs.map(({ name }) => name)).toEqual(['Chair 1', 'Window']);
    expect(new Set([...site.chairs.map(({ chairId }) => chairId), staffId]).size).toBe(3);
    expect(site).not.toHaveProperty('isNew');
    expect(site.staff).toEqual([{ staffId, name: 'A. Lind', role: 'administrator', credentials: ['password'] }]);
    expect(firstRunOf(site)).toBeNull();
  });
  test('PH-137 once: a clinic that was set up, or ever had a chair, refuses it', () => {
    const emptied = fold(added, { type: 'chair-removed', chairId: 'c' });
    for (const state of [added, emptied])
      expect(told(ask(state, firstRun()))).toBe(
        'conflict: Clinic is set up already: only its administrator is missing.',
      );
    const { site } = done(founded, firstRun());
    for (const given of [firstRun(), firstRun({ chairs: [] }), { administratorName: 'Somebody' }])
      expect(told(ask(site, given))).toBe('conflict: Elm Street is set up already: sign in as an administrator.');
  });
  test('PH-137 a new clinic is not given an administrator alone', () => {
    expect(told(ask(founded, { administratorName: 'A. Lind' }))).toContain(
      'not-ready: The clinic’s name and its chairs',
    );
  });
  test('PH-137 SEC-89 no screen gives it: there is no such act', () => {
    const act = 'site:set-up' as Act;
    for (const actor of [screen, nurse, administrator, system])
      expect(told(mayGive(actor, act))).toContain('not-allowed');
  });
  test.each<[string, FirstRun, string]>([
    ['no name', firstRun({ name: ' ' }), 'The clinic’s name is missing'],
    ['no administrator', firstRun({}, ' '), 'The administrator’s name is missing'],
    ['no chair', firstRun({ chairs: [] }), 'A clinic needs a chair'],
    ['a chair without a name', firstRun({ chairs: ['Chair 1', ' '] }), 'The name of chair 2 is missing'],
    ['two alike', firstRun({ chairs: ['Window', 'window '] }), 'Two chairs are called window'],
    ['64 chairs', firstRun({ chairs: Array.from({ length: 64 }, (_, n) => `Chair ${n}`) }), 'accepted'],
    [
      '65 chairs',
      firstRun({ chairs: Array.from({ length: 65 }, (_, n) => `Chair ${n}`) }),
      'too-many: Vigil shows 64 chairs',
    ],
    ['a name that is nobody’s', firstRun({}, 'Vigil'), 'is how records name what no person did'],
  ])('PH-138 %s: each refused value is named', (_, given, sentence) => {
    expect(told(ask(founded, given))).toContain(sentence);
  });
});

describe('SEC-90 a clinic whose administrators cannot sign in', () => {
  const staff = (name: string, role: 'nurse' | 'administrator', ...credentials: ('pin' | 'password')[]): SiteState =>
    [
      { type: 'staff-added', staffId: 's-1', name, role } as const,
      ...credentials.map((credential) => ({ type: 'credential-set', staffId: 's-1', credential }) as const),
    ].reduce<SiteState>(fold, added);

  test('SEC-90 is given one: of a clinic from before there were accounts', () => {
    expect(firstRunOf(added)).toBe('administrator');
    const { staffId, site } = done(added, { administratorName: 'A. Lind' });
    expect(site.staff).toEqual([{ staffId, name: 'A. Lind', role: 'administrator', credentials: ['password'] }]);
    expect(site.chairs).toBe(added.chairs);
  });
  test('SEC-90 an administrator who is known and never had a password is that person', () => {
    const { staffId, site } = done(staff('A. Lind', 'administrator', 'pin'), { administratorName: 'a. lind' });
    expect(staffId).toBe('s-1');
    expect(site.staff).toEqual([
      { staffId: 's-1', name: 'A. Lind', role: 'administrator', credentials: ['pin', 'password'] },
    ]);
  });
  test('SEC-90 a nurse’s password does not end it, and her name is not taken by it', () => {
    const state = staff('N. Okafor', 'nurse', 'pin', 'password');
    expect(firstRunOf(state)).toBe('administrator');
    expect(told(ask(state, { administratorName: 'n. okafor' }))).toBe(
      'conflict: There is N. Okafor, nurse, already: enter a name that tells the two apart.',
    );
  });
  test('SEC-90 with one who can sign in there is nothing to do', () => {
    expect(firstRunOf(staff('A. Lind', 'administrator', 'password'))).toBeNull();
  });
});
