/** The weight of the last visit: what a changed weight is compared with, found by the server itself. */
import { expect, onTestFinished, test } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';

const ADA = { name: 'Ada Byron', birthDate: '1980-12-10' };
const weigh = (weightKg: number, confirmed = false) =>
  ({ type: 'setup:record', setUp: { weightKg }, ...(confirmed && { confirmed }) }) as const;

async function started(options: Parameters<typeof startTestClinic>[0] = {}): Promise<TestClinic> {
  const clinic = await startTestClinic(options);
  onTestFinished(() => clinic.close());
  return clinic;
}
async function nurseAt(clinic: TestClinic): Promise<TestScreen> {
  const nurse = await (await clinic.screen()).choose('nurse');
  await nurse.watch(clinic.chair(1).chairId);
  return nurse;
}
/** Weighed, and over before the start. */
async function wasHere(clinic: TestClinic, nurse: TestScreen, patient: Parameters<TestScreen['open']>[1], kg?: number) {
  const at = clinic.clock.now();
  const visitId = await nurse.open(clinic.chair(1).chairId, patient);
  if (kg !== undefined) await nurse.give(visitId, weigh(kg, true));
  await nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'not today' });
  await clinic.clinic.drained();
  await clinic.pass(86_400_000, undefined, 86_400_000);
  return at;
}

test('PH-160 PH-161 PH-162 a weight more than 10 % from the one of the last visit asks again, after a restart too', async () => {
  const before = await startTestClinic();
  const first = await nurseAt(before);
  const at = await wasHere(before, first, ADA, 79.5);
  // A visit without a weight leaves it to the one before.
  await wasHere(before, first, ADA);
  await before.close({ keep: true });

  const clinic = await started({ folder: before.folder, clock: before.clock });
  const nurse = await nurseAt(clinic);
  const { chairId } = clinic.chair(1);
  const visitId = await nurse.open(chairId, { ...ADA, name: ' ada  BYRON' });
  await nurse.until((screen) => screen.view(chairId).lastWeight?.kg === 79.5);
  expect(nurse.view(chairId).lastWeight).toEqual({ kg: 79.5, at });
  expect(await nurse.command(visitId, weigh(95.7))).toMatchObject({
    ok: false,
    refusal: {
      code: 'needs-confirmation',
      message: expect.stringContaining('20 % from 79.5 kg at the last visit') as string,
    },
  });
  await nurse.give(visitId, weigh(80), weigh(95.7, true));

  // Another patient has nothing of hers.
  await nurse.give(visitId, {
    ...{ type: 'patient:correct', reason: 'wrong card' },
    patient: { name: 'Grace Hopper', birthDate: '1946-12-09' },
  });
  await nurse.until((screen) => screen.view(chairId).lastWeight === null);
  await nurse.give(visitId, weigh(50));
});

test('PH-161 by record number and birth date where both have a number, else by name and birth date', async () => {
  const clinic = await started();
  const nurse = await nurseAt(clinic);
  const { chairId } = clinic.chair(1);
  await wasHere(clinic, nurse, { ...ADA, recordNumber: 'MRN 1' }, 60);
  await wasHere(clinic, nurse, { ...ADA, recordNumber: 'MRN 2' }, 90);
  const found = async (patient: Parameters<TestScreen['open']>[1]) => {
    const visitId = await nurse.open(chairId, patient);
    await nurse.until((screen) => screen.view(chairId).lastWeight?.kg !== undefined);
    const kg = nurse.view(chairId).lastWeight?.kg;
    await nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'not today' });
    await clinic.clinic.drained();
    return kg;
  };
  expect(await found({ name: 'Ada King', birthDate: ADA.birthDate, recordNumber: 'MRN 1' })).toBe(60);
  expect(await found({ ...ADA, recordNumber: 'MRN 2' })).toBe(90);
  expect(await found(ADA)).toBe(90);
  // The number of another: weighed at 77 kg, who would otherwise be asked about 60 kg.
  const visitId = await nurse.open(chairId, { name: 'Tom Jones', birthDate: '1950-06-07', recordNumber: 'MRN 1' });
  await nurse.give(visitId, weigh(77));
});
