import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#core/actor.ts';
import { PASSWORD, PIN, startStaffedClinic } from '../support/staffed-clinic.ts';
import type { StaffedClinic } from '../support/staffed-clinic.ts';

let clinic: StaffedClinic;
beforeEach(async () => {
  clinic = await startStaffedClinic();
});
afterEach(() => clinic.close());

const SESSION = 'vigil-session';
const SCREEN = 'vigil-screen';

describe('who is at a screen', () => {
  test('SEC-135 every page gives a browser without one a screen cookie that scripts cannot read, and keeps the one it has', async () => {
    const browser = clinic.browser();
    const first = await browser.page('/station');
    expect(first.headers['set-cookie']).toEqual([
      expect.stringMatching(/^vigil-screen=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=34560000$/),
    ]);
    const second = await browser.page('/station');
    expect(second.headers['set-cookie']).toBeUndefined();
    const screen = await clinic.enrolled(1);
    const token = screen.cookies.get(SCREEN) ?? '';
    expect((await screen.page()).headers['set-cookie']?.[0]).toContain(
      `${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age`,
    );
    const file = await clinic.browser().ask('GET', '/_app/version.json', { headers: { Accept: 'text/html' } });
    expect(file.headers['set-cookie']).toBeUndefined();
  });

  test('SEC-136 a one-time code makes a browser the screen of a chair, with a new token; its old one is nobody', async () => {
    const before = clinic.browser();
    await before.page();
    const old = before.copy();
    const { code } = await clinic.administrator.done('codes', {
      kind: 'screen',
      place: { kind: 'chair', chairId: clinic.chair(1).chairId },
      label: 'Tablet 1',
    });
    const place = { kind: 'chair', chairId: clinic.chair(1).chairId };
    expect(await before.done('enrol', { code: code.toLowerCase().replace(' ', '-') })).toEqual({
      place,
      label: 'Tablet 1',
    });
    expect(before.cookies.get(SCREEN)).not.toBe(old.cookies.get(SCREEN));
    expect(await before.overview()).toMatchObject({ place, label: 'Tablet 1', staff: null });
    expect(await old.overview()).toMatchObject({ place: null });
    const enrolled = clinic.clinic.site.screens;
    expect(enrolled).toEqual([{ screenId: (await before.overview()).screenId, label: 'Tablet 1', place }]);

    const again = await clinic.browser().post('enrol', { code });
    expect([again.status, again.answer.ok]).toEqual([403, false]);
  });

  test('SEC-136 a screen enrolled anew leaves its old place, and whoever was signed in there is out', async () => {
    const screen = await clinic.enrolled(1);
    await clinic.choose('Kim Marsh', { pin: PIN });
    await screen.done('sign-in', { staffId: clinic.staffId('Kim Marsh'), pin: PIN });
    const was = screen.copy();
    const { code } = await clinic.administrator.done('codes', {
      kind: 'screen',
      place: { kind: 'station' },
      label: 'S',
    });
    await screen.done('enrol', { code });
    expect(clinic.clinic.site.screens.map(({ label }) => label)).toEqual(['S']);
    expect(await screen.overview()).toMatchObject({ place: { kind: 'station' }, staff: null });
    expect(await was.overview()).toMatchObject({ place: null, staff: null });
  });

  test('SEC-139 a PIN signs in at an enrolled screen alone; a password anywhere', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN, password: 'a nurse of chair three' });
    const kim = clinic.staffId('Kim Marsh');
    const elsewhere = clinic.browser();
    const refused = await elsewhere.post('sign-in', { staffId: kim, pin: PIN });
    expect(refused).toMatchObject({ status: 403, answer: { refusal: { code: 'not-allowed' } } });
    expect(refused.text).toContain('password');
    expect((await elsewhere.overview()).people).toEqual([]);
    const answer = await elsewhere.done('sign-in', { name: ' kim  MARSH', password: 'a nurse of chair three' });
    expect(answer).toEqual({ staff: { staffId: kim, name: 'Kim Marsh', role: 'nurse' }, ticket: expect.any(String) });

    const screen = await clinic.enrolled(2);
    expect((await screen.overview()).people).toEqual([{ staffId: kim, name: 'Kim Marsh', role: 'nurse' }]);
    await screen.done('sign-in', { staffId: kim, pin: PIN });
    expect(await screen.overview()).toMatchObject({
      staff: { staffId: kim, name: 'Kim Marsh', role: 'nurse' },
      locked: false,
    });
  });

  test('SEC-139 nobody, no PIN, another PIN: the same refusal', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN });
    const screen = await clinic.enrolled(1);
    const tries = [
      { staffId: clinic.staffId('Kim Marsh'), pin: '9173' },
      { staffId: clinic.staffId('Maya Soto'), pin: PIN },
      { staffId: 'nobody', pin: PIN },
    ];
    const answers = await Promise.all(tries.map((given) => screen.post('sign-in', given)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, answer: { refusal: { code: 'signed-out' } } });
    const [known, unknown] = await Promise.all(
      ['Ada Admin', 'Nobody Atall'].map((name) =>
        clinic.browser().post('sign-in', { name, password: 'not the right one' }),
      ),
    );
    expect(known?.text).toBe(unknown?.text);
    expect(screen.cookies.has(SESSION)).toBe(false);
  });

  test('SEC-140 a sign-in has a token of its own: one that was there before, or that comes from another screen, is nothing', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN });
    const screen = await clinic.enrolled(1);
    const planted = 'x'.repeat(43);
    screen.cookies.set(SESSION, planted);
    await screen.done('sign-in', { staffId: clinic.staffId('Kim Marsh'), pin: PIN });
    expect(screen.cookies.get(SESSION)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(screen.cookies.get(SESSION)).not.toBe(planted);
    const fixed = screen.copy();
    fixed.cookies.set(SESSION, planted);
    expect(await fixed.overview()).toMatchObject({ staff: null });
    const stolen = await clinic.enrolled(2);
    stolen.cookies.set(SESSION, screen.cookies.get(SESSION) ?? '');
    expect(await stolen.overview()).toMatchObject({ staff: null });
  });

  test('SEC-140 whoever signs in signs out who was there', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN });
    await clinic.choose('Maya Soto', { pin: '7391' });
    const screen = await clinic.enrolled(1);
    await screen.done('sign-in', { staffId: clinic.staffId('Kim Marsh'), pin: PIN });
    const kims = screen.copy();
    await screen.done('sign-in', { staffId: clinic.staffId('Maya Soto'), pin: '7391' });
    expect((await screen.overview()).staff?.name).toBe('Maya Soto');
    expect((await kims.overview()).staff).toBeNull();
  });

  test('SEC-141 an enrolled screen locks after 2 min, another after 10; only the PIN or password opens it, with a new token', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN, password: 'a nurse of chair three' });
    const screen = await clinic.enrolled(1);
    const office = clinic.browser();
    await screen.done('sign-in', { staffId: clinic.staffId('Kim Marsh'), pin: PIN });
    await office.done('sign-in', { name: 'Kim Marsh', password: 'a nurse of chair three' });
    clinic.later(2 * 60_000 - 1);
    expect((await screen.overview()).locked).toBe(false);
    clinic.later(1);
    expect([(await screen.overview()).locked, (await office.overview()).locked]).toEqual([true, false]);
    clinic.later(8 * 60_000);
    expect((await office.overview()).locked).toBe(true);

    const old = screen.copy();
    expect(await screen.post('unlock', { pin: '9173' })).toMatchObject({ status: 423 });
    expect((await screen.overview()).locked).toBe(true);
    await screen.done('unlock', { pin: PIN });
    expect(await screen.overview()).toMatchObject({ locked: false, staff: { name: 'Kim Marsh' } });
    expect(screen.cookies.get(SESSION)).not.toBe(old.cookies.get(SESSION));
    expect(await office.post('unlock', { pin: PIN })).toMatchObject({ status: 403 });
    await office.done('unlock', { password: 'a nurse of chair three' });
    expect((await office.overview()).locked).toBe(false);
  });

  test('SEC-142 a page renews its token; the one before is good for a minute more', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN });
    const screen = await clinic.enrolled(1);
    await screen.done('sign-in', { staffId: clinic.staffId('Kim Marsh'), pin: PIN });
    const old = screen.copy();
    await screen.done('renew', {});
    expect(screen.cookies.get(SESSION)).not.toBe(old.cookies.get(SESSION));
    clinic.later(59_999);
    expect((await old.overview()).staff?.name).toBe('Kim Marsh');
    clinic.later(1);
    expect((await old.overview()).staff).toBeNull();
    expect((await screen.overview()).staff?.name).toBe('Kim Marsh');
  });

  test('SEC-142 a sign-in ends after 12 h, at sign-out, and when its person or screen is removed', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN });
    await clinic.choose('Maya Soto', { pin: '7391' });
    const [one, two] = [await clinic.enrolled(1), await clinic.enrolled(2)];
    const signIn = (name: string, pin: string) => ({ staffId: clinic.staffId(name), pin });
    const actor: Actor = {
      ...{ kind: 'staff', staffId: clinic.staffId('Ada Admin'), name: 'Ada Admin' },
      ...{ role: 'administrator', screenId: 's' },
    };
    const by = { actor };

    await one.done('sign-in', signIn('Kim Marsh', PIN));
    const before = one.copy();
    await one.done('sign-out', {});
    expect(one.cookies.has(SESSION)).toBe(false);
    expect((await before.overview()).staff).toBeNull();

    await one.done('sign-in', signIn('Kim Marsh', PIN));
    await clinic.clinic.siteCommand({ type: 'staff:remove', staffId: clinic.staffId('Kim Marsh') }, by);
    expect((await one.overview()).staff).toBeNull();
    expect((await one.overview()).people.map(({ name }) => name)).toEqual(['Maya Soto']);

    await two.done('sign-in', signIn('Maya Soto', '7391'));
    const { screenId = '' } = await two.overview();
    await clinic.clinic.siteCommand({ type: 'screen:remove', screenId }, by);
    expect(await two.overview()).toMatchObject({ staff: null, place: null });

    await one.done('sign-in', signIn('Maya Soto', '7391'));
    clinic.later(12 * 60 * 60_000);
    expect((await one.overview()).staff).toBeNull();
  });

  test('SEC-143 another PIN or password ends every other sign-in of the person', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN, password: 'a nurse of chair three' });
    const [one, two] = [await clinic.enrolled(1), await clinic.enrolled(2)];
    const kim = clinic.staffId('Kim Marsh');
    await one.done('sign-in', { staffId: kim, pin: PIN });
    await two.done('sign-in', { staffId: kim, pin: PIN });
    const old = one.copy();
    expect(await one.post('credential', { current: { pin: '9173' }, next: { pin: '7391' } })).toMatchObject({
      status: 401,
    });
    await one.done('credential', { current: { pin: PIN }, next: { pin: '7391' } });
    expect((await one.overview()).staff?.name).toBe('Kim Marsh');
    expect([(await two.overview()).staff, (await old.overview()).staff]).toEqual([null, null]);
    expect(await two.post('sign-in', { staffId: kim, pin: PIN })).toMatchObject({ status: 401 });
    expect(
      await one.post('credential', { current: { pin: '7391' }, next: { password: 'opened with four digits' } }),
    ).toMatchObject({
      status: 403,
    });
    await clinic.choose('Kim Marsh', { pin: '8264' });
    expect((await one.overview()).staff).toBeNull();
  });
});

