import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import type { WireVisit } from '../support/visit-by-wire.ts';

const change = (limits: Record<string, unknown>, reason: unknown = 'lung disease, 88 at home') =>
  ({ type: 'limits:change', limits, reason }) as never;

describe('limits of one patient, over the wire', () => {
  let clinic: TestClinic;
  let visit: WireVisit;
  let provider: TestScreen;
  beforeAll(async () => {
    clinic = await startTestClinic();
    visit = await infusingByWire(clinic);
    provider = await (await clinic.screen()).choose('provider');
    await provider.watchStation();
  });
  afterAll(() => clinic.close());

  test('WS-131 a nurse is refused with the way out, and so is a page at which nobody is named', async () => {
    const { visitId, nurse } = visit;
    expect(await nurse.command(visitId, change({ 'spo2-low-medium': 86 }))).toEqual({
      ok: false,
      refusal: {
        code: 'needs-provider',
        message: 'Only a provider may do this: ask one to do it here or at the station.',
      },
    });
    const nobody = await clinic.screen();
    const answer = await nobody.command(visitId, change({ 'spo2-low-medium': 86 }));
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
  });

  test.each([
    ['a limit that there is not', { 'spo2-high-medium': 99 }, 'because'],
    ['a text for a number', { 'spo2-low-medium': '86' }, 'because'],
    ['no reason', { 'spo2-low-medium': 86 }, ' '],
    ['a reason that is none', { 'spo2-low-medium': 86 }, 7],
    ['a number out of all bounds', { 'spo2-low-medium': 401 }, 'because'],
    ['one under all bounds', { 'spo2-low-medium': -1 }, 'because'],
  ])('WS-132 %s is malformed, and nothing is recorded', async (_, limits, reason) => {
    const answer = await provider.command(visit.visitId, change(limits, reason));
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'malformed' } });
    await clinic.clinic.drained();
    const events = await clinic.journal.read({ kind: 'visit', id: visit.visitId });
    expect(events.some(({ type }) => type === 'limits-changed')).toBe(false);
  });

  test('WS-131 one out of its range is refused with the range', async () => {
    expect(await provider.command(visit.visitId, change({ 'spo2-low-medium': 79 }))).toMatchObject({
      ok: false,
      refusal: {
        code: 'out-of-range',
        message: 'SpO₂ low, medium priority: 79 is not between 80 and 92.',
      },
    });
  });

  test('WS-133 changed, every screen has it at once: limits, tile, log; started anew, it is the same', async () => {
    const { visitId, chairId, nurse, adapter } = visit;
    await clinic.pass(20_000, () => adapter.spo2(88));
    await nurse.until((screen) => screen.view(chairId).alerts.some(({ text }) => text === 'SpO₂ 88 < 90'));
    await provider.give(visitId, change({ 'spo2-low-medium': 86, 'systolic-high-medium': 170 }));
    await nurse.until((screen) => screen.view(chairId).limitsChanged === 2);
    await provider.until((screen) => screen.tiles.get(chairId)?.view.limitsChanged === 2);
    const { limits, limitChanges, settableLimits, alerts } = nurse.view(chairId);
    expect(limits.spo2[0]).toMatchObject({ text: '< 86', protocol: '< 90', lines: [86] });
    expect(limits.nibp[0]).toMatchObject({ text: '≥ 170/100, < 90', protocol: '≥ 160/100, < 90', lines: [170, 90] });
    expect(limits.pulse[0]).not.toHaveProperty('protocol');
    expect(limitChanges).toEqual([
      {
        at: clinic.clock.now(),
        byName: 'Dr. Ruiz',
        reason: 'lung disease, 88 at home',
        changes: [
          { name: 'spo2-low-medium', from: 90, to: 86 },
          { name: 'systolic-high-medium', from: 160, to: 170 },
        ],
      },
    ]);
    expect(settableLimits[0]).toEqual({
      name: 'spo2-low-medium',
      is: '<',
      limit: 86,
      protocol: 90,
      atLeast: 80,
      atMost: 92,
      changed: { byName: 'Dr. Ruiz', at: clinic.clock.now(), reason: 'lung disease, 88 at home' },
    });
    // At rest 98: what is no alert by the new limit is still the silent advisory.
    expect(alerts.find(({ kind }) => kind === 'spo2-low')).toMatchObject({ priority: 'low' });

    await clinic.pass(1_000, () => adapter.spo2(88));
    const was = clinic.clinic.board.view(chairId);
    await clinic.close({ keep: true });
    clinic = await startTestClinic({ folder: clinic.folder, clock: clinic.clock });
    const again = await clinic.screen();
    const is = await again.watch(chairId);
    expect(is.limits).toEqual(was?.limits);
    expect(is.settableLimits).toEqual(was?.settableLimits);
    expect(is.limitChanges).toEqual(was?.limitChanges);
    const [tile] = await again.watchStation();
    expect(tile?.limitsChanged).toBe(2);
  });

  test('WS-134 a command given twice, after a lost answer, changes once', async () => {
    const screen = await (await clinic.screen()).choose('provider');
    await screen.watch(visit.chairId);
    const command = change({ 'spo2-low-medium': null });
    const first = await screen.command(visit.visitId, command, 'command-twice');
    expect(await screen.command(visit.visitId, command, 'command-twice')).toEqual(first);
    expect(first).toMatchObject({ ok: true });
    await screen.until((each) => each.view(visit.chairId).limitsChanged === 1);
    expect(screen.view(visit.chairId).limitChanges).toHaveLength(2);
  });
});
