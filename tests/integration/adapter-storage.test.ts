/** What people are told of an adapter whose disk fills with readings it could not send. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinicOptions } from '../support/test-clinic.ts';
import { infusingByWire, openByWire } from '../support/visit-by-wire.ts';

async function clinicWith(options: TestClinicOptions = {}) {
  const clinic = await startTestClinic(options);
  onTestFinished(() => clinic.close());
  return clinic;
}
const told = (kept: number) => ({ kept, capacity: 1_000 });

describe('spool:status', () => {
  test('AL-30 from 80 % on the visits of its chairs are told, silently, until it is below', async () => {
    const clinic = await clinicWith();
    const { visitId, chairId, nurse, adapter } = await infusingByWire(clinic);
    await adapter.request('spool:status', told(799));
    await clinic.pass(1_000, () => adapter.spo2(98));
    expect(nurse.view(chairId).alerts).toEqual([]);
    expect(await adapter.request('spool:status', told(800))).toEqual({
      ok: true,
      data: { clinicAt: clinic.clock.now() },
    });
    await nurse.until((screen) => screen.view(chairId).alerts.length === 1);
    expect(nurse.view(chairId).alerts[0]).toMatchObject({
      kind: 'adapter-storage',
      priority: 'low',
      text: 'Adapter storage nearly full',
      parameter: 'technical',
    });
    await nurse.until(({ site }) => site?.devices[0]?.storageNearlyFull === true);
    await adapter.request('spool:status', told(1_000));
    await clinic.pass(10_000, () => adapter.spo2(98));
    await adapter.request('spool:status', told(0));
    await nurse.until((screen) => screen.view(chairId).alerts.length === 0);
    await nurse.until(({ site }) => site?.devices[0]?.storageNearlyFull === undefined);
    const events = await clinic.journal.read({ kind: 'visit', id: visitId });
    const facts = events.filter(({ type }) => type.startsWith('alert-'));
    expect(facts).toMatchObject([
      {
        type: 'alert-issued',
        reason:
          'The disk of adapter "adapter-1" is 80 % full of readings that were not sent; at 100 % the oldest are dropped',
      },
      { type: 'alert-ended', cause: 'in-range' },
    ]);
  });

  test('AL-30 an infusion that begins later is told too; another chair is not', async () => {
    const clinic = await clinicWith();
    const other = await openByWire(clinic, 2);
    const first = await clinic.adapter(1);
    await first.request('spool:status', told(900));
    const { chairId, nurse } = await infusingByWire(clinic);
    await clinic.pass(1_000, () => first.spo2(98));
    await nurse.until((screen) => screen.view(chairId).alerts.some(({ kind }) => kind === 'adapter-storage'));
    expect(clinic.clinic.board.view(other.chairId)?.alerts).toEqual([]);
  });

  test('AL-30 after a restart the alert stays until its adapter has told anew', async () => {
    const before = await startTestClinic();
    const { visitId, adapter } = await infusingByWire(before);
    await adapter.request('spool:status', told(900));
    await before.pass(1_000, () => adapter.spo2(98));
    await before.close({ keep: true });

    const clinic = await clinicWith({ folder: before.folder, clock: before.clock });
    const { chairId } = clinic.chair(1);
    const kinds = () => clinic.clinic.board.view(chairId)?.alerts.map(({ kind }) => kind) ?? [];
    const back = await clinic.adapter(1);
    await clinic.pass(1_000, () => back.spo2(98));
    expect(kinds()).toContain('adapter-storage');
    await back.request('spool:status', told(0));
    await expect.poll(kinds).not.toContain('adapter-storage');
    const events = await clinic.journal.read({ kind: 'visit', id: visitId });
    expect(events.filter((event) => event.type === 'alert-issued' && event.kind === 'adapter-storage')).toHaveLength(1);
  });

  test.each([
    [{ kept: -1, capacity: 10 }, '"kept" must be at least 0'],
    [{ kept: 1, capacity: 0 }, '"capacity" must be at least 1'],
    [{ kept: 1 }, '"capacity"'],
  ])('DV-248 %o is refused by its field', async (payload, sentence) => {
    const clinic = await clinicWith();
    const adapter = await clinic.adapter(1);
    const answer = await adapter.request('spool:status', payload);
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'malformed' } });
    expect(JSON.stringify(answer)).toContain(JSON.stringify(sentence).slice(1, -1));
  });
});