test('SEC-110 who signs in, is locked, is refused and is signed out stands in the audit, a name that is nobody’s does not', async () => {
  await clinic.choose('Kim Marsh', { pin: PIN });
  const screen = await clinic.enrolled(1);
  const kim = clinic.staffId('Kim Marsh');
  await screen.post('sign-in', { staffId: kim, pin: '9173' });
  await screen.done('sign-in', { staffId: kim, pin: PIN });
  clinic.later(2 * 60_000);
  await screen.post('unlock', { pin: '9173' });
  await screen.done('unlock', { pin: PIN });
  await screen.post('codes', { kind: 'person', staffId: kim });
  await screen.done('sign-out', {});
  await clinic.browser().post('sign-in', { staffId: kim, pin: PIN });
  await clinic.browser().post('sign-in', { name: 'oops my password', password: 'oops my password' });
  await screen.post('renew', {}, { Origin: 'http://evil.example' });
  clinic.later(60_000);
  clinic.clinic.tick();
  const { screenId } = await screen.overview();
  // The audit waits for no disk, so nobody waits for the audit's.
  await clinic.clinic.drained();
  const said = [];
  for (const { stream } of clinic.journal.streams())
    if (stream.kind === 'audit')
      for (const { at: _, ...event } of await clinic.journal.read({ kind: 'audit', id: stream.id })) said.push(event);
  const [here, elsewhere] = [
    { kind: 'screen', screenId, label: 'Tablet 1' },
    { kind: 'address', address: '127.0.0.1' },
  ];
  const kimHere = { actor: { kind: 'staff', staffId: kim, name: 'Kim Marsh', role: 'nurse', screenId }, from: here };
  const nobody = { kind: 'system' };
  const person = { staffId: kim, name: 'Kim Marsh' };
  for (const expected of [
    { type: 'code-made', for: { kind: 'person', person } },
    { type: 'code-used', for: { kind: 'person' } },
    { type: 'code-made', for: { kind: 'screen', label: 'Tablet 1' } },
    { type: 'code-used', for: { kind: 'screen', label: 'Tablet 1' }, from: here },
    { type: 'sign-in-refused', code: 'signed-out', person, actor: nobody, from: here },
    { type: 'signed-in', by: 'pin', ...kimHere },
    { type: 'locked', why: 'idle', ...kimHere },
    { type: 'unlock-refused', code: 'locked', ...kimHere },
    { type: 'unlocked', by: 'pin', ...kimHere },
    { type: 'act-refused', act: 'staff:code', code: 'not-allowed', ...kimHere },
    { type: 'session-ended', why: 'signed-out', ...kimHere },
    { type: 'sign-in-refused', code: 'not-allowed', person, actor: nobody, from: elsewhere },
    { type: 'sign-in-refused', code: 'signed-out', actor: nobody, from: elsewhere },
    { type: 'connection-refused', to: 'http', code: 'not-allowed', from: elsewhere },
  ])
    expect(said).toContainEqual(expect.objectContaining(expected));
  expect(JSON.stringify(said)).not.toContain('oops');
});

