import { describe, expect, onTestFinished, test } from 'vitest';
import type { PlannedVisit } from '#core/schedule/plan.ts';
import type { PlanView, WirePlanCommand } from '#protocol/schedule.ts';
import { startTestClinic, TEST_START } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';

const HOUR = 3_600_000;
const day = { from: TEST_START - 14 * HOUR, before: TEST_START + 10 * HOUR };
const dana = { name: 'Dana Marlow', birthDate: '1986-03-14', recordNumber: 'R-7' };

const give = (screen: TestScreen, command: WirePlanCommand, commandId: string = crypto.randomUUID()) =>
  screen.request('site:command', { commandId, command });
async function plansOf(screen: TestScreen): Promise<readonly PlanView[]> {
  const answer = await screen.request('schedule:day', day);
  if (!answer.ok) throw new Error(answer.refusal.message);
  return answer.data.plans;
}
async function start(): Promise<{
  readonly clinic: TestClinic;
  readonly nurse: TestScreen;
  readonly wish: PlannedVisit;
}> {
  const clinic = await startTestClinic();
  onTestFinished(() => clinic.close());
  const nurse = await (await clinic.screen()).choose('nurse');
  return { clinic, nurse, wish: wishFor(clinic) };
}
const wishFor = (clinic: TestClinic, change: Partial<PlannedVisit> = {}): PlannedVisit => ({
  chairId: clinic.chair(1).chairId,
  startsAt: TEST_START + HOUR,
  lengthMs: 1.5 * HOUR,
  protocolId: 'iv-ketamine-40',
  setUp: { weightKg: 80, doseMgPerKg: 0.5, doseMg: 40, ride: { name: 'Lee Marlow', phone: '555 0103' } },
  note: 'by the window',
  ...change,
});

