import { describe, expect, test } from 'vitest';
import { administrator, nurse, told } from '../../../tests/support/visit-builder.ts';
import type { Role } from '../actor.ts';
import type { Result } from '../refusal.ts';
import type { SiteCommand, SiteEventBody, SiteState } from '../site-state.ts';
import { decideSite, evolveSite } from '../site.ts';
import { decideAdmit, decideEnrol, decideScreens } from './decide-screens.ts';
import { decideCredential } from './decide-staff.ts';
import type { Credential } from './staff.ts';

/** A clinic as people, screens and adapters change it. */
class Clinic {
  site: SiteState;
  readonly #inChargeOf: readonly string[];
  #ids = 0;
  constructor(inChargeOf: readonly string[] = []) {
    this.#inChargeOf = inChargeOf;
    const founded = { type: 'site-founded', name: 'Elm Street', demo: false, timeZone: 'UTC' } as const;
    this.site = evolveSite(undefined, { ...founded, at: 0, actor: administrator });
    for (const chairId of ['chair-1', 'chair-2']) this.record({ type: 'chair-added', chairId, name: chairId });
  }
  record(...bodies: readonly SiteEventBody[]): this {
    for (const body of bodies) this.site = evolveSite(this.site, { ...body, at: 7, actor: administrator });
    return this;
  }
  take(answer: Result<SiteEventBody[]>): this {
    if (!answer.ok) throw new Error(answer.refusal.message);
    return this.record(...answer.value);
  }
  ask(command: SiteCommand, actor: typeof administrator | typeof nurse = administrator) {
    return decideSite(this.site, command, {
      actor,
      newId: () => `new-${(this.#ids += 1)}`,
      isChairFree: () => true,
      inChargeOf: () => this.#inChargeOf,
      models: [],
    });
  }
  give(command: SiteCommand): this {
    return this.take(this.ask(command));
  }
  person(staffId: string, name: string, role: Role, ...credentials: readonly Credential[]): this {
    this.record({ type: 'staff-added', staffId, name, role });
    for (const credential of credentials) this.take(decideCredential(this.site, { staffId, credential }));
    return this;
  }
}
const add = (name: string, role: Role = 'nurse') => ({ type: 'staff:add', name, role }) as const;
const remove = (staffId: string, confirmed?: boolean) =>
  ({ type: 'staff:remove', staffId, ...(confirmed !== undefined && { confirmed }) }) as const;

