import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { administrator, esketamine, ivKetamine, nurse, provider, told } from '../../../tests/support/visit-builder.ts';
import { nameOf } from '../actor.ts';
import type { ClinicalProtocol } from '../clinical-protocol.ts';
import type { SiteCommand, SiteEvent, SiteEventBody, SiteState } from '../site-state.ts';
import type { SiteContext } from '../site.ts';
import { decideSite, evolveSite } from '../site.ts';
import { withSatSeconds } from '../protocols/with-sat-seconds.ts';

const MODELS = [
  { name: 'nonin-df2', kind: 'oximeter' },
  { name: 'suntech', kind: 'cuff' },
  { name: 'hl7-oru', kind: 'monitor' },
] as const;

class Site {
  events: SiteEvent[] = [];
  state: SiteState | undefined;
  #ids = 0;
  readonly #taken: readonly string[];

  constructor(demo = false, taken: readonly string[] = []) {
    this.#taken = taken;
    this.record({ type: 'site-founded', name: 'Elm Street', demo, timeZone: 'Europe/Zurich' });
  }
  get now(): SiteState {
    if (!this.state) throw new Error('not founded');
    return this.state;
  }
  record(body: SiteEventBody): this {
    const event: SiteEvent = { ...body, at: 0, actor: administrator };
    this.events.push(event);
    this.state = evolveSite(this.state, event);
    return this;
  }
  ask(command: SiteCommand, actor: SiteContext['actor'] = administrator) {
    const ctx: SiteContext = {
      actor,
      newId: () => `chair-${(this.#ids += 1)}`,
      isChairFree: (chairId) => !this.#taken.includes(chairId),
      inChargeOf: () => [],
      models: MODELS,
    };
    return decideSite(this.now, command, ctx);
  }
  give(command: SiteCommand): this {
    const answer = this.ask(command);
    if (!answer.ok) throw new Error(answer.refusal.message);
    for (const body of answer.value) this.record(body);
    return this;
  }
  chairs(...names: string[]): this {
    for (const name of names) this.give({ type: 'chair:add', name });
    return this;
  }
}

const register = (deviceId: string, model: string, emulated = false) =>
  ({ type: 'device:register', deviceId, model, label: `the ${deviceId}`, emulated }) as const;
const bind = (deviceId: string, chairId: string) => ({ type: 'device:bind', deviceId, chairId }) as const;
const move = (deviceId: string, chairId: string, insteadOf?: string) =>
  ({ type: 'device:move', deviceId, chairId, ...(insteadOf !== undefined && { insteadOf }) }) as const;
const retire = (deviceId: string) => ({ type: 'device:retire', deviceId }) as const;

describe('chairs', () => {
  test('PH-55 keep their places and have names of their own', () => {
    const site = new Site().chairs('Chair 1', ' Chair 2 ', 'Chair 3');
    expect(site.now.chairs.map((chair) => chair.name)).toEqual(['Chair 1', 'Chair 2', 'Chair 3']);
    expect(told(site.ask({ type: 'chair:add', name: 'chair 2' }))).toContain('There is a chair called chair 2 already');
    expect(told(site.ask({ type: 'chair:add', name: '  ' }))).toContain('The name of the chair is missing');
    expect(told(site.ask({ type: 'chair:rename', chairId: 'chair-1', name: 'Chair 3' }))).toContain('already');
    site.give({ type: 'chair:rename', chairId: 'chair-2', name: 'CHAIR 2' });
    expect(site.now.chairs[1]).toEqual({ chairId: 'chair-2', name: 'CHAIR 2' });
    expect(told(site.ask({ type: 'chair:rename', chairId: 'gone', name: 'X' }))).toContain('no such chair');
  });
  test('PH-56 a chair with a device or a visit stays', () => {
    const site = new Site(false, ['chair-3']).chairs('1', '2', '3').give(register('ox', 'nonin-df2'));
    site.give(bind('ox', 'chair-2'));
    const remove = (chairId: string) => ({ type: 'chair:remove', chairId }) as const;
    expect(told(site.ask(remove('chair-2')))).toBe('conflict: 2 still has “the ox”: release the device first.');
    expect(told(site.ask(remove('chair-3')))).toContain('3 has a visit: end it, or move it');
    expect(told(site.ask(remove('gone')))).toContain('not-found');
    site.give(remove('chair-1')).give({ type: 'device:release', deviceId: 'ox' }).give(remove('chair-2'));
    expect(site.now.chairs.map((chair) => chair.chairId)).toEqual(['chair-3']);
  });
});

