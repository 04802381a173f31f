/** What a page may do and see, on real sockets: by its screen's enrolment, by who is signed in there, and by the lock. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScreenPlace } from '#core/access/screen.ts';
import type { Place } from '#protocol/screen-events.ts';
import { newToken, screenIdOf } from '../../server/access/screen-token.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import { founder } from '../support/test-people.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import type { WireVisit } from '../support/visit-by-wire.ts';

let clinic: TestClinic;
let visit: WireVisit;
/** Real time of the server: locks and ends of sign-ins go by it. */
let passed = 0;

beforeAll(async () => {
  clinic = await startTestClinic({ access: { openScreens: false, now: () => Date.UTC(2026, 2, 2) + passed } });
  visit = await infusingByWire(clinic, 1, await enrolled({ kind: 'station' }));
});
afterAll(() => clinic.close());

async function enrolled(place: ScreenPlace): Promise<TestScreen> {
  const token = newToken(randomBytes);
  const screenId = screenIdOf(token) ?? '';
  await clinic.clinic.recordSite([{ type: 'screen-enrolled', screenId, label: 'Tablet', place }], founder);
  return clinic.screen({ token });
}
const atChair = (number: number) => enrolled({ kind: 'chair', chairId: clinic.chair(number).chairId });
const codeOf = (answer: { ok: boolean; refusal?: { code: string } }): string | undefined => answer.refusal?.code;
const watch = async (screen: TestScreen, number: number) =>
  codeOf(await screen.request('chair:watch', { chairId: clinic.chair(number).chairId }));
/** Everybody's sign-in is left untouched for so long. */
function rest(ms: number): void {
  passed += ms;
  clinic.attached.beat();
}

describe('SEC-180 the door', () => {
  test.each([
    ['no cookie of this server', {}],
    ['an old sign-in', { session: newToken(randomBytes) }],
  ])('SEC-180 %s: the page is told to enrol or to sign in', async (_what, options) => {
    await expect(clinic.screen(options)).rejects.toMatchObject({ data: { code: 'signed-out' } });
  });

  test('SEC-180 the sign-in of another screen does not open this one', async () => {
    const { token: session } = await clinic.people.signIn('screen-other', 'provider', 'Dr. Ruiz');
    await expect(clinic.screen({ session })).rejects.toMatchObject({ data: { code: 'signed-out' } });
  });

  test('SEC-180 an enrolled screen is told where it is, and that nobody is at it', async () => {
    const screen = await atChair(1);
    await screen.until(({ access }) => access !== undefined);
    expect(screen.access).toEqual({
      screenId: screen.screenId,
      place: { kind: 'chair', chairId: clinic.chair(1).chairId },
      staff: null,
      locked: false,
    });
  });
});

describe('SEC-181 each request is asked of the tables', () => {
  test('SEC-181 a chair with nobody signed in shows its own vitals and no other chair, no name and no past', async () => {
    const screen = await atChair(1);
    expect(await watch(screen, 1)).toBeUndefined();
    expect(await watch(screen, 2)).toBe('not-allowed');
    expect(codeOf(await screen.request('beside:watch', {}))).toBeUndefined();
    for (const [request, payload] of [
      ['station:watch', {}],
      ['tiles:watch', {}],
      ['waiting:names', {}],
      ['schedule:day', { from: 0, before: 1 }],
      ['history:list', { filter: {} }],
      ['visit:where', { visitId: visit.visitId }],
    ] as const)
      expect([request, codeOf(await screen.request(request, payload as never))]).toEqual([request, 'not-allowed']);
  });

  test('SEC-181 unnamed, only what must not wait goes, and only on its own chair; the record says who was not known', async () => {
    const own = await atChair(1);
    const other = await atChair(2);
    const declare = { type: 'emergency:declare' } as const;
    expect(codeOf(await other.command(visit.visitId, declare))).toBe('not-allowed');
    expect(codeOf(await own.command(visit.visitId, { type: 'infusion:end' } as never))).toBeDefined();
    expect(await own.command(visit.visitId, declare)).toMatchObject({ ok: true });
    const events = await clinic.journal.read({ kind: 'visit', id: visit.visitId });
    expect(events.filter(({ type }) => type === 'emergency-declared').map(({ actor }) => actor)).toEqual([
      { kind: 'screen', screenId: own.screenId },
    ]);
    await visit.nurse.give(visit.visitId, { type: 'emergency:end' });
  });

  test('SEC-181 a page of a chair cannot take the sound of a place it may not watch', async () => {
    const screen = await atChair(1);
    const place: Place = { kind: 'station' };
    expect(codeOf(await screen.request('screen:sound', { canSound: true, visible: true, place }))).toBe('not-allowed');
  });
});