describe('people', () => {
  test('SEC-86 are added by name and role, with no credential yet', () => {
    const clinic = new Clinic().give(add('  N.   Okafor ')).give(add('Dr. Ruiz', 'provider'));
    expect(clinic.site.staff).toEqual([
      { staffId: 'new-1', name: 'N. Okafor', role: 'nurse', credentials: [] },
      { staffId: 'new-2', name: 'Dr. Ruiz', role: 'provider', credentials: [] },
    ]);
    expect(told(clinic.ask(add('  ')))).toBe('not-ready: The name is missing: enter it.');
  });
  test.each(['n. okafor', 'N.  OKAFOR', ' N. Okafor'])('SEC-86 a name is one person’s: %j', (name) => {
    const clinic = new Clinic().person('s-1', 'N. Okafor', 'nurse');
    expect(told(clinic.ask(add(name, 'provider')))).toBe(
      'conflict: There is N. Okafor, nurse, already: enter a name that tells the two apart.',
    );
  });
  test('SEC-86 however its accents are composed', () => {
    const clinic = new Clinic().give(add('Zoé'.normalize('NFD')));
    expect(clinic.site.staff[0]?.name).toBe('Zoé'.normalize('NFC'));
    expect(told(clinic.ask(add('Zoé'.normalize('NFD'))))).toContain('There is Zoé');
  });
  test('SEC-86 a name stays theirs after they left', () => {
    const clinic = new Clinic().person('s-1', 'N. Okafor', 'nurse', 'pin').give(remove('s-1'));
    expect(clinic.site.staff).toEqual([]);
    expect(clinic.site.formerStaff).toEqual([{ staffId: 's-1', name: 'N. Okafor', role: 'nurse', removedAt: 7 }]);
    expect(told(clinic.ask(add('N. okafor')))).toBe(
      'conflict: N. Okafor was a nurse of this clinic, and stands in its records: enter a name that tells the two apart.',
    );
  });
  test.each(['Vigil', 'unidentified', 'adapter 7', 'UNIDENTIFIED at chair 3'])(
    'SEC-86 %s names no person in a record, hence nobody',
    (name) => {
      expect(told(new Clinic().ask(add(name)))).toContain('is how records name what no person did');
    },
  );
  test('SEC-86 Adaptera and Vigilia are names like others', () => {
    for (const name of ['Vigilia Stern', 'Adaptera Voss']) expect(new Clinic().ask(add(name)).ok).toBe(true);
  });
  test('SEC-87 nobody removes themselves', () => {
    const clinic = new Clinic()
      .person(administrator.staffId, administrator.name, 'administrator', 'password')
      .person('s-2', 'B. Moor', 'administrator', 'password');
    expect(told(clinic.ask(remove(administrator.staffId)))).toBe(
      'conflict: You cannot remove yourself: ask another administrator to do it.',
    );
    expect(clinic.ask(remove('s-2')).ok).toBe(true);
  });
  test.each<[string, Credential[], Credential[], string]>([
    ['the last with a password', ['password'], ['pin'], 'B. Moor is the last administrator with a password'],
    ['one of two with a password', ['password'], ['password'], 'accepted'],
    ['one without a password', [], ['password'], 'accepted'],
    ['one without, of none with', [], [], 'accepted'],
  ])('SEC-87 an administrator is removed: %s', (_, theirs, others, answer) => {
    const clinic = new Clinic()
      .person('s-1', 'B. Moor', 'administrator', ...theirs)
      .person('s-2', 'C. Dahl', 'administrator', ...others)
      .person('s-3', 'N. Okafor', 'nurse', 'password');
    expect(told(clinic.ask(remove('s-1')))).toContain(answer);
  });
  test('SEC-88 who has a patient is removed after a yes that names the chairs', () => {
    const clinic = new Clinic(['Chair 3', 'Window']).person('s-1', 'N. Okafor', 'nurse', 'pin');
    expect(told(clinic.ask(remove('s-1')))).toBe(
      'needs-confirmation: N. Okafor has the patient on Chair 3, Window: let another nurse take over, or confirm. Until somebody takes over, N. Okafor stays the name in charge there.',
    );
    expect(told(clinic.ask(remove('s-1', false)))).toContain('needs-confirmation');
    expect(clinic.give(remove('s-1', true)).site.staff).toEqual([]);
  });
  test('SEC-88 who is not of the clinic any more is named', () => {
    const clinic = new Clinic().person('s-1', 'N. Okafor', 'nurse').give(remove('s-1'));
    const gone = 'not-found: N. Okafor is not of this clinic any more: look at the list again.';
    expect(told(clinic.ask(remove('s-1')))).toBe(gone);
    expect(told(decideCredential(clinic.site, { staffId: 's-1', credential: 'pin' }))).toBe(gone);
    expect(told(clinic.ask(remove('s-9')))).toContain('not-found: This person is not of this clinic');
  });
  test('SEC-95 of a credential the site knows that it is set, and by whose code', () => {
    const clinic = new Clinic().person('s-1', 'N. Okafor', 'nurse');
    const decided = decideCredential(clinic.site, { staffId: 's-1', credential: 'pin', byStaffId: 's-2' });
    expect(decided).toEqual({
      ok: true,
      value: [{ type: 'credential-set', staffId: 's-1', credential: 'pin', byStaffId: 's-2' }],
    });
    clinic
      .take(decided)
      .take(decided)
      .take(decideCredential(clinic.site, { staffId: 's-1', credential: 'password' }));
    expect(clinic.site.staff[0]?.credentials).toEqual(['pin', 'password']);
  });
  test('SEC-80 a nurse changes none of it', () => {
    const clinic = new Clinic().person('s-1', 'B. Moor', 'nurse');
    const commands: readonly SiteCommand[] = [
      add('Somebody'),
      remove('s-1'),
      { type: 'screen:remove', screenId: 'x' },
      { type: 'adapter:remove', adapterId: 'x' },
    ];
    for (const command of commands) expect(told(clinic.ask(command, nurse))).toContain('by an administrator');
  });
});