describe('devices', () => {
  test.each([
    [false, false, 'accepted'],
    [false, true, 'emulated-device: An emulated device has no place among patients'],
    [true, true, 'accepted'],
    [true, false, 'conflict: The demo takes emulated devices only'],
  ])('PH-57 in a demo (%s), an emulated one (%s)', (demo, emulated, answer) => {
    expect(told(new Site(demo).ask(register('ox', 'nonin-df2', emulated)))).toContain(answer);
  });
  test('PH-57 of a known model, once, with a label', () => {
    const site = new Site().give(register('cuff', 'suntech'));
    expect(site.now.devices).toEqual([
      { deviceId: 'cuff', model: 'suntech', kind: 'cuff', label: 'the cuff', emulated: false },
    ]);
    expect(told(site.ask(register('cuff', 'suntech')))).toContain('registered already, as “the cuff”');
    expect(told(site.ask(register('x', 'abacus')))).toBe(
      'unknown-device: Vigil cannot read a “abacus”: choose one of nonin-df2, suntech, hl7-oru.',
    );
    expect(told(site.ask({ ...register('x', 'suntech'), label: '' }))).toContain('The label of the device is missing');
  });
  test('PH-58 one oximeter and one cuff a chair', () => {
    const site = new Site().chairs('Chair 1', 'Chair 2');
    for (const [id, model] of [
      ['ox-1', 'nonin-df2'],
      ['ox-2', 'nonin-df2'],
      ['cuff-1', 'suntech'],
      ['cuff-2', 'suntech'],
    ] as const)
      site.give(register(id, model));
    site.give(bind('ox-1', 'chair-1')).give(bind('cuff-1', 'chair-1'));
    expect(told(site.ask(bind('ox-2', 'chair-1')))).toBe(
      'conflict: Chair 1 has the oximeter “the ox-1”: release that one first, or put this one there instead of it.',
    );
    expect(told(site.ask(bind('cuff-2', 'chair-1')))).toContain('has the cuff “the cuff-1”');
    expect(told(site.ask(bind('ox-1', 'chair-1')))).toContain('is on Chair 1 already');
    expect(told(site.ask(bind('ox-1', 'chair-2')))).toBe(
      'conflict: “the ox-1” is on Chair 1: release it there first, or move it.',
    );
    site.give({ type: 'device:release', deviceId: 'ox-1' }).give(bind('ox-2', 'chair-1')).give(bind('ox-1', 'chair-2'));
    expect(site.now.devices.map((device) => device.chairId)).toEqual(['chair-2', 'chair-1', 'chair-1', undefined]);
  });
  test.each(['nonin-df2', 'suntech', 'hl7-oru'])(
    'PH-58 a monitor is an oximeter and a cuff: none beside it, %s',
    (model) => {
      const site = new Site().chairs('Chair 1').give(register('one', 'hl7-oru')).give(register('two', model));
      site.give(bind('one', 'chair-1'));
      expect(told(site.ask(bind('two', 'chair-1')))).toContain('Chair 1 has the monitor “the one”');
      site.give({ type: 'device:release', deviceId: 'one' }).give(bind('two', 'chair-1'));
      expect(told(site.ask(bind('one', 'chair-1')))).toContain('“the two”: release that one first');
    },
  );
  test('PH-58 unknown devices and chairs are named', () => {
    const site = new Site().chairs('Chair 1').give(register('ox', 'nonin-df2'));
    expect(told(site.ask(bind('gone', 'chair-1')))).toBe(
      'unknown-device: Device gone is not registered: register it first.',
    );
    expect(told(site.ask(bind('ox', 'gone')))).toContain('not-found: There is no such chair');
    expect(told(site.ask({ type: 'device:release', deviceId: 'ox' }))).toContain('is on no chair');
  });
});

