import { randomBytes } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { VisitEvent } from '#core/event.ts';
import { newToken } from '../../server/access/screen-token.ts';
import { passBeating, SoundingPage, soundOf } from '../support/sounding-page.ts';
import { startTestClinic } from '../support/test-clinic.ts';
import type { TestClinic, TestClinicOptions } from '../support/test-clinic.ts';
import { infusingByWire } from '../support/visit-by-wire.ts';

/** One and the same screen, each time it comes. */
const STATION = newToken(randomBytes);

async function aClinic(options: TestClinicOptions = {}): Promise<TestClinic> {
  const clinic = await startTestClinic({ watchesSound: true, ...options });
  onTestFinished(() => clinic.close());
  return clinic;
}

/** A chair page and a station, both of which can sound. */
async function twoPages(clinic: TestClinic) {
  const { chairId } = clinic.chair(1);
  const chair = await SoundingPage.chair(await clinic.screen(), chairId);
  const station = await SoundingPage.station(clinic);
  await passBeating(clinic, 1_000, [chair, station]);
  return { chairId, chair, station, both: [chair, station] };
}

async function eventsOf(clinic: TestClinic, visitId: string): Promise<readonly VisitEvent[]> {
  await clinic.clinic.drained();
  return (await clinic.journal.read({ kind: 'visit', id: visitId })) as readonly VisitEvent[];
}

describe('beats over the wire', () => {
  test('AL-120 a chair page that beats has the sound, and both ends show it', async () => {
    const clinic = await aClinic();
    const { chairId, chair, station } = await twoPages(clinic);
    expect(soundOf(clinic, chairId)).toBe('chair sounds absent');
    await chair.beat();
    await station.beat();
    expect([chair.hasSound, station.hasSound]).toEqual([true, true]);
    await station.screen.until(({ tiles }) => tiles.get(chairId)?.view.sound.who === 'chair');
    await chair.screen.until((screen) => screen.view(chairId).sound.who === 'chair');
  });
  test.each([
    ['its beat stops', (page: SoundingPage) => (page.beats = false), 'station absent absent'],
    ['its tab is hidden', (page: SoundingPage) => (page.visible = false), 'station cannot absent'],
    ['its audio stops', (page: SoundingPage) => (page.canSound = false), 'station cannot absent'],
    [
      'its socket is gone',
      (page: SoundingPage) => (page.screen.close(), (page.beats = false)),
      'station absent absent',
    ],
  ])('AL-120 %s: the station has the sound after 3 s, and gives it back', async (_, spoil, expected) => {
    const clinic = await aClinic();
    const { chairId, chair, station, both } = await twoPages(clinic);
    spoil(chair);
    await passBeating(clinic, 2_000, both);
    expect(soundOf(clinic, chairId)).toMatch(/^chair/);
    await passBeating(clinic, 1_000, both);
    expect(soundOf(clinic, chairId)).toBe(expected);
    expect(station.hasSound).toBe(true);
    if (!chair.screen.raw.connected) return;
    Object.assign(chair, { beats: true, visible: true, canSound: true });
    await chair.beat();
    expect(soundOf(clinic, chairId)).toBe('chair sounds absent');
  });
  test('AL-120 a second page at the chair keeps the sound there', async () => {
    const clinic = await aClinic();
    const { chairId, chair, both } = await twoPages(clinic);
    const second = await SoundingPage.chair(await clinic.screen(), chairId);
    chair.visible = false;
    await passBeating(clinic, 5_000, [...both, second]);
    expect(soundOf(clinic, chairId)).toBe('chair sounds absent');
  });
  test('WS-130 a page that does not watch a place takes nobody’s sound', async () => {
    const clinic = await aClinic();
    const page = await SoundingPage.chair(await clinic.screen(), clinic.chair(1).chairId);
    const say = (place: SoundingPage['place']) =>
      page.screen.request('screen:sound', { canSound: true, visible: true, place });
    for (const place of [{ kind: 'chair', chairId: clinic.chair(2).chairId }, { kind: 'station' }] as const)
      expect(await say(place)).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
    expect(soundOf(clinic, clinic.chair(2).chairId)).toBe('nobody absent absent');
    expect(await page.screen.request('station:listen', {})).toMatchObject({ refusal: { code: 'not-allowed' } });
  });
});