describe('SEC-182 what holds is what holds now', () => {
  test('SEC-182 who signs out at a chair takes the other chairs along; its own goes on', async () => {
    const screen = await (await atChair(2)).choose('nurse', 'T. Lee');
    expect(await watch(screen, 1)).toBeUndefined();
    expect(await watch(screen, 2)).toBeUndefined();
    expect(await screen.request('staff:leave', { staysInCharge: true })).toMatchObject({ ok: true });
    await screen.until(({ access }) => access?.staff === null);
    const before = screen.chairPatches.length;
    await clinic.pass(3_000, () => visit.adapter.spo2(96));
    // Both chairs had something to tell by then: what comes over the one wire comes in order.
    expect(await watch(screen, 2)).toBeUndefined();
    expect(screen.chairPatches.slice(before).filter(({ chairId }) => chairId === clinic.chair(1).chairId)).toEqual([]);
    expect(await watch(screen, 1)).toBe('not-allowed');
  });

  test('SEC-182 a removed screen is closed at once, and not let in again', async () => {
    const screen = await atChair(2);
    const gone = new Promise<void>((resolve) => screen.raw.once('disconnect', () => resolve()));
    await clinic.clinic.recordSite([{ type: 'screen-removed', screenId: screen.screenId }], founder);
    await gone;
    expect(screen.access).toMatchObject({ place: null, staff: null });
    await expect(clinic.screen({ token: screen.token })).rejects.toMatchObject({ data: { code: 'signed-out' } });
  });

  test('SEC-182 who is removed from the clinic is nobody at once', async () => {
    const screen = await (await atChair(2)).choose('nurse', 'K. Marsh');
    const staffId = await clinic.people.account('nurse', 'K. Marsh');
    await clinic.clinic.recordSite([{ type: 'staff-removed', staffId }], founder);
    await screen.until(({ access }) => access?.staff === null);
    expect(codeOf(await screen.command(visit.visitId, { type: 'patient:attended' } as never))).toBe('not-allowed');
  });
});