describe('moving a device', () => {
  /** Chair 1 has ox-1 and cuff-1, Chair 2 has ox-2; ox-3 and the monitor stand on none. */
  const furnished = () => {
    const site = new Site().chairs('Chair 1', 'Chair 2', 'Chair 3');
    for (const id of ['ox-1', 'ox-2', 'ox-3']) site.give(register(id, 'nonin-df2'));
    site.give(register('cuff-1', 'suntech')).give(register('mon', 'hl7-oru'));
    return site.give(bind('ox-1', 'chair-1')).give(bind('cuff-1', 'chair-1')).give(bind('ox-2', 'chair-2'));
  };
  const chairsOf = (site: Site) =>
    Object.fromEntries(site.now.devices.map(({ deviceId, chairId }) => [deviceId, chairId]));

  test.each([
    ['from a chair to another', move('ox-1', 'chair-3'), { 'ox-1': 'chair-3' }],
    ['from no chair', move('ox-3', 'chair-3'), { 'ox-3': 'chair-3' }],
    ['in a dead one’s place', move('ox-3', 'chair-1', 'ox-1'), { 'ox-1': undefined, 'ox-3': 'chair-1' }],
    [
      'from chair to chair in a dead one’s place',
      move('ox-2', 'chair-1', 'ox-1'),
      { 'ox-1': undefined, 'ox-2': 'chair-1' },
    ],
    ['a monitor for an oximeter alone', move('mon', 'chair-2', 'ox-2'), { 'ox-2': undefined, mon: 'chair-2' }],
  ])('PH-90 %s, by a nurse, in one decision', (_, command, changed) => {
    const site = furnished();
    const before = chairsOf(site);
    const decided = site.ask(command, nurse);
    if (!decided.ok) throw new Error(decided.refusal.message);
    for (const body of decided.value) site.record(body);
    expect(chairsOf(site)).toEqual({ ...before, ...changed });
  });
  test.each([
    [
      move('ox-2', 'chair-1'),
      'conflict: Chair 1 has the oximeter “the ox-1”: release that one first, or put this one there instead of it.',
    ],
    [move('mon', 'chair-1', 'ox-1'), 'Chair 1 has the cuff “the cuff-1”: release that one first'],
    [move('ox-1', 'chair-1'), 'conflict: “the ox-1” is on Chair 1 already.'],
    [move('ox-1', 'chair-1', 'ox-1'), 'conflict: “the ox-1” is on Chair 1 already.'],
    [
      move('ox-3', 'chair-1', 'ox-2'),
      '“the ox-2” does not measure on Chair 1 what “the ox-3” does: look again which device it replaces.',
    ],
    [move('ox-3', 'chair-1', 'cuff-1'), '“the cuff-1” does not measure on Chair 1 what “the ox-3” does'],
    [move('ox-3', 'chair-1', 'gone'), '“gone” does not measure on Chair 1'],
    [move('gone', 'chair-1'), 'unknown-device: Device gone is not registered'],
    [move('ox-3', 'gone'), 'not-found: There is no such chair'],
  ])('PH-58 %o is refused, and nothing moves', (command, sentence) => {
    expect(told(furnished().ask(command))).toContain(sentence);
  });
});

describe('retiring a device', () => {
  test('PH-91 a retired device is on no list, and may be registered again', () => {
    const site = new Site().chairs('Chair 1').give(register('ox', 'nonin-df2')).give(bind('ox', 'chair-1'));
    expect(told(site.ask(retire('ox')))).toBe(
      'conflict: “the ox” is on Chair 1: release it there before you retire it.',
    );
    site.give({ type: 'device:release', deviceId: 'ox' }).give(retire('ox'));
    expect(site.now.devices).toEqual([]);
    expect(site.now.retired).toEqual([{ deviceId: 'ox', label: 'the ox', emulated: false, retiredAt: 0 }]);
    expect(told(site.ask(bind('ox', 'chair-1')))).toContain('unknown-device: Device ox is not registered');
    expect(told(site.ask(retire('ox')))).toContain('unknown-device');
    site.give(register('ox', 'nonin-df2'));
    expect(site.now.retired).toEqual([]);
    expect(site.now.devices).toHaveLength(1);
  });
  test('SEC-30 a nurse swaps a device, but does not retire it', () => {
    const site = new Site().give(register('ox', 'nonin-df2'));
    expect(told(site.ask(register('ox-2', 'nonin-df2'), nurse))).toBe('accepted');
    expect(told(site.ask(retire('ox'), nurse))).toContain('changed by an administrator: ask one to do it.');
  });
});

const publish = (protocol: ClinicalProtocol, more: { readonly reason?: string; readonly approvedBy?: string } = {}) =>
  ({ type: 'protocol:publish', protocol, reason: 'Too many alerts', approvedBy: 'Dr Ruiz', ...more }) as const;
