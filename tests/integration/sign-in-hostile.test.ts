import { pino } from 'pino';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { AccessRequest } from '#protocol/access.ts';
import { accessSchemas } from '#protocol/access-schemas.ts';
import { Browser } from '../support/browser.ts';
import { cheapHash } from '../support/cheap-hash.ts';
import { startChildServer } from '../support/child-server.ts';
import { newDatabasePath } from '../support/journal-folder.ts';
import { PASSWORD, PIN, REAL_START, startStaffedClinic } from '../support/staffed-clinic.ts';
import type { StaffedClinic } from '../support/staffed-clinic.ts';
import { startTestClinic } from '../support/test-clinic.ts';

let clinic: StaffedClinic | undefined;
afterEach(async () => {
  await clinic?.close();
  clinic = undefined;
});
const start = async (options?: Parameters<typeof startStaffedClinic>[0]): Promise<StaffedClinic> =>
  (clinic = await startStaffedClinic(options));

const NAMES = Object.keys(accessSchemas) as AccessRequest[];

describe('requests that change something', () => {
  test('SEC-148 are taken from an own page as JSON alone, whatever cookies come along', async () => {
    const { administrator, port } = await start();
    const own = { Origin: `http://localhost:${port}`, 'Content-Type': 'application/json' };
    const wrong: readonly (readonly [number, Record<string, string | undefined>])[] = [
      [403, { ...own, Origin: 'http://evil.example' }],
      [403, { ...own, Origin: `http://localhost:${port + 1}` }],
      [403, { ...own, Origin: 'null' }],
      [403, { ...own, Origin: undefined }],
      [403, { ...own, 'Sec-Fetch-Site': 'same-site' }],
      [415, { ...own, 'Content-Type': 'application/x-www-form-urlencoded' }],
      [415, { ...own, 'Content-Type': 'text/plain' }],
    ];
    for (const name of NAMES)
      for (const [status, headers] of wrong) {
        const refused = await administrator.ask('POST', `/api/${name}`, { headers, body: '{}' });
        expect([name, headers, refused.status]).toEqual([name, headers, status]);
        expect(refused.headers['set-cookie']).toBeUndefined();
      }
    expect((await administrator.overview()).staff?.name).toBe('Ada Admin');
  });

  test('SEC-148 a body of another shape is refused with what is wrong, and what was sent is not said again', async () => {
    const { administrator } = await start();
    const own = { Origin: `http://localhost:${clinic?.port}`, 'Content-Type': 'application/json' };
    for (const name of NAMES)
      for (const body of ['[]', '"x"', '{"secretThing":1}', '{"pin":17,"password":{}}', `{"a":${'['.repeat(500)}`]) {
        const { status, text } = await administrator.ask('POST', `/api/${name}`, { headers: own, body });
        expect([name, body, status]).toEqual([name, body, 400]);
        expect(JSON.parse(text)).toMatchObject({ ok: false, refusal: { code: 'malformed' } });
      }
    for (const [method, path] of [
      ['GET', '/api/sign-in'],
      ['POST', '/api/access'],
      ['PUT', '/api/people'],
    ] as const)
      expect((await administrator.ask(method, path, { headers: own })).status).toBe(400);
  });

  test('SEC-135 cookies of any sort are no sign-in and no fault', async () => {
    const { administrator, browser } = await start();
    const right = administrator.cookie;
    for (const cookie of [
      'vigil-screen',
      '=;=;=',
      '; ; ;',
      `vigil-screen=${'x'.repeat(8_000)}`,
      'vigil-screen=../../etc',
      '\u00ff=\u00ff',
      `${right}; vigil-session=${'y'.repeat(43)}`,
      `vigil-screen=${'z'.repeat(43)}; ${right}`,
      `__proto__=1; ${right.replace('vigil-screen', 'VIGIL-SCREEN')}`,
    ]) {
      const { status, text } = await browser().ask('GET', '/api/access', { headers: { Cookie: cookie } });
      expect([cookie, status]).toEqual([cookie, 200]);
      expect(JSON.parse(text)).toMatchObject({ ok: true, data: { staff: null } });
    }
    const twice = await browser().ask('GET', '/api/access', { headers: { Cookie: `a=b; ${right}; ${right}` } });
    expect(JSON.parse(twice.text)).toMatchObject({ data: { staff: { name: 'Ada Admin' } } });
  });
});

