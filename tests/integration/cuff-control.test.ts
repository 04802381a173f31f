/** Cuff control over real sockets: an adapter that notes what it is told, and a clock that moves only when told. */
import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Answer } from '#protocol/answer.ts';
import type { VisitEvent } from '#core/event.ts';
import type { SiteCommand } from '#core/site-state.ts';
import { administrator } from '../support/visit-builder.ts';
import { startChildServer } from '../support/child-server.ts';
import { newDatabasePath } from '../support/journal-folder.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { TestScreen } from '../support/test-screen.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic, TestClinicOptions } from '../support/test-clinic.ts';
import { infusingByWire, openByWire } from '../support/visit-by-wire.ts';
import type { WireVisit } from '../support/visit-by-wire.ts';
import { eventually } from '../support/eventually.ts';

const MINUTE = 60_000;
const DONE: Answer = { ok: true, data: null };

async function clinicWith(options: TestClinicOptions = {}): Promise<TestClinic> {
  const clinic = await startTestClinic({ chairs: 2, ...options });
  onTestFinished(() => clinic.close());
  return clinic;
}

/** What the adapter was told, in order; it answers with `answer`, or never. */
function listen(adapter: TestAdapter, answer: Answer | 'never' = DONE): { told: string[]; untils: number[] } {
  const told: string[] = [];
  const untils: number[] = [];
  for (const event of ['cuff:start', 'cuff:stop'])
    adapter.raw.on(event, ({ deviceId, until }: { deviceId: string; until?: number }, ack: (given: Answer) => void) => {
      told.push(`${event} ${deviceId}`);
      if (until !== undefined) untils.push(until);
      if (answer !== 'never') ack(answer);
    });
  return { told, untils };
}

const allow = (clinic: TestClinic, allowed = true, deviceId = 'cuff-1') =>
  clinic.clinic.siteCommand({ type: 'device:control', deviceId, allowed }, { actor: administrator });
const cuffEvents = async (clinic: TestClinic, visitId: string): Promise<readonly string[]> => {
  await clinic.clinic.drained();
  const events = (await clinic.journal.read({ kind: 'visit', id: visitId })) as readonly VisitEvent[];
  return events.flatMap((event) => {
    if (event.type === 'cuff-asked') return [`asked ${event.cause}`];
    if (event.type === 'cuff-stop-asked') return ['stop asked'];
    return event.type === 'cuff-refused' ? [`refused: ${event.reason}`] : [];
  });
};
/** Everything that was on its way has arrived: a request of the adapter comes back after what was sent before. */
const settled = async (clinic: TestClinic, adapter: TestAdapter): Promise<void> => {
  await clinic.clinic.drained();
  await adapter.announce();
};

