/** The record of a visit over the wire: closed at one screen, signed at another, added to; in memory, out of it, and after a restart. */
import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import { ENDED_SHOWN_MS } from '../../server/clinic/visit-desk.ts';
import { readBack } from '../support/past-visit.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { infusingByWire, openByWire } from '../support/visit-by-wire.ts';
import type { WireVisit } from '../support/visit-by-wire.ts';

async function started(): Promise<TestClinic> {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  return clinic;
}
const transfer = ({ visitId, nurse }: WireVisit) =>
  nurse.give(
    visitId,
    { type: 'infusion:end', reason: 'vital-sign', minutesAgo: 0 },
    { type: 'visit:end', ending: 'transferred', reason: 'to the ward' },
  );
/** What its page shows of it: how many sentences, and up to which event. */
async function read(screen: TestScreen, visitId: string): Promise<{ readonly seen: number; readonly seenSeq: number }> {
  const answer = await screen.request('report:visit', { visitId });
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return { seen: answer.data.record.contradictions.length, seenSeq: answer.data.seq };
}
async function sign(screen: TestScreen, visitId: string, type: 'record:close' | 'record:sign'): Promise<void> {
  await screen.give(visitId, { type, ...(await read(screen, visitId)) });
}
const toDo = async (screen: TestScreen) => {
  const answer = await screen.request('records:unsigned', {});
  if (!answer.ok) return answer.refusal.code;
  const { steps, unlisted } = answer.data;
  expect(unlisted).toBe(0);
  return Object.fromEntries(
    Object.entries(steps).map(([step, { visits }]) => [step, visits.map((each) => each.visitId)]),
  );
};
const eventsOf = async ({ clinic, journal }: TestClinic, visitId: string): Promise<readonly VisitEvent[]> => {
  await clinic.drained();
  return journal.read({ kind: 'visit', id: visitId });
};
const forget = async (clinic: TestClinic, { chairId }: WireVisit): Promise<void> => {
  await clinic.pass(ENDED_SHOWN_MS + 1_000, undefined, 60_000);
  expect(clinic.clinic.board.view(chairId)?.visitId).toBeNull();
};

test('REC-146 WS-207 closed by the nurse, signed by a provider at another screen, an addendum after: the list follows each step', async () => {
  const clinic = await started();
  const visit = await infusingByWire(clinic);
  const { visitId, nurse } = visit;
  const provider = await (await clinic.screen()).choose('provider');
  const none = { 'to-close': [], 'to-sign': [], 'to-see': [] };
  expect(await toDo(nurse)).toEqual(none);
  expect(await nurse.command(visitId, { type: 'record:close', seen: 0, seenSeq: 1 })).toMatchObject({
    refusal: { code: 'wrong-phase', message: expect.stringContaining('End the visit first.') as string },
  });
  await transfer(visit);
  expect(await toDo(nurse)).toEqual({ ...none, 'to-close': [visitId] });
  expect(await provider.command(visitId, { type: 'record:sign', seen: 0, seenSeq: 1 })).toMatchObject({
    refusal: { code: 'not-ready' },
  });
  expect(await nurse.command(visitId, { type: 'record:sign', seen: 0, seenSeq: 1 })).toMatchObject({
    refusal: { code: 'needs-provider' },
  });

  await sign(nurse, visitId, 'record:close');
  expect(await toDo(provider)).toEqual({ ...none, 'to-sign': [visitId] });
  await sign(provider, visitId, 'record:sign');
  expect(await toDo(provider)).toEqual(none);
  await nurse.give(visitId, { type: 'record:addend', text: 'The lot was L-78.' });
  expect(await toDo(provider)).toEqual({ ...none, 'to-see': [visitId] });
  await sign(provider, visitId, 'record:sign');
  expect(await toDo(provider)).toEqual(none);

  const events = await eventsOf(clinic, visitId);
  expect(events.slice(-4)).toMatchObject([
    { type: 'record-closed', byName: 'N. Okafor', actor: { role: 'nurse' } },
    { type: 'record-signed', byName: 'Dr. Ruiz', actor: { role: 'provider' } },
    { type: 'addendum-added', text: 'The lot was L-78.', byName: 'N. Okafor' },
    { type: 'record-signed', byName: 'Dr. Ruiz' },
  ]);
  // What a past visit's page folds has them too, and the row of the history is of now.
  const past = await readBack(nurse, visitId);
  expect(past.events.map(({ type }) => type)).toEqual(events.map(({ type }) => type));
  const listed = await nurse.request('history:list', { filter: {} });
  expect(listed).toMatchObject({ ok: true, data: { visits: [{ visitId }] } });
  expect(listed.ok && listed.data.visits[0]).not.toHaveProperty('toDo');
});

test('REC-147 a visit that left memory, also by a restart, is closed and signed, and is forgotten again', async () => {
  const before = await startTestClinic();
  const visit = await infusingByWire(before);
  const { visitId, nurse } = visit;
  await transfer(visit);
  await forget(before, visit);
  await sign(nurse, visitId, 'record:close');
  expect(before.clinic.followed(visitId)).toBeDefined();
  await before.pass(1_000);
  expect(before.clinic.followed(visitId)).toBeUndefined();
  expect(before.clinic.siteView.unsigned).toBeUndefined();
  await before.close({ keep: true });

  const clinic = await startTestClinic({ folder: before.folder, clock: before.clock });
  onTestFinished(() => clinic.close());
  const provider = await (await clinic.screen()).choose('provider');
  expect(clinic.clinic.health).toMatchObject({ visits: 0, armed: false });
  await sign(provider, visitId, 'record:sign');
  // The next act finds it still on its way to the disk, or gone from memory again: all the same.
  expect(await provider.command(visitId, { type: 'record:sign', seen: 0, seenSeq: 1 })).toMatchObject({
    refusal: { code: 'conflict', message: expect.stringContaining('Dr. Ruiz has signed') as string },
  });
  await clinic.pass(1_000);
  await provider.give(visitId, { type: 'record:addend', text: 'Reviewed with the ward.' });
  expect((await eventsOf(clinic, visitId)).slice(-3).map(({ type }) => type)).toEqual([
    ...['record-closed', 'record-signed', 'addendum-added'],
  ]);
  expect(clinic.clinic.health).toMatchObject({ visits: 0, armed: false });
});

