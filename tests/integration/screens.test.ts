import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tileOf } from '#core/view.ts';
import type { WireVisitCommand } from '#protocol/screen-events.ts';
import { cookieName } from '../../server/access/cookies.ts';
import type { TestAdapter } from '../support/test-adapter.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { openByWire } from '../support/visit-by-wire.ts';

let clinic: TestClinic;
beforeAll(async () => {
  clinic = await startTestClinic({ chairs: 3 });
});
afterAll(() => clinic.close());

const asNurse = {
  actor: { kind: 'staff', staffId: 's', name: 'N. Okafor', role: 'nurse', screenId: 's' },
  place: 'chair',
} as const;

const told = (answer: { ok: boolean; refusal?: { code: string; message: string } }) =>
  answer.ok ? 'accepted' : `${answer.refusal?.code}: ${answer.refusal?.message}`;

describe('two visits at once', () => {
  let one: TestScreen;
  let two: TestScreen;
  let station: TestScreen;
  let adapter: TestAdapter;
  let visitId: string;
  let chairOne: string;
  let chairTwo: string;

  beforeAll(async () => {
    station = await (await clinic.screen()).choose('provider');
    await station.watchStation();
    const first = await openByWire(clinic, 1);
    const second = await openByWire(clinic, 2);
    ({ nurse: one, chairId: chairOne, visitId, adapter } = first);
    ({ nurse: two, chairId: chairTwo } = second);
    await clinic.pass(1_000);
    await adapter.spo2(97, 71);
    await second.adapter.spo2(93, 88);
  });

  test('WS-11 snapshot and patches merged equal the server’s view, on both pages, without a hole', async () => {
    await one.until((screen) => screen.view(chairOne).spo2.status === 'live');
    await two.until((screen) => screen.view(chairTwo).spo2.status === 'live');
    await station.until((screen) =>
      [...screen.tiles.values()].every(({ view }) => view.visitId === null || view.spo2.status === 'live'),
    );
    expect(one.view(chairOne)).toEqual(clinic.clinic.board.view(chairOne));
    expect(two.view(chairTwo)).toEqual(clinic.clinic.board.view(chairTwo));
    expect([...station.tiles.values()].map(({ view }) => view)).toEqual(clinic.clinic.board.views.map(tileOf));
    expect([one.holes, two.holes, station.holes]).toEqual([[], [], []]);
  });

  test('WS-11 a patch has the changed top-level keys and no others', async () => {
    await clinic.pass(1_000);
    const before = one.chairPatches.length;
    await adapter.spo2(96, 71);
    await one.until((screen) => screen.chairPatches.length > before);
    const { patch } = one.chairPatches.at(-1) ?? { patch: {} };
    expect(Object.keys(patch).sort()).toEqual(['pulse', 'readiness', 'spo2']);
    expect(patch).toMatchObject({ spo2: { status: 'live', value: 96 } });
  });

  test('WS-12 a chair’s watcher never receives another chair’s patch, and a station no chair’s', () => {
    expect(new Set(one.chairPatches.map(({ chairId }) => chairId))).toEqual(new Set([chairOne]));
    expect(new Set(two.chairPatches.map(({ chairId }) => chairId))).toEqual(new Set([chairTwo]));
    expect([one.tilePatches, two.tilePatches, station.chairPatches]).toEqual([[], [], []]);
  });

  test('WS-12 a station may open a chair beside its tiles, and leave it again', async () => {
    const view = await station.watch(chairOne);
    expect(view).toEqual(clinic.clinic.board.view(chairOne));
    await station.request('chair:unwatch', { chairId: chairOne });
    await clinic.pass(1_000);
    await adapter.spo2(98, 71);
    await one.until((screen) => {
      const { spo2 } = screen.view(chairOne);
      return spo2.status === 'live' && spo2.value === 98;
    });
    expect(station.chairPatches).toEqual([]);
  });

  test('WS-15 a value grows old on every screen by time alone', async () => {
    await clinic.pass(6_000);
    await one.until((screen) => screen.view(chairOne).spo2.status === 'stale');
    await station.until((screen) => screen.tiles.get(chairOne)?.view.spo2.status === 'stale');
  });

  test('WS-14 every screen hears the clinic’s time, and the clinic when it changes', async () => {
    await one.until((screen) => screen.beat?.now === clinic.clock.now() && screen.beat.rate === 1);
    expect(one.site?.chairs.map(({ name }) => name)).toEqual(['Chair 1', 'Chair 2', 'Chair 3']);
    expect(one.site?.devices.find(({ deviceId }) => deviceId === 'ox-1')?.connected).toBe(true);
    expect(one.site?.devices.find(({ deviceId }) => deviceId === 'ox-3')?.connected).toBe(false);
    const administrator = await (await clinic.screen()).choose('administrator', 'A. Lind');
    const renamed = await administrator.request('site:command', {
      commandId: randomUUID(),
      command: { type: 'chair:rename', chairId: clinic.chair(3).chairId, name: 'Window' },
    });
    expect(told(renamed)).toBe('accepted');
    await one.until((screen) => screen.site?.chairs[2]?.name === 'Window');
  });

  test('WS-23 a chair takes one visit; the refusal names the chair and the way out', async () => {
    const answer = await one.request('visit:open', {
      commandId: randomUUID(),
      chairId: chairOne,
      protocolId: 'iv-ketamine-40',
      patient: { name: 'Grace Hopper', birthDate: '1986-12-09' },
    });
    expect(told(answer)).toBe('conflict: Chair 1 has a visit already: end it or move it before you open another.');
  });

  test.each([
    ['nowhere', 'iv-ketamine-40', /^not-found: There is no such chair/],
    ['chair', 'lsd-25', /^not-found: There is no protocol "lsd-25"/],
  ])('WS-23 opening on %s with %s is refused', async (chair, protocolId, sentence) => {
    const chairId = chair === 'chair' ? clinic.chair(3).chairId : chair;
    const patient = { name: 'Grace Hopper', birthDate: '1986-12-09' };
    const commandId = randomUUID();
    expect(told(await one.request('visit:open', { commandId, chairId, protocolId, patient }))).toMatch(sentence);
  });

  test('WS-22 a refused command changes nothing and is counted', async () => {
    const before = clinic.clinic.board.view(chairOne);
    const counted = clinic.clinic.counters.refusals.commands['wrong-phase'] ?? 0;
    const answer = await one.command(visitId, { type: 'pump:pause', minutesAgo: 0 });
    expect(told(answer)).toMatch(/^wrong-phase: /);
    expect(clinic.clinic.board.view(chairOne)).toEqual(before);
    expect(clinic.clinic.counters.refusals.commands['wrong-phase']).toBe(counted + 1);
  });

  test('WS-22 a visit that is not here is named as such', async () => {
    expect(told(await one.command('no-such-visit', { type: 'identity:confirm' }))).toMatch(/^not-found: This visit/);
  });

  test('SEC-25 the wrong role is refused with who may', async () => {
    const approve: WireVisitCommand = { type: 'hold:approve', reason: 'known hypertension' };
    expect(told(await one.command(visitId, approve))).toMatch(/^needs-provider: /);
    const nobody = await clinic.screen();
    expect(told(await nobody.command(visitId, { type: 'identity:confirm' }))).toMatch(
      /^not-allowed: Nobody is signed in/,
    );
    const administrator = await (await clinic.screen()).choose('administrator', 'A. Lind');
    expect(told(await administrator.command(visitId, { type: 'identity:confirm' }))).toMatch(/^not-allowed: /);
    expect(
      told(
        await one.request('site:command', { commandId: randomUUID(), command: { type: 'chair:add', name: 'Mine' } }),
      ),
    ).toMatch(/^not-allowed: /);
  });

  test('WS-25 a protocol whose low lies above its high is refused with the rule at fault, and one of a strange shape by its field', async () => {
    const administrator = await (await clinic.screen()).choose('administrator', 'A. Lind');
    const publish = (protocol: unknown) =>
      administrator.raw.emitWithAck('site:command', {
        commandId: randomUUID(),
        command: { type: 'protocol:publish', protocol, reason: 'Too many alerts', approvedBy: 'Dr Ruiz' },
      });
    const [known] = clinic.clinic.site.protocols;
    if (!known) throw new Error('no protocol');
    const swapped = known.rules.map((rule) => {
      const limit = { 'pulse-high': 60, 'pulse-low': 90 }[rule.alert as string];
      return limit === undefined
        ? rule
        : {
            ...rule,
            levels: rule.levels.map((level) => ({ ...level, when: { of: 'pulseBpm', is: '>', than: limit } })),
          };
    });
    expect(told(await publish({ ...known, version: known.version + 1, rules: swapped }))).toMatch(/pulse/);
    expect(told(await publish({ ...known, version: 'next' }))).toBe(
      'malformed: site:command: "command.protocol.version" must be a number.',
    );
    const { technical: _, ...without } = known;
    expect(told(await publish(without))).toBe(
      'malformed: site:command: "command.protocol.technical" must be an object.',
    );
    expect(clinic.clinic.site.protocols.find(({ id }) => id === known.id)).toBe(known);
    const recovery = { ...known.recovery, upperMarkMs: known.recovery.upperMarkMs + 60_000 };
    expect(told(await publish({ ...known, recovery, version: known.version + 1 }))).toBe('accepted');
    expect(clinic.clinic.site.protocols.find(({ id }) => id === known.id)?.version).toBe(known.version + 1);
  });

  test('SEC-20 the actor is the socket’s, whatever is sent; leaving takes the name off it', async () => {
    const forged = await one.raw.emitWithAck('visit:command', {
      commandId: randomUUID(),
      visitId,
      command: { type: 'hold:approve', reason: 'x', actor: { kind: 'staff', role: 'provider' } },
    });
    expect(told(forged)).toBe('malformed: visit:command: unknown key "actor" in "command".');

    await one.give(visitId, { type: 'identity:confirm' });
    const [confirmed] = (await clinic.journal.read({ kind: 'visit', id: visitId })).filter(
      ({ type }) => type === 'identity-confirmed',
    );
    expect(confirmed?.actor).toMatchObject({ kind: 'staff', name: 'N. Okafor', role: 'nurse' });
    await one.request('staff:leave', {});
    expect(told(await one.command(visitId, { type: 'baseline:freeze' }))).toMatch(/^not-allowed: Nobody is signed in/);
    await one.choose('nurse');
  });

  test('WS-20 a repeated commandId gets the first answer and does nothing more', async () => {
    const note: WireVisitCommand = { type: 'entry:record', minutesAgo: 0, entry: { kind: 'note', text: 'calm' } };
    const commandId = randomUUID();
    const answers = await Promise.all([one.command(visitId, note, commandId), one.command(visitId, note, commandId)]);
    const later = await one.command(visitId, note, commandId);
    expect([...answers, later].map(told)).toEqual(['accepted', 'accepted', 'accepted']);
    await one.until((screen) => screen.view(chairOne).entries.length > 0);
    expect(clinic.clinic.board.view(chairOne)?.entries).toHaveLength(1);
  });

  test('WS-26 the place of a tap is where it was: the page’s own, chair or station', async () => {
    const acknowledgedAt = (screen: TestScreen) =>
      screen.command(visitId, { type: 'alert:acknowledge', alertId: 'no-such-alert' });
    expect(told(await acknowledgedAt(station))).toMatch(/^not-found|^conflict/);
  });
});