const newer = (protocol: ClinicalProtocol, upperMarkMs = 2_400_000): ClinicalProtocol => ({
  ...protocol,
  version: protocol.version + 1,
  recovery: { ...protocol.recovery, upperMarkMs },
});

describe('protocols', () => {
  test('PH-59 only a newer version replaces one', () => {
    const site = new Site().give(publish(ivKetamine));
    site.give(publish(esketamine));
    expect(told(site.ask(publish(ivKetamine)))).toBe(
      `conflict: “${ivKetamine.title}” is published as version ${ivKetamine.version}: give the changed one version ${ivKetamine.version + 1}.`,
    );
    expect(told(site.ask(publish({ ...newer(ivKetamine), version: ivKetamine.version + 2 })))).toContain('conflict');
    site.give(publish(newer(ivKetamine)));
    expect(site.now.protocols.map(({ id, version }) => [id, version])).toEqual([
      [esketamine.id, esketamine.version],
      [ivKetamine.id, ivKetamine.version + 1],
    ]);
  });
  test('PH-59 a protocol that cannot be is refused', () => {
    const recovery = { ...ivKetamine.recovery, minimumMs: ivKetamine.recovery.upperMarkMs + 1 };
    expect(new Site().ask(publish({ ...ivKetamine, recovery })).ok).toBe(false);
  });
  test.each([
    ['no reason', publish(newer(ivKetamine), { reason: ' ' }), 'not-ready: The reason is missing: enter it.'],
    [
      'nobody who approved',
      publish(newer(ivKetamine), { approvedBy: '' }),
      'not-ready: Who approved it is missing: enter it.',
    ],
    [
      'whoever publishes as who approved',
      publish(newer(ivKetamine), { approvedBy: ` ${nameOf(administrator).toUpperCase()}` }),
      'not-allowed: Somebody else approves it: name the medical director or a provider.',
    ],
    [
      'nothing else than the one in force',
      publish({ ...ivKetamine, version: ivKetamine.version + 1 }),
      'malformed: Nothing of the protocol was changed.',
    ],
    [
      'the title of another one',
      publish({ ...esketamine, id: 'other', title: ivKetamine.title }),
      `conflict: There is a protocol called “${ivKetamine.title}” already: call the new one something else.`,
    ],
    [
      'a number no page would take',
      publish({ ...newer(ivKetamine), technical: { ...ivKetamine.technical, adapterLost: { mediumMs: 3_600_000 } } }),
      'out-of-range: Devices and sound: adapter lost after: 3600 s is not between 1 s and 30 s.',
    ],
  ])('REC-214 a person does not publish with %s', (_, command, sentence) => {
    const site = new Site().record({ type: 'protocol-published', protocol: ivKetamine });
    site.record({ type: 'protocol-published', protocol: esketamine });
    expect(told(site.ask(command))).toBe(sentence);
  });
  const [spo2, ...rules] = ivKetamine.rules;
  if (!spo2) throw new Error('no rule');
  const { undone: _undone, ...withoutUndone } = newer(ivKetamine);
  const withSpo2 = (change: Partial<typeof spo2>): ClinicalProtocol => ({
    ...newer(ivKetamine),
    rules: [{ ...spo2, ...change }, ...rules],
  });
  const impossible = { all: [spo2.levels[1]?.when, { of: 'spo2Pct', is: '<', than: 71 }] };
  test.each<[string, ClinicalProtocol]>([
    ['no rules', { ...newer(ivKetamine), rules: [] }],
    ['one rule less', { ...newer(ivKetamine), rules: ivKetamine.rules.filter(({ alert }) => alert !== 'bp-low') }],
    [
      'silent levels alone',
      {
        ...newer(ivKetamine),
        rules: ivKetamine.rules.map((rule) => ({
          ...rule,
          levels: rule.levels.filter(({ priority }) => priority === 'low'),
        })),
      },
    ],
    ['rules judged in no watched phase', withSpo2({ phases: ['discharge'] })],
    ['a rule judged in one phase less', withSpo2({ phases: ['infusion', 'recovery'] })],
    [
      'a condition that is hardly ever met',
      withSpo2({
        levels: spo2.levels.map((level) =>
          level.priority === 'medium' ? { ...level, when: impossible as typeof level.when } : level,
        ),
      }),
    ],
    ['nothing technical', { ...newer(ivKetamine), technical: { ...ivKetamine.technical, phases: [] } }],
    ['nothing said of what is left undone', withoutUndone],
    ['another way to count recovery', { ...newer(ivKetamine), recovery: esketamine.recovery }],
    [
      'another one of the shipped protocols as its next version',
      { ...esketamine, id: ivKetamine.id, version: ivKetamine.version + 1 },
    ],
    ['no rules, as a new protocol', { ...ivKetamine, id: 'other', title: 'Other', version: 1, rules: [] }],
    ['less, as a new protocol', { ...withoutUndone, id: 'other', title: 'Other', version: 1 }],
  ])('REC-222 a person does not publish a protocol with %s', (_, protocol) => {
    const site = new Site().record({ type: 'protocol-published', protocol: ivKetamine });
    site.record({ type: 'protocol-published', protocol: esketamine });
    expect(told(site.ask(publish(protocol)))).toMatch(/^(out-of-range|not-allowed):/);
  });
  test('REC-222 what else is another one is named', () => {
    const site = new Site().record({ type: 'protocol-published', protocol: ivKetamine });
    expect(told(site.ask(publish({ ...newer(ivKetamine), drug: 'ketamin' })))).toBe(
      `not-allowed: Only the numbers, the name and the version of a protocol can be other ones. Compared with “${ivKetamine.title}”, something else is: drug (ketamine → ketamin).`,
    );
  });
  test('REC-222 a protocol is made from one of the site, or from a shipped one, with other numbers; SatSeconds is a mode of each', () => {
    const site = new Site().record({ type: 'protocol-published', protocol: ivKetamine });
    site.give(publish({ ...newer(esketamine, 9_600_000), id: 'spray', title: 'Spray', version: 1 }));
    site.give(publish(newer(ivKetamine)));
    const sat = withSatSeconds({ ...newer(ivKetamine), version: ivKetamine.version + 2 }, 25);
    site.give(publish(sat));
    site.give(publish(newer(sat, 2_700_000)));
    // And back, to what ships.
    site.give(publish({ ...ivKetamine, version: sat.version + 2 }));
    expect(site.now.protocols.map(({ id, version }) => [id, version])).toEqual([
      ['spray', 1],
      [ivKetamine.id, ivKetamine.version + 4],
    ]);
  });
  test('REC-222 a clinic’s own protocol that never shipped so goes on from itself', () => {
    const { undone: _, ...older } = ivKetamine;
    const own = { ...older, id: 'own', title: 'Our own', version: 3 };
    const site = new Site().record({ type: 'protocol-published', protocol: own });
    site.give(publish(newer(own)));
    expect(site.ask(publish({ ...newer(newer(own)), rules: own.rules.toReversed() })).ok).toBe(false);
  });
  test('REC-214 nobody but an administrator publishes', () => {
    for (const actor of [nurse, provider]) expect(new Site().ask(publish(ivKetamine), actor).ok).toBe(false);
  });
  test('REC-214 every version stays, with when, who, why and who approved', () => {
    const site = new Site();
    site.state = evolveSite(site.now, {
      type: 'protocol-published',
      protocol: ivKetamine,
      at: 5,
      actor: { kind: 'system' },
    });
    site.give(publish(newer(ivKetamine)));
    expect(site.now.publications).toEqual([
      { protocol: ivKetamine, at: 5 },
      {
        protocol: newer(ivKetamine),
        at: 0,
        byName: nameOf(administrator),
        reason: 'Too many alerts',
        approvedBy: 'Dr Ruiz',
        approverIsNoProvider: true,
      },
    ]);
  });
  test.each([
    ['provider', ' dr  RUIZ', undefined],
    ['nurse', 'Dr Ruiz', true],
    ['provider', 'Dr Ruis', true],
  ] as const)('REC-226 who approved is a %s called “%s”: not one of the providers %s', (role, approvedBy, mark) => {
    const site = new Site().record({ type: 'staff-added', staffId: 's1', name: 'Dr Ruiz', role });
    site.record({ type: 'protocol-published', protocol: ivKetamine });
    site.give(publish(newer(ivKetamine), { approvedBy }));
    site.record({ type: 'staff-removed', staffId: 's1' });
    expect(site.now.publications?.map((each) => each.approverIsNoProvider)).toEqual([undefined, mark]);
  });
});

