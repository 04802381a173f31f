import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ScreenAccess } from '#protocol/screen-events.ts';
import { FakeLine } from '../../../tests/support/fake-line.ts';
import { Access, ASKED_MS } from './access.svelte.ts';
import type { AskServer } from './ask-server.ts';
import { eventually } from '../../../tests/support/eventually.ts';

const NURSE = { staffId: 's1', name: 'K. Marsh', role: 'nurse' } as const;
const CHAIR = { kind: 'chair', chairId: 'c1' } as const;

let line: FakeLine & { refused?: { code: 'signed-out'; message: string } | null };
let asked: [path: string, body: unknown][];
let answers: unknown[];
let access: Access;
beforeEach(() => {
  line = new FakeLine();
  asked = [];
  answers = [];
  const ask = ((path: string, body?: object) => {
    asked.push([path, body]);
    return Promise.resolve(answers.shift() ?? null);
  }) as AskServer;
  access = new Access(line, ask);
});
afterEach(() => {
  access.dispose();
  vi.useRealTimers();
});
const hear = (changes: Partial<ScreenAccess> = {}): void =>
  line.send('access:changed', { screenId: 'screen-1', place: CHAIR, staff: NURSE, locked: false, ...changes });
const done = (data: unknown) => ({ ok: true, data });

describe('UI-45 who is at the screen', () => {
  test('UI-45 is what the server says, at every connect and change', async () => {
    expect([access.staff, access.place, access.screenId]).toEqual([null, undefined, '']);
    hear();
    expect([access.staff, access.place, await access.screenIdKnown]).toEqual([NURSE, CHAIR, 'screen-1']);
    hear({ staff: null });
    expect(access.staff).toBeNull();
    expect(access.signIns).toBe(0);
  });
  test('UI-45 stays while the server is away, and who was locked stays so: going offline opens no lock', () => {
    hear({ locked: true });
    expect([access.staff, access.locked, access.reader]).toEqual([NURSE, true, null]);
    line.state = 'lost';
    expect([access.staff, access.locked, access.reader]).toEqual([NURSE, true, null]);
  });
  test('UI-45 a page that is told it is signed out names nobody, whatever was said before', () => {
    hear();
    line.state = 'lost';
    line.refused = { code: 'signed-out', message: '' };
    expect([access.staff, access.locked]).toEqual([null, false]);
  });
});

describe('WS-198 a sign-in', () => {
  const given = { staffId: 's1', pin: '2580' };
  test('WS-198 goes by HTTP, and its ticket names the person on the page’s own socket', async () => {
    hear({ staff: null });
    answers = [done({ staff: NURSE, ticket: 't1' })];
    const signedIn = access.signIn(given);
    await eventually(() => expect(line.asked).toMatchObject([{ event: 'staff:session', payload: { ticket: 't1' } }]));
    expect(access.staff).toBeNull();
    await line.answer(done(NURSE));
    expect(await signedIn).toBeNull();
    expect(asked).toEqual([['/api/sign-in', given]]);
    expect([access.staff, access.signIns]).toEqual([NURSE, 1]);
  });
  test('WS-198 a page whose socket is shut out connects anew, with the cookie', async () => {
    line.connected = false;
    answers = [done({ staff: NURSE, ticket: 't1' })];
    expect(await access.signIn(given)).toBeNull();
    expect([line.renewed, line.asked.length]).toEqual([1, 0]);
  });
  test('WS-198 a refusal and silence are handed back as they are', async () => {
    const refusal = { code: 'too-many', message: 'Too many tries.', waitMs: 30_000 };
    answers = [{ ok: false, refusal }, null];
    expect(await access.signIn(given)).toEqual(refusal);
    expect(await access.signIn(given)).toMatchObject({ code: 'unavailable' });
  });
});