describe('the schedule over the wire', () => {
  test('WS-160 a named screen plans, sees the day, changes and cancels; one without a name may not ask', async () => {
    const { clinic, nurse, wish } = await start();
    expect(await give(nurse, { type: 'plan:make', plan: wish, patient: dana })).toEqual({ ok: true, data: null });
    const [plan] = await plansOf(nurse);
    expect(plan).toMatchObject({ ...wish, patient: dana, state: { name: 'planned' }, byName: 'N. Okafor' });
    const { planId } = plan!;
    const moved = { ...wish, chairId: clinic.chair(2).chairId };
    const patient = { name: 'Dana Marlowe', birthDate: '1986-03-14' };
    expect(await give(nurse, { type: 'plan:change', planId, plan: moved, patient })).toMatchObject({ ok: true });
    expect((await plansOf(nurse))[0]).toMatchObject({ chairId: clinic.chair(2).chairId, patient });
    expect(await give(nurse, { type: 'plan:cancel', planId, reason: 'ill' })).toMatchObject({ ok: true });
    expect((await plansOf(nurse))[0]?.state).toEqual({ name: 'cancelled', reason: 'ill', byName: 'N. Okafor' });
    const unnamed = await clinic.screen();
    expect(await unnamed.request('schedule:day', day)).toMatchObject({ refusal: { code: 'not-allowed' } });
    expect(await give(unnamed, { type: 'plan:make', plan: wish, patient: dana })).toMatchObject({
      refusal: { code: 'not-allowed' },
    });
  });

  test('WS-160 a day has what begins in it, in order; PH-132 the overlap names who is planned there', async () => {
    const { clinic, nurse, wish } = await start();
    const next = { ...wish, startsAt: wish.startsAt + 2 * HOUR };
    for (const [plan, name] of [
      [next, 'Ruth Abara'],
      [wish, 'Dana Marlow'],
      [{ ...wish, startsAt: day.before }, 'Ines Quiroga'],
    ] as const)
      await give(nurse, { type: 'plan:make', plan, patient: { ...dana, name } });
    expect((await plansOf(nurse)).map(({ patient }) => patient?.name)).toEqual(['Dana Marlow', 'Ruth Abara']);
    expect(await give(nurse, { type: 'plan:make', plan: wish, patient: dana })).toMatchObject({
      refusal: {
        code: 'needs-confirmation',
        message: 'Chair 1 is planned for Dana Marlow, 15:00–16:30: choose another time or chair, or confirm.',
      },
    });
    expect(clinic.journal.streams().filter(({ stream }) => stream.kind === 'patient')).toHaveLength(3);
  });

  test('PH-136 two of one surname on one day are told so', async () => {
    const { clinic, nurse, wish } = await start();
    const second = wishFor(clinic, { chairId: clinic.chair(2).chairId });
    await give(nurse, { type: 'plan:make', plan: wish, patient: dana });
    expect((await plansOf(nurse)).map(({ sharesSurname }) => sharesSurname)).toEqual([undefined]);
    await give(nurse, { type: 'plan:make', plan: second, patient: { ...dana, name: 'Marlow, Lee' } });
    const both = await plansOf(nurse);
    expect(both.map(({ sharesSurname }) => sharesSurname)).toEqual([true, true]);
    await give(nurse, { type: 'plan:cancel', planId: both[1]!.planId, reason: 'ill' });
    expect((await plansOf(nurse)).map(({ sharesSurname }) => sharesSurname)).toEqual([undefined, undefined]);
  });

  test('WS-161 every screen hears that the schedule is another', async () => {
    const { clinic, nurse, wish } = await start();
    const other = await clinic.screen();
    const heard = new Promise((resolve) => other.raw.once('schedule:changed', () => resolve('heard')));
    await give(nurse, { type: 'plan:make', plan: wish, patient: dana });
    expect(await heard).toBe('heard');
  });

  test('PH-131 a birth date that cannot be is refused, and nothing is planned', async () => {
    const { nurse, wish } = await start();
    const answer = await give(nurse, { type: 'plan:make', plan: wish, patient: { ...dana, birthDate: '2031-01-01' } });
    expect(answer).toMatchObject({ refusal: { code: 'out-of-range' } });
    expect(await plansOf(nurse)).toEqual([]);
  });

  test('WS-163 what is malformed is refused by its field', async () => {
    const { nurse, wish } = await start();
    for (const [command, field] of [
      [{ type: 'plan:make', plan: { ...wish, startsAt: 'soon' }, patient: dana }, 'startsAt'],
      [{ type: 'plan:make', plan: wish, patient: { name: 'Dana' } }, 'birthDate'],
      [{ type: 'plan:make', plan: { ...wish, setUp: { lot: 'L' } }, patient: dana }, 'setUp'],
      [{ type: 'plan:cancel', planId: 'x' }, 'reason'],
    ] as const) {
      const answer = await give(nurse, command as unknown as WirePlanCommand);
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'malformed' } });
      if (!answer.ok) expect(answer.refusal.message).toContain(field);
    }
  });

  test('WS-164 a command that is given twice plans once, after a restart too', async () => {
    const { clinic, nurse, wish } = await start();
    const command = { type: 'plan:make', plan: wish, patient: dana } as const;
    for (const _ of [1, 2]) expect(await give(nurse, command, 'once')).toEqual({ ok: true, data: null });
    await clinic.close({ keep: true });
    const again = await startTestClinic({ folder: clinic.folder, clock: clinic.clock });
    onTestFinished(() => again.close());
    const back = await (await again.screen()).choose('nurse');
    expect(await give(back, command, 'once')).toEqual({ ok: true, data: null });
    expect(await plansOf(back)).toHaveLength(1);
  });
});