describe('the quiet chair', () => {
  async function quiet(clinic: TestClinic) {
    const { chairId, nurse, adapter, visitId } = await infusingByWire(clinic);
    const chair = await SoundingPage.chair(nurse, chairId);
    const station = await SoundingPage.station(clinic, STATION);
    await station.screen.request('station:listen', {});
    const asked = await nurse.request('chair:quiet', { chairId, quiet: true });
    await passBeating(clinic, 2_000, [chair, station], () => adapter.spo2(98));
    return { chairId, chair, station, both: [chair, station], adapter, visitId, asked };
  }

  test('AL-122 the station has it while it listens; silent, the chair has it within 3 s by itself', async () => {
    const clinic = await aClinic();
    const { chairId, station, both, asked } = await quiet(clinic);
    expect(asked).toEqual({ ok: true, data: null });
    expect(soundOf(clinic, chairId)).toBe('both quiet listens');
    station.beats = false;
    await passBeating(clinic, 2_000, both);
    expect(soundOf(clinic, chairId)).toBe('both quiet listens');
    await passBeating(clinic, 1_000, both);
    expect(soundOf(clinic, chairId)).toBe('chair sounds absent');
  });
  test('AL-121 presence is a tap: 10 min, renewed by use, gone when somebody leaves', async () => {
    const clinic = await aClinic();
    const { chairId, station, both, adapter } = await quiet(clinic);
    const on = (ms: number) => passBeating(clinic, ms, both, () => adapter.spo2(98));
    await on(590_000);
    expect(soundOf(clinic, chairId)).toBe('both quiet listens');
    await station.screen.request('station:listen', {});
    await on(599_000);
    expect(soundOf(clinic, chairId)).toBe('both quiet listens');
    await on(1_000);
    expect(soundOf(clinic, chairId)).toBe('chair sounds absent');
    await station.screen.request('station:listen', {});
    expect(soundOf(clinic, chairId)).toBe('both quiet listens');
    await station.screen.request('station:leave-sound', {});
    expect(soundOf(clinic, chairId)).toBe('chair sounds absent');
  });
  test('WS-166 the view says that a quiet chair was asked for, in force or not, until it is taken back', async () => {
    const clinic = await aClinic();
    const { chairId, nurse, adapter } = await infusingByWire(clinic);
    const chair = await SoundingPage.chair(nurse, chairId);
    const beat = () => passBeating(clinic, 1_000, [chair], () => adapter.spo2(98));
    const asked = () => clinic.clinic.board.view(chairId)?.sound;
    await beat();
    expect(asked()).not.toHaveProperty('quietAsked');
    await nurse.request('chair:quiet', { chairId, quiet: true });
    await beat();
    expect(asked()).toMatchObject({ chair: 'sounds', quietAsked: true });
    await nurse.request('chair:quiet', { chairId, quiet: false });
    await beat();
    expect(asked()).not.toHaveProperty('quietAsked');
  });
  test('AL-121 a station page that is loaded anew is the same listener', async () => {
    const clinic = await aClinic();
    const { chairId, chair, station } = await quiet(clinic);
    station.screen.close();
    const again = await SoundingPage.station(clinic, STATION);
    await passBeating(clinic, 4_000, [chair, again]);
    expect(soundOf(clinic, chairId)).toBe('both quiet listens');
  });
  test('AL-131 who sounds and who asked for it stand on the visit’s record, each change once', async () => {
    const clinic = await aClinic();
    const { visitId, station, both } = await quiet(clinic);
    await passBeating(clinic, 5_000, both);
    station.beats = false;
    await passBeating(clinic, 5_000, both);
    const told = (await eventsOf(clinic, visitId)).flatMap((event) =>
      event.type === 'sound-changed'
        ? [`${event.who} ${event.station}`]
        : event.type === 'quiet-set'
          ? [`quiet ${event.byName}`]
          : [],
    );
    expect(told.filter((line) => line.startsWith('quiet'))).toEqual(['quiet N. Okafor']);
    expect(told.slice(-2)).toEqual(['both listens', 'chair absent']);
  });
  test('AL-132 after a restart the wish stays, the chair sounds until somebody taps at the station again', async () => {
    const before = await startTestClinic({ watchesSound: true });
    const { chairId } = await quiet(before);
    await before.close({ keep: true });
    const clinic = await aClinic({ folder: before.folder, clock: before.clock });
    const chair = await SoundingPage.chair(await clinic.screen(), chairId);
    const station = await SoundingPage.station(clinic, STATION);
    await passBeating(clinic, 1_000, [chair, station]);
    expect(soundOf(clinic, chairId)).toBe('chair sounds absent');
    await station.screen.request('station:listen', {});
    expect(soundOf(clinic, chairId)).toBe('both quiet listens');
  });
  test('SEC-42 quieting a chair is a nurse’s or a provider’s, and needs a visit', async () => {
    const clinic = await aClinic();
    const { chairId } = clinic.chair(1);
    const screen = await clinic.screen();
    const ask = () => screen.request('chair:quiet', { chairId, quiet: true });
    expect(await ask()).toMatchObject({ ok: false, refusal: { code: 'not-allowed' } });
    await screen.choose('nurse');
    expect(await ask()).toMatchObject({ ok: false, refusal: { code: 'no-visit' } });
  });
});