describe('SEC-183 a lock', () => {
  test('SEC-183 vitals go on; what must not wait goes, unidentified; all else asks for the PIN', async () => {
    const screen = await (await atChair(1)).choose('nurse', 'N. Okafor');
    await screen.watch(visit.chairId);
    rest(2 * 60_000 + 1_000);
    await screen.until(({ access }) => access?.locked === true);
    expect(screen.access?.staff?.name).toBe('N. Okafor');

    await clinic.pass(2_000, () => visit.adapter.spo2(95));
    const spo2 = (): unknown => screen.view(visit.chairId).spo2;
    await screen.until(() => (spo2() as { value?: number }).value === 95);
    expect(codeOf(await screen.command(visit.visitId, { type: 'patient:attended' } as never))).toBe('locked');
    expect(codeOf(await screen.request('schedule:day', { from: 0, before: 1 }))).toBe('locked');
    expect(await watch(screen, 2)).toBe('locked');
    expect(await screen.command(visit.visitId, { type: 'provider:call' } as never)).toMatchObject({ ok: true });
    const events = await clinic.journal.read({ kind: 'visit', id: visit.visitId });
    expect(events.findLast(({ type }) => type === 'provider-called')?.actor).toEqual({
      kind: 'screen',
      screenId: screen.screenId,
    });
  });

  test('SEC-183 another chair that was on the page stays on it', async () => {
    const screen = await (await atChair(2)).choose('nurse', 'T. Lee');
    expect(await watch(screen, 1)).toBeUndefined();
    rest(2 * 60_000 + 1_000);
    await screen.until(({ access }) => access?.locked === true);
    screen.chairs.set(visit.chairId, { seq: -1, view: {} as never });
    await clinic.pass(2_000, () => visit.adapter.spo2(94));
    await screen.until(({ chairPatches }) => chairPatches.some(({ chairId }) => chairId === visit.chairId));
  });

  test('SEC-183 a page that asks anew under the lock and is refused keeps no sound of what it does not show', async () => {
    const screen = await (await atChair(2)).choose('nurse', 'T. Lee');
    expect(await watch(screen, 1)).toBeUndefined();
    const sound = async () => {
      const place: Place = { kind: 'chair', chairId: visit.chairId };
      return codeOf(await screen.request('screen:sound', { canSound: true, visible: true, place }));
    };
    expect(await sound()).toBeUndefined();
    rest(2 * 60_000 + 1_000);
    await screen.until(({ access }) => access?.locked === true);
    expect(await sound()).toBeUndefined();
    expect(await watch(screen, 1)).toBe('locked');
    expect(await sound()).toBe('not-allowed');
  });

  test('SEC-183 somebody who touches the page keeps it open', async () => {
    const screen = await (await atChair(1)).choose('nurse', 'N. Okafor');
    for (let minute = 0; minute < 5; minute += 1) {
      await screen.request('staff:active', {});
      rest(60_000);
    }
    expect(await screen.command(visit.visitId, { type: 'identity:confirm' })).toMatchObject({ ok: true });
  });
});

describe('SEC-184 the ticket of a sign-in', () => {
  test('SEC-184 it makes one page of its own screen somebody, once', async () => {
    const screen = await atChair(1);
    const same = await clinic.screen({ token: screen.token });
    const other = await atChair(2);
    const { ticket } = await clinic.people.signIn(screen.screenId, 'nurse', 'T. Lee');
    expect(await screen.request('staff:session', { ticket })).toMatchObject({ ok: true, data: { name: 'T. Lee' } });
    expect(codeOf(await same.request('staff:session', { ticket }))).toBe('signed-out');
    expect(same.access?.staff).toBeNull();
    const { ticket: next } = await clinic.people.signIn(screen.screenId, 'nurse', 'T. Lee');
    expect(codeOf(await other.request('staff:session', { ticket: next }))).toBe('signed-out');
  });

  test('SEC-184 whoever signs in after on the same screen takes the place of who was there', async () => {
    const screen = await (await atChair(1)).choose('nurse', 'T. Lee');
    const tab = await clinic.screen({ token: screen.token });
    await tab.choose('nurse', 'S. Lee');
    await screen.until(({ access }) => access?.staff === null);
    expect(tab.access?.staff?.name).toBe('S. Lee');
  });
});

describe('SEC-185 the course of a visit by HTTP', () => {
  const trend = async (headers: Record<string, string>) =>
    (await fetch(`${clinic.url}/api/visits/${visit.visitId}/trend`, { headers })).status;

  test('SEC-185 the screen of its chair reads it, the screen of another and a stranger do not', async () => {
    expect(await trend({})).toBe(401);
    expect(await trend({ cookie: (await atChair(1)).cookie })).toBe(200);
    const other = await atChair(2);
    expect(await trend({ cookie: other.cookie })).toBe(403);
    expect(await trend({ cookie: (await other.choose('provider')).cookie })).toBe(200);
    rest(2 * 60_000 + 1_000);
    expect(await trend({ cookie: other.cookie })).toBe(423);
  });
});