describe('a tap', () => {
  test('DV-222 is on the disk, then the cuff is told, and its cycle is on the chair', async () => {
    const clinic = await clinicWith();
    const visit = await openByWire(clinic);
    const { adapter, nurse, visitId, chairId } = visit;
    const { told, untils } = listen(adapter);
    await allow(clinic);
    await nurse.until((screen) => screen.view(chairId).nibp.control?.canMeasure === true);
    await nurse.give(visitId, { type: 'cuff:measure' });
    await eventually(() => expect(told).toEqual(['cuff:start cuff-1']));
    expect(untils[0]).toBe(clinic.clock.now() + 5_000);
    await nurse.until((screen) => screen.view(chairId).nibp.control?.cause === 'person');
    await clinic.pass(3_000);
    await adapter.cuffPressure(140);
    await nurse.until((screen) => screen.view(chairId).nibp.measuring?.cuffPressureMmHg === 140);
    expect(nurse.view(chairId).nibp.control?.canStop).toBe(true);
    await clinic.pass(3_000);
    await adapter.bp(126, 78);
    await nurse.until((screen) => screen.view(chairId).nibp.last?.systolicMmHg === 126);
    expect(await cuffEvents(clinic, visitId)).toEqual(['asked person']);
    expect(told).toHaveLength(1);
  });

  test('DV-222 repeated after a lost answer inflates once', async () => {
    const clinic = await clinicWith();
    const { adapter, nurse, visitId } = await openByWire(clinic);
    const { told } = listen(adapter);
    await allow(clinic);
    const commandId = randomUUID();
    for (const _ of [1, 2, 3]) expect(await nurse.command(visitId, { type: 'cuff:measure' }, commandId)).toEqual(DONE);
    await settled(clinic, adapter);
    await eventually(() => expect(told).toEqual(['cuff:start cuff-1']));
  });

  test('DV-220 is refused unless the clinic allowed this very cuff, and nothing is sent', async () => {
    const clinic = await clinicWith();
    const { adapter, nurse, visitId, chairId } = await openByWire(clinic);
    const { told } = listen(adapter);
    await allow(clinic, true, 'cuff-2');
    expect(nurse.view(chairId).nibp).not.toHaveProperty('control');
    expect(await nurse.command(visitId, { type: 'cuff:measure' })).toMatchObject({
      refusal: { code: 'not-allowed', message: expect.stringContaining('An administrator can let Vigil start it') },
    });
    await settled(clinic, adapter);
    expect(told).toEqual([]);
  });

  test('DV-220 only an administrator turns it on, and only for a model that knows it', async () => {
    const clinic = await clinicWith();
    const nurse = await (await clinic.screen()).choose('nurse');
    const command = { type: 'device:control', deviceId: 'cuff-1', allowed: true } as const;
    expect(await nurse.request('site:command', { commandId: randomUUID(), command })).toMatchObject({
      refusal: { code: 'not-allowed' },
    });
    expect(await allow(clinic, true, 'ox-1')).toMatchObject({ refusal: { code: 'not-allowed' } });
    expect(await allow(clinic)).toEqual(DONE);
    await nurse.until(
      ({ site }) => site?.devices.some(({ cuffControl, canControl }) => cuffControl && canControl) === true,
    );
  });

  test('PH-85 what the adapter refuses is shown in its words', async () => {
    const clinic = await clinicWith();
    const { adapter, nurse, visitId, chairId } = await openByWire(clinic);
    listen(adapter, { ok: false, refusal: { code: 'conflict', message: 'The cuff is measuring.' } });
    await allow(clinic);
    await nurse.give(visitId, { type: 'cuff:measure' });
    await nurse.until((screen) => screen.view(chairId).nibp.control?.refused?.reason === 'The cuff is measuring.');
    expect(await cuffEvents(clinic, visitId)).toEqual(['asked person', 'refused: The cuff is measuring.']);
  });

  test('PH-85 silence is told as such, and is not asked again by itself', async () => {
    const clinic = await clinicWith();
    const { adapter, nurse, visitId, chairId } = await openByWire(clinic);
    const { told } = listen(adapter, 'never');
    await allow(clinic);
    await nurse.give(visitId, { type: 'cuff:measure' });
    await nurse.until((screen) =>
      /^The cuff did not answer\./.test(screen.view(chairId).nibp.control?.refused?.reason ?? ''),
    );
    await clinic.pass(5 * MINUTE);
    await settled(clinic, adapter);
    expect(told).toEqual(['cuff:start cuff-1']);
  });
});

describe('an adapter that has just come back, on a bad network', () => {
  /** Its answers to the clock's probes are let through by hand. */
  const back = async () => {
    const clinic = await clinicWith();
    const visit = await openByWire(clinic);
    await allow(clinic);
    visit.adapter.close();
    await eventually(() => expect(clinic.clinic.health.adapters).toBe(0));
    const adapter = await TestAdapter.connect(clinic.port, {
      adapterId: 'adapter-1',
      clock: clinic.clock,
      chairNumber: 1,
    });
    onTestFinished(() => adapter.close());
    const held: (() => void)[] = [];
    const probes = { seen: 0, answered: false };
    adapter.raw.off('clock:probe');
    adapter.raw.on('clock:probe', (answer: (at: number) => void) => {
      probes.seen += 1;
      held.push(() => answer(adapter.now));
      if (probes.answered) held.shift()?.();
    });
    await adapter.announce();
    const heard = listen(adapter);
    const release = async (): Promise<void> => {
      probes.answered = true;
      held.shift()?.();
      // Five in all; the first may have come while it connected.
      await eventually(() => expect(probes.seen).toBeGreaterThanOrEqual(4));
      await settled(clinic, adapter);
      await settled(clinic, adapter);
    };
    await visit.nurse.until((screen) => screen.view(visit.chairId).nibp.control?.canMeasure === true);
    return { clinic, ...visit, adapter, probes, release, ...heard };
  };
  const site = (clinic: TestClinic, command: SiteCommand) =>
    clinic.clinic.siteCommand(command, { actor: administrator });
  type Back = Awaited<ReturnType<typeof back>>;

  test.each<[string, (at: Back) => Promise<unknown>]>([
    [
      'the cuff moves to another chair',
      async ({ clinic }) => {
        await site(clinic, { type: 'device:release', deviceId: 'cuff-2' });
        await site(clinic, { type: 'device:move', deviceId: 'cuff-1', chairId: clinic.chair(2).chairId });
      },
    ],
    ['the cuff is released', ({ clinic }) => site(clinic, { type: 'device:release', deviceId: 'cuff-1' })],
    [
      'the visit ends',
      ({ nurse, visitId }) => nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'no ride' }),
    ],
    ['the permission goes', ({ clinic }) => allow(clinic, false)],
    ['a person stops it', ({ nurse, visitId }) => nurse.give(visitId, { type: 'cuff:stop' })],
    ['six seconds pass', async ({ clinic }) => clinic.clock.advance(6_000)],
  ])('DV-222 no start is ever sent when, before it could be, %s', async (_, change) => {
    const at = await back();
    await at.nurse.give(at.visitId, { type: 'cuff:measure' });
    await change(at);
    await at.release();
    for (let tick = 0; tick < 8; tick += 1) {
      at.clinic.clock.advance(250);
      at.clinic.clinic.tick();
    }
    await settled(at.clinic, at.adapter);
    expect(at.told).not.toContain('cuff:start cuff-1');
  });

  test('DV-222 nothing changed: it is sent, for the 5 s after the tap and no longer', async () => {
    const at = await back();
    const tappedAt = at.clinic.clock.now();
    await at.nurse.give(at.visitId, { type: 'cuff:measure' });
    at.clinic.clock.advance(3_000);
    await at.release();
    await eventually(() => expect(at.told).toEqual(['cuff:start cuff-1']));
    expect(at.untils).toEqual([tappedAt + 5_000]);
  });

  test('DV-232 a stop waits for no clock, answered or not', async () => {
    const at = await back();
    await at.nurse.give(at.visitId, { type: 'cuff:stop' });
    await eventually(() => expect(at.told).toEqual(['cuff:stop cuff-1']));
    expect(at.probes.seen).toBe(1);
  });
});