describe('a watched chair', () => {
  test('AL-126 nobody can hear: an alert, named to every screen; over when a page sounds again', async () => {
    const clinic = await aClinic();
    const { chairId, adapter, nurse } = await infusingByWire(clinic);
    const elsewhere = await clinic.screen();
    await clinic.pass(9_000, () => adapter.spo2(98));
    expect(clinic.clinic.board.view(chairId)?.alerts).toEqual([]);
    await clinic.pass(3_000, () => adapter.spo2(98));
    expect(clinic.clinic.board.view(chairId)?.alerts).toMatchObject([{ kind: 'nobody-listening', priority: 'high' }]);
    await elsewhere.until(({ site }) => site?.unheard[0] === chairId);
    const chair = await SoundingPage.chair(nurse, chairId);
    await passBeating(clinic, 6_000, [chair], () => adapter.spo2(98));
    expect(clinic.clinic.board.view(chairId)?.alerts).toEqual([]);
    await elsewhere.until(({ site }) => site?.unheard.length === 0);
  });
  test('AL-124 a desaturation while the last page goes away: the alert within 3 s of its last beat', async () => {
    const clinic = await aClinic();
    const { chairId, adapter, nurse } = await infusingByWire(clinic);
    const chair = await SoundingPage.chair(nurse, chairId);
    await passBeating(clinic, 8_000, [chair], () => adapter.spo2(84));
    await clinic.pass(2_000, () => adapter.spo2(84));
    const kinds = () => clinic.clinic.board.view(chairId)?.alerts.map(({ kind }) => kind);
    expect(kinds()).toEqual(['spo2-low']);
    await clinic.pass(1_000, () => adapter.spo2(84));
    expect(kinds()).toContain('nobody-listening');
  });
  test('AL-132 a server that has just started waits 3 s for its pages, and tells nothing twice', async () => {
    const before = await startTestClinic({ watchesSound: true });
    const { chairId, visitId, adapter, nurse } = await infusingByWire(before);
    const page = await SoundingPage.chair(nurse, chairId);
    await passBeating(before, 3_000, [page], () => adapter.spo2(98));
    await before.close({ keep: true });
    const clinic = await aClinic({ folder: before.folder, clock: before.clock });
    const again = await SoundingPage.chair(await clinic.screen(), chairId);
    await clinic.pass(1_000);
    await passBeating(clinic, 20_000, [again]);
    const events = await eventsOf(clinic, visitId);
    const sounds = events.flatMap((event) => (event.type === 'sound-changed' ? [event.who] : []));
    expect(sounds).toEqual(['nobody', 'chair']);
    expect(events.filter((event) => event.type === 'alert-issued' && event.kind === 'nobody-listening')).toEqual([]);
  });
  test('AL-149 a demo’s chair is a finding once its own page was heard and then is hidden, never without a page', async () => {
    const clinic = await aClinic({ demo: true });
    const { chairId, adapter, nurse } = await infusingByWire(clinic);
    const kinds = () => clinic.clinic.board.view(chairId)?.alerts.map(({ kind }) => kind);
    await clinic.pass(20_000, () => adapter.spo2(98));
    expect(kinds()).toEqual([]);
    const page = await SoundingPage.chair(nurse, chairId);
    const on = (ms: number, pages = [page]) => passBeating(clinic, ms, pages, () => adapter.spo2(98));
    page.canSound = false;
    await on(20_000);
    expect([kinds(), soundOf(clinic, chairId)]).toEqual([[], 'nobody cannot absent']);
    page.canSound = true;
    await on(2_000);
    page.visible = false;
    await on(15_000);
    expect(kinds()).toEqual(['nobody-listening']);
    page.visible = true;
    await on(6_000);
    expect(kinds()).toEqual([]);

    await page.screen.request('chair:unwatch', { chairId });
    await clinic.pass(20_000, () => adapter.spo2(98));
    expect([kinds(), soundOf(clinic, chairId)]).toEqual([[], 'nobody absent absent']);
  });
  test.each([
    [
      'its socket is gone',
      async ({ screen }: SoundingPage, { attached }: TestClinic) => {
        const { sockets } = attached.io.of('/screens');
        const before = sockets.size;
        screen.close();
        await expect.poll(() => sockets.size).toBe(before - 1);
      },
    ],
    [
      'it goes to another place',
      ({ screen }: SoundingPage, clinic: TestClinic) =>
        screen.request('chair:unwatch', { chairId: clinic.chair(1).chairId }),
    ],
  ])('AL-149 a page that is closed is hidden first; in a demo that is no finding either: %s', async (_, leave) => {
    const clinic = await aClinic({ demo: true });
    const { chairId, adapter } = await infusingByWire(clinic);
    const page = await SoundingPage.chair(await clinic.screen(), chairId);
    await passBeating(clinic, 2_000, [page], () => adapter.spo2(98));
    clinic.clock.advance(900);
    page.visible = false;
    await page.beat();
    await leave(page, clinic);
    await clinic.pass(20_000, () => adapter.spo2(98), 250);
    expect(clinic.clinic.board.view(chairId)?.alerts).toEqual([]);
  });
});