describe('guessing', () => {
  test('SEC-146 five tries of a person from a screen, then it waits, told for how long; a right one in between counts anew', async () => {
    const { choose, enrolled, staffId, later } = await start();
    await choose('Kim Marsh', { pin: PIN });
    const screen = await enrolled(1);
    const given = { staffId: staffId('Kim Marsh'), pin: '9173' };
    for (let n = 0; n < 4; n += 1) expect((await screen.post('sign-in', given)).status).toBe(401);
    expect((await screen.post('sign-in', { ...given, pin: PIN })).status).toBe(200);
    for (let n = 0; n < 5; n += 1) expect((await screen.post('sign-in', given)).status).toBe(401);
    const refused = await screen.post('sign-in', { ...given, pin: PIN });
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': '30' },
      answer: { refusal: { code: 'too-many', waitMs: 30_000 } },
    });
    expect((await screen.post('unlock', { pin: PIN })).status).toBe(429);
    later(29_999);
    expect((await screen.post('sign-in', { ...given, pin: PIN })).status).toBe(429);
    later(1);
    expect((await screen.post('sign-in', given)).status).toBe(401);
    later(59_999);
    expect((await screen.post('sign-in', { ...given, pin: PIN })).status).toBe(429);
    later(1);
    expect((await screen.post('sign-in', { ...given, pin: PIN })).status).toBe(200);
  });

  test('SEC-147 whoever guesses elsewhere, or at another screen, keeps nobody out of an enrolled one', async () => {
    const { choose, enrolled, staffId, browser } = await start();
    await choose('Kim Marsh', { pin: PIN, password: 'a nurse of chair three' });
    const [one, two] = [await enrolled(1), await enrolled(2)];
    const kim = staffId('Kim Marsh');
    const guess = { name: 'Kim Marsh', password: 'is it this one perhaps' };
    const statuses = await Promise.all(Array.from({ length: 40 }, () => browser().post('sign-in', guess)));
    expect(statuses.filter(({ status }) => status === 401)).toHaveLength(5);
    for (let n = 0; n < 8; n += 1) await two.post('sign-in', { staffId: kim, pin: '9173' });
    expect((await two.post('sign-in', { staffId: kim, pin: PIN })).status).toBe(429);
    expect((await browser().post('sign-in', { ...guess, password: 'a nurse of chair three' })).status).toBe(429);
    expect((await one.post('sign-in', { staffId: kim, pin: PIN })).status).toBe(200);
  });

  test('SEC-146 tries at the same time are as many as one after the other; names and codes are guessed at no faster', async () => {
    const { enrolled, browser, later } = await start();
    const screen = await enrolled(1);
    const codes = await Promise.all(Array.from({ length: 12 }, () => screen.post('enrol', { code: 'ABCD EFGH' })));
    expect(codes.filter(({ status }) => status === 403)).toHaveLength(5);
    const names = Array.from({ length: 30 }, (_, n) => ({ name: `Nobody ${n}`, password: 'what it never was' }));
    const tries = [];
    for (const given of names) tries.push(await browser().post('sign-in', given));
    expect(tries.filter(({ status }) => status === 401)).toHaveLength(20);
    later(24 * 60 * 60_000);
    expect((await browser().post('sign-in', names[0] ?? { name: '', password: '' })).status).toBe(401);
  });
});

