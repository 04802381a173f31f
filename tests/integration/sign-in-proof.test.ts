/** What a PIN is too little for. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { NEEDS_PASSWORD } from '#core/nobody-named.ts';
import type { SiteCommand } from '#core/site-state.ts';
import { Sessions } from '../../server/access/sessions.ts';
import type { Browser } from '../support/browser.ts';
import { PASSWORD, PIN, REAL_START, startStaffedClinic } from '../support/staffed-clinic.ts';
import type { StaffedClinic } from '../support/staffed-clinic.ts';
import { startTestClinic } from '../support/test-clinic.ts';

let clinic: StaffedClinic;
beforeEach(async () => {
  clinic = await startStaffedClinic();
});
afterEach(() => clinic.close());

const REFUSED = { status: 403, answer: { refusal: { code: 'not-allowed', message: NEEDS_PASSWORD } } };

describe('SEC-155 an administrator who came by PIN', () => {
  const adapter = { adapterId: 'box', label: 'Box', devices: 'all' } as const;
  const self = () => ({ kind: 'person', staffId: clinic.staffId('Ada Admin') }) as const;

  async function isRefused(at: Browser): Promise<void> {
    const station = { kind: 'screen', place: { kind: 'station' }, label: 'S' } as const;
    expect(await at.post('codes', self())).toMatchObject(REFUSED);
    expect(await at.post('codes', station)).toMatchObject(REFUSED);
    expect(await at.post('codes/take-back', { codeId: 'x' })).toMatchObject(REFUSED);
    expect(await at.post('adapter-keys', adapter)).toMatchObject(REFUSED);
    expect(await at.post('sessions/end', { sessionId: 'x' })).toMatchObject(REFUSED);
    expect(await at.people()).toMatchObject(REFUSED);
    expect((await at.ask('GET', '/api/audit.csv')).status).toBe(403);
  }

  test('SEC-155 makes no code, not for themselves either, and has no list, key or audit, at an enrolled screen', async () => {
    const screen = await clinic.enrolled(1);
    // A code that was made by password, given back with a PIN alone.
    await clinic.choose('Ada Admin', { pin: PIN }, screen);
    expect((await screen.overview()).staff?.name).toBe('Ada Admin');
    await isRefused(screen);
    await screen.done('sign-in', { staffId: clinic.staffId('Ada Admin'), pin: PIN });
    await isRefused(screen);
    // It stays a PIN's, whatever is done with it.
    await screen.done('renew', {});
    await isRefused(screen);
    clinic.later(2 * 60_000);
    await screen.done('unlock', { pin: PIN });
    await isRefused(screen);
    await screen.done('credential', { current: { pin: PIN }, next: { pin: '7391' } });
    await isRefused(screen);
    await screen.done('unlock', { password: PASSWORD });
    expect((await screen.people()).status).toBe(200);
    expect((await screen.post('codes', self())).status).toBe(200);
  });

  test('SEC-155 commands of the clinic, its audit and what it keeps are refused on the wire as well; what a nurse may as well is done', async () => {
    const open = await startTestClinic();
    onTestFinished(() => open.close());
    const screen = await open.screen();
    const signIn = async (proof: 'pin' | 'password') => {
      const { ticket } = await open.people.signIn(screen.screenId, 'administrator', 'Ada Admin', proof);
      expect((await screen.request('staff:session', { ticket })).ok).toBe(true);
    };
    const give = (command: SiteCommand) => screen.request('site:command', { commandId: randomUUID(), command });
    const chair = { type: 'chair:add', name: 'Window' } as const;
    const oximeter = { type: 'device:register', kind: 'nonin-xpod', label: 'Spare', deviceId: 'spare' } as never;
    await signIn('pin');
    const asked = [
      give(chair),
      give({ type: 'staff:add', name: 'Eve', role: 'administrator' }),
      give({ type: 'retention:set', visitYears: 1, auditYears: 1 } as never),
      screen.request('keeping:look', {}),
      screen.request('audit:list', { filter: {} } as never),
    ];
    const answers = await Promise.all(asked);
    const whys = answers.map((answer) => (answer.ok ? 'done' : answer.refusal.message));
    expect(whys).toEqual(answers.map(() => NEEDS_PASSWORD));
    const registered = await give(oximeter);
    expect(registered.ok ? '' : registered.refusal.message).not.toBe(NEEDS_PASSWORD);
    await signIn('password');
    expect((await give(chair)).ok).toBe(true);
  });

  test('SEC-155 what an earlier Vigil kept of a sign-in is as good as a PIN', () => {
    const kept = {
      sessionId: 's1',
      screenId: 'x',
      staffId: 'a',
      tokenHash: 't',
      startedAt: 0,
      touchedAt: 0,
      locked: false,
    };
    const sessions = new Sessions({
      now: () => 1,
      kept: [kept],
      keep: () => {},
      lockMs: () => 60_000,
      onChange: () => {},
    });
    expect(sessions.get('s1')?.proof).toBeUndefined();
    sessions.unlock('s1', 't2');
    expect(sessions.get('s1')?.proof).toBe('pin');
  });
});

describe('SEC-156 guessing PINs at one screen', () => {
  test('SEC-156 one PIN of each person, with one’s own in between: after fifteen wrong ones all PINs wait there, and nowhere else', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN });
    const [one, two] = [await clinic.enrolled(1), await clinic.enrolled(2)];
    const own = { staffId: clinic.staffId('Kim Marsh'), pin: PIN };
    for (const staffId of [clinic.staffId('Maya Soto'), clinic.staffId('Dr Lind'), 'nobody'])
      for (let n = 0; n < 5; n += 1) {
        expect((await one.post('sign-in', own)).status).toBe(200);
        expect((await one.post('sign-in', { staffId, pin: '9173' })).status).toBe(401);
      }
    const waits = await one.post('sign-in', own);
    expect(waits).toMatchObject({ status: 429, answer: { refusal: { code: 'too-many', waitMs: 30_000 } } });
    expect((await two.post('sign-in', own)).status).toBe(200);
    clinic.later(30_000);
    expect((await one.post('sign-in', own)).status).toBe(200);
  });

  test('SEC-156 five wrong PINs of a visitor make no password wait, and a password no PIN', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN, password: 'a nurse of chair three' });
    const screen = await clinic.enrolled(1);
    const kim = clinic.staffId('Kim Marsh');
    for (let n = 0; n < 6; n += 1) await screen.post('sign-in', { staffId: kim, pin: '9173' });
    expect((await screen.post('sign-in', { staffId: kim, pin: PIN })).status).toBe(429);
    const right = { name: 'Kim Marsh', password: 'a nurse of chair three' };
    expect((await screen.post('sign-in', right)).status).toBe(200);
    expect((await screen.post('sign-in', { staffId: kim, pin: PIN })).status).toBe(429);
  });
});

describe('SEC-157 an answer that was lost on its way', () => {
  test('SEC-157 the token of before an unlock is good for a minute more; after another PIN it is nothing', async () => {
    await clinic.choose('Kim Marsh', { pin: PIN });
    const screen = await clinic.enrolled(1);
    await screen.done('sign-in', { staffId: clinic.staffId('Kim Marsh'), pin: PIN });
    clinic.later(2 * 60_000);
    const lost = screen.copy();
    await screen.done('unlock', { pin: PIN });
    expect(await lost.overview()).toMatchObject({ staff: { name: 'Kim Marsh' }, locked: false });
    clinic.later(60_000);
    expect((await lost.overview()).staff).toBeNull();
    const old = screen.copy();
    await screen.done('credential', { current: { pin: PIN }, next: { pin: '7391' } });
    expect((await old.overview()).staff).toBeNull();
  });

  test('SEC-157 the same browser gives a code of a screen again within a minute; another browser, and later, does not', async () => {
    const wish = { kind: 'screen', place: { kind: 'station' }, label: 'Station' } as const;
    const { code } = await clinic.administrator.done('codes', wish);
    const screen = clinic.browser();
    await screen.page();
    const [before, late] = [screen.copy(), screen.copy()];
    await screen.done('enrol', { code });
    expect((await clinic.browser().post('enrol', { code })).status).toBe(403);
    await before.done('enrol', { code });
    expect(await before.overview()).toMatchObject({ label: 'Station' });
    // What the answer that was lost had given is nobody's.
    expect((await screen.overview()).place).toBeNull();
    expect(clinic.clinic.site.screens).toHaveLength(1);
    clinic.later(60_000);
    expect((await late.post('enrol', { code })).status).toBe(403);
    expect(clinic.clinic.site.screens).toHaveLength(1);
  });
});

test('SEC-160 an administrator sees that a screen is connected now, however long ago its page was loaded', async () => {
  const browser = await clinic.enrolled('station');
  const token = browser.cookies.get('vigil-screen') ?? '';
  await clinic.screen({ token });
  const seen = async () => {
    const { answer } = await clinic.administrator.people();
    return answer.ok ? answer.data.screens.map(({ lastSeenAt }) => lastSeenAt) : [];
  };
  clinic.later(5 * 60_000);
  const connected = REAL_START + 5 * 60_000;
  expect(await seen()).toEqual([connected]);
});

test('SEC-161 a screen is locked by hand; nobody signed in has nothing to lock', async () => {
  await clinic.choose('Kim Marsh', { pin: PIN });
  const screen = await clinic.enrolled(1);
  expect((await screen.post('lock', {})).status).toBe(401);
  await screen.done('sign-in', { staffId: clinic.staffId('Kim Marsh'), pin: PIN });
  await screen.done('lock', {});
  expect(await screen.overview()).toMatchObject({ staff: { name: 'Kim Marsh' }, locked: true });
  await screen.done('unlock', { pin: PIN });
  expect((await screen.overview()).locked).toBe(false);
});
