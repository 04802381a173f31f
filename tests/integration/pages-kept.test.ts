/** What a pager carries follows the visit: to another chair, past its end and over a restart; and an emergency pages by itself. */
import { expect, onTestFinished, test } from 'vitest';
import type { Calls } from '../../server/clinic/calls.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic, TestClinicOptions } from '../support/test-clinic.ts';
import { infusingByWire, openByWire, readyToGoByWire } from '../support/visit-by-wire.ts';
import { eventually } from '../support/eventually.ts';

type Told = Readonly<Record<string, unknown>>;

/** One that takes what it is told, or refuses what is called off. */
function aPager() {
  const told: Told[] = [];
  const pager = { told, takesOver: true };
  const take = (to: string) => (body: object, onFailed: (why: string) => void) => {
    const { kind } = body as Told;
    if (kind === 'over' && !pager.takesOver) {
      onFailed('The pager answered 503.');
      return Promise.resolve(false);
    }
    told.push({ ...body, receiver: to });
    return Promise.resolve(true);
  };
  const calls: Calls = {
    bell: [],
    pageUrl: (chairId, visitId) => `http://clinic/phone/${chairId}?visit=${visitId}`,
    provider: take('provider'),
    secondPerson: take('second-person'),
  };
  return { pager, told, calls };
}

async function aClinic(options: TestClinicOptions): Promise<TestClinic> {
  const clinic = await startTestClinic(options);
  onTestFinished(() => clinic.close());
  return clinic;
}
const heard = (told: readonly Told[], count: number) => eventually(() => expect(told).toHaveLength(count));

test('AL-238 PH-172 an emergency at a screen where nobody is named is paged at once, unanswered to the second person, over with it', async () => {
  const { told, calls } = aPager();
  const clinic = await aClinic({ calls });
  const { chairId, visitId, nurse } = await openByWire(clinic);
  const unnamed = await clinic.screen();
  await unnamed.watch(chairId);
  await unnamed.give(visitId, { type: 'emergency:declare' });
  await clinic.pass(1_000);
  await heard(told, 1);
  expect(told[0]).toMatchObject({
    ...{ kind: 'alert', receiver: 'provider', chair: 'Chair 1', priority: 'high', text: 'Emergency at this chair' },
  });
  await nurse.until((screen) => screen.view(chairId).providerCall?.paged === true);
  expect(nurse.view(chairId).providerCall?.byName).toBe('unidentified at the chair');
  await clinic.pass(120_000, undefined, 4_000);
  await heard(told, 2);
  expect(told[1]).toMatchObject({ receiver: 'second-person', text: 'Emergency at this chair, nobody has answered' });
  await nurse.give(visitId, { type: 'emergency:end' });
  await clinic.pass(1_000);
  await heard(told, 4);
  expect(told.slice(2).map(({ kind, id }) => [kind, id])).toEqual(told.slice(0, 2).map(({ id }) => ['over', id]));
});

test('AL-245 a page about one who waits for the ride says that they are on no chair: another may sit there by now', async () => {
  const { told, calls } = aPager();
  const clinic = await aClinic({ calls });
  const visit = await infusingByWire(clinic);
  await readyToGoByWire(clinic, visit);
  await visit.nurse.give(visit.visitId, { type: 'ride:wait' }, { type: 'provider:call' });
  await clinic.pass(1_000);
  const text = 'Provider called: waits for the ride, last at this chair';
  await eventually(() => expect(told.map((each) => each['text'])).toContain(text));
});

test('AL-241 a page follows the patient to another chair, and the one of the chair that was left is called off', async () => {
  const { told, calls } = aPager();
  const clinic = await aClinic({ calls, chairs: 2 });
  const { visitId, nurse } = await openByWire(clinic);
  await nurse.give(visitId, { type: 'provider:call' });
  await clinic.pass(1_000);
  await heard(told, 1);
  await nurse.give(visitId, { type: 'visit:move', chairId: clinic.chair(2).chairId });
  await clinic.pass(1_000);
  await heard(told, 3);
  const [first] = told;
  const anew = told.slice(1).find(({ kind }) => kind === 'alert');
  const over = told.slice(1).find(({ kind }) => kind === 'over');
  expect(first).toMatchObject({ chair: 'Chair 1', url: expect.stringContaining(clinic.chair(1).chairId) as string });
  expect(anew).toMatchObject({ chair: 'Chair 2', url: expect.stringContaining(clinic.chair(2).chairId) as string });
  expect(anew?.['id']).not.toBe(first?.['id']);
  expect(over).toMatchObject({ chair: 'Chair 1', id: first?.['id'] });
});

test.each([
  ['11 min after the end of the visit', false],
  ['a restart', true],
])('AL-242 a page that could not be called off is called off once somebody takes it: past %s', async (_, restarts) => {
  const { pager, told, calls } = aPager();
  const clinic = await startTestClinic({ calls });
  const { visitId, nurse } = await openByWire(clinic);
  await nurse.give(visitId, { type: 'provider:call' });
  await clinic.pass(1_000);
  await heard(told, 1);
  await nurse.until(() => (clinic.clinic.followed(visitId)?.state.pages ?? []).length === 1);
  pager.takesOver = false;
  await nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'feels unwell' });
  await clinic.pass(2_000);
  const { clock, folder } = clinic;
  let after = clinic;
  if (restarts) {
    await clinic.close({ keep: true });
    clock.advance(1_000);
    after = await startTestClinic({ calls, clock, folder });
  } else {
    await clinic.pass(660_000, undefined, 10_000);
    expect(clinic.clinic.followed(visitId)).toBeUndefined();
  }
  onTestFinished(() => after.close());
  expect(told).toHaveLength(1);
  pager.takesOver = true;
  await eventually(async () => {
    await after.pass(61_000, undefined, 61_000);
    expect(told).toHaveLength(2);
  });
  expect(told[1]).toMatchObject({ kind: 'over', id: told[0]?.['id'], chair: 'Chair 1' });
  await after.pass(200_000, undefined, 10_000);
  expect(told).toHaveLength(2);
});