describe('the first run', () => {
  const clinicGiven = {
    ...{ name: 'Seven Oaks', timeZone: 'Europe/Zurich', chairs: ['One', 'Two'] },
    ...{ administratorName: 'Ada Admin', password: PASSWORD },
  };
  const fresh = async () => {
    const bare = await startTestClinic({
      chairs: 0,
      access: { openScreens: false, hasher: cheapHash, now: () => REAL_START },
    });
    onTestFinished(() => bare.close());
    const { text: setUpCode } = bare.attached.desk.setUpCode;
    return { bare, browser: new Browser(bare.port), setUpCode, given: { ...clinicGiven, setUpCode } };
  };

  test('SEC-149 makes the clinic and its administrator, who is signed in; only one can be first', async () => {
    const { bare, browser, given } = await fresh();
    expect(await browser.overview()).toMatchObject({ firstRun: 'site', needsSetUpCode: true, staff: null });
    const other = new Browser(bare.port);
    const both = await Promise.all([
      browser.post('first-run', given),
      other.post('first-run', { ...given, administratorName: 'Eve Other' }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(bare.clinic.site).toMatchObject({ name: 'Seven Oaks', chairs: [{ name: 'One' }, { name: 'Two' }] });
    expect(bare.clinic.site.staff).toHaveLength(1);
    const first = both[0]?.status === 200 ? browser : other;
    expect(await first.overview()).toMatchObject({ firstRun: null, staff: { role: 'administrator' } });
    expect((await first.post('first-run', given)).status).toBe(409);
  });

  test('SEC-149 a weak password, a time zone that is none and a clinic without chairs are refused, and nothing is made', async () => {
    const { bare, browser, given } = await fresh();
    for (const change of [
      { password: 'short' },
      { password: 'Ada Admin Ada Admin' },
      { timeZone: 'Mars/Base' },
      { chairs: [] },
    ])
      expect((await browser.post('first-run', { ...given, ...change })).status).toBe(400);
    expect(bare.clinic.site).toMatchObject({ isNew: true, staff: [] });
  });

  test('SEC-149 it needs the code that the server printed, on the server’s own machine too: a quiet proxy may stand there', async () => {
    const { bare, browser, setUpCode } = await fresh();
    expect((await browser.post('first-run', clinicGiven)).status).toBe(403);
    expect((await browser.post('first-run', { ...clinicGiven, setUpCode: 'ABCD EFGH' })).status).toBe(403);
    expect(bare.clinic.site).toMatchObject({ isNew: true, staff: [] });
    expect((await browser.post('first-run', { ...clinicGiven, setUpCode: setUpCode.toLowerCase() })).status).toBe(200);
  });
});

describe('what is kept, and what is not said', () => {
  test('SEC-150 no secret is in the log, in the journal’s events or in an answer but the one that gives it', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
    const { administrator, choose, enrolled, staffId, journal, browser, adapter, clinic: live } = await start({ log });
    await adapter(1);
    await choose('Kim Marsh', { pin: PIN, password: 'a nurse of chair three' });
    const screen = await enrolled(1);
    const signedIn = await screen.done('sign-in', { staffId: staffId('Kim Marsh'), pin: PIN });
    await screen.post('unlock', { pin: '9173' });
    await screen.done('unlock', { pin: PIN });
    await browser().post('sign-in', { name: 'my password typed as a name', password: 'another secret thing' });
    const code = await administrator.done('codes', { kind: 'person', staffId: staffId('Maya Soto') });
    const key = await administrator.done('adapter-keys', { adapterId: 'box', label: 'Box', devices: 'all' });
    const list = await administrator.people();
    await live.drained();
    const events: string[] = [];
    for (const { stream } of journal.streams()) events.push(JSON.stringify(await journal.read(stream as never)));
    const secrets = (['pin', 'password', 'session', 'code', 'adapter-key'] as const).flatMap((kind) => [
      ...journal.secrets(kind).values(),
    ]);
    const said = [code.code, key.key, signedIn.ticket ?? ''];
    const kept = [...screen.cookies.values(), ...administrator.cookies.values()];
    const typed = [
      PIN,
      PASSWORD,
      'a nurse of chair three',
      'another secret thing',
      'my password typed as a name',
      '9173',
    ];
    for (const secret of [...said, ...kept, ...typed]) {
      for (const text of [...lines, ...events, ...secrets]) expect(text).not.toContain(secret);
      const heard = [...administrator.heard, ...screen.heard].filter((text) => text.includes(secret));
      expect([secret, heard.length]).toEqual([secret, said.includes(secret) ? 1 : 0]);
    }
    expect(list.text).not.toContain('argon2');
    expect(lines.length).toBeGreaterThan(0);
  });

  test('SEC-151 a server that is killed knows enrolments, sign-ins and PINs when it is back', async () => {
    const database = newDatabasePath();
    const first = await startChildServer(database);
    const administrator = new Browser(first.port);
    await administrator.done('first-run', {
      name: 'C',
      timeZone: 'UTC',
      chairs: ['One'],
      administratorName: 'Ada Admin',
      password: PASSWORD,
      setUpCode: first.setUpCode,
    });
    const { code } = await administrator.done('codes', {
      kind: 'screen',
      place: { kind: 'station' },
      label: 'Station',
    });
    const screen = new Browser(first.port);
    await screen.done('enrol', { code });
    await screen.done('sign-in', { name: 'Ada Admin', password: PASSWORD });
    const { staff } = await screen.overview();
    await screen.done('renew', {});
    await first.kill();

    const second = await startChildServer(database);
    const back = new Browser(second.port);
    for (const [name, value] of screen.cookies) back.cookies.set(name, value);
    expect(await back.overview()).toMatchObject({
      staff,
      place: { kind: 'station' },
      label: 'Station',
      firstRun: null,
    });
    await back.done('sign-out', {});
    await back.done('sign-in', { name: 'Ada Admin', password: PASSWORD });
    expect((await new Browser(second.port).post('enrol', { code })).status).toBe(403);
    await second.stop();
  });

  test('SEC-151 a disk that hangs keeps nobody out', async () => {
    const { choose, enrolled, staffId, journal } = await start();
    await choose('Kim Marsh', { pin: PIN });
    const screen = await enrolled(1);
    journal.seams?.hang(60_000);
    expect((await screen.post('sign-in', { staffId: staffId('Kim Marsh'), pin: PIN })).status).toBe(200);
    expect((await screen.overview()).staff?.name).toBe('Kim Marsh');
  });

  test('SEC-153 PINs are shown to everybody in a demo, and never in a real clinic', async () => {
    const pins = { 'Ada Admin': '4711', 'Kim Marsh': '4711' };
    const real = await start({ access: { demoPins: pins } });
    await real.choose('Kim Marsh', { pin: '4711' });
    expect((await (await real.enrolled(1)).overview()).people).toEqual([
      { staffId: real.staffId('Kim Marsh'), name: 'Kim Marsh', role: 'nurse' },
    ]);
    const demo = await startStaffedClinic({ demo: true, access: { demoPins: pins, openScreens: true } });
    await demo.choose('Kim Marsh', { pin: '4711' });
    expect((await demo.browser().overview()).people).toMatchObject([{ name: 'Kim Marsh', pin: '4711' }]);
    await demo.close();
  });
});