describe('screens', () => {
  const tablet = { screenId: 'screen-1', label: ' Tablet ', place: { kind: 'chair', chairId: 'chair-1' } } as const;
  const wall = { screenId: 'screen-2', label: 'Wall', place: { kind: 'station' } } as const;

  test('SEC-91 are enrolled to a chair that is there, or as a station, with a label', () => {
    const clinic = new Clinic();
    clinic.take(decideEnrol(clinic.site, tablet)).take(decideEnrol(clinic.site, wall));
    expect(clinic.site.screens).toEqual([{ ...tablet, label: 'Tablet' }, wall]);
    expect(told(decideEnrol(clinic.site, { ...wall, label: ' ' }))).toContain('The label of the screen is missing');
    expect(told(decideEnrol(clinic.site, { ...wall, place: { kind: 'chair', chairId: 'gone' } }))).toContain(
      'not-found: There is no such chair',
    );
  });
  test('SEC-91 enrolled anew, a screen has its new place alone', () => {
    const clinic = new Clinic();
    clinic.take(decideEnrol(clinic.site, tablet)).take(decideEnrol(clinic.site, { ...tablet, place: wall.place }));
    expect(clinic.site.screens).toEqual([{ ...tablet, label: 'Tablet', place: wall.place }]);
  });
  test('SEC-91 what the same browser was before ends in the same act', () => {
    const clinic = new Clinic();
    clinic.take(decideEnrol(clinic.site, tablet)).take(decideEnrol(clinic.site, { ...wall, insteadOf: 'screen-1' }));
    expect(clinic.site.screens).toEqual([wall]);
    expect(decideEnrol(clinic.site, { ...wall, insteadOf: 'screen-2' })).toMatchObject({ value: { length: 1 } });
    expect(decideEnrol(clinic.site, { ...wall, insteadOf: 'never-enrolled' })).toMatchObject({ value: { length: 1 } });
  });
  test('SEC-91 one is removed, once', () => {
    const clinic = new Clinic();
    clinic.take(decideEnrol(clinic.site, tablet)).take(decideEnrol(clinic.site, wall));
    const command = { type: 'screen:remove', screenId: 'screen-1' } as const;
    expect(clinic.give(command).site.screens).toEqual([wall]);
    expect(told(clinic.ask(command))).toContain('not-found: This screen is not enrolled any more');
  });
  test('SEC-91 one whose chair has a visit is removed once that is confirmed', () => {
    const clinic = new Clinic();
    clinic.take(decideEnrol(clinic.site, tablet)).take(decideEnrol(clinic.site, wall));
    const busy = { isChairFree: () => false };
    const command = { type: 'screen:remove', screenId: 'screen-1' } as const;
    for (const given of [command, { ...command, confirmed: false }])
      expect(told(decideScreens(clinic.site, given, busy))).toContain('needs-confirmation: A visit is on ');
    expect(told(decideScreens(clinic.site, { ...command, confirmed: true }, busy))).toBe('accepted');
    expect(told(decideScreens(clinic.site, { ...command, screenId: 'screen-2' }, busy))).toBe('accepted');
  });
  test('SEC-92 with a chair go its screens, in the same act; the others stay', () => {
    const clinic = new Clinic();
    const second = { ...tablet, screenId: 'screen-3', place: { kind: 'chair', chairId: 'chair-2' } } as const;
    for (const screen of [tablet, wall, second, { ...tablet, screenId: 'screen-4' }])
      clinic.take(decideEnrol(clinic.site, screen));
    const removed = clinic.ask({ type: 'chair:remove', chairId: 'chair-1' });
    expect(removed).toEqual({
      ok: true,
      value: [
        { type: 'screen-removed', screenId: 'screen-1' },
        { type: 'screen-removed', screenId: 'screen-4' },
        { type: 'chair-removed', chairId: 'chair-1' },
      ],
    });
    expect(clinic.take(removed).site.screens.map(({ screenId }) => screenId)).toEqual(['screen-2', 'screen-3']);
  });
});

describe('adapters', () => {
  const withDevices = (): Clinic =>
    new Clinic().record(
      ...['ox', 'cuff'].map((deviceId) => ({
        ...({ type: 'device-registered', model: 'nonin-df2', kind: 'oximeter', emulated: false } as const),
        deviceId,
        label: deviceId,
      })),
    );
  const admit = (devices: 'all' | readonly string[], adapterId = 'adapter-1') => ({ adapterId, label: 'PC', devices });

  test('SEC-93 may send all devices, or registered ones by name', () => {
    const clinic = withDevices();
    clinic.take(decideAdmit(clinic.site, admit(['ox', 'cuff', 'ox'])));
    clinic.take(decideAdmit(clinic.site, admit('all', 'adapter-2')));
    expect(clinic.site.adapters).toEqual([admit(['ox', 'cuff']), admit('all', 'adapter-2')]);
    expect(told(decideAdmit(clinic.site, admit(['ox', 'gone'])))).toBe(
      'unknown-device: Device gone is not registered: register it first.',
    );
    expect(told(decideAdmit(clinic.site, admit([])))).toContain('not-ready: An adapter needs a device to send');
    expect(told(decideAdmit(clinic.site, admit('all', 'screen:screen-1')))).toContain('conflict: An id that begins');
    expect(told(decideAdmit(clinic.site, { ...admit('all'), label: ' ' }))).toContain('The label of the adapter');
  });
  test('SEC-93 admitted anew, it may send what it is admitted for now', () => {
    const clinic = withDevices();
    clinic.take(decideAdmit(clinic.site, admit('all'))).take(decideAdmit(clinic.site, admit(['ox'])));
    expect(clinic.site.adapters).toEqual([admit(['ox'])]);
  });
  test('SEC-93 a device that is retired is nobody’s to send, also when it comes back', () => {
    const clinic = withDevices();
    clinic
      .take(decideAdmit(clinic.site, admit(['ox', 'cuff'])))
      .take(decideAdmit(clinic.site, admit('all', 'adapter-2')));
    clinic.give({ type: 'device:retire', deviceId: 'ox' });
    expect(clinic.site.adapters).toEqual([admit(['cuff']), admit('all', 'adapter-2')]);
    const back = { type: 'device-registered', deviceId: 'ox', label: 'ox', model: 'nonin-df2' } as const;
    clinic.record({ ...back, kind: 'oximeter', emulated: false });
    expect(clinic.site.adapters[0]).toEqual(admit(['cuff']));
  });
  test('SEC-93 one is removed, once', () => {
    const clinic = withDevices();
    clinic.take(decideAdmit(clinic.site, admit('all')));
    const command = { type: 'adapter:remove', adapterId: 'adapter-1' } as const;
    expect(clinic.give(command).site.adapters).toEqual([]);
    expect(told(clinic.ask(command))).toContain('not-found: This adapter has no key any more');
  });
});