describe('UI-347 an act waits for the PIN', () => {
  test('UI-347 until the screen is open, once for all acts; then what is asked for is no more', async () => {
    const stop = access.attend();
    hear({ locked: true });
    const acts = [access.untilOpen(), access.untilOpen()];
    expect(access.isAsked).toBe(true);
    answers = [{ ok: false, refusal: { code: 'locked', message: 'Wrong.' } }, done({ staff: NURSE })];
    expect(await access.unlock({ pin: '1111' })).toMatchObject({ code: 'locked' });
    expect(access.isAsked).toBe(true);
    expect(await access.unlock({ pin: '2580' })).toBeNull();
    expect(await Promise.all(acts)).toEqual([true, true]);
    expect([access.isAsked, access.locked]).toEqual([false, false]);
    stop();
  });
  test('UI-347 not for ever: its “now” is over', async () => {
    vi.useFakeTimers();
    access.attend();
    const act = access.untilOpen();
    vi.advanceTimersByTime(ASKED_MS);
    expect([await act, access.isAsked]).toEqual([false, false]);
  });
  test('UI-347 and not on a page that cannot ask', async () => {
    expect(await access.untilOpen()).toBe(false);
    const stop = access.attend();
    const act = access.untilOpen();
    stop();
    expect(await act).toBe(false);
  });
});

describe('WS-199 a touch of the page', () => {
  test('WS-199 is told at most every 15 s, for somebody who is here and not locked', () => {
    vi.useFakeTimers();
    access.used();
    hear({ locked: true });
    access.used();
    expect(line.events).toEqual([]);
    hear();
    access.used();
    vi.advanceTimersByTime(14_999);
    access.used();
    expect(line.events).toEqual(['staff:active']);
    vi.advanceTimersByTime(1);
    access.used();
    expect(line.events).toEqual(['staff:active', 'staff:active']);
  });
  test('WS-200 the sign-in is renewed every 30 min, while somebody is signed in and the clinic is heard', () => {
    vi.useFakeTimers();
    access.start();
    vi.advanceTimersByTime(30 * 60_000);
    expect(asked).toEqual([]);
    hear();
    vi.advanceTimersByTime(30 * 60_000);
    expect(asked).toEqual([['/api/renew', {}]]);
  });
});

describe('UI-351 a browser the server knows nothing of', () => {
  test.each([
    ['not heard yet', () => undefined, false, false],
    ['a chair’s screen', () => hear({ staff: null }), false, false],
    ['a person elsewhere', () => hear({ place: null }), false, false],
    ['neither', () => hear({ place: null, staff: null }), true, false],
    ['refused', () => (line.refused = { code: 'signed-out', message: '' }), true, false],
    [
      'removed while the page was open',
      () => {
        hear();
        hear({ place: null, staff: null });
      },
      true,
      true,
    ],
  ])('UI-351 %s', (_, happen, isOut, wasRemoved) => {
    happen();
    expect([access.isOut, access.wasRemoved]).toEqual([isOut, wasRemoved]);
  });
});

describe('UI-365 without the server the page locks itself', () => {
  test.each([
    ['at a chair’s screen', CHAIR, 2 * 60_000],
    ['elsewhere', null, 10 * 60_000],
  ])('UI-365 %s, once nobody touched it for so long; and the server’s word ends it', (_, place, limitMs) => {
    vi.useFakeTimers();
    access.start();
    hear({ place });
    vi.advanceTimersByTime(limitMs);
    expect(access.locked).toBe(false);
    access.used();
    line.state = 'lost';
    vi.advanceTimersByTime(limitMs - 1_000);
    access.used();
    vi.advanceTimersByTime(limitMs - 1_000);
    expect([access.locked, access.reader]).toEqual([false, NURSE]);
    vi.advanceTimersByTime(1_000);
    expect([access.locked, access.reader, access.staff]).toEqual([true, null, NURSE]);
    access.used();
    line.state = 'live';
    expect(access.locked).toBe(true);
    hear({ place });
    expect(access.locked).toBe(false);
  });
  test('UI-365 a touch that wakes a tablet is not one of who left it', () => {
    vi.useFakeTimers();
    hear();
    line.state = 'lost';
    vi.setSystemTime(Date.now() + 3_600_000);
    access.used();
    expect(access.locked).toBe(true);
  });
});

test('SEC-161 locked by hand it is locked here at once', async () => {
  hear();
  answers = [done(null)];
  expect(await access.lock()).toBeNull();
  expect([access.staff, access.locked, access.reader]).toEqual([NURSE, true, null]);
  expect(asked).toEqual([['/api/lock', {}]]);
});