describe('codes', () => {
  test('SEC-137 a code is used once, and too old after 15 min for a screen, 72 h for a person', async () => {
    const kim = clinic.staffId('Kim Marsh');
    const { code } = await clinic.administrator.done('codes', { kind: 'person', staffId: kim });
    expect(await clinic.browser().post('claim', { code, pin: '1234' })).toMatchObject({ status: 400 });
    await clinic.browser().done('claim', { code, pin: PIN });
    expect(await clinic.browser().post('claim', { code, pin: '7391' })).toMatchObject({ status: 403 });

    const late = await clinic.administrator.done('codes', { kind: 'person', staffId: kim });
    const screen = await clinic.administrator.done('codes', { kind: 'screen', place: { kind: 'station' }, label: 'S' });
    clinic.later(15 * 60_000);
    expect(await clinic.browser().post('enrol', { code: screen.code })).toMatchObject({ status: 403 });
    clinic.later(72 * 60 * 60_000);
    expect(await clinic.browser().post('claim', { code: late.code, pin: '7391' })).toMatchObject({ status: 403 });
  });

  test('SEC-137 a code for a person enrols no screen, and the other way round', async () => {
    const person = await clinic.administrator.done('codes', { kind: 'person', staffId: clinic.staffId('Kim Marsh') });
    const screen = await clinic.administrator.done('codes', { kind: 'screen', place: { kind: 'station' }, label: 'S' });
    expect(await clinic.browser().post('enrol', { code: person.code })).toMatchObject({ status: 403 });
    expect(await clinic.browser().post('claim', { code: screen.code, pin: PIN })).toMatchObject({ status: 403 });
  });

  test('SEC-138 codes, keys and the list of people are an administrator’s, at an open screen', async () => {
    const wish = { kind: 'person', staffId: clinic.staffId('Maya Soto') } as const;
    const adapter = { adapterId: 'box', label: 'Box', devices: 'all' } as const;
    await clinic.choose('Kim Marsh', { pin: PIN });
    const nurse = await clinic.enrolled(1);
    await nurse.done('sign-in', { staffId: clinic.staffId('Kim Marsh'), pin: PIN });
    for (const [browser, status] of [
      [clinic.browser(), 401],
      [nurse, 403],
    ] as const) {
      expect((await browser.post('codes', wish)).status).toBe(status);
      expect((await browser.post('adapter-keys', adapter)).status).toBe(status);
      expect((await browser.post('sessions/end', { sessionId: 'x' })).status).toBe(status);
      expect((await browser.people()).status).toBe(status);
    }
    clinic.later(10 * 60_000);
    expect((await clinic.administrator.post('codes', wish)).status).toBe(423);
    expect((await clinic.administrator.people()).status).toBe(423);
    await clinic.administrator.done('unlock', { password: PASSWORD });
    const made = await clinic.administrator.done('adapter-keys', adapter);
    expect(made.key).toMatch(/^vk_[A-Za-z0-9_-]{43}$/);
    const people = await clinic.administrator.people();
    expect(people.answer).toMatchObject({
      ok: true,
      data: {
        staff: [{ name: 'Ada Admin', credentials: ['password'] }, { name: 'Kim Marsh', credentials: ['pin'] }, {}, {}],
        screens: [{ label: 'Tablet 1', staff: { name: 'Kim Marsh' }, locked: true }],
        adapters: [{ adapterId: 'box', devices: 'all', connected: false, lastSeenAt: null }],
      },
    });
    expect(people.text).not.toContain(made.key);
  });

  test('SEC-138 an administrator ends a sign-in and takes a code back', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN });
    const screen = await clinic.enrolled(1);
    await screen.done('sign-in', { staffId: clinic.staffId('Kim Marsh'), pin: PIN });
    const { code, codeId } = await clinic.administrator.done('codes', {
      kind: 'person',
      staffId: clinic.staffId('Maya Soto'),
    });
    const { answer } = await clinic.administrator.people();
    const session = answer.ok ? answer.data.sessions.find(({ staff }) => staff.name === 'Kim Marsh') : undefined;
    await clinic.administrator.done('sessions/end', { sessionId: session?.sessionId ?? '' });
    await clinic.administrator.done('codes/take-back', { codeId });
    expect((await screen.overview()).staff).toBeNull();
    expect(await screen.post('claim', { code, pin: PIN })).toMatchObject({ status: 403 });
  });
});
