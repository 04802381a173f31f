/** Verbal orders over the wire: recorded by a nurse, told to every screen without a name, signed by a provider, also after the visit and a restart. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { ENDED_SHOWN_MS } from '../../server/clinic/visit-desk.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { infusingByWire, makeReadyByWire, openByWire } from '../support/visit-by-wire.ts';

const lower = { type: 'limits:change', limits: { 'spo2-low-medium': 86 }, reason: 'usual 88' } as const;
const verbal = (command: unknown, more: object = {}) =>
  ({ type: 'order:verbal', orderedBy: 'Dr. Ruiz', readBack: true, minutesAgo: 2, command, ...more }) as never;
const unsigned = async (screen: TestScreen) => {
  const answer = await screen.request('orders:unsigned', {});
  return answer.ok ? answer.data.visits : answer.refusal;
};
const eventsOf = async (clinic: TestClinic, visitId: string) => {
  await clinic.clinic.drained();
  return clinic.journal.read({ kind: 'visit', id: visitId });
};

test('WS-185 WS-186 an order is on every screen until it is signed: past the end, past its summary and past a restart', async () => {
  const before = await startTestClinic();
  const { visitId, chairId, nurse } = await infusingByWire(before);
  await (await before.screen()).choose('provider');
  await nurse.give(visitId, verbal(lower));
  await nurse.until((screen) => screen.view(chairId).orders.length === 1);
  expect(nurse.view(chairId)).toMatchObject({
    limitsChanged: 1,
    limitChanges: [{ byName: 'Dr. Ruiz (verbal order)' }],
    orders: [{ orderedBy: 'Dr. Ruiz', recordedBy: 'N. Okafor', changes: [{ to: 86 }], wayBack: 'limits' }],
  });
  const nobody = await before.screen();
  await nobody.until(({ site }) => site?.unsigned?.length === 1);
  expect(nobody.site?.unsigned).toEqual([
    { visitId, chairId, chairName: 'Chair 1', since: before.clock.now(), orderedBy: ['Dr. Ruiz'] },
  ]);
  expect(await unsigned(nobody)).toMatchObject({ code: 'not-allowed' });
  expect(await unsigned(nurse)).toMatchObject([
    { visitId, patient: { patientId: expect.any(String) as string }, orders: [{ command: lower }] },
  ]);

  await nurse.give(visitId, { type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
  await nobody.until(({ site }) => site?.unsigned?.[0]?.endedAt !== undefined);
  await before.pass(ENDED_SHOWN_MS + 1_000, undefined, 60_000);
  expect(before.clinic.board.view(chairId)?.visitId).toBeNull();
  expect(before.clinic.siteView.unsigned).toHaveLength(1);
  await before.close({ keep: true });

  const clinic = await startTestClinic({ folder: before.folder, clock: before.clock });
  onTestFinished(() => clinic.close());
  const provider = await (await clinic.screen()).choose('provider');
  const [visit] = (await unsigned(provider)) as Awaited<ReturnType<typeof clinic.clinic.unsigned.slice>>;
  const orderId = visit?.orders[0]?.orderId ?? '';
  expect(visit).toMatchObject({ visitId, endedAt: expect.any(Number) as number });
  expect(visit?.orders[0]).not.toHaveProperty('wayBack');
  expect(clinic.clinic.health).toMatchObject({ visits: 0, armed: false });
  await provider.give(visitId, { type: 'order:cosign', orderId });
  await provider.until(({ site }) => site?.unsigned === undefined);
  expect(await provider.command(visitId, { type: 'order:cosign', orderId })).toMatchObject({
    refusal: { code: 'conflict' },
  });
  const events = await eventsOf(clinic, visitId);
  expect(events.at(-1)).toMatchObject({ type: 'order-cosigned', orderId, byName: 'Dr. Ruiz' });
  await clinic.pass(1_000);
  expect(await provider.command(visitId, { type: 'order:cosign', orderId })).toMatchObject({
    refusal: { code: 'not-found' },
  });
  expect([...clinic.journal.loadUnsigned()]).toEqual([]);
});

describe('WS-187 what an order may hold on the wire', () => {
  test('WS-187 anything but one of the five, or without the read-back, is malformed; a wrong role is refused in words', async () => {
    const clinic = await startTestClinic();
    onTestFinished(() => clinic.close());
    const visit = await openByWire(clinic);
    const { visitId, nurse } = visit;
    await makeReadyByWire(clinic, visit);
    for (const wrong of [
      verbal({ type: 'infusion:start', minutesAgo: 0 }),
      verbal(verbal(lower)),
      verbal(lower, { readBack: false }),
      verbal(lower, { minutesAgo: 3 }),
      verbal(lower, { orderedBy: '' }),
      verbal({ ...lower, actor: 'provider' }),
    ])
      expect(await nurse.command(visitId, wrong)).toMatchObject({ refusal: { code: 'malformed' } });
    const provider = await (await clinic.screen()).choose('provider');
    expect(await provider.command(visitId, verbal(lower, { orderedBy: 'Dr. Lee' }))).toMatchObject({
      refusal: { code: 'not-allowed', message: 'A provider gives this directly, not as a verbal order.' },
    });
    for (const screen of [await clinic.screen(), await (await clinic.screen()).choose('administrator')])
      expect(await screen.command(visitId, verbal(lower))).toMatchObject({ refusal: { code: 'not-allowed' } });
    expect((await eventsOf(clinic, visitId)).some(({ type }) => type === 'verbal-order-recorded')).toBe(false);
  });
});

test('WS-188 a clinic tells its providers, and takes an order of these alone', async () => {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const { visitId, nurse } = await infusingByWire(clinic);
  expect(nurse.site?.providers).toEqual([]);
  await (await clinic.screen()).choose('administrator', 'S. Cole');
  await (await clinic.screen()).choose('provider', 'Dr. Lee');
  await nurse.until(({ site }) => site?.providers.length === 1);
  expect(nurse.site?.providers).toEqual(['Dr. Lee']);
  for (const orderedBy of ['Dr. Ruiz', 'S. Cole'])
    expect(await nurse.command(visitId, verbal(lower, { orderedBy }))).toMatchObject({
      refusal: {
        code: 'not-found',
        message: `${orderedBy} is no provider of this clinic: choose one of its providers.`,
      },
    });
  await nurse.give(visitId, verbal(lower, { orderedBy: 'dr. lee' }));
  await nurse.until(({ site }) => site?.unsigned?.[0]?.orderedBy[0] === 'Dr. Lee');
});