describe('a planned visit begins', () => {
  async function planned() {
    const started = await start();
    await give(started.nurse, { type: 'plan:make', plan: started.wish, patient: dana });
    const [plan] = await plansOf(started.nurse);
    return { ...started, planId: plan!.planId };
  }

  test('PH-134 on a free chair, with its patient and protocol; it is running, then done with how it ended', async () => {
    const { clinic, nurse, planId } = await planned();
    const { chairId } = clinic.chair(1);
    await nurse.watch(chairId);
    const answer = await nurse.request('visit:begin', { commandId: 'b', chairId, planId });
    if (!answer.ok) throw new Error(answer.refusal.message);
    const { visitId } = answer.data;
    await nurse.until((screen) => screen.view(chairId).visitId === visitId);
    expect(nurse.view(chairId)).toMatchObject({ patient: dana, treatment: { protocolId: 'iv-ketamine-40' } });
    expect((await plansOf(nurse))[0]?.state).toEqual({ name: 'running', visitId });
    expect(await give(nurse, { type: 'plan:cancel', planId, reason: 'ill' })).toMatchObject({
      refusal: { code: 'conflict', message: expect.stringContaining('has begun') as string },
    });
    const heard = new Promise((resolve) => nurse.raw.once('schedule:changed', () => resolve('heard')));
    await nurse.give(visitId, { type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
    expect(await heard).toBe('heard');
    expect((await plansOf(nurse))[0]?.state).toEqual({ name: 'done', visitId, ending: 'transferred' });
  });

  test('PH-135 what was planned of the set-up waits to be recorded', async () => {
    const { clinic, nurse, planId, wish } = await planned();
    const { chairId } = clinic.chair(1);
    await nurse.watch(chairId);
    await nurse.request('visit:begin', { commandId: 'b', chairId, planId });
    await nurse.until((screen) => screen.view(chairId).visitId !== null);
    expect(nurse.view(chairId)).toMatchObject({
      setUp: {},
      plan: { planId, setUp: wish.setUp, note: 'by the window' },
    });
    expect(nurse.view(chairId).readiness?.missing.join(' ')).toContain('weight');
  });

  test('PH-134 not on a taken chair, not twice, not by an administrator, not when cancelled', async () => {
    const { clinic, nurse, planId } = await planned();
    const [first, second] = [clinic.chair(1).chairId, clinic.chair(2).chairId];
    const begin = (screen: TestScreen, chairId: string) =>
      screen.request('visit:begin', { commandId: crypto.randomUUID(), chairId, planId, confirmed: true });
    const administrator = await (await clinic.screen()).choose('administrator', 'A. Lind');
    expect(await begin(administrator, first)).toMatchObject({ refusal: { code: 'not-allowed' } });
    await nurse.open(first);
    expect(await begin(nurse, first)).toMatchObject({ refusal: { code: 'conflict' } });
    expect(await begin(nurse, second)).toMatchObject({ ok: true });
    expect(await begin(nurse, second)).toMatchObject({
      refusal: { code: 'conflict', message: expect.stringContaining('has begun') as string },
    });
    const none = await nurse.request('visit:begin', { commandId: 'n', chairId: second, planId: 'none' });
    expect(none).toMatchObject({ refusal: { code: 'not-found' } });
  });

  test('PH-139 not on another chair nor on another day without a yes: a list of minutes ago offers a plan that was moved since', async () => {
    const { clinic, nurse, planId, wish } = await planned();
    const begin = (chair: number, confirmed?: true) =>
      nurse.request('visit:begin', {
        ...{ commandId: crypto.randomUUID(), chairId: clinic.chair(chair).chairId, planId },
        ...(confirmed && { confirmed }),
      });
    expect(await begin(2)).toMatchObject({
      refusal: {
        code: 'needs-confirmation',
        message: 'Dana Marlow is planned on Chair 1 today at 15:00, not on Chair 2: look at the schedule, or confirm.',
      },
    });
    const moved = wishFor(clinic, { startsAt: wish.startsAt + 30 * 24 * HOUR });
    await give(nurse, { type: 'plan:change', planId, plan: moved });
    const answer = await begin(1);
    expect(answer).toMatchObject({ refusal: { code: 'needs-confirmation' } });
    expect(answer.ok ? '' : answer.refusal.message).toMatch(/is planned on Chair 1 .* at 15:00, not on Chair 1 today:/);
    expect(clinic.clinic.health.visits).toBe(0);
    expect(await begin(2, true)).toMatchObject({ ok: true });
  });

  test('WS-180 a visit that is cancelled before its start gives its plan back, after a restart too; any other end does not', async () => {
    const { clinic, nurse, planId } = await planned();
    const begin = { commandId: 'b', chairId: clinic.chair(1).chairId, planId };
    const first = await nurse.request('visit:begin', begin);
    if (!first.ok) throw new Error(first.refusal.message);
    await nurse.give(first.data.visitId, { type: 'visit:end', ending: 'cancelled', reason: 'wrong chair' });
    expect((await plansOf(nurse))[0]?.state).toEqual({ name: 'planned' });
    await clinic.close({ keep: true });
    const again = await startTestClinic({ folder: clinic.folder, clock: clinic.clock });
    onTestFinished(() => again.close());
    const back = await (await again.screen()).choose('nurse');
    expect((await plansOf(back))[0]?.state).toEqual({ name: 'planned' });
    const second = await back.request('visit:begin', { ...begin, commandId: 'c' });
    if (!second.ok) throw new Error(second.refusal.message);
    await back.give(second.data.visitId, { type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
    expect((await plansOf(back))[0]?.state).toMatchObject({ name: 'done' });
  });

  test('WS-181 a corrected patient has nothing of the plan, on the page and in the set-up', async () => {
    const { clinic, nurse, planId } = await planned();
    const { chairId } = clinic.chair(1);
    await nurse.watch(chairId);
    const begun = await nurse.request('visit:begin', { commandId: 'b', chairId, planId });
    if (!begun.ok) throw new Error(begun.refusal.message);
    const { visitId } = begun.data;
    await nurse.give(visitId, { type: 'setup:record', setUp: { weightKg: 80 } });
    const patient = { name: 'Other Person', birthDate: '1990-02-02' };
    await nurse.give(visitId, { type: 'patient:correct', reason: 'wrong row', patient });
    expect(clinic.clinic.board.view(chairId)).toMatchObject({ patient, plan: null, setUp: {} });
  });

  test('WS-162 a begin that is sent twice begins once', async () => {
    const { clinic, nurse, planId } = await planned();
    const begin = { commandId: 'b', chairId: clinic.chair(1).chairId, planId };
    const answers = [await nurse.request('visit:begin', begin), await nurse.request('visit:begin', begin)];
    expect(answers[1]).toEqual(answers[0]);
    expect(clinic.clinic.health.visits).toBe(1);
  });

  test('JR-50 no event holds a name: it stands with the names, and the plan in the stream of its patient', async () => {
    const { clinic, nurse, planId } = await planned();
    await nurse.request('visit:begin', { commandId: 'b', chairId: clinic.chair(1).chairId, planId });
    const streams = clinic.journal.streams();
    const patient = streams.find(({ stream }) => stream.kind === 'patient')!.stream;
    const plans = await clinic.journal.read({ kind: 'patient', id: patient.id });
    expect(plans.map(({ type }) => type)).toEqual(['visit-planned', 'plan-begun']);
    expect(await clinic.journal.verify(patient)).toEqual({ ok: true, rows: 2 });
    const site = await clinic.journal.read({ kind: 'site', id: clinic.journal.siteId });
    expect(JSON.stringify([site, plans]).includes('Dana')).toBe(false);
    expect(site.filter(({ type }) => type.includes('plan'))).toEqual([]);
  });

  test('JR-51 the schedule is as it was after a restart: planned, running, and done without its ending', async () => {
    const { clinic, nurse, planId, wish } = await planned();
    const later = { ...wish, startsAt: wish.startsAt + 2 * HOUR };
    await give(nurse, { type: 'plan:make', plan: later, patient: { ...dana, name: 'Ruth Abara' } });
    const begun = await nurse.request('visit:begin', { commandId: 'b', chairId: clinic.chair(1).chairId, planId });
    if (!begun.ok) throw new Error(begun.refusal.message);
    const { visitId } = begun.data;
    const restart = async (before: TestClinic): Promise<TestClinic> => {
      await before.close({ keep: true });
      const clinic = await startTestClinic({ folder: before.folder, clock: before.clock });
      onTestFinished(() => clinic.close());
      return clinic;
    };
    const second = await restart(clinic);
    const there = await (await second.screen()).choose('nurse');
    expect((await plansOf(there)).map(({ state }) => state)).toEqual([
      { name: 'running', visitId },
      { name: 'planned' },
    ]);
    await there.give(visitId, { type: 'visit:end', ending: 'transferred', reason: 'to the ward' });
    const third = await restart(second);
    const last = await (await third.screen()).choose('nurse');
    expect((await plansOf(last)).map(({ state, patient }) => [state.name, patient?.name])).toEqual([
      ['done', 'Dana Marlow'],
      ['planned', 'Ruth Abara'],
    ]);
  });
});