test('DV-222 a start that waited 5 s for the disk is not sent: it was meant for another moment', async () => {
  const clinic = await clinicWith();
  const { adapter, nurse, visitId } = await openByWire(clinic);
  const { told } = listen(adapter);
  await allow(clinic);
  clinic.journal.seams?.hang(300);
  const tap = nurse.give(visitId, { type: 'cuff:measure' });
  await eventually(() => expect(clinic.clinic.health.waitingMs).toBeGreaterThan(0));
  clinic.clock.advance(5_001);
  await tap;
  await eventually(async () => expect(await cuffEvents(clinic, visitId)).toHaveLength(2));
  expect((await cuffEvents(clinic, visitId))[1]).toMatch(/^refused: The cuff was not started/);
  await settled(clinic, adapter);
  expect(told).toEqual([]);
});

test('DV-223 the server is killed between ask and answer: the next one inflates nothing, and says that a cycle may run', async () => {
  const database = newDatabasePath();
  const first = await startChildServer(database);
  const screenTo = async (port: number, role: 'nurse' | 'administrator'): Promise<TestScreen> => {
    const screen = await TestScreen.connect(port);
    onTestFinished(() => screen.close());
    return screen.choose(role);
  };
  const adapterTo = async (port: number) => {
    const adapter = await TestAdapter.connect(port, {
      adapterId: 'adapter-1',
      clock: { now: () => Date.now() },
      chairNumber: 1,
    });
    onTestFinished(() => adapter.close());
    const heard = listen(adapter, 'never');
    await adapter.announce();
    return heard;
  };
  const admin = await screenTo(first.port, 'administrator');
  const give = (command: SiteCommand) => admin.request('site:command', { commandId: randomUUID(), command });
  await give({ type: 'chair:add', name: 'Chair 1' });
  await admin.until(({ site }) => site?.chairs.length === 1);
  const chairId = admin.site?.chairs[0]?.chairId ?? '';
  await give({ type: 'device:register', deviceId: 'cuff-1', model: 'suntech', label: 'Cuff', emulated: false });
  await give({ type: 'device:bind', deviceId: 'cuff-1', chairId });
  await give({ type: 'device:control', deviceId: 'cuff-1', allowed: true });
  const before = await adapterTo(first.port);
  const nurse = await screenTo(first.port, 'nurse');
  const visitId = await nurse.open(chairId);
  await nurse.give(visitId, { type: 'cuff:measure' });
  await eventually(() => expect(before.told).toEqual(['cuff:start cuff-1']));
  await first.kill();

  const second = await startChildServer(database);
  const after = await adapterTo(second.port);
  const again = await screenTo(second.port, 'nurse');
  await again.watch(chairId);
  await again.until((screen) => screen.view(chairId).nibp.control?.canStop === true);
  expect(again.view(chairId).nibp.control).toMatchObject({ canMeasure: false, cause: 'person' });
  expect(await again.command(visitId, { type: 'cuff:measure' })).toMatchObject({ refusal: { code: 'conflict' } });
  expect(after.told).toEqual([]);
});