test('PH-3 a site begins with its founding; a wall clock’s step changes nothing of it', () => {
  const site = new Site();
  const before = site.now;
  expect(site.record({ type: 'wall-clock-stepped', byMs: 3000 }).now).toBe(before);
  expect(site.record({ type: 'site-founded', name: 'x', demo: true, timeZone: 'y' }).now).toBe(before);
  expect(() => evolveSite(undefined, { type: 'chair-removed', chairId: 'x', at: 0, actor: administrator })).toThrow(
    "A site's first event is site-founded, not chair-removed",
  );
});

test('PH-4 any requests leave a site with distinct chairs and at most one device of a kind on each', () => {
  const id = fc.constantFrom('chair-1', 'chair-2', 'chair-3');
  const deviceId = fc.constantFrom('a', 'b', 'c', 'd');
  const name = fc.constantFrom('One', 'one', 'Two', '');
  const command: fc.Arbitrary<SiteCommand> = fc.oneof(
    fc.record({ type: fc.constant('chair:add'), name }),
    fc.record({ type: fc.constant('chair:rename'), chairId: id, name }),
    fc.record({ type: fc.constant('chair:remove'), chairId: id }),
    fc.record({
      type: fc.constant('device:register'),
      deviceId,
      model: fc.constantFrom('nonin-df2', 'suntech', 'abacus'),
      label: name,
      emulated: fc.boolean(),
    }),
    fc.record({ type: fc.constant('device:bind'), deviceId, chairId: id }),
    fc.record({ type: fc.constant('device:release'), deviceId }),
    fc.record(
      { type: fc.constant('device:move'), deviceId, chairId: id, insteadOf: deviceId },
      { requiredKeys: ['type', 'deviceId', 'chairId'] },
    ),
    fc.record({ type: fc.constant('device:retire'), deviceId }),
    fc.constantFrom(publish(ivKetamine), publish(esketamine), publish(newer(ivKetamine))),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const site = new Site();
      for (const each of commands) {
        const answer = site.ask(each);
        if (answer.ok) for (const body of answer.value) site.record(body);
      }
      const { chairs, devices } = site.now;
      const places = devices.flatMap(({ chairId, kind }) => (chairId === undefined ? [] : [`${chairId} ${kind}`]));
      expect(new Set(places).size).toBe(places.length);
      expect(new Set(chairs.map((chair) => chair.name.toLowerCase())).size).toBe(chairs.length);
      for (const { chairId } of devices)
        if (chairId !== undefined) expect(chairs.map((chair) => chair.chairId)).toContain(chairId);
      const replayed = (JSON.parse(JSON.stringify(site.events)) as SiteEvent[]).reduce<SiteState | undefined>(
        evolveSite,
        undefined,
      );
      expect(replayed).toEqual(site.now);
    }),
  );
});