test('WS-13 a screen that stops reading for a while misses no alert and has no hole; what came meanwhile is merged', async () => {
  const slow = await clinic.screen();
  const { chairId, visitId, nurse, adapter } = await openByWire(clinic, 3);
  await slow.watch(chairId);
  const wire = (slow.raw.io.engine.transport as unknown as { ws: { _socket: import('node:net').Socket } }).ws._socket;
  wire.pause();
  // Each note repeats the list of notes: some megabytes, more than the two ends' buffers hold.
  const text = 'x'.repeat(2_000);
  for (let i = 0; i < 110; i += 1)
    await clinic.clinic.command(
      visitId,
      { type: 'entry:record', minutesAgo: 0, entry: { kind: 'note', text } },
      asNurse,
    );
  clinic.clock.advance(1_000);
  await adapter.spo2(80);
  await nurse.until((screen) => screen.view(chairId).alerts.length > 0);
  const sent = nurse.chairPatches.filter((patch) => patch.chairId === chairId).length;
  wire.resume();
  await slow.until((screen) => screen.view(chairId).alerts.length > 0);
  await slow.until((screen) => screen.view(chairId).entries.length === 110);
  expect(slow.view(chairId)).toEqual(clinic.clinic.board.view(chairId));
  expect(slow.holes).toEqual([]);
  expect(slow.chairPatches.length).toBeLessThan(sent);
});

