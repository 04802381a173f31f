import { describe, expect, onTestFinished, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import type { WireReading } from '#protocol/adapter-events.ts';
import { eventually } from '../support/eventually.ts';
import { TestAdapter } from '../support/test-adapter.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic, TestClinicOptions } from '../support/test-clinic.ts';
import { infusingByWire, openByWire } from '../support/visit-by-wire.ts';

async function clinicWith(options: TestClinicOptions = {}): Promise<TestClinic> {
  const clinic = await startTestClinic(options);
  onTestFinished(() => clinic.close());
  return clinic;
}

type Recorded = Extract<VisitEvent, { type: 'reading-recorded' }>;
async function recorded(clinic: TestClinic, visitId: string): Promise<readonly Recorded[]> {
  const events = await clinic.journal.read({ kind: 'visit', id: visitId });
  return events.filter((event): event is Recorded => event.type === 'reading-recorded');
}

const told = (answer: { status: string; refusal?: { code: string; message: string } }) =>
  answer.status === 'refused' ? `${answer.refusal?.code}: ${answer.refusal?.message}` : answer.status;

const oximetry = (adapter: TestAdapter, measuredAt: number, spo2Pct = 97): WireReading =>
  adapter.wire({ kind: 'oximetry', measuredAt, quality: 'good', causes: [], spo2Pct, pulseBpm: 70 });

describe('who a reading is', () => {
  test('WS-31 a repeated reading is "duplicate" and is not doubled, in one batch or in another', async () => {
    const clinic = await clinicWith();
    const { visitId, adapter } = await openByWire(clinic);
    const reading = oximetry(adapter, clinic.clock.now());
    expect((await adapter.send([reading, reading])).map(told)).toEqual(['stored', 'duplicate']);
    expect((await adapter.send([reading])).map(told)).toEqual(['duplicate']);
    expect(await recorded(clinic, visitId)).toHaveLength(1);
    expect(clinic.clinic.counters.readingsRepeated).toBe(2);
  });

  test('WS-70 a repeat that comes while the first still waits for the disk is "duplicate" and is not doubled', async () => {
    const clinic = await clinicWith();
    const { adapter } = await openByWire(clinic, 1);
    const { visitId, adapter: other } = await openByWire(clinic, 2);
    const repeated = oximetry(other, clinic.clock.now());
    const answers = await Promise.all([
      clinic.clinic.ingest('adapter-1', [oximetry(adapter, clinic.clock.now())]),
      clinic.clinic.ingest('adapter-2', [repeated]),
      clinic.clinic.ingest('adapter-2', [repeated]),
    ]);
    expect(answers.map((answer) => answer.ok && answer.data.answers.map(told))).toEqual([
      ['stored'],
      ['stored'],
      ['duplicate'],
    ]);
    expect(await recorded(clinic, visitId)).toHaveLength(1);
    expect((await other.send([repeated])).map(told)).toEqual(['duplicate']);
    expect(await recorded(clinic, visitId)).toHaveLength(1);
  });

  test('WS-46 readings of several chairs are given to the disk in the turn they came in: none waits for company', async () => {
    const clinic = await clinicWith();
    const both = [await openByWire(clinic, 1), await openByWire(clinic, 2)];
    await clinic.clinic.drained();
    const before = clinic.journal.pending;
    const answered = both.map(({ adapter }, index) =>
      clinic.clinic.ingest(`adapter-${index + 1}`, [oximetry(adapter, clinic.clock.now())]),
    );
    expect(clinic.journal.pending - before).toBe(2);
    expect((await Promise.all(answered)).every(({ ok }) => ok)).toBe(true);
    for (const { visitId } of both) expect(await recorded(clinic, visitId)).toHaveLength(1);
  });

  test('WS-31 the live reading may come before an older backlog: all are stored, in any order', async () => {
    const clinic = await clinicWith();
    const { visitId, chairId, nurse, adapter } = await openByWire(clinic);
    const start = clinic.clock.now();
    await clinic.pass(60_000);
    const backlog = Array.from({ length: 59 }, (_, second) => oximetry(adapter, start + second * 1_000, 90));
    const live = oximetry(adapter, clinic.clock.now(), 98);
    const answers = await adapter.send([live, ...backlog]);
    expect(answers.map(told)).toEqual(Array(60).fill('stored'));
    expect(answers.map(({ seq }) => seq)).toEqual([60, ...Array.from({ length: 59 }, (_, index) => index + 1)]);
    expect(await recorded(clinic, visitId)).toHaveLength(60);
    await nurse.until((screen) => {
      const { spo2 } = screen.view(chairId);
      return spo2.status === 'live' && spo2.value === 98;
    });
  });

  test('WS-36 a malformed reading is refused by its field, and the others of its batch are stored', async () => {
    const clinic = await clinicWith();
    const { adapter } = await openByWire(clinic);
    const good = oximetry(adapter, clinic.clock.now());
    const answers = await adapter.send([
      { ...oximetry(adapter, clinic.clock.now()), spo2Pct: 300 },
      good,
      'nonsense',
      { ...oximetry(adapter, clinic.clock.now()), patient: 'Ada' },
    ]);
    expect(answers.map(told)).toEqual([
      'malformed: reading: "spo2Pct" must be at most 100.',
      'stored',
      'malformed: reading: the message must be an object.',
      'malformed: reading: unknown key "patient" in this message.',
    ]);
    expect(answers.map(({ seq }) => seq)).toEqual([2, 1, 0, 3]);
    expect(clinic.clinic.counters.refusals.readings.malformed).toBe(3);
  });

  test('WS-36 a batch that is too long, or is none, is refused as a whole', async () => {
    const clinic = await clinicWith();
    const adapter = await clinic.adapter(1);
    const tooMany = Array.from({ length: 501 }, () => 1);
    expect(await adapter.request('readings:send', { readings: tooMany })).toMatchObject({
      refusal: { message: 'readings:send: "readings" must have at most 500 items.' },
    });
    expect(await adapter.request('readings:send', null)).toMatchObject({ refusal: { code: 'malformed' } });
    expect(await adapter.request('readings:steal', {})).toMatchObject({ refusal: { code: 'malformed' } });
  });
});

describe('whose reading it is', () => {
  test('WS-32 with no visit on the chair it is shown to nobody', async () => {
    const clinic = await clinicWith();
    const adapter = await clinic.adapter(1);
    const screen = await clinic.screen();
    const { chairId } = clinic.chair(1);
    await screen.watch(chairId);
    expect(told(await adapter.spo2(97))).toBe(
      'no-visit: No visit was open on Chair 1 when this was measured: it is not kept and shown to nobody.',
    );
    expect(clinic.clinic.counters.refusals.readings['no-visit']).toBe(1);
    expect(clinic.clinic.board.view(chairId)?.spo2.status).toBe('none');
    const visitId = await (await screen.choose('nurse')).open(chairId);
    expect(await recorded(clinic, visitId)).toEqual([]);
  });

  test('WS-32 a straggler of a former visit goes to that visit, one from between visits to quarantine', async () => {
    const clinic = await clinicWith();
    const { visitId: first, chairId, nurse, adapter } = await openByWire(clinic);
    await clinic.pass(2_000);
    const ofFirst = oximetry(adapter, clinic.clock.now(), 81);
    await clinic.pass(1_000);
    await nurse.give(first, { type: 'visit:end', ending: 'cancelled', reason: 'no ride home' });
    await clinic.pass(1_000);
    const between = oximetry(adapter, clinic.clock.now(), 82);
    await clinic.pass(1_000);
    const second = await nurse.open(chairId, { name: 'Grace Hopper' });
    await clinic.pass(1_000);
    const answers = await adapter.send([oximetry(adapter, clinic.clock.now(), 98), ofFirst, between]);
    expect(answers.map(({ status }) => status)).toEqual(['stored', 'stored', 'refused']);
    expect((await recorded(clinic, first)).map(({ reading }) => reading)).toMatchObject([{ spo2Pct: 81 }]);
    expect((await recorded(clinic, second)).map(({ reading }) => reading)).toMatchObject([{ spo2Pct: 98 }]);
    await nurse.until((screen) => screen.view(chairId).visitId === second);
    const { spo2 } = clinic.clinic.board.view(chairId) ?? {};
    expect(spo2).toMatchObject({ status: 'live', value: 98 });
  });

  test('WS-32 a straggler finds its visit also when that ended before a restart', async () => {
    const before = await startTestClinic();
    const { visitId, nurse, adapter } = await openByWire(before);
    await before.pass(2_000);
    const measuredAt = before.clock.now();
    await before.pass(1_000);
    await nurse.give(visitId, { type: 'visit:end', ending: 'cancelled', reason: 'no ride home' });
    const late = oximetry(adapter, measuredAt, 81);
    await before.close({ keep: true });

    before.clock.advance(60_000);
    const clinic = await clinicWith({ folder: before.folder, clock: before.clock });
    const again = await clinic.adapter(1);
    const answers = await again.send([late, { ...late, seq: late.seq + 1, measuredAt: measuredAt + 5_000 }, late]);
    expect(answers.map(({ status }) => status)).toEqual(['stored', 'refused', 'duplicate']);
    expect((await recorded(clinic, visitId)).map(({ reading }) => reading)).toMatchObject([{ spo2Pct: 81 }]);
  });

  test('WS-32 after a move the old chair’s devices feed the visit no more, and the new chair’s do', async () => {
    const clinic = await clinicWith();
    const { visitId, nurse, adapter } = await openByWire(clinic, 1);
    const other = await clinic.adapter(2);
    const [here, there] = [clinic.chair(1).chairId, clinic.chair(2).chairId];
    await clinic.pass(1_000);
    const ofBefore = oximetry(adapter, clinic.clock.now(), 91);
    await clinic.pass(1_000);
    await nurse.watch(there);
    await nurse.give(visitId, { type: 'visit:move', chairId: there });
    await clinic.pass(1_000);
    expect(told(await adapter.spo2(80))).toMatch(/^no-visit/);
    expect(told(await other.spo2(97))).toBe('stored');
    expect((await adapter.send([ofBefore])).map(told)).toEqual(['stored']);
    expect((await recorded(clinic, visitId)).map(({ source }) => source.deviceId)).toEqual(['ox-2', 'ox-1']);
    await nurse.until((screen) => screen.view(here).visitId === null && screen.view(there).visitId === visitId);
    expect(clinic.clinic.board.view(there)?.link?.connected).toBe(true);
  });

  test('WS-71 an adapter that never announced the device is refused, in this run of the server; one that did before is not', async () => {
    const clinic = await clinicWith();
    const { visitId, adapter } = await openByWire(clinic, 1);
    const other = await clinic.adapter(2);
    const foreign = { ...oximetry(other, clinic.clock.now(), 60), deviceId: 'ox-1' };
    expect((await other.send([foreign])).map(told)).toEqual([
      'not-allowed: This adapter has not announced "ox-1": send adapter:announce with it before its readings.',
    ]);
    expect(clinic.clinic.counters.refusals.readings['not-allowed']).toBe(1);
    expect(await recorded(clinic, visitId)).toEqual([]);
    const backlog = oximetry(adapter, clinic.clock.now(), 97);
    clinic.clock.advance(1);
    await other.announce([...other.devices, ...adapter.devices]);
    expect((await adapter.send([backlog])).map(told)).toEqual(['stored']);
    expect((await other.send([foreign])).map(told)).toEqual(['stored']);
  });

  test('WS-38 two adapters that read one device at once: the one that announced it last is taken, the other told who it is', async () => {
    const clinic = await clinicWith();
    const { visitId, adapter } = await openByWire(clinic, 1);
    const other = await clinic.adapter(2);
    await other.announce([...other.devices, ...adapter.devices]);
    clinic.clock.advance(1_000);
    const late = oximetry(adapter, clinic.clock.now(), 82);
    expect((await adapter.send([late])).map(told)).toEqual([
      'not-allowed: Adapter "adapter-2" feeds "ox-1" now: only what was measured before is taken from another. Let one adapter read it.',
    ]);
    expect(await recorded(clinic, visitId)).toEqual([]);
  });

  test('WS-27 a probe seen off and on while the chair was free counts for the visit that opens', async () => {
    const clinic = await clinicWith();
    const adapter = await clinic.adapter(1);
    await adapter.probeOff();
    await clinic.pass(1_000);
    await adapter.spo2(97);
    const nurse = await (await clinic.screen()).choose('nurse');
    const { chairId } = clinic.chair(1);
    const visitId = await nurse.open(chairId);
    expect((await clinic.journal.read({ kind: 'visit', id: visitId })).map(({ type }) => type)).toContain(
      'probe-seen-on',
    );
    const missing = clinic.clinic.board.view(chairId)?.readiness?.missing.join(' ') ?? '';
    expect(missing).not.toContain('probe off and put it on again');
  });
});

describe('which device it is', () => {
  test('WS-35 an unknown device is refused with the way out, and shown to the administrator', async () => {
    const clinic = await clinicWith();
    const adapter = await clinic.adapter(1);
    const screen = await clinic.screen();
    const stray = { deviceId: 'ox-9', model: 'nonin-df2', emulated: false };
    expect(await adapter.announce([...adapter.devices, stray])).toMatchObject({
      ok: true,
      data: { devices: [{ known: true, chairName: 'Chair 1' }, { known: true }, { deviceId: 'ox-9', known: false }] },
    });
    const [answer] = await adapter.send([{ ...oximetry(adapter, clinic.clock.now()), deviceId: 'ox-9' }]);
    expect(answer && told(answer)).toBe(
      'unknown-device: Device "ox-9" is not registered: register it in Settings, Devices, and put it on a chair.',
    );
    await screen.until(({ site }) => site?.unknownDevices[0]?.deviceId === 'ox-9');
  });

  test.each([
    ['an emulated device feeds no real visit', false, /^emulated-device: Device "ox-1" is emulated/],
    ['a real device feeds no demo', true, /^emulated-device: Device "ox-1" is real/],
  ])('WS-35 %s, though it was registered as one that does', async (_, demo, sentence) => {
    const clinic = await clinicWith({ demo });
    const nurse = await (await clinic.screen()).choose('nurse');
    await nurse.open(clinic.chair(1).chairId);
    const adapter = await TestAdapter.connect(clinic.port, {
      adapterId: 'a',
      clock: clinic.clock,
      chairNumber: 1,
      emulated: !demo,
    });
    onTestFinished(() => adapter.close());
    await adapter.announce();
    expect(told(await adapter.spo2(97))).toMatch(sentence);
  });

  test('WS-37 an adapter that goes and comes is recorded on its chair’s visit, and shown', async () => {
    const clinic = await clinicWith();
    const { visitId, chairId, nurse, adapter } = await openByWire(clinic);
    expect(clinic.clinic.board.view(chairId)?.link?.connected).toBe(true);
    adapter.close();
    await nurse.until((screen) => screen.view(chairId).link?.connected === false);
    expect(nurse.view(chairId).devices.map(({ connected }) => connected)).toEqual([false, false]);
    const back = await clinic.adapter(1);
    await nurse.until((screen) => screen.view(chairId).link?.connected === true);
    await back.request('device:link', { deviceId: 'ox-1', connected: false, reason: 'unplugged' });
    await nurse.until((screen) => screen.view(chairId).devices[0]?.connected === false);
    expect(nurse.view(chairId).link?.connected).toBe(true);
    const links = (await clinic.journal.read({ kind: 'visit', id: visitId })).filter(({ type }) =>
      type.startsWith('adapter-'),
    );
    expect(links.map(({ type }) => type)).toEqual(['adapter-connected', 'adapter-disconnected', 'adapter-connected']);
  });
});

describe('when it was measured', () => {
  /** A clock is not doubted twice in half a second, and that is real time. */
  async function mayBeDoubtedAgain(): Promise<void> {
    const asked = performance.now();
    await eventually(() => expect(performance.now() - asked).toBeGreaterThan(500));
  }

  test.each([-3_600_000, -2_500, 2_500, 86_400_000])(
    'WS-33 a clock that is %i ms off is corrected, never a reason to discard',
    async (skewMs) => {
      const clinic = await clinicWith();
      const nurse = await (await clinic.screen()).choose('nurse');
      const visitId = await nurse.open(clinic.chair(1).chairId);
      const adapter = await clinic.adapter(1, { skewMs });
      await clinic.pass(1_000);
      expect(told(await adapter.spo2(97))).toBe('stored');
      expect((await recorded(clinic, visitId))[0]?.reading.measuredAt).toBe(clinic.clock.now());
    },
  );

  test.each([60_000, -60_000])('WS-33 a clock set by %i ms in the middle of a visit is measured anew', async (ms) => {
    const clinic = await clinicWith();
    const { visitId, adapter } = await openByWire(clinic);
    await clinic.pass(1_000);
    await adapter.spo2(97);
    // A clock is not doubted twice in half a second, and that is real time.
    await expect
      .poll(
        async () => {
          await clinic.pass(1_000);
          adapter.skewMs = ms;
          await adapter.spo2(98);
          const last = (await recorded(clinic, visitId)).at(-1);
          return last?.reading.measuredAt === clinic.clock.now();
        },
        { timeout: 10_000, interval: 100 },
      )
      .toBe(true);
  });

  test.each([2_001, 4_000])(
    'WS-33 over a network on which no probe comes back in time, a live reading that is %i ms late is taken and judged',
    async (late) => {
      const clinic = await clinicWith();
      const { adapter, nurse, chairId } = await infusingByWire(clinic);
      await clinic.pass(10_000, () => adapter.spo2(98));
      await mayBeDoubtedAgain();
      adapter.tellsClock = false;
      expect(told(await adapter.bp(190, 118, clinic.clock.now() - late))).toBe('stored');
      await nurse.until((screen) => screen.view(chairId).alerts.some(({ priority }) => priority === 'high'));
    },
  );

  test.each([
    ['later', 10_000, -4_001, 'stored'],
    ['of before the visit', 1_000, -3_000, expect.stringContaining('no-visit')],
    ['ahead', 10_000, 2_001, expect.stringContaining('future')],
  ])('WS-33 one that is %s is kept by the adapter until the clock is known', async (_, openFor, off, then) => {
    const clinic = await clinicWith();
    const { adapter } = await openByWire(clinic);
    await clinic.pass(openFor, () => adapter.spo2(98));
    const late = oximetry(adapter, clinic.clock.now() + off);
    await mayBeDoubtedAgain();
    adapter.tellsClock = false;
    await expect(adapter.send([late])).rejects.toThrow('clock:probe');
    adapter.tellsClock = true;
    expect((await adapter.send([late])).map(told)).toEqual([then]);
  });

  test.each([
    [2_000, 'stored'],
    [2_001, 'future'],
  ])('WS-34 a stamp %i ms ahead: %s', async (ahead, expected) => {
    const clinic = await clinicWith();
    const { visitId, adapter } = await openByWire(clinic);
    await clinic.pass(1_000);
    const [answer] = await adapter.send([oximetry(adapter, clinic.clock.now() + ahead)]);
    expect(answer?.status === 'refused' ? answer.refusal.code : answer?.status).toBe(expected);
    // What is taken was measured now at the latest.
    const [first] = await recorded(clinic, visitId);
    expect(first?.reading.measuredAt).toBe(expected === 'stored' ? clinic.clock.now() : undefined);
  });

  test('WS-30 an older reading only charts: it never overrules a newer one', async () => {
    const clinic = await clinicWith();
    const visit = await infusingByWire(clinic);
    const { visitId, chairId, adapter } = visit;
    await clinic.pass(10_000, () => adapter.spo2(97));
    await adapter.send([oximetry(adapter, clinic.clock.now() - 60_000, 70)]);
    expect(clinic.clinic.board.view(chairId)?.spo2).toMatchObject({ status: 'live', value: 97 });
    expect(clinic.clinic.board.view(chairId)?.alerts).toEqual([]);
    expect((await recorded(clinic, visitId)).at(-1)?.reading).toMatchObject({ spo2Pct: 70 });
  });
});