describe('the day', () => {
  test('SEC-40 is closed and opened by anybody named, each once', () => {
    const site = new Site().chairs('Chair 1');
    for (const actor of [nurse, administrator]) expect(site.ask({ type: 'day:close' }, actor).ok).toBe(true);
    site.record({ type: 'day-closed', byName: 'N. Okafor' });
    expect(site.now.dayClosed).toEqual({ at: 0, byName: 'N. Okafor' });
    expect(told(site.ask({ type: 'day:close' }))).toBe('conflict: N. Okafor has closed the day already.');
    site.give({ type: 'day:open' });
    expect(site.now.dayClosed).toBeUndefined();
    expect(told(site.ask({ type: 'day:open' }))).toBe('conflict: The day is open already.');
  });
  test('SEC-40 stays open while a visit is not signed off, and says where', () => {
    const site = new Site(false, ['chair-1', 'chair-3']).chairs('Chair 1', 'Chair 2', 'Chair 3');
    expect(told(site.ask({ type: 'day:close' }, nurse))).toBe(
      'conflict: Not signed off yet: Chair 1, Chair 3. End those visits first, then close the day.',
    );
  });
});

describe('the facts and refusals of a site, whole', () => {
  const CUFFS = [
    { name: 'suntech', kind: 'cuff' },
    { name: 'bp-by-command', kind: 'cuff', control: { restMs: 30_000 } },
  ] as const;
  const withCuff = (model: string, ...before: readonly SiteEventBody[]) => {
    const site = new Site();
    site.record({ type: 'device-registered', deviceId: 'c', model, kind: 'cuff', label: 'Cuff 6', emulated: false });
    for (const body of before) site.record(body);
    const ctx = {
      actor: administrator,
      newId: () => 'x',
      isChairFree: () => true,
      inChargeOf: () => [],
      models: CUFFS,
    };
    return (allowed: boolean) => decideSite(site.now, { type: 'device:control', deviceId: 'c', allowed }, ctx);
  };
  const set = (allowed: boolean): SiteEventBody => ({ type: 'device-control-set', deviceId: 'c', allowed });
  test.each([
    ['bp-by-command', [], true, 'accepted'],
    ['bp-by-command', [], false, 'conflict: “Cuff 6” is set so already: Vigil never starts it.'],
    ['bp-by-command', [set(true)], true, 'conflict: “Cuff 6” is set so already: Vigil may start it.'],
    ['bp-by-command', [set(true)], false, 'accepted'],
    ['bp-by-command', [set(true), set(false)], true, 'accepted'],
    [
      'suntech',
      [],
      true,
      'not-allowed: “Cuff 6” cannot be started by command: it measures by its own button and schedule.',
    ],
    ['suntech', [set(true)], false, 'accepted'],
    [
      'unknown',
      [],
      true,
      'not-allowed: “Cuff 6” cannot be started by command: it measures by its own button and schedule.',
    ],
  ] as const)('SEC-1 a %s after %j, allowed %s', (model, before, allowed, answer) => {
    expect(told(withCuff(model, ...before)(allowed))).toBe(answer);
  });
  test('SEC-1 what is recorded of it', () => {
    expect(withCuff('bp-by-command')(true)).toEqual({ ok: true, value: [set(true)] });
    expect(withCuff('bp-by-command', set(true))(false)).toEqual({ ok: true, value: [set(false)] });
  });
  test('SEC-40 the day’s own facts', () => {
    const site = new Site();
    expect(site.ask({ type: 'day:close' })).toEqual({
      ok: true,
      value: [{ type: 'day-closed', byName: administrator.name }],
    });
    expect(told(site.ask({ type: 'day:open' }))).toBe('conflict: The day is open already.');
    site.give({ type: 'day:close' });
    expect(site.ask({ type: 'day:open' })).toEqual({
      ok: true,
      value: [{ type: 'day-opened', byName: administrator.name }],
    });
    expect(told(site.ask({ type: 'day:close' }))).toBe(`conflict: ${administrator.name} has closed the day already.`);
  });
  test('PH-55 PH-56 what keeps a chair', () => {
    const site = new Site(false, ['chair-2'])
      .chairs('One', 'Two')
      .give(register('o', 'nonin-df2'))
      .give(bind('o', 'chair-1'));
    const tells = (command: SiteCommand) => told(site.ask(command));
    expect(tells({ type: 'chair:remove', chairId: 'chair-1' })).toBe(
      'conflict: One still has “the o”: release the device first.',
    );
    expect(tells({ type: 'chair:remove', chairId: 'chair-2' })).toBe(
      'conflict: Two has a visit: end it, or move it to another chair first.',
    );
    expect(tells({ type: 'chair:remove', chairId: 'chair-9' })).toBe(
      'not-found: There is no such chair: it was removed before.',
    );
    expect(tells({ type: 'chair:add', name: ' oNe ' })).toBe(
      'conflict: There is a chair called oNe already: choose another name.',
    );
    expect(tells({ type: 'chair:rename', chairId: 'chair-1', name: 'ONE' })).toBe('accepted');
    expect(tells({ type: 'chair:add', name: ' ' })).toBe('not-ready: The name of the chair is missing: enter it.');
    expect(tells(register('o', 'nonin-df2'))).toBe('conflict: This device is registered already, as “the o”.');
    expect(tells({ type: 'device:release', deviceId: 'p' })).toBe(
      'unknown-device: Device p is not registered: register it first.',
    );
    expect(tells(retire('o'))).toBe('conflict: “the o” is on One: release it there before you retire it.');
    expect(tells(bind('o', 'chair-1'))).toBe('conflict: “the o” is on One already.');
    expect(tells(bind('o', 'chair-2'))).toBe('conflict: “the o” is on One: release it there first, or move it.');
    site.give({ type: 'device:release', deviceId: 'o' });
    expect(tells({ type: 'device:release', deviceId: 'o' })).toBe(
      'conflict: “the o” is on no chair: there is nothing to release.',
    );
    expect(tells(register('x', 'abacus'))).toBe(
      'unknown-device: Vigil cannot read a “abacus”: choose one of nonin-df2, suntech, hl7-oru.',
    );
  });
});
