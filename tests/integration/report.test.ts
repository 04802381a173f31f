import { expect, onTestFinished, test } from 'vitest';
import { recordOf } from '#core/record/record-of.ts';
import { readBack } from '../support/past-visit.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

test('WS-206 the report holds the record that the visit’s events fold to, its chart and its tables; it is refused before the end', async () => {
  const clinic = await startTestClinic({ chairs: 1 });
  onTestFinished(() => clinic.close());
  const { visitId, nurse, adapter } = await infusingByWire(clinic);
  await clinic.pass(30_000, () => adapter.spo2(84), 2_000);
  expect(await nurse.request('report:visit', { visitId })).toMatchObject({
    ok: false,
    refusal: { code: 'wrong-phase', message: 'This visit is not over: open its chair to see it live.' },
  });
  await nurse.give(
    visitId,
    { type: 'infusion:end', reason: 'vital-sign', minutesAgo: 0 },
    { type: 'visit:end', ending: 'transferred', reason: 'to the ward' },
  );
  await clinic.clinic.drained();

  const answer = await nurse.request('report:visit', { visitId });
  if (!answer.ok) throw new Error(answer.refusal.message);
  await clinic.journal.putDevicesSeen('{}').durable;
  const { stream } = clinic.journal.streams().find((head) => head.stream.kind === 'audit') ?? {};
  const audited = stream?.kind === 'audit' ? await clinic.journal.read(stream) : [];
  expect(audited).toContainEqual(expect.objectContaining({ type: 'record-read', what: 'past-visit', visitId }));
  const { record, chart, vitals, lines, patient, chairs } = answer.data;
  const { events } = await readBack(nurse, visitId);
  expect(record).toEqual(JSON.parse(JSON.stringify(recordOf(events))));
  expect(patient?.name).toMatch(/Byron/);
  expect(chairs).toMatchObject([{ name: 'Chair 1' }]);
  expect(chart.key.some(({ text }) => text.startsWith('SpO₂ 84'))).toBe(true);
  expect(vitals.some(({ bp }) => bp !== undefined)).toBe(true);
  expect(lines.length).toBeGreaterThan(5);
  // One answer carries it all: it must stay far below what a socket takes at once.
  expect(JSON.stringify(answer.data).length).toBeLessThan(500_000);

  expect(await nurse.request('report:visit', { visitId: 'nothing' })).toMatchObject({
    ok: false,
    refusal: { code: 'not-found' },
  });
  const administrator = await (await clinic.screen()).choose('administrator');
  expect(await administrator.request('report:visit', { visitId })).toMatchObject({
    ok: false,
    refusal: { code: 'not-allowed' },
  });
});