describe('by itself', () => {
  /** Ten minutes into the infusion, less a second; the cuff last measured before the start. */
  const almostDue = async (options: TestClinicOptions = {}): Promise<[TestClinic, WireVisit]> => {
    const clinic = await clinicWith(options);
    const visit = await infusingByWire(clinic);
    await allow(clinic);
    await clinic.pass(10 * MINUTE - 1_000, () => visit.adapter.spo2(98), 4_000);
    return [clinic, visit];
  };

  test('DV-224 at the interval, once, however often it ticks; then after the pause the repeat of a raised BP', async () => {
    const [clinic, { adapter, visitId }] = await almostDue();
    const { told } = listen(adapter);
    await settled(clinic, adapter);
    expect(told).toEqual([]);
    await clinic.pass(1_000);
    for (let tick = 0; tick < 20; tick += 1) clinic.clinic.tick();
    await eventually(() => expect(told).toHaveLength(1));
    await adapter.cuffPressure(140);
    await clinic.pass(35_000, () => adapter.spo2(98), 4_000);
    await adapter.bp(166, 92);
    await clinic.pass(29_000, () => adapter.spo2(98), 4_000);
    await settled(clinic, adapter);
    expect(told).toHaveLength(1);
    await clinic.pass(1_000);
    await eventually(() => expect(told).toHaveLength(2));
    expect(await cuffEvents(clinic, visitId)).toEqual(['asked interval', 'asked repeat']);
  });

  test('DV-226 a stop goes out at once, and nothing starts until the next interval', async () => {
    const [clinic, { adapter, nurse, visitId }] = await almostDue();
    const { told } = listen(adapter);
    await clinic.pass(1_000);
    await eventually(() => expect(told).toHaveLength(1));
    await nurse.give(visitId, { type: 'cuff:stop' });
    await eventually(() => expect(told).toEqual(['cuff:start cuff-1', 'cuff:stop cuff-1']));
    await adapter.cuffFails('stopped');
    await clinic.pass(10 * MINUTE - 1_000, () => adapter.spo2(98), 5_000);
    await settled(clinic, adapter);
    expect(told).toHaveLength(2);
    await clinic.pass(1_000);
    await eventually(() => expect(told).toHaveLength(3));
  });

  test('DV-224 not while its adapter is away; not before the start, in discharge or after the permission went', async () => {
    const [clinic, { adapter, nurse, visitId }] = await almostDue();
    adapter.close();
    await eventually(() => expect(clinic.clinic.health.adapters).toBe(0));
    await clinic.pass(MINUTE);
    expect(await cuffEvents(clinic, visitId)).toEqual([]);
    await allow(clinic, false);
    const back = await clinic.adapter(1);
    const { told } = listen(back);
    await clinic.pass(MINUTE);
    expect(told).toEqual([]);
    expect(await nurse.command(visitId, { type: 'cuff:measure' })).toMatchObject({ refusal: { code: 'not-allowed' } });
  });

  test('DV-223 the server starts anew between ask and answer: nothing is asked again before the cycle must be over', async () => {
    const [first, visit] = await almostDue();
    const { told } = listen(visit.adapter, 'never');
    await first.pass(1_000);
    await eventually(() => expect(told).toHaveLength(1));
    await first.close({ keep: true });

    const clinic = await clinicWith({ folder: first.folder, clock: first.clock });
    const adapter = await clinic.adapter(1);
    const again = listen(adapter);
    await clinic.pass(3 * MINUTE - 1_000, () => adapter.spo2(98), 4_000);
    await settled(clinic, adapter);
    expect(again.told).toEqual([]);
    await clinic.pass(2_000);
    await eventually(() => expect(again.told).toEqual(['cuff:start cuff-1']));
    expect(await cuffEvents(clinic, visit.visitId)).toEqual(['asked interval', 'asked retry']);
  });
});