describe('what no page would send', () => {
  let screen: TestScreen;
  beforeAll(async () => {
    screen = await (await clinic.screen()).choose('nurse');
  });

  test('WS-5 no answer asked for, no payload, strange acks: nothing breaks', async () => {
    const { raw } = screen;
    raw.emit('visit:command');
    raw.emit('visit:command', null);
    raw.emit('visit:command', {}, 'not a function');
    raw.emit('station:watch', {}, {}, {}, () => undefined);
    raw.emit('chair:watch', Buffer.from('binary'));
    raw.emit('staff:session', { ticket: { toString: 'x' } });
    expect(told(await raw.emitWithAck('visit:command'))).toBe('malformed: visit:command: the message is missing.');
    expect(told(await raw.emitWithAck('chair:watch', Buffer.alloc(8)))).toMatch(/^malformed: /);
  });

  test('WS-6 a message that does not exist is answered with those that do', async () => {
    expect(told(await screen.raw.emitWithAck('chair:explode', {}))).toMatch(
      /^malformed: There is no message "chair:explode": known are chair:watch, /,
    );
    expect(told(await screen.raw.emitWithAck('__proto__', {}))).toMatch(/^malformed: There is no message/);
    expect(told(await screen.raw.emitWithAck('toString', {}))).toMatch(/^malformed: There is no message/);
  });

  test('WS-9 what was malformed is counted by reason', async () => {
    const before = clinic.clinic.counters.refusals.messages.malformed ?? 0;
    await screen.raw.emitWithAck('chair:watch', { chairId: 1 });
    expect(clinic.clinic.counters.refusals.messages.malformed).toBe(before + 1);
  });

  test('WS-7 a message too large ends its own socket and no other', async () => {
    const large = await clinic.screen();
    const gone = new Promise<void>((resolve) => large.raw.once('disconnect', () => resolve()));
    large.raw.emit('staff:session', { ticket: 'x'.repeat(300_000) });
    await gone;
    expect((await screen.request('station:watch', {})).ok).toBe(true);
  });

  test('WS-4 another protocol, or a page of another build, is told so at the door', async () => {
    await expect(clinic.screen({ protocol: '7.0' })).rejects.toMatchObject({ data: { code: 'other-build' } });
    await expect(clinic.screen({ protocol: '' })).rejects.toMatchObject({ data: { code: 'malformed' } });
    expect(clinic.clinic.counters.refusals.handshakes).toMatchObject({ 'other-build': 1, malformed: 1 });
  });

  test('SEC-21 a socket of a page of another origin is refused', async () => {
    const { io } = await import('socket.io-client');
    const options = { path: '/live', transports: ['websocket'], forceNew: true, reconnection: false };
    const auth = { protocol: '1.0', build: 'test', screenId: 's' };
    const opened = (origin: string, host?: string) =>
      new Promise<string>((resolve) => {
        const socket = io(`http://127.0.0.1:${clinic.port}/screens`, {
          ...options,
          auth,
          extraHeaders: {
            cookie: `${cookieName('screen', false)}=${screen.token}`,
            origin,
            ...(host !== undefined && { host }),
          },
        });
        const end = (how: string) => {
          socket.close();
          resolve(how);
        };
        socket.once('connect', () => end('in'));
        socket.once('connect_error', () => end('refused'));
      });
    expect(await opened(`http://127.0.0.1:${clinic.port}`)).toBe('in');
    expect(await opened('http://evil.example')).toBe('refused');
    expect(await opened('http://evil.example', 'evil.example')).toBe('refused');
  });
});