test('REC-148 a repeat of an act changes nothing, also where the server started anew in between', async () => {
  const before = await startTestClinic();
  const visit = await openByWire(before);
  const { visitId, nurse } = visit;
  await nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'felt unwell' });
  await sign(nurse, visitId, 'record:close');
  const act = {
    commandId: randomUUID(),
    visitId,
    command: { type: 'record:addend', text: 'Called, is well.' },
  } as const;
  const written = async (clinic: TestClinic) =>
    (await eventsOf(clinic, visitId)).filter(({ type }) => type === 'addendum-added').length;
  const both = await Promise.all([nurse.request('visit:command', act), nurse.request('visit:command', act)]);
  expect(both).toEqual([
    { ok: true, data: null },
    { ok: true, data: null },
  ]);
  expect(await written(before)).toBe(1);
  await before.close({ keep: true });
  const clinic = await startTestClinic({ folder: before.folder, clock: before.clock });
  onTestFinished(() => clinic.close());
  const again = await (await clinic.screen()).choose('nurse');
  expect(await again.request('visit:command', act)).toEqual({ ok: true, data: null });
  expect(await written(clinic)).toBe(1);
});

test('PH-189 an addendum that came after the page was read is not seen by who signs: refused, read anew, signed; the same act again is one', async () => {
  const clinic = await started();
  const visit = await infusingByWire(clinic);
  const { visitId, nurse } = visit;
  const provider = await (await clinic.screen()).choose('provider');
  await transfer(visit);
  const early = await read(nurse, visitId);
  await sign(nurse, visitId, 'record:close');
  const page = await read(provider, visitId);
  await nurse.give(visitId, { type: 'record:addend', text: 'The wrong dose was given.' });
  for (const seen of [early, page])
    expect(await provider.command(visitId, { type: 'record:sign', ...seen })).toMatchObject({
      refusal: { code: 'conflict', message: 'The record has changed since you read it: look again.' },
    });
  const seen = await read(provider, visitId);
  const act = { commandId: randomUUID(), visitId, command: { type: 'record:sign', ...seen } } as const;
  for (const _ of ['once', 'again'])
    expect(await provider.request('visit:command', act)).toEqual({ ok: true, data: null });
  const answer = await provider.request('report:visit', { visitId });
  expect(answer.ok && answer.data.record.signOff.addenda).toMatchObject([{ seen: { byName: 'Dr. Ruiz' } }]);
  expect((await eventsOf(clinic, visitId)).filter(({ type }) => type === 'record-signed')).toHaveLength(1);
});

test('REC-148 of two who sign at once one signs, and the other is told who did', async () => {
  const clinic = await started();
  const visit = await infusingByWire(clinic);
  const { visitId, nurse } = visit;
  await transfer(visit);
  await forget(clinic, visit);
  await sign(nurse, visitId, 'record:close');
  await clinic.pass(1_000);
  const providers = [
    await (await clinic.screen()).choose('provider'),
    await (await clinic.screen()).choose('provider', 'Dr. Lee'),
  ] as const;
  const seen = await read(providers[0], visitId);
  const answers = await Promise.all(providers.map((each) => each.command(visitId, { type: 'record:sign', ...seen })));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'conflict' } });
  expect((await eventsOf(clinic, visitId)).filter(({ type }) => type === 'record-signed')).toHaveLength(1);
});

describe('WS-208 who may, and what is malformed', () => {
  test('WS-208 nobody named, an administrator, another visit', async () => {
    const clinic = await started();
    const visit = await openByWire(clinic);
    const { visitId, nurse } = visit;
    await nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'felt unwell' });
    const count = (await eventsOf(clinic, visitId)).length;
    const administrator = await (await clinic.screen()).choose('administrator');
    for (const screen of [await clinic.screen(), administrator]) {
      expect(await toDo(screen)).toBe('not-allowed');
      for (const command of [
        { type: 'record:close', seen: 0, seenSeq: 1 },
        { type: 'record:sign', seen: 0, seenSeq: 1 },
        { type: 'record:addend', text: 'x' },
      ] as const)
        expect(await screen.command(visitId, command)).toMatchObject({ refusal: { code: 'not-allowed' } });
    }
    expect(await nurse.command('another', { type: 'record:close', seen: 0, seenSeq: 1 })).toMatchObject({
      refusal: { code: 'not-found' },
    });
    for (const wrong of [
      { type: 'record:close' },
      { type: 'record:close', seen: 0 },
      { type: 'record:close', seen: -1, seenSeq: 1 },
      { type: 'record:sign', seen: 0.5, seenSeq: 1 },
      { type: 'record:sign', seen: 0, seenSeq: 0 },
      { type: 'record:sign', seen: 0, seenSeq: 1.5 },
      { type: 'record:addend', text: '' },
      { type: 'record:addend', text: 'x'.repeat(2_001) },
      { type: 'record:addend', text: 'x', byName: 'somebody else' },
    ])
      expect(await nurse.command(visitId, wrong as never)).toMatchObject({ refusal: { code: 'malformed' } });
    expect(await eventsOf(clinic, visitId)).toHaveLength(count);
  });
});
