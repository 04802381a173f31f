import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COVER_MS } from '#core/care/care.ts';
import { besideOf, tileOf } from '#core/view.ts';
import type { BesidePatch } from '#protocol/screen-events.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic } from '../support/test-clinic.ts';
import type { TestScreen } from '../support/test-screen.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';
import type { WireVisit } from '../support/visit-by-wire.ts';

const takeOver = (from: string | null) => ({ type: 'nurse:take-over', from }) as const;

describe('who has the patient, over the wire', () => {
  let clinic: TestClinic;
  let visit: WireVisit;
  let maya: TestScreen;
  beforeAll(async () => {
    clinic = await startTestClinic();
    visit = await infusingByWire(clinic);
    maya = await (await clinic.screen()).choose('nurse', 'Maya Brandt');
    await maya.watch(visit.chairId);
  });
  afterAll(() => clinic.close());

  test('WS-154 the nurse in charge does not leave the screen of the chair; another name may be chosen there', async () => {
    const { nurse } = visit;
    expect(await nurse.request('staff:leave', {})).toMatchObject({
      ok: false,
      refusal: { code: 'conflict', message: expect.stringContaining('You have the patient on Chair 1') as string },
    });
    expect(await nurse.command(visit.visitId, { type: 'identity:confirm' })).toMatchObject({ ok: true });
    await nurse.choose('nurse', 'T. Lee');
    expect(await nurse.request('staff:leave', {})).toMatchObject({ ok: true });
    await nurse.choose('nurse');
  });

  test('WS-175 a lone nurse who says so leaves the screen and stays in charge', async () => {
    const { nurse, visitId, chairId } = visit;
    expect(await nurse.request('staff:leave', { staysInCharge: true })).toMatchObject({ ok: true });
    expect(nurse.view(chairId).care).toMatchObject({ nurseName: 'N. Okafor' });
    expect(await nurse.command(visitId, { type: 'identity:confirm' })).toMatchObject({ ok: false });
    await nurse.choose('nurse');
  });

  test('WS-154 at the station, and on a page that watches another chair, nobody is held', async () => {
    const station = await (await clinic.screen()).choose('nurse');
    await station.watchStation();
    await station.watch(visit.chairId);
    const elsewhere = await (await clinic.screen()).choose('nurse');
    await elsewhere.watch(clinic.chair(2).chairId);
    for (const screen of [station, elsewhere])
      expect(await screen.request('staff:leave', {})).toMatchObject({ ok: true });
  });

  test('WS-152 a cover stands in view and tile, runs out by time alone, and is ended by either', async () => {
    const { nurse, visitId, chairId } = visit;
    const station = await clinic.screen();
    await station.watchStation();
    await maya.give(visitId, { type: 'cover:begin' });
    await nurse.until((screen) => screen.view(chairId).care?.cover !== undefined);
    expect(nurse.view(chairId).care).toMatchObject({
      nurseName: 'N. Okafor',
      cover: { byName: 'Maya Brandt', overdue: false },
    });
    expect(await nurse.request('staff:leave', {})).toMatchObject({ ok: true });
    await nurse.choose('nurse');
    expect(await maya.request('staff:leave', {})).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
    await clinic.pass(COVER_MS, undefined, 60_000);
    await nurse.until((screen) => screen.view(chairId).care?.cover?.overdue === true);
    await station.until((screen) => screen.tiles.get(chairId)?.view.care?.cover?.overdue === true);
    await nurse.give(visitId, { type: 'cover:end' });
    await nurse.until((screen) => screen.view(chairId).care?.cover === undefined);
  });

  test('WS-153 of two who accept one card the first takes over, once; the other is told, and a restart finds it so', async () => {
    const { visitId, chairId } = visit;
    const lee = await (await clinic.screen()).choose('nurse', 'T. Lee');
    const commandId = randomUUID();
    expect(await maya.command(visitId, takeOver('N. Okafor'), commandId)).toMatchObject({ ok: true });
    expect(await maya.command(visitId, takeOver('N. Okafor'), commandId)).toMatchObject({ ok: true });
    expect(await lee.command(visitId, takeOver('N. Okafor'))).toMatchObject({
      ok: false,
      refusal: { message: expect.stringContaining('Maya Brandt has this patient by now') as string },
    });
    await maya.until((screen) => screen.view(chairId).care?.nurseName === 'Maya Brandt');
    expect(maya.view(chairId).careChanges.filter(({ kind }) => kind === 'handed-over')).toHaveLength(1);

    const before = { folder: clinic.folder, clock: clinic.clock };
    await clinic.close({ keep: true });
    clinic = await startTestClinic(before);
    const again = await clinic.screen();
    const view = await again.watch(chairId);
    expect(view.care).toEqual({ nurseName: 'Maya Brandt' });
    expect(view.careChanges.map(({ kind }) => kind)).toEqual(['cover-begun', 'cover-ended', 'handed-over']);
  });
});

describe('a page that follows other chairs', () => {
  let clinic: TestClinic;
  beforeAll(async () => {
    clinic = await startTestClinic();
  });
  afterAll(() => clinic.close());

  test('WS-150 the tiles as a station has them; it listens for nothing, and an acknowledgement there is not a station’s', async () => {
    const { visitId, chairId, adapter } = await infusingByWire(clinic);
    const page = await (await clinic.screen()).choose('nurse');
    const answer = await page.request('tiles:watch', {});
    expect(answer.ok && answer.data.tiles.map(({ view }) => view)).toEqual(clinic.clinic.board.views.map(tileOf));
    expect(await page.request('station:listen', {})).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
    expect(
      await page.request('screen:sound', { canSound: true, visible: true, place: { kind: 'station' } }),
    ).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
    await page.watch(chairId);
    await clinic.pass(20_000, () => adapter.spo2(84), 4_000);
    await page.until((screen) => screen.view(chairId).alerts.length > 0);
    await page.give(visitId, {
      type: 'alert:acknowledge',
      alertId: page.view(chairId).alerts[0]?.alertId ?? '',
    });
    await page.until((screen) => screen.view(chairId).alerts[0]?.acknowledged !== undefined);
    expect(page.view(chairId).alerts[0]?.acknowledged?.place).toBe('chair');
  });

  test('WS-151 beside its own chair a page hears of an emergency at another, and of no patient', async () => {
    const { visitId, chairId, nurse } = await infusingByWire(clinic, 2);
    const page = await clinic.screen();
    await page.watch(clinic.chair(1).chairId);
    const heard: BesidePatch[] = [];
    const came = new Promise<void>((resolve) =>
      page.raw.on('beside:patch', (patch: BesidePatch) => {
        heard.push(patch);
        if (patch.patch.emergencySince) resolve();
      }),
    );
    const answer = await page.request('beside:watch', {});
    expect(answer.ok && answer.data.chairs.map(({ view }) => view)).toEqual(clinic.clinic.board.views.map(besideOf));
    await nurse.give(visitId, { type: 'emergency:declare' });
    await came;
    expect(heard.find(({ patch }) => patch.emergencySince)).toMatchObject({ chairId, visitId });
    expect(JSON.stringify([answer, heard])).not.toContain('Byron');
    expect(page.tilePatches).toEqual([]);
    expect(await page.request('beside:unwatch', {})).toMatchObject({ ok: true });
  });
});