describe('what is left is stopped', () => {
  const running = async () => {
    const clinic = await clinicWith();
    const visit = await openByWire(clinic);
    const { told } = listen(visit.adapter);
    await allow(clinic);
    await visit.nurse.give(visit.visitId, { type: 'cuff:measure' });
    await eventually(() => expect(told).toHaveLength(1));
    await visit.adapter.cuffPressure(120);
    return { clinic, told, ...visit };
  };
  const site = (clinic: TestClinic, command: Parameters<typeof clinic.clinic.siteCommand>[0]) =>
    clinic.clinic.siteCommand(command, { actor: administrator });

  test.each<[string, (at: Awaited<ReturnType<typeof running>>) => Promise<unknown>]>([
    [
      'the visit ends',
      ({ nurse, visitId }) => nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'no ride' }),
    ],
    [
      'the visit moves to another chair',
      ({ nurse, visitId, clinic }) => nurse.give(visitId, { type: 'visit:move', chairId: clinic.chair(2).chairId }),
    ],
    ['the cuff is released', ({ clinic }) => site(clinic, { type: 'device:release', deviceId: 'cuff-1' })],
    ['the permission is taken away', ({ clinic }) => allow(clinic, false)],
  ])('DV-227 %s while a cycle runs that Vigil started: the air is let out, once', async (_, leave) => {
    const at = await running();
    await leave(at);
    for (let tick = 0; tick < 5; tick += 1) at.clinic.clinic.tick();
    await eventually(() => expect(at.told).toEqual(['cuff:start cuff-1', 'cuff:stop cuff-1']));
    await settled(at.clinic, at.adapter);
    expect(at.told).toHaveLength(2);
  });

  test.each<[string, Answer | 'never']>([
    ['refused', { ok: false, refusal: { code: 'unavailable', message: 'The line is down.' } }],
    ['the adapter went meanwhile', 'never'],
  ])('DV-231 a stop that was not carried out is sent again, and told once: %s', async (_, answer) => {
    const at = await running();
    at.adapter.raw.off('cuff:stop');
    const first = listen(at.adapter, answer);
    await at.nurse.give(at.visitId, { type: 'visit:end', ending: 'cancelled', reason: 'no ride' });
    at.clinic.clinic.tick();
    await eventually(() => expect(first.told).toEqual(['cuff:stop cuff-1']));
    at.adapter.close();
    await eventually(async () => expect((await cuffEvents(at.clinic, at.visitId)).at(-1)).toMatch(/^refused/));
    await at.clinic.pass(10_000);
    const back = await at.clinic.adapter(1);
    const second = listen(back);
    await at.clinic.pass(2_000);
    await eventually(() => expect(second.told).toEqual(['cuff:stop cuff-1']));
    await at.clinic.pass(MINUTE);
    await settled(at.clinic, back);
    expect(second.told).toHaveLength(1);
    const events = await cuffEvents(at.clinic, at.visitId);
    expect(events.slice(0, 2)).toEqual(['asked person', 'stop asked']);
    expect(events).toHaveLength(3);
  });

  test('DV-231 the next visit on the chair cannot start a cuff that may still be inflated, nor within its pause', async () => {
    const at = await running();
    const { clinic, nurse, adapter, chairId } = at;
    at.adapter.raw.off('cuff:stop');
    const unanswered = { ok: false, refusal: { code: 'unavailable', message: 'Busy.' } } as const;
    adapter.raw.on('cuff:stop', (_: unknown, ack: (given: Answer) => void) => ack(unanswered));
    await nurse.give(at.visitId, { type: 'visit:end', ending: 'cancelled', reason: 'no ride' });
    await clinic.pass(1_000);
    const next = await nurse.open(chairId);
    const measure = () => nurse.command(next, { type: 'cuff:measure' });
    const refused = { refusal: { code: 'conflict', message: expect.stringContaining('started for another visit') } };
    expect(await measure()).toMatchObject(refused);
    expect(nurse.view(chairId).nibp.control?.canMeasure).toBe(false);
    adapter.raw.off('cuff:stop');
    adapter.raw.off('cuff:start');
    const { told } = listen(adapter);
    await clinic.pass(2_000);
    await eventually(() => expect(told).toEqual(['cuff:stop cuff-1']));
    await settled(clinic, adapter);
    await clinic.pass(29_000);
    expect(await measure()).toMatchObject(refused);
    await clinic.pass(1_000);
    expect(await measure()).toEqual(DONE);
    await eventually(() => expect(told).toEqual(['cuff:stop cuff-1', 'cuff:start cuff-1']));
  });

  test('DV-227 a cycle that was over is not stopped', async () => {
    const at = await running();
    await at.clinic.pass(30_000);
    await at.adapter.bp(124, 78);
    await site(at.clinic, { type: 'device:release', deviceId: 'cuff-1' });
    at.clinic.clinic.tick();
    await settled(at.clinic, at.adapter);
    expect(at.told).toHaveLength(1);
  });
});
